package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What time alone does to a ticket that stays in a phase: it reminds, or it takes a transition. The rule is the right:
 * nobody's roles are asked, and the transition can have neither guards nor required fields.
 *
 * @param phase in which phase
 * @param after how long after a status of that phase was entered; {@link Workflow.Builder#build()} checks that it is
 *        positive and at most {@link #MAX_AFTER}
 * @param action the action to take, which every status of the phase must have; absent for a reminder
 */
public record TimeRule(Phase phase, Duration after, Optional<String> action) {

    /** The longest duration in a rule. */
    public static final Duration MAX_AFTER = Duration.ofDays(36_500);

    /** Checks that nothing is missing. */
    public TimeRule {
        requireNonNull(phase, "phase");
        requireNonNull(after, "after");
        requireNonNull(action, "action");
    }

    /**
     * A rule that reminds.
     *
     * @param phase in which phase
     * @param after how long after a status of that phase was entered
     * @return the rule
     */
    public static TimeRule remind(Phase phase, Duration after) {
        return new TimeRule(phase, after, Optional.empty());
    }

    /**
     * A rule that takes a transition.
     *
     * @param phase in which phase
     * @param after how long after a status of that phase was entered
     * @param action the action to take
     * @return the rule
     */
    public static TimeRule take(Phase phase, Duration after, String action) {
        return new TimeRule(phase, after, Optional.of(action));
    }
}
