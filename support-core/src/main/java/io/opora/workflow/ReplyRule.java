package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a customer's reply does to the status, phase by phase. The rule is the right: nobody's roles are asked, the guards of
 * the transition are.
 */
public sealed interface ReplyRule {

    /** The status stays as it is. */
    record Keep() implements ReplyRule {}

    /**
     * A transition is taken.
     *
     * @param action its action; every status of the phase must have it
     */
    record Take(String action) implements ReplyRule {

        /** Checks that nothing is missing. */
        public Take {
            requireNonNull(action, "action");
        }
    }

    /**
     * A transition is taken while the status is young; later than that the reply becomes a follow-up ticket.
     *
     * @param action its action; every status of the phase must have it
     * @param within how long after the status was entered; {@link Workflow.Builder#build()} checks that it is positive and
     *        at most {@link TimeRule#MAX_AFTER}
     */
    record TakeWithin(String action, Duration within) implements ReplyRule {

        /** Checks that nothing is missing. */
        public TakeWithin {
            requireNonNull(action, "action");
            requireNonNull(within, "within");
        }
    }

    /** The status stays as it is, and the reply becomes a new ticket that follows up on this one. */
    record FollowUp() implements ReplyRule {}
}
