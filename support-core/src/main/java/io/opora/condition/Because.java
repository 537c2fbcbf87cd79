package io.opora.condition;

import io.opora.Reason;
import io.opora.Spelling;
import io.opora.condition.Condition.All;
import io.opora.condition.Condition.Always;
import io.opora.condition.Condition.Any;
import io.opora.condition.Condition.Compare;
import io.opora.condition.Condition.Contains;
import io.opora.condition.Condition.During;
import io.opora.condition.Condition.HasWords;
import io.opora.condition.Condition.In;
import io.opora.condition.Condition.Is;
import io.opora.condition.Condition.Leaf;
import io.opora.condition.Condition.Not;
import io.opora.condition.Condition.Present;
import io.opora.condition.Condition.Word;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of a condition that made it hold, or not hold. */
final class Because {

    private final Facts facts;
    private final List<Reason> reasons = new ArrayList<>();

    private Because(Facts facts) {
        this.facts = facts;
    }

    static List<Reason> of(Condition condition, Facts facts) {
        Because because = new Because(facts);
        because.add(condition, condition.matches(facts));
        return List.copyOf(because.reasons);
    }

    /** Adds why the condition holds, or why it does not; only those parts count that answer as it does. */
    private void add(Condition condition, boolean holds) {
        switch (condition) {
            case All(List<Condition> parts) -> addAll(parts, holds);
            case Any(List<Condition> parts) -> addAll(parts, holds);
            case Not(Condition part) -> add(part, !holds);
            case Always always -> add(ConditionJson.ALWAYS, holds, "this always holds", "this always holds", Map.of());
            case Leaf leaf when !holds && !facts.has(leaf.fact()) ->
                reasons.add(new Reason("absent", "{fact} is not given", Map.of("fact", leaf.fact())));
            case In(String fact, List<String> values) -> add(ConditionJson.IN, holds, "{fact} is {values}",
                    "{fact} is not {values}",
                    values(fact, values.stream().filter(value -> !holds || value.equals(facts.text(fact))).toList()));
            case Contains(String fact, List<String> values) -> add(ConditionJson.CONTAINS, holds, "{fact} has {values}",
                    "{fact} has none of {values}", values(fact,
                            values.stream().filter(value -> !holds || facts.names(fact).contains(value)).toList()));
            case HasWords(String fact, List<Word> words) ->
                add(ConditionJson.WORDS, holds, "{fact} has the words {values}",
                        "{fact} has none of the words {values}", values(fact, words.stream()
                                .filter(word -> !holds || word.isIn(facts.wordsOf(fact))).map(Word::toString)
                                .toList()));
            case Is(String fact, boolean value) -> add(ConditionJson.IS, holds, "{fact} is {value}",
                    "{fact} is not {value}", Map.of("fact", fact, "value", value));
            case Compare compare -> add("compare", holds, "{fact} is {comparison} {value}",
                    "{fact} is not {comparison} {value}", Map.of("fact", compare.fact(), "comparison",
                            compare.comparison().words(), "value", compare.value()));
            case During during -> add(ConditionJson.DURING, holds, "{fact} is within {window}",
                    "{fact} is not within {window}", Map.of("fact", during.fact(), "window", window(during)));
            case Present(String fact) -> add(ConditionJson.PRESENT, holds, "{fact} is given", "{fact} is not given",
                    Map.of("fact", fact));
        }
    }

    private void addAll(List<Condition> parts, boolean holds) {
        for (Condition part : parts) {
            if (part.matches(facts) == holds) {
                add(part, holds);
            }
        }
    }

    private void add(String part, boolean holds, String sentence, String negative, Map<String, Object> values) {
        reasons.add(holds ? new Reason(part, sentence, values) : new Reason("not-" + part, negative, values));
    }

    private static Map<String, Object> values(String fact, List<String> values) {
        return Map.of("fact", fact, "values", Spelling.list(values));
    }

    private static String window(During during) {
        String days = during.days().size() == DayOfWeek.values().length
                ? "every day"
                : during.days().stream().map(DayOfWeek::name).collect(Collectors.joining(", "));
        return days + ' ' + during.from() + '-' + ConditionJson.end(during.to()) + ' ' + during.zone();
    }
}
