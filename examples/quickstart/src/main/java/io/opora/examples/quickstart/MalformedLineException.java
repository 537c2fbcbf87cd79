package io.opora.examples.quickstart;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.io.Serial;
import java.util.stream.Collectors;

/** A line or record cannot be understood; the message is the reason that {@link BadLine} carries. */
final class MalformedLineException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedLineException(String reason) {
        super(reason);
    }

    MalformedLineException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** A value that the library itself refuses, with everything that is wrong in one line. */
    static MalformedLineException of(InvalidInputException e) {
        return new MalformedLineException(
                e.violations().stream().map(Violation::toString).collect(Collectors.joining("; ")), e);
    }

    /** The reason, never absent. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
