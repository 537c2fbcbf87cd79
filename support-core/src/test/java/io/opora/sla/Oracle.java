package io.opora.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Business time counted step by step: each step of a stretch of time is asked whether it is open, and everything else is
 * counting. Knows neither tables nor clock changes. The bounds of the plan have to be whole steps.
 */
final class Oracle {

    private final Instant start;
    private final long step;
    private final boolean[] open;
    /** Open nanoseconds before each step, and after the last. */
    private final long[] before;

    Oracle(Plan plan, Instant start, Duration step, int steps) {
        this.start = start;
        this.step = step.toNanos();
        this.open = new boolean[steps];
        this.before = new long[steps + 1];
        for (int i = 0; i < steps; i++) {
            open[i] = plan.isOpen(start.plusNanos(i * this.step));
            before[i + 1] = before[i] + (open[i] ? this.step : 0);
        }
    }

    Duration length() {
        return Duration.ofNanos(open.length * step);
    }

    boolean isOpen(Instant instant) {
        return open[index(instant)];
    }

    Duration between(Instant from, Instant to) {
        return Duration.ofNanos(before(to) - before(from));
    }

    /** The first instant at which so much has passed; for nothing the first open one. */
    Optional<Instant> add(Instant from, Duration duration) {
        if (duration.isZero()) {
            return nextOpening(from);
        }
        long target = before(from) + duration.toNanos();
        for (int i = index(from); i < open.length; i++) {
            if (before[i + 1] >= target) {
                return Optional.of(start.plusNanos(i * step + target - before[i]));
            }
        }
        return Optional.empty();
    }

    /** The last instant before which so much lies until the end; for nothing the end of the last open one. */
    Optional<Instant> subtract(Instant to, Duration duration) {
        long target = before(to) - duration.toNanos();
        for (int i = Math.min(index(to), open.length - 1); i >= 0; i--) {
            long from = nanos(to) - i * step;
            if (duration.isZero()) {
                if (open[i] && from > 0) {
                    return Optional.of(start.plusNanos(Math.min(nanos(to), (i + 1) * step)));
                }
            } else if (open[i] && before[i] <= target) {
                return Optional.of(start.plusNanos(i * step + target - before[i]));
            }
        }
        return Optional.empty();
    }

    Optional<Instant> nextOpening(Instant from) {
        return next(from, true);
    }

    Optional<Instant> nextClosing(Instant from) {
        return next(from, false);
    }

    private Optional<Instant> next(Instant from, boolean what) {
        for (int i = index(from); i < open.length; i++) {
            if (open[i] == what) {
                Instant begins = start.plusNanos(i * step);
                return Optional.of(begins.isBefore(from) ? from : begins);
            }
        }
        return Optional.empty();
    }

    private long before(Instant instant) {
        int index = index(instant);
        return index == open.length ? before[index] : before[index] + (open[index] ? nanos(instant) - index * step : 0);
    }

    private int index(Instant instant) {
        return Math.toIntExact(nanos(instant) / step);
    }

    private long nanos(Instant instant) {
        return Duration.between(start, instant).toNanos();
    }
}
