package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.SupportException;
import io.opora.Violation;

/**
 * A caller's name for one intention. However often a command is sent under one key, it takes effect once and every answer is
 * the same. Keys belong to the actor who sends them.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters
 */
public record IdempotencyKey(String value) {

    /** The longest key, in characters. */
    public static final int MAX_LENGTH = 100;

    /**
     * Checks the value.
     *
     * @throws InvalidInputException if it is empty, too long, or holds anything but visible ASCII characters
     */
    public IdempotencyKey {
        requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > MAX_LENGTH || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new InvalidInputException("idempotency key", new Violation("", "idempotency-key",
                    "an idempotency key has 1 to " + MAX_LENGTH + " visible ASCII characters"));
        }
    }

    /**
     * The key of this value.
     *
     * @param value the caller's name for what it wants
     * @return the key
     * @throws InvalidInputException if the value is no key
     */
    public static IdempotencyKey of(String value) {
        return new IdempotencyKey(value);
    }

    /** {@return the bare value} */
    @Override
    public String toString() {
        return value;
    }

    /**
     * A key came again with another command. Nothing was changed. Either the caller made up the same key for two intentions, or it
     * changed the command before sending it again.
     */
    public static final class ReusedException extends SupportException {

        private static final long serialVersionUID = 1L;

        private final transient IdempotencyKey key;

        ReusedException(IdempotencyKey key) {
            super("The idempotency key " + key + " was used for another command: use a new key for a new intention");
            this.key = key;
        }

        /** {@return the key} */
        public IdempotencyKey key() {
            return key;
        }
    }
}
