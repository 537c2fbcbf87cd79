package io.opora.workflow;

import io.opora.Reason;
import java.util.Optional;

/**
 * A condition on a transition that only the host can judge: has the order been paid, is the stock back? A workflow names its
 * guards; a {@link Lifecycle} binds the names to code.
 *
 * <p>
 * A guard is asked often (whenever somebody wants to know which moves there are) and by many threads at once, so it must be
 * quick, must not change anything, and must answer the same for the same context.
 *
 * @param <C> what the guard sees
 */
@FunctionalInterface
public interface Guard<C> {

    /**
     * Judges.
     *
     * @param context what the decision is about
     * @return why the transition must not be taken, or nothing if it may be. Whatever this throws reaches the caller
     *         unchanged, and nothing is changed
     */
    Optional<Reason> check(C context);
}
