package io.opora.ticket;

import io.opora.SupportException;

/**
 * A key came again with another command. Nothing was changed. Either the caller made up the same key for two intentions, or it
 * changed the command before sending it again.
 */
public final class IdempotencyKeyReusedException extends SupportException {

    private static final long serialVersionUID = 1L;

    private final transient IdempotencyKey key;

    IdempotencyKeyReusedException(IdempotencyKey key) {
        super("The idempotency key " + key + " was used for another command: use a new key for a new intention");
        this.key = key;
    }

    /** {@return the key} */
    public IdempotencyKey key() {
        return key;
    }
}
