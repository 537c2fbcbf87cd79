package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a ticket belongs together with others: a part of its header.
 *
 * <p>
 * A merged ticket names the ticket where its conversation goes on, however long the chain: nobody has to follow it. All
 * tickets of a chain change together, so what one says of the other is always true.
 *
 * @param mergedInto empty unless the ticket was merged into another: first the ticket that it was merged into, then the one
 *        that this was merged into, and so on; the conversation goes on in the last one
 * @param mergedFrom the tickets whose conversations go on in this one, whether they were merged into it or came along with one
 *        that was; of a merged ticket those that came along with it; at most {@value #MAX_MERGED}
 * @param splitFrom the ticket that it was split from, if any
 * @param moved the messages that a split took out of it, by their sequence in its history, and the tickets that have them now;
 *        at most {@value #MAX_MOVED}
 * @param links the tickets that it is linked with, and what it is to them; at most {@value #MAX_LINKS}
 */
public record RelatedTickets(List<TicketId> mergedInto, Set<TicketId> mergedFrom, Optional<TicketId> splitFrom,
        Map<Long, TicketId> moved, Map<TicketId, Link.Type> links) {

    /** How many tickets may go on in one. */
    public static final int MAX_MERGED = 50;

    /** How many messages may be moved out of a ticket. */
    public static final int MAX_MOVED = 200;

    /** How many tickets one may be linked with. */
    public static final int MAX_LINKS = 50;

    /** A ticket on its own. */
    public static final RelatedTickets NONE = new RelatedTickets(List.of(), Set.of(), Optional.empty(), Map.of(),
            Map.of());

    /** Checks that nothing is missing and takes unmodifiable copies. */
    public RelatedTickets {
        mergedInto = List.copyOf(mergedInto);
        mergedFrom = Set.copyOf(mergedFrom);
        requireNonNull(splitFrom, "splitFrom");
        moved = Map.copyOf(moved);
        links = Map.copyOf(links);
    }

    /** {@return whether the ticket was merged into another, so that its conversation goes on there} */
    public boolean isMerged() {
        return !mergedInto.isEmpty();
    }

    /** {@return the ticket where the conversation goes on; empty unless this one was merged} */
    public Optional<TicketId> target() {
        return isMerged() ? Optional.of(mergedInto.getLast()) : Optional.empty();
    }

    RelatedTickets withMergedInto(List<TicketId> path) {
        return new RelatedTickets(path, mergedFrom, splitFrom, moved, links);
    }

    RelatedTickets withAbsorbed(TicketEvent.Absorbed event) {
        Set<TicketId> all = new HashSet<>(mergedFrom);
        all.add(event.ticket());
        all.addAll(event.along());
        return new RelatedTickets(mergedInto, all, splitFrom, moved, links);
    }

    RelatedTickets withReleased(TicketEvent.Released event) {
        Set<TicketId> rest = new HashSet<>(mergedFrom);
        rest.remove(event.ticket());
        rest.removeAll(event.along());
        return new RelatedTickets(mergedInto, rest, splitFrom, moved, links);
    }

    RelatedTickets withMovedIn(TicketId from) {
        return new RelatedTickets(mergedInto, mergedFrom, Optional.of(from), moved, links);
    }

    RelatedTickets withMovedOut(TicketEvent.MessagesMovedOut event) {
        Map<Long, TicketId> all = new HashMap<>(moved);
        event.messages().forEach(message -> all.put(message, event.to()));
        return new RelatedTickets(mergedInto, mergedFrom, splitFrom, all, links);
    }

    RelatedTickets withLink(TicketId other, Link.Type type) {
        Map<TicketId, Link.Type> all = new HashMap<>(links);
        all.put(other, type);
        return new RelatedTickets(mergedInto, mergedFrom, splitFrom, moved, all);
    }

    RelatedTickets withoutLink(TicketId other) {
        Map<TicketId, Link.Type> rest = new HashMap<>(links);
        rest.remove(other);
        return new RelatedTickets(mergedInto, mergedFrom, splitFrom, moved, rest);
    }
}
