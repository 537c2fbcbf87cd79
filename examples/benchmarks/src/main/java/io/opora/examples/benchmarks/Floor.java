package io.opora.examples.benchmarks;

import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.ticket.Decision;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.workflow.Status;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program without a library would write: a table that leads from a status by an action to a status. It asks for no
 * right, no field and no guard, gives no reason, and believes that every ticket follows the one workflow.
 */
final class Floor {

    private final Map<String, Map<String, Status>> table = new HashMap<>();

    Floor(Workflow workflow) {
        for (Transition transition : workflow.transitions()) {
            if (transition.roles().contains(Role.AGENT)) {
                table.computeIfAbsent(transition.from().name(), from -> new HashMap<>())
                        .put(transition.action(), transition.to());
            }
        }
    }

    @Nullable
    Status target(Status from, String action) {
        Map<String, Status> exits = table.get(from.name());
        return exits == null ? null : exits.get(action);
    }

    @Nullable
    Decision decide(Ticket ticket, String action, Actor actor, Instant now) {
        Status to = target(ticket.status(), action);
        return to == null ? null : moved(ticket, action, to, actor, now);
    }

    /** The same event, header and answer that Opora makes; the peers get theirs here too. */
    static Decision.Accepted moved(Ticket ticket, String action, Status to, Actor actor, Instant now) {
        TicketEvent.Stamp stamp = new TicketEvent.Stamp(ticket.id(), ticket.version() + 1, now, actor);
        TicketEvent event = new TicketEvent.StatusChanged(stamp, action, ticket.status(), to, TicketEvent.Cause.COMMAND,
                Map.of());
        return new Decision.Accepted(inStatus(ticket, to, now), List.of(event));
    }

    static Ticket inStatus(Ticket ticket, Status to, Instant now) {
        return new Ticket(ticket.id(), ticket.number(), ticket.version() + 1, ticket.workflow(), to, ticket.kind(),
                ticket.priority(), ticket.requester(), ticket.locale(), ticket.channel(), ticket.subject(),
                ticket.assignee(), ticket.team(), ticket.tags(), ticket.fields(), ticket.participants(),
                ticket.followUps(), ticket.related(),
                ticket.openedAt(), now, now, now, 0, ticket.snoozedUntil(), ticket.solution(), ticket.rating(),
                ticket.serviceLevel());
    }
}
