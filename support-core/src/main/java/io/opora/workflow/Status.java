package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.Violation;

/**
 * A status of a workflow: a name that the host makes up, in the phase that says what it means.
 *
 * @param name lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters
 * @param phase what it means
 */
public record Status(String name, Phase phase) {

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it is not of the form above
     */
    public Status {
        requireNonNull(name, "name");
        requireNonNull(phase, "phase");
        if (!Names.isName(name)) {
            throw new InvalidInputException("status",
                    new Violation("", "status-name", Spelling.malformed("status name", name)));
        }
    }

    /** {@return the bare name} */
    @Override
    public String toString() {
        return name;
    }
}
