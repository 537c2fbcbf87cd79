package io.opora.ticket;

import io.opora.Reason;
import io.opora.workflow.Status;
import io.opora.workflow.Transition;
import java.util.List;

/** The workflow does not let a ticket be moved in the way that was asked for. Nothing was changed. */
public final class TransitionNotAllowedException extends CommandRefusedException {

    private static final long serialVersionUID = 1L;

    private final transient Status from;
    /** What was asked for. */
    private final String action;
    private final transient List<Transition> allowed;

    TransitionNotAllowedException(Ticket ticket, String action, List<Reason> reasons, List<Transition> allowed) {
        super("Ticket " + ticket.number() + " (" + ticket.status() + ") cannot " + action, reasons);
        this.from = ticket.status();
        this.action = action;
        this.allowed = List.copyOf(allowed);
    }

    /** {@return the status in which the ticket is} */
    public Status from() {
        return from;
    }

    /** {@return the action that was asked for} */
    public String action() {
        return action;
    }

    /** {@return the moves that the same actor may make now, some of which may ask for fields; may be empty} */
    public List<Transition> allowed() {
        return allowed;
    }
}
