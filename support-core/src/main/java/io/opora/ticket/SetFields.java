package io.opora.ticket;

import jakarta.validation.constraints.Size;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Fills in fields of a ticket and empties others. A field named in both is filled in.
 *
 * @param fields what to fill in, by the field's name, each as {@link FieldValue#asText()} describes; at most
 *        {@value Ticket#MAX_FIELDS}, each of 1 to {@value FieldValue#MAX_TEXT_LENGTH} characters
 * @param clear the names of fields to empty; at most {@value Ticket#MAX_FIELDS}
 */
public record SetFields(
        @Size(max = Ticket.MAX_FIELDS) Map<@Name String, @Text(max = FieldValue.MAX_TEXT_LENGTH) String> fields,
        @Size(max = Ticket.MAX_FIELDS) Set<@Name String> clear) implements TicketCommand {

    /** Checks that nothing is missing and takes unmodifiable copies. */
    public SetFields {
        fields = Map.copyOf(fields);
        clear = Set.copyOf(clear);
    }

    /**
     * Fills in one field.
     *
     * @param name the field's name
     * @param value what to fill in, as {@link FieldValue#asText()} describes
     * @return the command
     */
    public static SetFields of(String name, String value) {
        return new SetFields(Map.of(name, value), Set.of());
    }

    /**
     * Empties fields.
     *
     * @param names the fields' names
     * @return the command
     */
    public static SetFields clear(String... names) {
        return new SetFields(Map.of(), Set.of(names));
    }

    /**
     * The same command, filling in one more field.
     *
     * @param name the field's name
     * @param value what to fill in
     * @return the command
     */
    public SetFields with(String name, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(name, value);
        return new SetFields(more, clear);
    }

    /**
     * The same command, emptying one more field.
     *
     * @param name the field's name
     * @return the command
     */
    public SetFields without(String name) {
        Set<String> more = new HashSet<>(clear);
        more.add(name);
        return new SetFields(fields, more);
    }
}
