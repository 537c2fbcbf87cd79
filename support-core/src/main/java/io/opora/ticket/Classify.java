package io.opora.ticket;

import static java.util.Objects.requireNonNull;

/**
 * Says what a ticket is about. Its workflow stays; {@link ChangeWorkflow} changes that.
 *
 * @param kind the kind from now on
 */
public record Classify(RequestKind kind) implements TicketCommand {

    /** Checks that nothing is missing. */
    public Classify {
        requireNonNull(kind, "kind");
    }
}
