package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.workflow.WorkflowMap;

/**
 * Moves a ticket to another workflow, or to another version of its workflow.
 *
 * @param map says which status of the other workflow stands for which of this one
 */
public record ChangeWorkflow(WorkflowMap map) implements TicketCommand {

    /** Checks that nothing is missing. */
    public ChangeWorkflow {
        requireNonNull(map, "map");
    }
}
