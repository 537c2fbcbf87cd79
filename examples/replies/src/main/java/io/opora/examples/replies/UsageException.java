package io.opora.examples.replies;

import java.io.Serial;

/** The program was asked for something that it cannot do; the message is for whoever called it. */
final class UsageException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
