package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The id of a ticket: a UUID of version 7 (RFC 9562), so that ids sort by the time at which they were made and new rows
 * land at the end of a database's index. Sorts as the text does, byte by byte, on every store.
 *
 * @param value the UUID
 */
public record TicketId(UUID value) implements Comparable<TicketId> {

    /** Checks that a value is there. */
    public TicketId {
        requireNonNull(value, "value");
    }

    /**
     * Reads an id as {@link #toString()} prints it.
     *
     * @param text 36 characters, lower case
     * @return the id
     * @throws InvalidInputException if the text is no id in that form
     */
    public static TicketId of(String text) {
        try {
            UUID value = UUID.fromString(text);
            if (value.toString().equals(text)) { // fromString also takes shortened and upper-case forms
                return new TicketId(value);
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw new InvalidInputException("ticket id", new Violation("", "ticket-id",
                "a ticket id looks like 0199b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b, all in lower case"));
    }

    /**
     * Makes a new id: 48 bits of milliseconds, 12 bits of the millisecond's fraction, 62 random bits.
     *
     * @param now the time that it sorts by
     * @param random where the random bits come from; a cryptographic one makes ids that nobody can guess
     * @return the id
     */
    public static TicketId generate(Instant now, RandomGenerator random) {
        long millis = now.toEpochMilli();
        long nanos = Duration.between(Instant.ofEpochMilli(millis), now).toNanos();
        long high = (millis << 16) | 0x7000 | (nanos * 4096 / 1_000_000);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new TicketId(new UUID(high, low));
    }

    @Override
    public int compareTo(TicketId other) {
        // UUID.compareTo compares signed halves, databases compare bytes
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    /** {@return the bare UUID, 36 characters in lower case} */
    @Override
    public String toString() {
        return value.toString();
    }
}
