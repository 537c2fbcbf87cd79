package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What may be filled in for a field. */
public sealed interface FieldType {

    /** How many options a choice may have. */
    int MAX_OPTIONS = 200;

    /**
     * A {@link FieldValue.Text}.
     *
     * @param minLength the shortest text, in characters; at least 1
     * @param maxLength the longest text, in characters; at most {@value FieldValue#MAX_TEXT_LENGTH}
     */
    record Text(int minLength, int maxLength) implements FieldType {}

    /**
     * A {@link FieldValue.Numeric}.
     *
     * @param min the least number, if there is one
     * @param max the greatest number, if there is one
     * @param decimals the most digits behind the decimal point, 0 to {@value FieldValue#MAX_DECIMALS}
     */
    record Numeric(Optional<BigDecimal> min, Optional<BigDecimal> max, int decimals) implements FieldType {

        /** Checks that nothing is missing. */
        public Numeric {
            requireNonNull(min, "min");
            requireNonNull(max, "max");
        }
    }

    /**
     * A {@link FieldValue.Date}.
     *
     * @param first the earliest day, if there is one
     * @param last the latest day, if there is one
     */
    record Date(Optional<LocalDate> first, Optional<LocalDate> last) implements FieldType {

        /** Checks that nothing is missing. */
        public Date {
            requireNonNull(first, "first");
            requireNonNull(last, "last");
        }
    }

    /**
     * A {@link FieldValue.Choice}.
     *
     * @param options what there is to choose from, in the order in which it is shown; 1 to {@value FieldType#MAX_OPTIONS}
     */
    record Choice(List<Option> options) implements FieldType {

        /** Takes an unmodifiable copy. */
        public Choice {
            options = List.copyOf(options);
        }
    }

    /** A {@link FieldValue.Flag}. */
    record Flag() implements FieldType {}

    /** {@return any text} */
    static FieldType text() {
        return text(1, FieldValue.MAX_TEXT_LENGTH);
    }

    /**
     * A text of a certain length.
     *
     * @param minLength the shortest text, in characters
     * @param maxLength the longest text, in characters
     * @return the type
     */
    static FieldType text(int minLength, int maxLength) {
        return new Text(minLength, maxLength);
    }

    /** {@return any number} */
    static FieldType number() {
        return new Numeric(Optional.empty(), Optional.empty(), FieldValue.MAX_DECIMALS);
    }

    /**
     * A number within bounds.
     *
     * @param min the least number
     * @param max the greatest number
     * @param decimals the most digits behind the decimal point; 0 for whole numbers
     * @return the type
     */
    static FieldType number(BigDecimal min, BigDecimal max, int decimals) {
        return new Numeric(Optional.of(min), Optional.of(max), decimals);
    }

    /** {@return any day} */
    static FieldType date() {
        return new Date(Optional.empty(), Optional.empty());
    }

    /**
     * A day within bounds.
     *
     * @param first the earliest day
     * @param last the latest day
     * @return the type
     */
    static FieldType date(LocalDate first, LocalDate last) {
        return new Date(Optional.of(first), Optional.of(last));
    }

    /**
     * One of several options.
     *
     * @param options the options, in the order in which they are shown
     * @return the type
     */
    static FieldType choice(Option... options) {
        return new Choice(List.of(options));
    }

    /**
     * One of several options without labels.
     *
     * @param names the options' names, in the order in which they are shown
     * @return the type
     */
    static FieldType choice(String... names) {
        return new Choice(Arrays.stream(names).map(name -> new Option(name, Map.of())).toList());
    }

    /** {@return yes or no} */
    static FieldType flag() {
        return new Flag();
    }

    /**
     * One of the things to choose from.
     *
     * @param name its name, a name in the sense of {@link io.opora.Names}
     * @param labels what people call it, by language; limited like those of the field
     */
    record Option(String name, Map<Locale, String> labels) {

        /** Takes an unmodifiable copy; the labels keep their order. */
        public Option {
            requireNonNull(name, "name");
            labels = FieldDefinition.inOrder(labels);
        }

        /**
         * What to call it in a language.
         *
         * @param locale the language
         * @return the label in that language; else the first label; else the name
         */
        public String label(Locale locale) {
            return FieldDefinition.label(locale, labels, name);
        }
    }
}
