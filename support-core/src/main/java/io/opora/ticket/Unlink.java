package io.opora.ticket;

import static java.util.Objects.requireNonNull;

/**
 * Takes away the {@link Link} between two tickets, from both.
 *
 * @param other the other ticket
 */
public record Unlink(TicketId other) implements TicketCommand.Joint {

    /** Checks that nothing is missing. */
    public Unlink {
        requireNonNull(other, "other");
    }

    /**
     * Takes away the link with another ticket.
     *
     * @param other the other ticket
     * @return the command
     */
    public static Unlink from(TicketId other) {
        return new Unlink(other);
    }
}
