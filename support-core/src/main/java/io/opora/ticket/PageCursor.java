package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * A place in an inbox: "behind this ticket". The next page begins there, whatever was opened or closed meanwhile; there are no
 * page numbers, so nothing is shown twice or skipped because the list moved. As text it is safe in a URL. It is no secret and
 * gives no right to anything.
 *
 * @param sort the order in which the place lies
 * @param priority the ticket's priority, or {@link Priority#NORMAL} in orders that do not look at it
 * @param at the instant by which the order sorts
 * @param id the ticket
 */
public record PageCursor(TicketSort sort, Priority priority, Instant at, TicketId id) {

    private static final int MAX_TEXT_LENGTH = 200;

    /** Checks that nothing is missing. */
    public PageCursor {
        requireNonNull(sort, "sort");
        requireNonNull(priority, "priority");
        requireNonNull(at, "at");
        requireNonNull(id, "id");
    }

    /**
     * Reads a place as {@link #toString()} prints it.
     *
     * @param text the text
     * @return the place
     * @throws InvalidInputException if the text was not printed by this class
     */
    public static PageCursor of(String text) {
        if (text.length() <= MAX_TEXT_LENGTH) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ",
                        -1);
                if (parts.length == 4) {
                    PageCursor cursor = new PageCursor(TicketSort.valueOf(parts[0]), Priority.valueOf(parts[1]),
                            Instant.EPOCH.plus(Long.parseLong(parts[2]), ChronoUnit.MICROS), TicketId.of(parts[3]));
                    if (cursor.toString().equals(text)) { // one place, one text
                        return cursor;
                    }
                }
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException | InvalidInputException e) {
                // answered below
            }
        }
        throw new InvalidInputException("page cursor", new Violation("", "page-cursor",
                "this is no cursor: give back exactly the text that came with the page before"));
    }

    /** {@return the place as text, from which {@link #of} reads it} */
    @Override
    public String toString() {
        String plain = sort + " " + priority + " " + ChronoUnit.MICROS.between(Instant.EPOCH, at) + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
