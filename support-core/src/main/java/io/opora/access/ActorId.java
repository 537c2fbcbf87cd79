package io.opora.access;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;

/**
 * The id by which the host application knows a person or program. Compared as it is, case and all.
 *
 * @param value 1 to 200 characters, not blank, without control characters
 */
public record ActorId(String value) implements Comparable<ActorId> {

    /** The longest id, in characters. */
    public static final int MAX_LENGTH = 200;

    /**
     * Checks the value.
     *
     * @throws InvalidInputException if it is blank, longer than {@value #MAX_LENGTH} or holds control characters
     */
    public ActorId {
        requireNonNull(value, "value");
        if (value.isBlank() || value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException("actor id", new Violation("", "actor-id",
                    "an actor id has 1 to " + MAX_LENGTH
                            + " characters, is not blank and holds no control characters"));
        }
    }

    /**
     * The id of this value.
     *
     * @param value the host's own id
     * @return the id
     * @throws InvalidInputException if the value is no id
     */
    public static ActorId of(String value) {
        return new ActorId(value);
    }

    @Override
    public int compareTo(ActorId other) {
        return value.compareTo(other.value);
    }

    /** {@return the bare value} */
    @Override
    public String toString() {
        return value;
    }
}
