package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one ticket.
 *
 * @param ticket the header from now on
 * @param events what the history gains, in order; at least one; the last one's sequence is the header's version
 * @param wakeAt when time alone does something to the ticket next; kept beside the ticket, in place of what was kept before
 */
public record TicketChange(Ticket ticket, List<TicketEvent> events, Optional<Instant> wakeAt) {

    /**
     * Takes an unmodifiable copy of the events and checks them.
     *
     * @throws IllegalArgumentException if there is no event, or the events do not lead up to the header's version
     */
    public TicketChange {
        requireNonNull(ticket, "ticket");
        events = List.copyOf(events);
        requireNonNull(wakeAt, "wakeAt");
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a change has at least one event");
        }
        long sequence = ticket.version() - events.size();
        for (TicketEvent event : events) {
            sequence++;
            if (event.stamp().sequence() != sequence || !event.stamp().ticket().equals(ticket.id())) {
                throw new IllegalArgumentException(
                        "event " + sequence + " of ticket " + ticket.id() + " is expected, not "
                                + event.stamp().sequence() + " of " + event.stamp().ticket());
            }
        }
    }

    /** {@return the version that the ticket must have when this is stored; 0 if there must be no such ticket yet} */
    public long expectedVersion() {
        return ticket.version() - events.size();
    }
}
