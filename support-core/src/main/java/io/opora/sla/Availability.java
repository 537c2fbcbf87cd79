package io.opora.sla;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * The answer to "is anybody there, and when again?", for one customer.
 *
 * @param open whether it is open now
 * @param changesAt while open, when it closes; while closed, when it opens again; nothing if it never does
 * @param sentence the same in words that a customer may read, in their language and by their clock
 */
public record Availability(boolean open, Optional<Instant> changesAt, String sentence) {

    /** Checks that nothing is missing. */
    public Availability {
        requireNonNull(changesAt, "changesAt");
        requireNonNull(sentence, "sentence");
    }
}
