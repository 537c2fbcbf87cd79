package io.opora.ticket;

import io.opora.InvalidInputException;
import io.opora.Violation;

/**
 * The short number of a ticket that people write and say. No two tickets of a store share one; numbers grow, and some may
 * be left out.
 *
 * @param value 1 or more
 */
public record TicketNumber(long value) implements Comparable<TicketNumber> {

    private static final int MAX_DIGITS = 18;

    /**
     * Checks the value.
     *
     * @throws InvalidInputException if it is less than 1
     */
    public TicketNumber {
        if (value < 1) {
            throw invalid(Long.toString(value));
        }
    }

    /**
     * The number of this value.
     *
     * @param value 1 or more
     * @return the number
     * @throws InvalidInputException if it is less than 1
     */
    public static TicketNumber of(long value) {
        return new TicketNumber(value);
    }

    /**
     * Reads a number as {@link #toString()} prints it.
     *
     * @param text digits only
     * @return the number
     * @throws InvalidInputException if the text is no number in that form
     */
    public static TicketNumber of(String text) {
        boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS && text.charAt(0) != '0';
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (digits) {
            return new TicketNumber(Long.parseLong(text));
        }
        throw invalid(text.length() <= 40 ? text : text.substring(0, 40) + "…");
    }

    private static InvalidInputException invalid(String text) {
        return new InvalidInputException("ticket number", new Violation("", "ticket-number",
                "'" + text + "' is no ticket number: 1 to 18 digits, not beginning with 0"));
    }

    @Override
    public int compareTo(TicketNumber other) {
        return Long.compare(value, other.value);
    }

    /** {@return the bare digits} */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
