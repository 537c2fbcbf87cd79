package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Names;
import io.opora.access.Actor;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a ticket along a transition of its workflow. Fields that come with it are filled in as by {@link SetFields}, and those
 * that the transition requires may be filled in already.
 *
 * @param action the transition's action, a name in the sense of {@link Names}
 * @param fields what to fill in, such as {@code resolution}, by the field's name, each as {@link FieldValue#asText()}
 *        describes; at most {@value #MAX_FIELDS}, each of 1 to {@value FieldValue#MAX_TEXT_LENGTH} characters
 */
public record Move(
        @Name String action,
        @Size(max = Move.MAX_FIELDS) Map<@Name String, @Text(max = FieldValue.MAX_TEXT_LENGTH) String> fields)
        implements TicketCommand {

    /** How many fields may be given with a move. */
    public static final int MAX_FIELDS = 20;

    /** Checks that nothing is missing and takes an unmodifiable copy of the fields. */
    public Move {
        requireNonNull(action, "action");
        fields = Map.copyOf(fields);
    }

    /**
     * A move without fields.
     *
     * @param action the transition's action
     * @return the command
     */
    public static Move of(String action) {
        return new Move(action, Map.of());
    }

    /**
     * The same move with one more field.
     *
     * @param name the field's name
     * @param value what is given for it
     * @return the command
     */
    public Move with(String name, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(name, value);
        return new Move(action, more);
    }

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
    public record Context(Ticket ticket, String action, Map<String, FieldValue> fields, Actor actor, Instant now) {

        /** Checks that nothing is missing. */
        public Context {
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
}
