package io.opora.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts attempts by where they come from. What is counted lives in this process: hostile traffic must cost no store a write.
 * Knows a bounded number of addresses and forgets the one whose window began first.
 */
final class Attempts {

    /** How many addresses are known at once. */
    static final int MAX_KEYS = 10_000;

    private record Window(Instant begun, int count) {}

    private final int most;
    private final Duration length;
    /** In the order in which the windows began. */
    private final Map<String, Window> windows = new LinkedHashMap<>();

    Attempts(int most, Duration length) {
        this.most = most;
        this.length = length;
    }

    /** Counts an attempt, or says from when on the next one will be. */
    synchronized Optional<Instant> count(String key, Instant now) {
        Window window = windows.get(key);
        if (window == null || now.isBefore(window.begun) || !now.isBefore(window.begun.plus(length))) {
            windows.remove(key); // a new window goes to the end
            if (windows.size() >= MAX_KEYS) {
                windows.remove(windows.keySet().iterator().next());
            }
            window = new Window(now, 0);
        }
        if (window.count >= most) {
            return Optional.of(window.begun.plus(length));
        }
        windows.put(key, new Window(window.begun, window.count + 1));
        return Optional.empty();
    }

    /** Takes back what was counted: the attempt was none. */
    synchronized void takeBack(String key) {
        windows.computeIfPresent(key,
                (same, window) -> window.count <= 1 ? null : new Window(window.begun, window.count - 1));
    }
}
