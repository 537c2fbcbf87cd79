package io.opora.ticket;

import static java.util.Objects.requireNonNull;

/**
 * Applies a {@linkplain io.opora.routing.Macro macro}: its steps are taken as one. All are checked first, each for what the actor
 * may do and for the rules of the ticket, and either all of them are taken or the ticket stays as it is, with every reason. It
 * conflicts with whatever others do in between, even if each step alone would not: what somebody saw when they applied it is
 * what it is applied to. {@link TicketRules#preview(io.opora.access.Actor, TicketId, ApplyMacro)} tells what would come of it.
 *
 * @param macro the id of the macro
 */
public record ApplyMacro(@Name String macro) implements TicketCommand {

    /** Checks that nothing is missing. */
    public ApplyMacro {
        requireNonNull(macro, "macro");
    }

    /**
     * Applies a macro.
     *
     * @param macro its id
     * @return the command
     */
    public static ApplyMacro of(String macro) {
        return new ApplyMacro(macro);
    }
}
