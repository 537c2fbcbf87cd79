package io.opora.examples.quickstart;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What comes to a desk from outside: a customer writes, or somebody of the staff does something. */
sealed interface Happening permits IncomingRequest, AgentStep {

    /** Times before are mistakes, such as a clock that was never set. */
    Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");
    /** Times from here on are mistakes: playing the years up to them would take for ever. */
    Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** When it happens, to the microsecond. */
    Instant at();

    /** About how many characters of text it holds: what it costs to keep. */
    int size();

    /**
     * Cuts a time to what the desk keeps.
     *
     * @throws DateTimeException if the time cannot be meant
     */
    static Instant time(Instant at) {
        if (at.isBefore(EARLIEST) || !at.isBefore(LATEST)) {
            throw new DateTimeException("the time " + at + " cannot be meant");
        }
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
