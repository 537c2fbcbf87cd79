package io.opora.access;

import io.opora.SupportException;

/**
 * The actor may not do this at all, whatever the ticket. Where the very existence of a thing must not show, a
 * {@link io.opora.NotFoundException} is thrown instead.
 */
public final class AccessDeniedException extends SupportException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param actor who asked
     * @param operation what was asked for, such as {@code "read the inbox"}
     */
    public AccessDeniedException(Actor actor, String operation) {
        super("A " + Role.of(actor.kind()) + " may not " + operation);
    }
}
