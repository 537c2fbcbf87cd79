package io.opora.examples.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The bare table that a program without a library would write: sorted stretches of open time with running totals, in whole
 * seconds, and two binary searches. It checks nothing, and knows no time but that of the measurement.
 */
final class FloorHours {

    private final long[] starts;
    /** The open seconds before each stretch, and after the last one. */
    private final long[] before;

    FloorHours() {
        Set<LocalDate> holidays = new HashSet<>(Hours.holidays());
        int most = 2 * (int) (Hours.END.toEpochDay() - Hours.FIRST.toEpochDay());
        long[] from = new long[most];
        long[] totals = new long[most + 1];
        int size = 0;
        for (LocalDate date = Hours.FIRST; date.isBefore(Hours.END); date = date.plusDays(1)) {
            if (Hours.WEEK.contains(date.getDayOfWeek()) && !holidays.contains(date)) {
                for (int i = 0; i < Hours.TIMES.size(); i += 2) {
                    from[size] = date.atTime(Hours.TIMES.get(i)).atZone(Hours.ZONE).toEpochSecond();
                    long to = date.atTime(Hours.TIMES.get(i + 1)).atZone(Hours.ZONE).toEpochSecond();
                    totals[size + 1] = totals[size] + to - from[size];
                    size++;
                }
            }
        }
        starts = Arrays.copyOf(from, size);
        before = Arrays.copyOf(totals, size + 1);
    }

    int size() {
        return starts.length;
    }

    /** The open seconds until an instant. */
    private long openUntil(long second) {
        int found = Arrays.binarySearch(starts, second);
        int stretch = found >= 0 ? found : -found - 2;
        return stretch < 0 ? 0 : Math.min(before[stretch] + second - starts[stretch], before[stretch + 1]);
    }

    Instant add(Instant start, Duration open) {
        long reached = openUntil(start.getEpochSecond()) + open.toSeconds();
        int found = Arrays.binarySearch(before, reached);
        int stretch = found >= 0 ? found - 1 : -found - 2;
        return Instant.ofEpochSecond(starts[stretch] + reached - before[stretch]);
    }

    Duration between(Instant from, Instant to) {
        return Duration.ofSeconds(openUntil(to.getEpochSecond()) - openUntil(from.getEpochSecond()));
    }

    boolean isOpen(Instant instant) {
        long second = instant.getEpochSecond();
        int found = Arrays.binarySearch(starts, second);
        int stretch = found >= 0 ? found : -found - 2;
        return stretch >= 0 && second - starts[stretch] < before[stretch + 1] - before[stretch];
    }
}
