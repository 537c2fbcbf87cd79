package io.opora;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input breaks declared rules: a command with a blank subject, a workflow with an unreachable status, a text that is no
 * ticket number. Nothing was changed. {@link #violations()} lists everything that is wrong, not only the first thing.
 */
public final class InvalidInputException extends SupportException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * Creates the exception.
     *
     * @param subject what was being read or checked, such as {@code "workflow returns@1"}
     * @param violations what is wrong; at least one
     */
    public InvalidInputException(String subject, List<Violation> violations) {
        super(describe(subject, violations));
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("violations: at least one is needed");
        }
        this.violations = List.copyOf(violations);
    }

    /**
     * Creates the exception for a single violation.
     *
     * @param subject what was being read or checked
     * @param violation what is wrong
     */
    public InvalidInputException(String subject, Violation violation) {
        this(subject, List.of(violation));
    }

    /** {@return everything that is wrong, in the order of the input; never empty} */
    public List<Violation> violations() {
        return violations;
    }

    private static String describe(String subject, List<Violation> violations) {
        return violations.stream().map(Violation::toString)
                .collect(Collectors.joining("\n  - ", "Invalid " + subject + ":\n  - ", ""));
    }
}
