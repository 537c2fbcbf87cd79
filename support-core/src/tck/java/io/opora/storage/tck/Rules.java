package io.opora.storage.tck;

import static java.util.Objects.requireNonNull;

import io.opora.access.Role;
import io.opora.ticket.FieldDefinition;
import io.opora.ticket.FieldSet;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketLifecycle;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import io.opora.workflow.WorkflowMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The workflows that the kit's tickets follow, and the fields that they have. */
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

    /** One field of each type, and as many with the longest names as a ticket may have. */
    static final FieldSet FIELDS = FieldSet.of(Stream.concat(
            Stream.of(field("cost-center", FieldDefinition.Type.text()),
                    field("amount", FieldDefinition.Type.number()),
                    field("bought-on", FieldDefinition.Type.date()),
                    field("pending-reason", FieldDefinition.Type.choice("photo", "photo-2", "address")),
                    field("gift", FieldDefinition.Type.flag())),
            IntStream.range(0, Ticket.MAX_FIELDS)
                    .mapToObj(i -> field(longestName(i), FieldDefinition.Type.text())))
            .toList());

    private static final Map<Workflow.Ref, TicketLifecycle> LIFECYCLES = Map.of(
            STANDARD.ref(), TicketLifecycle.of(STANDARD, Map.of(), FIELDS),
            SUCCESSOR.ref(), TicketLifecycle.of(SUCCESSOR, Map.of(), FIELDS));

    private Rules() {}

    private static FieldDefinition field(String name, FieldDefinition.Type type) {
        return FieldDefinition.builder(name, type).visibleToCustomers().build();
    }

    /** {@return the name of a field, as long as a name may be} */
    static String longestName(int field) {
        return "f".repeat(62) + (10 + field);
    }

    static TicketLifecycle standard() {
        return of(STANDARD.ref());
    }

    static TicketLifecycle of(Ticket ticket) {
        return of(ticket.workflow());
    }

    private static TicketLifecycle of(Workflow.Ref ref) {
        return requireNonNull(LIFECYCLES.get(ref));
    }
}
