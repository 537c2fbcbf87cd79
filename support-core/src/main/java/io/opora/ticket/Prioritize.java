package io.opora.ticket;

import static java.util.Objects.requireNonNull;

/**
 * Says how much a ticket matters.
 *
 * @param priority the priority from now on
 */
public record Prioritize(Priority priority) implements TicketCommand {

    /** Checks that nothing is missing. */
    public Prioritize {
        requireNonNull(priority, "priority");
    }
}
