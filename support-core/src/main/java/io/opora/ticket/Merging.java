package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.Actor;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What becomes of tickets that are merged and taken apart again: pure functions, like those of {@link TicketLifecycle}.
 *
 * <p>
 * Tickets given beside each other may have been read at different instants. What is decided from them is then refused by the
 * store, because every merge changes every ticket of its chain.
 */
final class Merging {

    private Merging() {}

    /** Why something cannot be done to a merged ticket. A customer is not told which ticket it was merged into. */
    static Reason merged(Ticket ticket, Actor actor) {
        return actor.isCustomer()
                ? Reason.of("merged", "The ticket was merged into another one")
                : new Reason("merged", "Ticket {number} was merged into ticket {target}: do it there",
                        Map.of("number", ticket.number(), "target", ticket.related().target().orElseThrow()));
    }

    /**
     * Merges one ticket into another.
     *
     * @param along the tickets that were merged into the source
     */
    static Decision merge(Ticket source, Ticket target, List<Ticket> along, Actor actor, Instant now) {
        List<Reason> reasons = reasonsAgainst(source, target, actor);
        if (!reasons.isEmpty()) {
            return new Decision.Refused(reasons);
        }
        List<Decision.Accepted> others = new ArrayList<>();
        others.add(changed(target, actor, now,
                stamp -> new TicketEvent.Absorbed(stamp, source.id(), source.related().mergedFrom())));
        for (Ticket ticket : along) {
            List<TicketId> path = Stream.concat(ticket.related().mergedInto().stream(), Stream.of(target.id()))
                    .toList();
            others.add(changed(ticket, actor, now, stamp -> new TicketEvent.Merged(stamp, path)));
        }
        return changed(source, actor, now, stamp -> new TicketEvent.Merged(stamp, List.of(target.id()))).with(others);
    }

    private static List<Reason> reasonsAgainst(Ticket source, Ticket target, Actor actor) {
        Set<Reason> reasons = new LinkedHashSet<>();
        if (source.related().isMerged()) {
            reasons.add(merged(source, actor));
        }
        if (target.id().equals(source.id()) || source.related().mergedFrom().contains(target.id())) {
            reasons.add(new Reason("merge-cycle",
                    "Ticket {number} cannot be merged into itself or into a ticket that was merged into it",
                    Map.of("number", source.number(), "target", target.id())));
        } else if (target.related().isMerged()) {
            reasons.add(merged(target, actor));
        }
        Stream.of(source, target).filter(ticket -> ticket.phase() == Phase.CLOSED)
                .map(ticket -> new Reason("closed", "Ticket {number} is closed and stays so: link the two instead",
                        Map.of("number", ticket.number(), "ticket", ticket.id())))
                .forEach(reasons::add);
        int count = target.related().mergedFrom().size() + 1 + source.related().mergedFrom().size();
        if (count > RelatedTickets.MAX_MERGED) {
            reasons.add(new Reason("too-many-merged",
                    "At most {limit} tickets go on in one, and in ticket {number} it would be {tickets}",
                    Map.of("limit", RelatedTickets.MAX_MERGED, "number", target.number(), "tickets", count)));
        }
        return List.copyOf(reasons);
    }

    /**
     * Takes a ticket out of the one that it was merged into.
     *
     * @param path the tickets that its conversation goes on in, the nearest first
     * @param along the tickets that were merged into it
     */
    static Decision unmerge(Ticket source, List<Ticket> path, List<Ticket> along, Actor actor, Instant now) {
        if (!source.related().isMerged()) {
            return new Decision.Refused(List.of(new Reason("not-merged", "Ticket {number} is not merged",
                    Map.of("number", source.number()))));
        }
        List<Decision.Accepted> others = new ArrayList<>();
        for (Ticket ticket : path) {
            others.add(changed(ticket, actor, now,
                    stamp -> new TicketEvent.Released(stamp, source.id(), source.related().mergedFrom())));
        }
        for (Ticket ticket : along) {
            List<TicketId> before = ticket.related().mergedInto();
            List<TicketId> left = before.subList(0, before.indexOf(source.id()) + 1);
            others.add(changed(ticket, actor, now, stamp -> new TicketEvent.Merged(stamp, left)));
        }
        TicketId from = source.related().mergedInto().getFirst();
        return changed(source, actor, now, stamp -> new TicketEvent.Unmerged(stamp, from)).with(others);
    }

    private static Decision.Accepted changed(Ticket ticket, Actor actor, Instant now,
            Function<TicketEvent.Stamp, TicketEvent> fact) {
        return new TicketLifecycle.Draft(ticket, actor, now).then(fact).accepted();
    }
}
