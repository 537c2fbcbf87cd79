package io.opora;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that Opora throws on purpose. The precise types below it say what happened and carry, as
 * typed values, what the caller needs to go on; the message is for people and says what would be allowed.
 */
public abstract class SupportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened and what to do about it
     * @param cause what brought it about, or {@code null} if nothing else did
     */
    protected SupportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Creates the exception without a cause.
     *
     * @param message what happened and what to do about it
     */
    protected SupportException(String message) {
        super(message);
    }
}
