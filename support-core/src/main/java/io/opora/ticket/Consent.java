package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a person agreed to have their data kept and used, as it was recorded when they did.
 *
 * @param wording what they agreed to: the text itself, or the name and version under which the host keeps it; at most 2,000
 *        characters
 * @param givenAt when they agreed, in whole microseconds
 */
public record Consent(@Text(max = 2_000) String wording, Instant givenAt) {

    /** Checks that nothing is missing and cuts the instant to microseconds. */
    public Consent {
        requireNonNull(wording, "wording");
        givenAt = givenAt.truncatedTo(ChronoUnit.MICROS);
    }
}
