package io.opora.workflow;

import static java.util.Objects.requireNonNull;

/**
 * What taking a transition does beside changing the status. Effects are data: the workflow names them, the ticket room
 * carries them out as part of the same change.
 */
public sealed interface Effect {

    /** Whoever takes the transition becomes the assignee. */
    record AssignToActor() implements Effect {}

    /** Nobody is the assignee any more. */
    record Unassign() implements Effect {}

    /**
     * The ticket gets a tag, if it lacks it.
     *
     * @param tag what to add; {@link Workflow.Builder#build()} checks that it is a {@link io.opora.Tag}
     */
    record AddTag(String tag) implements Effect {

        /** Checks that nothing is missing. */
        public AddTag {
            requireNonNull(tag, "tag");
        }
    }

    /**
     * The ticket loses a tag, if it has it.
     *
     * @param tag what to remove; checked as that of {@link AddTag}
     */
    record RemoveTag(String tag) implements Effect {

        /** Checks that nothing is missing. */
        public RemoveTag {
            requireNonNull(tag, "tag");
        }
    }

    /**
     * The ticket loses what is filled in for a field, so that it has to be given anew where it is required next: the
     * resolution of a ticket that is reopened.
     *
     * @param field which field; {@link Workflow.Builder#build()} checks that it is a name in the sense of
     *        {@link io.opora.Names}
     */
    record ClearField(String field) implements Effect {

        /** Checks that nothing is missing. */
        public ClearField {
            requireNonNull(field, "field");
        }
    }
}
