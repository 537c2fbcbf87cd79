package io.opora.examples.quickstart;

import java.io.Serial;

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

    /** The reason, never absent. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
