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
 * @param replaced events that the history has already, as they read from now on, in order: the same places and times; what the
 *        former ones said must be gone for good
 * @param wakeAt when time alone does something to the ticket next; kept beside the ticket, in place of what was kept before
 */
public record TicketChange(Ticket ticket, List<TicketEvent> events, List<TicketEvent> replaced,
        Optional<Instant> wakeAt) {

    /**
     * Takes an unmodifiable copy of the events and checks them.
     *
     * @throws IllegalArgumentException if there is no event, the events do not lead up to the header's version, or
     *         those replaced are not earlier ones, in order
     */
    public TicketChange {
        requireNonNull(ticket, "ticket");
        events = List.copyOf(events);
        replaced = List.copyOf(replaced);
        requireNonNull(wakeAt, "wakeAt");
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a change has at least one event");
        }
        long sequence = ticket.version() - events.size();
        requireEarlier(ticket, replaced, sequence);
        for (TicketEvent event : events) {
            sequence++;
            if (event.stamp().sequence() != sequence || !event.stamp().ticket().equals(ticket.id())) {
                throw new IllegalArgumentException(
                        "event " + sequence + " of ticket " + ticket.id() + " is expected, not "
                                + event.stamp().sequence() + " of " + event.stamp().ticket());
            }
        }
    }

    /**
     * A change that replaces no event.
     *
     * @param ticket the header from now on
     * @param events what the history gains
     * @param wakeAt when time alone does something to the ticket next
     * @throws IllegalArgumentException if there is no event, or the events do not lead up to the header's version
     */
    public TicketChange(Ticket ticket, List<TicketEvent> events, Optional<Instant> wakeAt) {
        this(ticket, events, List.of(), wakeAt);
    }

    private static void requireEarlier(Ticket ticket, List<TicketEvent> replaced, long last) {
        long before = 0;
        for (TicketEvent event : replaced) {
            long sequence = event.stamp().sequence();
            if (sequence <= before || sequence > last || !event.stamp().ticket().equals(ticket.id())) {
                throw new IllegalArgumentException("events 1 to " + last + " of ticket " + ticket.id()
                        + " can be replaced, in order, not " + sequence + " of " + event.stamp().ticket());
            }
            before = sequence;
        }
    }

    /** {@return the version that the ticket must have when this is stored; 0 if there must be no such ticket yet} */
    public long expectedVersion() {
        return ticket.version() - events.size();
    }
}
