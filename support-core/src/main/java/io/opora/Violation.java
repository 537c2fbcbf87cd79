package io.opora;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with an input, and what would be right.
 *
 * @param path where it is, as a path into the input such as {@code attachments[2].name}; empty for the input as a whole
 * @param code a stable name of the broken rule, for programs and translations, such as {@code not-blank}
 * @param message a sentence for people which names the value and what is allowed
 */
public record Violation(String path, String code, String message) {

    /** Checks that nothing is missing. */
    public Violation {
        requireNonNull(path, "path");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    /** {@return the path and the message in one line} */
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
