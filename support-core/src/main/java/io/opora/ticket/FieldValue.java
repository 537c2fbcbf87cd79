package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Violation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * What is filled in for a field of a ticket. Each value is such that every store keeps it exactly, whatever its
 * {@link FieldDefinition} asks for besides: that may change later, and values stay as they are.
 */
public sealed interface FieldValue {

    /** The longest text, in characters. */
    int MAX_TEXT_LENGTH = 2_000;

    /** How many digits a number may have before the decimal point. */
    int MAX_INTEGER_DIGITS = 12;

    /** How many digits a number may have behind the decimal point; 18 digits in all are what every database keeps exactly. */
    int MAX_DECIMALS = 6;

    /**
     * The value in the form in which commands give it: a text and a choice's name as they are, a number as plain digits
     * such as {@code -12.5}, a date as {@code 2026-03-02}, a flag as {@code true} or {@code false}.
     *
     * @return the text; equal values have equal texts
     */
    String asText();

    /** A value that lies before or after others of its type. */
    sealed interface Ordered extends FieldValue {

        /**
         * Tells whether this value lies before another or at it.
         *
         * @param other the other value
         * @return whether both are of one type and this is not greater
         */
        boolean isAtMost(FieldValue other);
    }

    /**
     * A text of one or more lines.
     *
     * @param value 1 to {@value FieldValue#MAX_TEXT_LENGTH} characters, not blank
     */
    record Text(String value) implements FieldValue {

        private static final Pattern STORABLE = Pattern.compile(io.opora.ticket.Text.STORABLE);

        /**
         * Checks the text.
         *
         * @throws InvalidInputException if it is blank, too long, or holds what a store could not keep
         */
        public Text {
            if (value.isBlank() || value.length() > MAX_TEXT_LENGTH || !STORABLE.matcher(value).matches()) {
                throw malformed("a text has 1 to " + MAX_TEXT_LENGTH
                        + " characters, is not blank, and holds neither NUL nor half of a surrogate pair");
            }
        }

        @Override
        public String asText() {
            return value;
        }

        /** {@return the size alone: what people write does not belong into logs} */
        @Override
        public String toString() {
            return "Text[" + value.length() + " characters]";
        }
    }

    /**
     * A number. {@code 1.50} and {@code 1.5} are one value.
     *
     * @param value at most {@value FieldValue#MAX_INTEGER_DIGITS} digits before the decimal point and
     *        {@value FieldValue#MAX_DECIMALS} behind it, not counting zeros at the end
     */
    record Numeric(BigDecimal value) implements Ordered {

        private static final BigDecimal BOUND = BigDecimal.TEN.pow(MAX_INTEGER_DIGITS);

        /**
         * Checks the number and takes zeros at its end away.
         *
         * @throws InvalidInputException if it has too many digits
         */
        public Numeric {
            // of a number such as 1e999999999 not even the zeros may be looked at before its size is known
            if (value.abs().compareTo(BOUND) >= 0 || decimals(value) > MAX_DECIMALS) {
                throw malformed("a number has at most " + MAX_INTEGER_DIGITS + " digits before the decimal point and "
                        + MAX_DECIMALS + " behind it");
            }
            value = value.setScale(Math.max(0, decimals(value)), RoundingMode.UNNECESSARY);
        }

        /** How many digits a number has behind the decimal point, without zeros at the end; less than 0 for whole tens. */
        static int decimals(BigDecimal value) {
            return value.signum() == 0 ? 0 : value.stripTrailingZeros().scale();
        }

        @Override
        public boolean isAtMost(FieldValue other) {
            return other instanceof Numeric number && value.compareTo(number.value) <= 0;
        }

        @Override
        public String asText() {
            return value.toPlainString();
        }
    }

    /**
     * A day.
     *
     * @param value in the years 1000 to 9999
     */
    record Date(LocalDate value) implements Ordered {

        /**
         * Checks the day.
         *
         * @throws InvalidInputException if its year is out of range
         */
        public Date {
            if (value.getYear() < 1_000 || value.getYear() > 9_999) {
                throw malformed("a date lies in the years 1000 to 9999");
            }
        }

        @Override
        public boolean isAtMost(FieldValue other) {
            return other instanceof Date date && !value.isAfter(date.value);
        }

        @Override
        public String asText() {
            return value.toString();
        }
    }

    /**
     * One of several options.
     *
     * @param option its name, a name in the sense of {@link Names}
     */
    record Choice(String option) implements FieldValue {

        /**
         * Checks the name.
         *
         * @throws InvalidInputException if it is no name
         */
        public Choice {
            Names.require("option", option);
        }

        @Override
        public String asText() {
            return option;
        }
    }

    /**
     * Yes or no. Both are something that is filled in.
     *
     * @param value whether yes
     */
    record Flag(boolean value) implements FieldValue {

        @Override
        public String asText() {
            return Boolean.toString(value);
        }
    }

    /**
     * A text.
     *
     * @param value the text
     * @return the value
     * @throws InvalidInputException as {@link Text} says
     */
    static FieldValue text(String value) {
        return new Text(requireNonNull(value, "value"));
    }

    /**
     * A number.
     *
     * @param value the number
     * @return the value
     * @throws InvalidInputException as {@link Numeric} says
     */
    static Ordered number(BigDecimal value) {
        return new Numeric(requireNonNull(value, "value"));
    }

    /**
     * A whole number.
     *
     * @param value the number
     * @return the value
     * @throws InvalidInputException as {@link Numeric} says
     */
    static Ordered number(long value) {
        return new Numeric(BigDecimal.valueOf(value));
    }

    /**
     * A day.
     *
     * @param value the day
     * @return the value
     * @throws InvalidInputException as {@link Date} says
     */
    static Ordered date(LocalDate value) {
        return new Date(requireNonNull(value, "value"));
    }

    /**
     * One of several options.
     *
     * @param option its name
     * @return the value
     * @throws InvalidInputException as {@link Choice} says
     */
    static FieldValue choice(String option) {
        return new Choice(requireNonNull(option, "option"));
    }

    /**
     * Yes or no.
     *
     * @param value whether yes
     * @return the value
     */
    static FieldValue flag(boolean value) {
        return new Flag(value);
    }

    private static InvalidInputException malformed(String allowed) {
        return new InvalidInputException("field value", new Violation("", "field-value", allowed));
    }
}
