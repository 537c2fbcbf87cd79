package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of a ticket that is split: pure functions. */
final class Splitting {

    /** Where each history has the message that its ticket began with: behind the opening. */
    private static final long FIRST_MESSAGE = 2;

    private Splitting() {}

    /**
     * Moves messages into a new ticket.
     *
     * @param found the events of the ticket's history that the command names, by sequence; those that do not exist are missing
     * @param rules the rules of the new ticket
     * @param id the new ticket's id
     * @param number the new ticket's number
     */
    static Decision split(Ticket ticket, Split command, Map<Long, TicketEvent> found, TicketLifecycle rules,
            TicketId id, TicketNumber number, Actor actor, Instant now) {
        List<Reason> reasons = new ArrayList<>();
        if (ticket.related().isMerged()) {
            reasons.add(Merging.merged(ticket, actor));
        }
        List<TicketEvent.MessageRef> messages = new ArrayList<>();
        command.messages().stream().sorted().forEach(sequence -> {
            Optional<TicketEvent> event = Optional.ofNullable(found.get(sequence));
            reasonAgainst(ticket, sequence, event).ifPresent(reasons::add);
            event.flatMap(Splitting::message).ifPresent(messages::add);
        });
        int moved = ticket.related().moved().size() + command.messages().size();
        if (moved > RelatedTickets.MAX_MOVED) {
            reasons.add(new Reason("too-many-moved",
                    "At most {limit} messages are moved out of a ticket, and these would make {messages}",
                    Map.of("limit", RelatedTickets.MAX_MOVED, "messages", moved)));
        }
        if (!reasons.isEmpty()) {
            return new Decision.Refused(reasons);
        }
        Decision.Accepted left = new TicketLifecycle.Draft(ticket, actor, now)
                .then(stamp -> new TicketEvent.MessagesMovedOut(stamp, id, command.messages())).accepted();
        return rules.openSplit(ticket, command, messages, id, number, actor, now).with(List.of(left));
    }

    private static Optional<Reason> reasonAgainst(Ticket ticket, long sequence, Optional<TicketEvent> event) {
        TicketId to = ticket.related().moved().get(sequence);
        if (to != null) {
            return Optional.of(new Reason("already-moved", "Message {message} was moved to ticket {ticket} before",
                    Map.of("message", sequence, "ticket", to)));
        }
        if (event.orElse(null) instanceof TicketEvent.MessageRelayed relayed) {
            return Optional.of(new Reason("message-elsewhere",
                    "Message {message} was written in ticket {ticket}: take that ticket out and split it",
                    Map.of("message", sequence, "ticket", relayed.message().ticket())));
        }
        if (event.flatMap(Splitting::message).isEmpty()) {
            return Optional.of(new Reason("not-a-message", "Event {message} of ticket {number} is no public message",
                    Map.of("message", sequence, "number", ticket.number())));
        }
        return sequence == FIRST_MESSAGE
                ? Optional.of(new Reason("first-message", "Message {message} began ticket {number} and stays there",
                        Map.of("message", sequence, "number", ticket.number())))
                : Optional.empty();
    }

    /** The message that an event added to its ticket; one that was moved there stands where it was written. */
    private static Optional<TicketEvent.MessageRef> message(TicketEvent event) {
        if (event instanceof TicketEvent.MessageAdded said) {
            return Optional.of(new TicketEvent.MessageRef(said.stamp().ticket(), said.stamp().sequence()));
        }
        return event instanceof TicketEvent.MessageMovedIn moved ? Optional.of(moved.message()) : Optional.empty();
    }
}
