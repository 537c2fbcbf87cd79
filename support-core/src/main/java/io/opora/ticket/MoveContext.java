package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a guard of a ticket's workflow sees.
 *
 * @param ticket the ticket as it is before the move
 * @param action the action that is asked for
 * @param fields what was given with the move, to be filled in by it; empty when a rule makes it or when possible moves are
 *        being listed
 * @param actor who asks
 * @param now when
 */
public record MoveContext(Ticket ticket, String action, Map<String, FieldValue> fields, Actor actor, Instant now) {

    /** Checks that nothing is missing. */
    public MoveContext {
        requireNonNull(ticket, "ticket");
        requireNonNull(action, "action");
        requireNonNull(fields, "fields");
        requireNonNull(actor, "actor");
        requireNonNull(now, "now");
    }

    /**
     * What is filled in for a field after the move.
     *
     * @param name the field's name
     * @return what was given with the move; else what the ticket has
     */
    public Optional<FieldValue> field(String name) {
        return Optional.ofNullable(fields.get(name)).or(() -> Optional.ofNullable(ticket.fields().get(name)));
    }
}
