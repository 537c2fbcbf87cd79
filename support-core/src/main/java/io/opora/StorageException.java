package io.opora;

import org.jspecify.annotations.Nullable;

/**
 * A store could not do what it was asked: the database is away, a row is damaged, a limit of the store was reached. Whether
 * the change was made is <em>unknown</em> unless the message says otherwise; a command sent again under the same
 * idempotency key takes effect once.
 */
public class StorageException extends SupportException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what the store was doing, what went wrong, what to do
     * @param cause the error of the technology below, or {@code null}
     */
    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
