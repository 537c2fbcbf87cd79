package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A page of an inbox.
 *
 * @param tickets the tickets, in the order that was asked for
 * @param next where the next page begins, or empty if this is the last
 */
public record TicketPage(List<Ticket> tickets, Optional<TicketQuery.Cursor> next) {

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public TicketPage {
        tickets = List.copyOf(tickets);
        requireNonNull(next, "next");
    }
}
