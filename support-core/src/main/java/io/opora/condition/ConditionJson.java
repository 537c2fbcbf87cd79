package io.opora.condition;

import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.condition.Condition.All;
import io.opora.condition.Condition.Always;
import io.opora.condition.Condition.Any;
import io.opora.condition.Condition.Compare;
import io.opora.condition.Condition.CompareDate;
import io.opora.condition.Condition.CompareInstant;
import io.opora.condition.Condition.CompareNumber;
import io.opora.condition.Condition.Comparison;
import io.opora.condition.Condition.Contains;
import io.opora.condition.Condition.During;
import io.opora.condition.Condition.HasWords;
import io.opora.condition.Condition.In;
import io.opora.condition.Condition.Is;
import io.opora.condition.Condition.Not;
import io.opora.condition.Condition.Present;
import io.opora.condition.Condition.Word;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Conditions as JSON. The form is described on the page of this package. */
final class ConditionJson {

    static final String ALL = "all";
    static final String ANY = "any";
    static final String NOT = "not";
    static final String ALWAYS = "always";
    static final String FACT = "fact";
    static final String IN = "in";
    static final String CONTAINS = "contains";
    static final String WORDS = "words";
    static final String IS = "is";
    static final String DURING = "during";
    static final String PRESENT = "present";

    /** An object and an array for each level, the object and the array of a window; the rest is for a better answer. */
    static final int MAX_JSON_DEPTH = 2 * Condition.MAX_DEPTH + 14;

    private static final String MIDNIGHT_AT_THE_END = "24:00";
    private static final List<String> GROUPS = List.of(ALL, ANY, NOT, ALWAYS);
    private static final List<String> QUESTIONS = Stream.concat(Stream.of(IN, CONTAINS, WORDS, IS, DURING, PRESENT),
            Stream.of(Comparison.values()).map(Comparison::symbol)).toList();
    private static final String[] FIELDS = Stream.of(GROUPS, List.of(FACT), QUESTIONS).flatMap(List::stream)
            .toArray(String[]::new);

    private ConditionJson() {}

    static Condition read(Json json) {
        json.fields(FIELDS);
        List<String> groups = GROUPS.stream().filter(name -> json.optional(name).exists()).toList();
        List<String> questions = QUESTIONS.stream().filter(name -> json.optional(name).exists()).toList();
        boolean asksAFact = json.optional(FACT).exists();
        if (!json.isObject()) {
            return new Always();
        }
        if (groups.size() == 1 && !asksAFact && questions.isEmpty()) {
            return group(groups.getFirst(), json.optional(groups.getFirst()));
        }
        if (groups.isEmpty() && asksAFact && questions.size() == 1) {
            return leaf(json.optional(FACT).text(), questions.getFirst(), json.optional(questions.getFirst()));
        }
        json.wrong("unknown-value", "a condition is one of " + String.join(", ", GROUPS)
                + ", or a fact with one of " + String.join(", ", QUESTIONS));
        return new Always();
    }

    private static Condition group(String name, Json value) {
        return switch (name) {
            case ALL -> made(value, () -> new All(parts(value)));
            case ANY -> made(value, () -> new Any(parts(value)));
            case NOT -> made(value, () -> new Not(read(value)));
            default -> {
                value.mustBeTrue();
                yield new Always();
            }
        };
    }

    private static List<Condition> parts(Json value) {
        return value.items().stream().map(ConditionJson::read).toList();
    }

    private static Condition leaf(String fact, String question, Json value) {
        return switch (question) {
            case IN -> made(value, () -> new In(fact, value.texts()));
            case CONTAINS -> made(value, () -> new Contains(fact, value.texts()));
            case WORDS -> made(value, () -> new HasWords(fact, value.texts().stream().map(Word::of).toList()));
            case IS -> new Is(fact, value.flag());
            case DURING -> during(fact, value);
            case PRESENT -> {
                value.mustBeTrue();
                yield new Present(fact);
            }
            default -> compare(fact, question, value);
        };
    }

    /** Makes a condition, or reports that it would be too big. */
    private static Condition made(Json json, Supplier<Condition> condition) {
        try {
            return condition.get();
        } catch (InvalidInputException e) {
            e.violations().forEach(violation -> json.wrong(violation.code(), violation.message()));
            return new Always();
        }
    }

    private static Condition compare(String fact, String symbol, Json value) {
        Comparison comparison = Stream.of(Comparison.values()).filter(each -> each.symbol().equals(symbol)).findFirst()
                .orElseThrow();
        if (value.isNumber()) {
            return new CompareNumber(fact, comparison, value.number());
        }
        return value.parsed("date",
                "date or instant: write 2026-01-31, or 2026-01-31T12:00:00Z; a number stands without quotes",
                new Present(fact), text -> text.indexOf('T') < 0
                        ? new CompareDate(fact, comparison, LocalDate.parse(text))
                        : new CompareInstant(fact, comparison, Instant.parse(text)));
    }

    private static Condition during(String fact, Json window) {
        window.fields("zone", "days", "from", "to");
        ZoneId zone = window.required("zone").parsed("zone", "time zone: write 'Europe/Moscow' or 'UTC'",
                ZoneOffset.UTC, ZoneId::of);
        Json days = window.optional("days");
        List<DayOfWeek> some = days.items().stream().map(day -> day.constant(DayOfWeek.class)).toList();
        return new During(fact, zone, Set.copyOf(days.exists() ? some : List.of(DayOfWeek.values())),
                time(window.optional("from")), time(window.optional("to")));
    }

    private static LocalTime time(Json time) {
        return time.parsed("time", "time of day: write '09:00', or '24:00' for the end of a day", LocalTime.MIDNIGHT,
                text -> text.equals(MIDNIGHT_AT_THE_END) ? LocalTime.MIDNIGHT : LocalTime.parse(text));
    }

    /** The end of a window, which is at midnight the end of a day and not its beginning. */
    static String end(LocalTime to) {
        return to.equals(LocalTime.MIDNIGHT) ? MIDNIGHT_AT_THE_END : to.toString();
    }

    static ObjectNode write(Condition condition) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (condition instanceof Condition.Leaf leaf) {
            json.put(FACT, leaf.fact());
        }
        switch (condition) {
            case All(List<Condition> parts) ->
                parts.stream().map(ConditionJson::write).forEach(json.putArray(ALL)::add);
            case Any(List<Condition> parts) ->
                parts.stream().map(ConditionJson::write).forEach(json.putArray(ANY)::add);
            case Not(Condition part) -> json.set(NOT, write(part));
            case Always always -> json.put(ALWAYS, true);
            case In in -> in.values().forEach(json.putArray(IN)::add);
            case Contains contains -> contains.values().forEach(json.putArray(CONTAINS)::add);
            case HasWords words -> words.words().stream().map(Word::toString).forEach(json.putArray(WORDS)::add);
            case Is is -> json.put(IS, is.value());
            case CompareNumber compare -> json.put(compare.comparison().symbol(), compare.value());
            case Compare compare -> json.put(compare.comparison().symbol(), compare.value().toString());
            case During during -> write(json.putObject(DURING), during);
            case Present present -> json.put(PRESENT, true);
        }
        return json;
    }

    private static void write(ObjectNode json, During during) {
        json.put("zone", during.zone().getId());
        if (during.days().size() < DayOfWeek.values().length) {
            during.days().stream().map(DayOfWeek::name).forEach(json.putArray("days")::add);
        }
        if (!during.from().equals(LocalTime.MIDNIGHT) || !during.to().equals(LocalTime.MIDNIGHT)) {
            json.put("from", during.from().toString()).put("to", end(during.to()));
        }
    }
}
