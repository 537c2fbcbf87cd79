package io.opora;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is told to move: for tests of an application that embeds Opora, and for simulations.
 * Safe for use by any number of threads.
 */
public final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    private SettableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /**
     * A clock that shows this instant.
     *
     * @param start what it shows at first
     * @return the clock
     */
    public static SettableClock at(Instant start) {
        return new SettableClock(requireNonNull(start, "start"));
    }

    /**
     * A clock that shows this instant.
     *
     * @param start what it shows at first, in ISO 8601, such as {@code 2026-03-02T09:00:00Z}
     * @return the clock
     */
    public static SettableClock at(String start) {
        return at(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /**
     * Moves the clock forward, or back when the step is negative.
     *
     * @param step how far
     * @return what it shows now
     */
    public Instant advance(Duration step) {
        return now.updateAndGet(instant -> instant.plus(step));
    }

    /**
     * Makes the clock show an instant, before or after what it shows now.
     *
     * @param instant what it shows from now on
     */
    public void set(Instant instant) {
        now.set(requireNonNull(instant, "instant"));
    }
}
