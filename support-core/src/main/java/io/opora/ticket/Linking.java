package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What becomes of two tickets that are linked, and of their link: pure functions. */
final class Linking {

    private Linking() {}

    static Decision link(Ticket ticket, Ticket other, Link.Type type, Actor actor, Instant now) {
        List<Reason> reasons = new ArrayList<>();
        if (ticket.id().equals(other.id())) {
            reasons.add(new Reason("link-to-itself", "Ticket {number} cannot be linked with itself",
                    Map.of("number", ticket.number())));
        }
        Stream.of(ticket, other).filter(each -> each.related().isMerged()).distinct()
                .forEach(each -> reasons.add(Merging.merged(each, actor)));
        Stream.of(ticket, other).filter(each -> !isLinked(ticket, other))
                .filter(each -> each.related().links().size() >= RelatedTickets.MAX_LINKS).distinct()
                .forEach(each -> reasons.add(new Reason("too-many-links",
                        "A ticket has at most {limit} links, and ticket {number} has as many",
                        Map.of("limit", RelatedTickets.MAX_LINKS, "number", each.number()))));
        if (!reasons.isEmpty()) {
            return new Decision.Refused(reasons);
        }
        if (type == ticket.related().links().get(other.id())) {
            return new Decision.Accepted(ticket, List.of());
        }
        return both(ticket, stamp -> new TicketEvent.Linked(stamp, other.id(), type), other,
                stamp -> new TicketEvent.Linked(stamp, ticket.id(), type.inverse()), actor, now);
    }

    static Decision unlink(Ticket ticket, Ticket other, Actor actor, Instant now) {
        return isLinked(ticket, other)
                ? both(ticket, stamp -> new TicketEvent.Unlinked(stamp, other.id()), other,
                        stamp -> new TicketEvent.Unlinked(stamp, ticket.id()), actor, now)
                : new Decision.Accepted(ticket, List.of());
    }

    private static boolean isLinked(Ticket ticket, Ticket other) {
        return ticket.related().links().containsKey(other.id());
    }

    private static Decision both(Ticket ticket, Function<TicketEvent.Stamp, TicketEvent> fact, Ticket other,
            Function<TicketEvent.Stamp, TicketEvent> inverse,
            Actor actor, Instant now) {
        return new TicketLifecycle.Draft(ticket, actor, now).then(fact).accepted()
                .with(List.of(new TicketLifecycle.Draft(other, actor, now).then(inverse).accepted()));
    }
}
