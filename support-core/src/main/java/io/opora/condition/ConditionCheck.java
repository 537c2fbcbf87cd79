package io.opora.condition;

import io.opora.Findings;
import io.opora.Spelling;
import io.opora.condition.Condition.All;
import io.opora.condition.Condition.Always;
import io.opora.condition.Condition.Any;
import io.opora.condition.Condition.CompareDate;
import io.opora.condition.Condition.CompareInstant;
import io.opora.condition.Condition.CompareNumber;
import io.opora.condition.Condition.Contains;
import io.opora.condition.Condition.During;
import io.opora.condition.Condition.HasWords;
import io.opora.condition.Condition.In;
import io.opora.condition.Condition.Is;
import io.opora.condition.Condition.Leaf;
import io.opora.condition.Condition.Not;
import io.opora.condition.Condition.Present;
import io.opora.condition.Condition.Word;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Checks a condition against a vocabulary. */
final class ConditionCheck {

    static final String VALUE_FORM = "1 to " + Condition.MAX_TEXT_LENGTH
            + " characters, not blank, without control characters";

    private final Vocabulary vocabulary;
    private final Findings findings;

    ConditionCheck(Vocabulary vocabulary, Findings findings) {
        this.vocabulary = vocabulary;
        this.findings = findings;
    }

    static boolean isValue(String text) {
        return !text.isBlank() && text.length() <= Condition.MAX_TEXT_LENGTH
                && text.chars().noneMatch(Character::isISOControl);
    }

    void check(Condition condition, String path) {
        if (findings.full()) {
            return;
        }
        switch (condition) {
            case All(List<Condition> parts) -> each(parts, at(path, ConditionJson.ALL), this::check);
            case Any(List<Condition> parts) -> each(parts, at(path, ConditionJson.ANY), this::check);
            case Not(Condition part) -> check(part, at(path, ConditionJson.NOT));
            case Always always -> {
                // nothing can be wrong with it
            }
            case Leaf leaf -> {
                checkFact(leaf, path);
                checkValues(leaf, path);
            }
        }
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    private void checkFact(Leaf leaf, String path) {
        String fact = leaf.fact();
        Vocabulary.Type type = vocabulary.type(fact).orElse(null);
        if (type == null) {
            findings.add(at(path, ConditionJson.FACT), "unknown-fact",
                    Spelling.quote(fact) + " is no fact here" + Spelling.hintFor(fact, vocabulary.facts()));
        } else if (!answers(type, leaf)) {
            findings.add(path, "wrong-type", Spelling.quote(fact) + " is " + type.words() + ", which can be asked for "
                    + type.questions() + ", " + ConditionJson.PRESENT);
        }
    }

    private static boolean answers(Vocabulary.Type type, Leaf leaf) {
        return switch (leaf) {
            case In in -> type == Vocabulary.Type.TEXT;
            case HasWords words -> type == Vocabulary.Type.TEXT;
            case Contains contains -> type == Vocabulary.Type.NAMES;
            case Is is -> type == Vocabulary.Type.FLAG;
            case CompareNumber compare -> type == Vocabulary.Type.NUMBER;
            case CompareDate compare -> type == Vocabulary.Type.DATE;
            case CompareInstant compare -> type == Vocabulary.Type.INSTANT;
            case During during -> type == Vocabulary.Type.INSTANT;
            case Present present -> true;
        };
    }

    private void checkValues(Leaf leaf, String path) {
        switch (leaf) {
            case In in ->
                each(in.values(), at(path, ConditionJson.IN), (value, at) -> checkValue(in.fact(), value, at));
            case Contains contains -> each(contains.values(), at(path, ConditionJson.CONTAINS),
                    (value, at) -> checkValue(contains.fact(), value, at));
            case HasWords words -> each(words.words(), at(path, ConditionJson.WORDS), this::checkWord);
            case CompareNumber compare -> checkNumber(compare.value(), at(path, compare.comparison().symbol()));
            case During during -> checkWindow(during, at(path, ConditionJson.DURING));
            case CompareDate compare -> {}
            case CompareInstant compare -> {}
            case Is is -> {}
            case Present present -> {}
        }
    }

    /** Reports that there is nothing, what is there twice, and what a check has to report about each. */
    private <T> void each(List<T> elements, String path, BiConsumer<T, String> check) {
        if (elements.isEmpty()) {
            findings.add(path, "empty", "at least one is needed here");
        }
        Set<T> seen = new HashSet<>();
        for (int i = 0; i < elements.size() && !findings.full(); i++) {
            String at = path + '[' + i + ']';
            if (seen.add(elements.get(i))) {
                check.accept(elements.get(i), at);
            } else {
                findings.add(at, "duplicate", "this is here twice");
            }
        }
    }

    private void checkValue(String fact, String value, String path) {
        Set<String> known = vocabulary.values(fact);
        if (!isValue(value)) {
            findings.add(path, "value", Spelling.quote(value) + " is no value: " + VALUE_FORM);
        } else if (!known.isEmpty() && !known.contains(value)) {
            findings.add(path, "unknown-value", Spelling.quote(value) + " is no value of " + Spelling.quote(fact)
                    + Spelling.hintFor(value, known));
        }
    }

    private void checkWord(Word word, String path) {
        if (Facts.words(word.text()).isEmpty() || word.text().length() > Condition.MAX_TEXT_LENGTH) {
            findings.add(path, "word", Spelling.quote(word.toString()) + " is no word: letters or digits, at most "
                    + Condition.MAX_TEXT_LENGTH + " characters");
        }
    }

    private void checkNumber(BigDecimal number, String path) {
        if (!Limits.isPlain(number)) {
            findings.add(path, "number", "the number " + Spelling.shorten(number.toString())
                    + " is too big or too exact: " + Limits.NUMBER_FORM);
        }
    }

    private void checkWindow(During during, String path) {
        if (during.days().isEmpty()) {
            findings.add(at(path, "days"), "empty", "at least one is needed here");
        }
        if (during.from().equals(during.to()) && !during.from().equals(LocalTime.MIDNIGHT)) {
            findings.add(path, "window", "from " + during.from() + " to " + during.to()
                    + " could be nothing or a whole day: leave both out for the whole day");
        }
    }
}
