package io.opora.condition;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Reason;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question about {@link Facts} that is answered with yes or no. Conditions are data: they can be compared, written as JSON, read
 * back, looked into, and checked against a {@link Vocabulary}. An unchecked one can be asked too: a part that asks for what is not
 * there does not hold.
 */
public sealed interface Condition {

    /** How deep conditions may stand in each other. */
    int MAX_DEPTH = 8;

    /** The most parts and values of a condition, all its parts' counted. */
    int MAX_SIZE = 1_000;

    /** The longest value or word to look for, in characters. */
    int MAX_TEXT_LENGTH = 200;

    /** The longest JSON that is read, in characters; no condition takes as many. */
    int MAX_JSON_LENGTH = 1_000_000;

    /**
     * Asks.
     *
     * @param facts the facts
     * @return whether the condition holds
     */
    boolean matches(Facts facts);

    /**
     * Says why the condition holds: the parts that held. If it does not hold, the parts that did not. Facts are named, but what
     * they say is not told beyond the condition's own values, because people may have written it.
     *
     * @param facts the facts
     * @return at least one reason, in the order of the parts; the code is the name of the part in JSON ({@code compare} for all
     *         comparisons), with {@code not-} before it if it did not hold, or {@code absent} if there is no such fact
     */
    default List<Reason> because(Facts facts) {
        return Because.of(this, facts);
    }

    /** {@return the names of the facts that it asks for, in the order of its parts} */
    default Set<String> facts() {
        Set<String> facts = new LinkedHashSet<>();
        Limits.collectFacts(this, facts);
        return Collections.unmodifiableSet(facts);
    }

    /**
     * Reads a condition from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @param vocabulary which facts there are
     * @return the condition
     * @throws InvalidInputException listing everything that is wrong, each with its path
     */
    static Condition fromJson(String json, Vocabulary vocabulary) {
        Findings findings = new Findings();
        Condition condition = read(
                Json.parse(requireNonNull(json, "json"), MAX_JSON_LENGTH, ConditionJson.MAX_JSON_DEPTH, findings));
        if (findings.readable()) {
            vocabulary.check(condition, "", findings);
        }
        findings.refuse("condition in JSON");
        return condition;
    }

    /**
     * Reads a condition that stands in a bigger JSON, such as a rule. It is not checked against a vocabulary.
     *
     * @param json where it stands; what is wrong with it is reported there
     * @return the condition; something harmless if it could not be read
     */
    static Condition read(Json json) {
        return ConditionJson.read(json);
    }

    /** {@return this condition as JSON, which {@link #fromJson} reads back to an equal one} */
    default String toJson() {
        return Json.print(toTree());
    }

    /** {@return this condition as JSON to be put into a bigger one, where {@link #read} finds it} */
    default ObjectNode toTree() {
        return ConditionJson.write(this);
    }

    /**
     * All parts have to hold.
     *
     * @param parts the parts, at least one
     */
    record All(List<Condition> parts) implements Condition {

        /**
         * Takes an unmodifiable copy.
         *
         * @throws InvalidInputException if that gets too deep or too big
         */
        public All {
            parts = List.copyOf(parts);
            Limits.require(parts);
        }

        @Override
        public boolean matches(Facts facts) {
            for (Condition part : parts) {
                if (!part.matches(facts)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Any part has to hold.
     *
     * @param parts the parts, at least one
     */
    record Any(List<Condition> parts) implements Condition {

        /**
         * Takes an unmodifiable copy.
         *
         * @throws InvalidInputException if that gets too deep or too big
         */
        public Any {
            parts = List.copyOf(parts);
            Limits.require(parts);
        }

        @Override
        public boolean matches(Facts facts) {
            for (Condition part : parts) {
                if (part.matches(facts)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * The part must not hold.
     *
     * @param part the part
     */
    record Not(Condition part) implements Condition {

        /**
         * Checks that nothing is missing.
         *
         * @throws InvalidInputException if that gets too deep or too big
         */
        public Not {
            Limits.require(List.of(part));
        }

        @Override
        public boolean matches(Facts facts) {
            return !part.matches(facts);
        }
    }

    /** Holds whatever the facts are. */
    record Always() implements Condition {

        @Override
        public boolean matches(Facts facts) {
            return true;
        }
    }

    /** A part that asks for one fact. */
    sealed interface Leaf extends Condition {

        /** {@return the name of the fact} */
        String fact();
    }

    /**
     * A text is one of some, letter by letter.
     *
     * @param fact the name of a text
     * @param values what it may be, at least one
     */
    record In(String fact, List<String> values) implements Leaf {

        /**
         * Takes an unmodifiable copy.
         *
         * @throws InvalidInputException if there are too many values
         */
        public In {
            requireNonNull(fact, "fact");
            values = List.copyOf(values);
            Limits.require(values.size());
        }

        @Override
        public boolean matches(Facts facts) {
            String text = facts.text(fact);
            return text != null && values.contains(text);
        }
    }

    /**
     * A set of names has any of some.
     *
     * @param fact the name of a set
     * @param values what it may have, at least one; kept in lower case, as names are
     */
    record Contains(String fact, List<String> values) implements Leaf {

        /**
         * Takes an unmodifiable copy.
         *
         * @throws InvalidInputException if there are too many values
         */
        public Contains {
            requireNonNull(fact, "fact");
            values = values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
            Limits.require(values.size());
        }

        @Override
        public boolean matches(Facts facts) {
            Set<String> names = facts.names(fact);
            for (String value : values) {
                if (names.contains(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * A text has any of some words.
     *
     * @param fact the name of a text
     * @param words the words, at least one
     */
    record HasWords(String fact, List<Word> words) implements Leaf {

        /**
         * Takes an unmodifiable copy.
         *
         * @throws InvalidInputException if there are too many words
         */
        public HasWords {
            requireNonNull(fact, "fact");
            words = List.copyOf(words);
            Limits.require(words.size());
        }

        @Override
        public boolean matches(Facts facts) {
            String text = facts.wordsOf(fact);
            for (Word word : words) {
                if (word.isIn(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * A word to look for, or several that follow each other. Upper and lower case are one, and so are {@code ё} and {@code е}.
     *
     * @param text the word or words; kept as {@link Facts#words} takes them apart
     * @param beginning whether the last word may go on
     */
    record Word(String text, boolean beginning) {

        /** Takes the text apart into words. */
        public Word {
            String words = Facts.words(text).strip();
            // a text without a letter is found nowhere; it is kept so that a vocabulary can name it
            text = words.isEmpty() ? text.strip() : words;
        }

        /**
         * Reads a word as {@link #toString()} prints it.
         *
         * @param text {@code refund} for the word, {@code refund*} for words that begin with it
         * @return the word
         */
        public static Word of(String text) {
            return text.endsWith("*") ? new Word(text.substring(0, text.length() - 1), true) : new Word(text, false);
        }

        boolean isIn(String words) {
            if (text.isEmpty()) {
                return false;
            }
            for (int at = words.indexOf(text); at >= 0; at = words.indexOf(text, at + 1)) {
                // there is a blank at both ends
                if (words.charAt(at - 1) == ' ' && (beginning || words.charAt(at + text.length()) == ' ')) {
                    return true;
                }
            }
            return false;
        }

        /** {@return the words, with a {@code *} behind them if the last one may go on} */
        @Override
        public String toString() {
            return beginning ? text + '*' : text;
        }
    }

    /**
     * A flag is set, or is there and not set.
     *
     * @param fact the name of a flag
     * @param value what it has to be
     */
    record Is(String fact, boolean value) implements Leaf {

        /** Checks that nothing is missing. */
        public Is {
            requireNonNull(fact, "fact");
        }

        @Override
        public boolean matches(Facts facts) {
            Boolean actual = facts.value(fact, Boolean.class);
            return actual != null && actual == value;
        }
    }

    /** How a number, date or instant is compared. */
    enum Comparison {
        /** Less, or before. */
        LESS("<", "less than"),
        /** Less or equal. */
        AT_MOST("<=", "at most"),
        /** Equal; numbers by their value, so that 1 is 1.0. */
        EQUAL("=", "equal to"),
        /** More or equal. */
        AT_LEAST(">=", "at least"),
        /** More, or after. */
        MORE(">", "more than");

        private final String symbol;
        private final String words;

        Comparison(String symbol, String words) {
            this.symbol = symbol;
            this.words = words;
        }

        /** {@return how it is written in JSON} */
        public String symbol() {
            return symbol;
        }

        /** {@return how a sentence has it} */
        String words() {
            return words;
        }

        /** Whether it holds, by what {@code actual.compareTo(value)} answers. */
        private boolean holds(int order) {
            return switch (this) {
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case EQUAL -> order == 0;
                case AT_LEAST -> order >= 0;
                case MORE -> order > 0;
            };
        }
    }

    /** A comparison; one record for each type. */
    sealed interface Compare extends Leaf {

        /** {@return how it is compared} */
        Comparison comparison();

        /** {@return with what} */
        Comparable<?> value();
    }

    /**
     * A number is compared.
     *
     * @param fact the name of a number
     * @param comparison how
     * @param value with what; kept without zeros at the end
     */
    record CompareNumber(String fact, Comparison comparison, BigDecimal value) implements Compare {

        /** Checks that nothing is missing. */
        public CompareNumber {
            requireNonNull(fact, "fact");
            requireNonNull(comparison, "comparison");
            value = Limits.plain(value);
        }

        @Override
        public boolean matches(Facts facts) {
            BigDecimal actual = facts.value(fact, BigDecimal.class);
            return actual != null && comparison.holds(actual.compareTo(value));
        }
    }

    /**
     * A date is compared.
     *
     * @param fact the name of a date
     * @param comparison how
     * @param value with what
     */
    record CompareDate(String fact, Comparison comparison, LocalDate value) implements Compare {

        /** Checks that nothing is missing. */
        public CompareDate {
            requireNonNull(fact, "fact");
            requireNonNull(comparison, "comparison");
            requireNonNull(value, "value");
        }

        @Override
        public boolean matches(Facts facts) {
            LocalDate actual = facts.value(fact, LocalDate.class);
            return actual != null && comparison.holds(actual.compareTo(value));
        }
    }

    /**
     * An instant is compared.
     *
     * @param fact the name of an instant
     * @param comparison how
     * @param value with what
     */
    record CompareInstant(String fact, Comparison comparison, Instant value) implements Compare {

        /** Checks that nothing is missing. */
        public CompareInstant {
            requireNonNull(fact, "fact");
            requireNonNull(comparison, "comparison");
            requireNonNull(value, "value");
        }

        @Override
        public boolean matches(Facts facts) {
            Instant actual = facts.value(fact, Instant.class);
            return actual != null && comparison.holds(actual.compareTo(value));
        }
    }

    /**
     * An instant is, by the wall clock of a zone, within a window of some days of the week. A window that ends at or before its
     * beginning runs over midnight and belongs to the day on which it begins; so 00:00 to 00:00 is the whole day.
     *
     * @param fact the name of an instant
     * @param zone whose wall clock
     * @param days the days on which the window begins, at least one; iterates from Monday
     * @param from the first time of the window
     * @param to the first time after it
     */
    record During(String fact, ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) implements Leaf {

        private static final int SECONDS_OF_A_DAY = 86_400;

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public During {
            requireNonNull(fact, "fact");
            requireNonNull(zone, "zone");
            EnumSet<DayOfWeek> sorted = EnumSet.noneOf(DayOfWeek.class);
            sorted.addAll(days);
            days = Collections.unmodifiableSet(sorted);
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }

        @Override
        public boolean matches(Facts facts) {
            Instant actual = facts.value(fact, Instant.class);
            return actual != null && matches(actual);
        }

        private boolean matches(Instant instant) {
            long seconds = instant.getEpochSecond() + zone.getRules().getOffset(instant).getTotalSeconds();
            // the first day of the epoch was a Thursday
            DayOfWeek day = DayOfWeek.THURSDAY.plus(Math.floorDiv(seconds, SECONDS_OF_A_DAY));
            LocalTime time = LocalTime.ofSecondOfDay(Math.floorMod(seconds, SECONDS_OF_A_DAY))
                    .withNano(instant.getNano());
            boolean begun = !time.isBefore(from) && days.contains(day);
            return from.isBefore(to)
                    ? begun && time.isBefore(to)
                    : begun || (time.isBefore(to) && days.contains(day.minus(1)));
        }
    }

    /**
     * There is a fact of this name.
     *
     * @param fact the name of a fact of any type
     */
    record Present(String fact) implements Leaf {

        /** Checks that nothing is missing. */
        public Present {
            requireNonNull(fact, "fact");
        }

        @Override
        public boolean matches(Facts facts) {
            return facts.has(fact);
        }
    }

    /** {@return a condition that holds whatever the facts are} */
    static Condition always() {
        return new Always();
    }

    /**
     * All parts have to hold.
     *
     * @param parts the parts, at least one
     * @return the condition
     * @throws InvalidInputException if that gets too deep or too big
     */
    static Condition all(Condition... parts) {
        return new All(List.of(parts));
    }

    /**
     * Any part has to hold.
     *
     * @param parts the parts, at least one
     * @return the condition
     * @throws InvalidInputException if that gets too deep or too big
     */
    static Condition any(Condition... parts) {
        return new Any(List.of(parts));
    }

    /**
     * The part must not hold.
     *
     * @param part the part
     * @return the condition
     * @throws InvalidInputException if that gets too deep or too big
     */
    static Condition not(Condition part) {
        return new Not(part);
    }

    /**
     * A text is one of some.
     *
     * @param fact the name of a text
     * @param values what it may be, at least one
     * @return the condition
     */
    static Condition in(String fact, String... values) {
        return new In(fact, List.of(values));
    }

    /**
     * A set of names has any of some.
     *
     * @param fact the name of a set
     * @param values what it may have, at least one
     * @return the condition
     */
    static Condition contains(String fact, String... values) {
        return new Contains(fact, List.of(values));
    }

    /**
     * A text has any of some words.
     *
     * @param fact the name of a text
     * @param words {@code refund} for the word, {@code refund*} for words that begin with it, {@code money back} for words that
     *        follow each other; at least one
     * @return the condition
     */
    static Condition words(String fact, String... words) {
        return new HasWords(fact, Arrays.stream(words).map(Word::of).toList());
    }

    /**
     * A flag is set, or is there and not set.
     *
     * @param fact the name of a flag
     * @param value what it has to be
     * @return the condition
     */
    static Condition is(String fact, boolean value) {
        return new Is(fact, value);
    }

    /**
     * A number is compared.
     *
     * @param fact the name of a number
     * @param comparison how
     * @param value with what
     * @return the condition
     */
    static Condition compare(String fact, Comparison comparison, long value) {
        return new CompareNumber(fact, comparison, BigDecimal.valueOf(value));
    }

    /**
     * A number is compared.
     *
     * @param fact the name of a number
     * @param comparison how
     * @param value with what
     * @return the condition
     */
    static Condition compare(String fact, Comparison comparison, BigDecimal value) {
        return new CompareNumber(fact, comparison, value);
    }

    /**
     * A date is compared.
     *
     * @param fact the name of a date
     * @param comparison how
     * @param value with what
     * @return the condition
     */
    static Condition compare(String fact, Comparison comparison, LocalDate value) {
        return new CompareDate(fact, comparison, value);
    }

    /**
     * An instant is compared.
     *
     * @param fact the name of an instant
     * @param comparison how
     * @param value with what
     * @return the condition
     */
    static Condition compare(String fact, Comparison comparison, Instant value) {
        return new CompareInstant(fact, comparison, value);
    }

    /**
     * An instant is, by the wall clock of a zone, within a window of some days.
     *
     * @param fact the name of an instant
     * @param zone whose wall clock
     * @param from the first time of the window
     * @param to the first time after it; at or before {@code from} it is that of the next day
     * @param days the days on which the window begins; without any, all
     * @return the condition
     */
    static Condition during(String fact, ZoneId zone, LocalTime from, LocalTime to, DayOfWeek... days) {
        return new During(fact, zone, Set.copyOf(List.of(days.length == 0 ? DayOfWeek.values() : days)), from, to);
    }

    /**
     * There is a fact of this name.
     *
     * @param fact the name of a fact of any type
     * @return the condition
     */
    static Condition present(String fact) {
        return new Present(fact);
    }
}
