package io.opora.access;

import static java.util.Objects.requireNonNull;

import io.opora.Reason;
import io.opora.SupportException;

/**
 * The actor may not do this, and may know that it is there to be done. Where the very existence of a thing must not show, a
 * {@link io.opora.NotFoundException} is thrown instead.
 */
public final class AccessDeniedException extends SupportException {

    private static final long serialVersionUID = 1L;

    /** What was asked for. */
    private final Operation operation;
    private final transient Reason reason;

    /**
     * Creates the exception.
     *
     * @param actor who asked
     * @param operation what was asked for
     * @param reason why not
     */
    public AccessDeniedException(Actor actor, Operation operation, Reason reason) {
        super((actor.kind() == Actor.Kind.AGENT ? "An " : "A ") + Role.of(actor.kind()) + " may not "
                + operation.phrase() + " here: " + reason.message());
        this.operation = requireNonNull(operation, "operation");
        this.reason = requireNonNull(reason, "reason");
    }

    /** {@return what was asked for} */
    public Operation operation() {
        return operation;
    }

    /** {@return why not; its facts say what would be needed} */
    public Reason reason() {
        return reason;
    }
}
