package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.Reason;
import java.util.List;

/** What a {@link Lifecycle} says to somebody who wants to move. A refusal is a value here, not an exception. */
public sealed interface MoveDecision {

    /**
     * The move is allowed.
     *
     * @param transition what is taken
     */
    record Taken(Transition transition) implements MoveDecision {

        /** Checks that nothing is missing. */
        public Taken {
            requireNonNull(transition, "transition");
        }
    }

    /**
     * The move is refused.
     *
     * @param reasons every reason of every candidate, in the order of the candidates, each reason once; at least one
     */
    record Denied(List<Reason> reasons) implements MoveDecision {

        /** Takes an unmodifiable copy. */
        public Denied {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("reasons: at least one is needed");
            }
        }
    }
}
