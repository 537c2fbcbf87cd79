package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What becomes of a ticket whose fields are filled in and emptied: pure functions. */
final class Filling {

    private Filling() {}

    static Decision decide(FieldSet fields, Ticket ticket, SetFields command, Actor actor, Instant now) {
        FieldSet.Reading given = fields.read(command.fields(), actor.isCustomer());
        Set<String> emptied = new TreeSet<>(command.clear());
        emptied.removeAll(command.fields().keySet());
        TicketLifecycle.Draft draft = new TicketLifecycle.Draft(ticket, actor, now);
        draft.fill(given.values(), emptied);
        List<Reason> reasons = new ArrayList<>(faults(given, draft.ticket().fields().size()));
        for (String name : emptied) {
            if (fields.isRequiredFor(ticket.kind(), name)) {
                reasons.add(new Reason("field-required", "A ticket of the kind '{kind}' keeps the field '{field}'",
                        Map.of("kind", ticket.kind().name(), "field", name)));
            } else if (!fields.isKnown(name, actor.isCustomer())
                    && (actor.isCustomer() || !ticket.fields().containsKey(name))) { // what was declared once may go
                reasons.add(fields.unknown(name, actor.isCustomer()));
            }
        }
        return reasons.isEmpty() ? draft.accepted() : new Decision.Refused(reasons);
    }

    /** The names of the fields that a ticket has after a move; no copy where there is nothing to add, as with most moves. */
    static Set<String> filledAfter(Ticket ticket, Move move) {
        Set<String> before = ticket.fields().keySet();
        Set<String> given = move.fields().keySet();
        if (before.isEmpty() || given.isEmpty()) {
            return before.isEmpty() ? given : before;
        }
        Set<String> after = new HashSet<>(before);
        after.addAll(given);
        return after;
    }

    /** What speaks against filling in what was given, if the ticket had so many fields then. */
    static List<Reason> faults(FieldSet.Reading given, int count) {
        if (given.faults().isEmpty() && count <= Ticket.MAX_FIELDS) {
            return List.of();
        }
        List<Reason> faults = new ArrayList<>(given.faults().values());
        if (count > Ticket.MAX_FIELDS) {
            faults.add(
                    new Reason("too-many-fields", "A ticket has at most {limit} fields, and this would make {fields}",
                            Map.of("limit", Ticket.MAX_FIELDS, "fields", count)));
        }
        return faults;
    }
}
