package io.opora.workflow;

/**
 * What a status means to everything outside the workflow: service levels, inboxes, reopening and reports reason about
 * these six phases and never about the name of a status. The order is the usual course of a ticket.
 */
public enum Phase {
    /** Nobody has looked at it yet. */
    NEW,
    /** It is the desk's turn. */
    OPEN,
    /** It is the customer's turn. */
    PENDING,
    /** It is the turn of a third party. */
    ON_HOLD,
    /** The desk considers it done; the customer may still object. */
    SOLVED,
    /** It is over for good: no transition leads out of it. */
    CLOSED;

    /** {@return whether the desk has nothing left to do: solved or closed} */
    public boolean isFinished() {
        return this == SOLVED || this == CLOSED;
    }
}
