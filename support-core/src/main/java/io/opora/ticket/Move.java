package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Names;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes a ticket along a transition of its workflow.
 *
 * @param action the transition's action, a name in the sense of {@link Names}
 * @param fields what the transition asks for, by name, such as {@code resolution}; at most {@value #MAX_FIELDS}, each of 1 to
 *        {@value #MAX_FIELD_LENGTH} characters
 */
public record Move(
        @Pattern(regexp = Names.PATTERN, message = "must be a name: " + Names.FORM) String action,
        @Size(max = Move.MAX_FIELDS) Map<@Pattern(regexp = Names.PATTERN, message = "must be a name: "
                + Names.FORM) String, @Text(max = Move.MAX_FIELD_LENGTH) String> fields)
        implements TicketCommand {

    /** How many fields may be given with a move. */
    public static final int MAX_FIELDS = 20;

    /** The longest value of a field, in characters. */
    public static final int MAX_FIELD_LENGTH = 2_000;

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
}
