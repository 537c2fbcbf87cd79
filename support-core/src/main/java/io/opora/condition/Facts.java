package io.opora.condition;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What conditions are asked about: values by name. Text is taken apart into words when the first condition asks for words, and
 * only once.
 */
public final class Facts {

    /** A text, and its words once somebody has asked for them: two threads may both find them, and find the same. */
    private static final class Text {

        private final String value;
        private @Nullable String words;

        Text(String value) {
            this.value = value;
        }

        String words() {
            String known = words;
            if (known == null) {
                known = Facts.words(value);
                words = known;
            }
            return known;
        }
    }

    private final Map<String, Object> values;

    private Facts(Map<String, Object> values) {
        this.values = values;
    }

    /** {@return a builder without facts} */
    public static Builder builder() {
        return new Builder(new HashMap<>());
    }

    /** {@return a builder with these facts} */
    public Builder toBuilder() {
        return new Builder(new HashMap<>(values));
    }

    /**
     * Tells whether there is a fact of this name.
     *
     * @param fact its name
     * @return whether it has a value
     */
    public boolean has(String fact) {
        return values.containsKey(fact);
    }

    /**
     * The values of a set.
     *
     * @param fact the name of the fact
     * @return its values; empty if there is no such fact, or it is no set of names
     */
    @SuppressWarnings("unchecked") // sets get in by Builder.names alone
    public Set<String> names(String fact) {
        return values.get(fact) instanceof Set<?> set ? (Set<String>) set : Set.of();
    }

    @Nullable
    String text(String fact) {
        return values.get(fact) instanceof Text text ? text.value : null;
    }

    /** The words of a text, as {@link #words(String)} takes them apart; empty if it is not there or no text. */
    String wordsOf(String fact) {
        return values.get(fact) instanceof Text text ? text.words() : "";
    }

    /** A number, date, instant or flag. */
    <T> @Nullable T value(String fact, Class<T> type) {
        Object value = values.get(fact);
        return type.isInstance(value) ? type.cast(value) : null;
    }

    /**
     * Takes a text apart into words: runs of letters and digits, in lower case, {@code ё} as {@code е}, with one blank before each
     * and one behind the last. So a word's beginning is found by looking for a blank and the beginning, and a whole word by
     * looking for it between blanks. What is looked for is taken apart in the same way.
     *
     * @param text any text
     * @return the words; empty if there are none
     */
    public static String words(String text) {
        StringBuilder words = new StringBuilder(text.length() + 2);
        boolean inWord = false;
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length();) {
            int c = lower.codePointAt(i);
            if (Character.isLetterOrDigit(c)) {
                if (!inWord) {
                    words.append(' ');
                }
                words.appendCodePoint(c == 'ё' ? 'е' : c);
                inWord = true;
            } else {
                inWord = false;
            }
            i += Character.charCount(c);
        }
        return words.isEmpty() ? "" : words.append(' ').toString();
    }

    /** {@return the names of the facts; never what they say, which people wrote} */
    @Override
    public String toString() {
        return "facts " + new TreeSet<>(values.keySet());
    }

    /**
     * Collects facts. A second value for a name replaces the first, whatever their types. The values have been checked by whoever
     * has them; nothing is bounded here. Not thread-safe.
     */
    public static final class Builder {

        private final Map<String, Object> values;

        private Builder(Map<String, Object> values) {
            this.values = values;
        }

        /**
         * Adds a text.
         *
         * @param fact the name of the fact
         * @param value the text; a blank one is not there
         * @return this builder
         */
        public Builder text(String fact, String value) {
            return value.isBlank() ? without(fact) : put(fact, new Text(value));
        }

        /**
         * Adds a set of names.
         *
         * @param fact the name of the fact
         * @param value the names, in lower case as {@link io.opora.Names} and {@link io.opora.Tag} have them; an empty set is not
         *        there
         * @return this builder
         */
        public Builder names(String fact, Collection<String> value) {
            return value.isEmpty() ? without(fact) : put(fact, Set.copyOf(value));
        }

        /**
         * Adds a number.
         *
         * @param fact the name of the fact
         * @param value the number
         * @return this builder
         */
        public Builder number(String fact, BigDecimal value) {
            return put(fact, requireNonNull(value, "value"));
        }

        /**
         * Adds a whole number.
         *
         * @param fact the name of the fact
         * @param value the number
         * @return this builder
         */
        public Builder number(String fact, long value) {
            return put(fact, BigDecimal.valueOf(value));
        }

        /**
         * Adds a date.
         *
         * @param fact the name of the fact
         * @param value the date
         * @return this builder
         */
        public Builder date(String fact, LocalDate value) {
            return put(fact, requireNonNull(value, "value"));
        }

        /**
         * Adds an instant.
         *
         * @param fact the name of the fact
         * @param value the instant
         * @return this builder
         */
        public Builder instant(String fact, Instant value) {
            return put(fact, requireNonNull(value, "value"));
        }

        /**
         * Adds a flag.
         *
         * @param fact the name of the fact
         * @param value the flag; {@code false} is there too
         * @return this builder
         */
        public Builder flag(String fact, boolean value) {
            return put(fact, value);
        }

        /**
         * Takes a fact away.
         *
         * @param fact the name of the fact
         * @return this builder
         */
        public Builder without(String fact) {
            values.remove(requireNonNull(fact, "fact"));
            return this;
        }

        private Builder put(String fact, Object value) {
            values.put(requireNonNull(fact, "fact"), value);
            return this;
        }

        /** {@return the facts} */
        public Facts build() {
            return new Facts(new HashMap<>(values));
        }
    }
}
