package io.opora.storage.tck;

import static java.util.Objects.requireNonNull;

import io.opora.access.Role;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketLifecycle;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import io.opora.workflow.WorkflowMap;
import io.opora.workflow.WorkflowRef;
import java.util.Map;

/** The workflows that the kit's tickets follow. */
final class Rules {

    static final Workflow STANDARD = Workflow.standard();

    /** With the longest names and the greatest version that a workflow may have. */
    static final Workflow SUCCESSOR = Workflow.builder("w".repeat(64), Integer.MAX_VALUE)
            .status("n".repeat(64), Phase.NEW)
            .status("solved", Phase.SOLVED)
            .status("closed", Phase.CLOSED)
            .initial("n".repeat(64))
            .transition("a".repeat(64), t -> t.from("n".repeat(64)).to("solved").by(Role.AGENT))
            .transition("close", t -> t.from("solved").to("closed").by(Role.AGENT))
            .build();

    static final WorkflowMap TO_SUCCESSOR = WorkflowMap.between(STANDARD, SUCCESSOR)
            .map("new", "n".repeat(64)).map("open", "n".repeat(64)).map("pending", "n".repeat(64))
            .map("on-hold", "n".repeat(64)).mapSameNames().build();

    private static final Map<WorkflowRef, TicketLifecycle> LIFECYCLES = Map.of(
            STANDARD.ref(), TicketLifecycle.of(STANDARD, Map.of()),
            SUCCESSOR.ref(), TicketLifecycle.of(SUCCESSOR, Map.of()));

    private Rules() {}

    static TicketLifecycle standard() {
        return of(STANDARD.ref());
    }

    static TicketLifecycle of(Ticket ticket) {
        return of(ticket.workflow());
    }

    private static TicketLifecycle of(WorkflowRef ref) {
        return requireNonNull(LIFECYCLES.get(ref));
    }
}
