package io.opora.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Durations of which percentiles will be asked for. They are kept as they are until there are {@value #EXACT} of them, and are
 * counted in classes after that, each {@code 1/128} of its durations wide; a class stands for the duration in its middle. So what it
 * holds in memory is bounded, and an answer is off by {@code 1/256}, less than 0.4 %, at most. The longest is always exact.
 */
final class Distribution {

    static final int EXACT = 1_024;

    private static final int BITS = 7;
    private static final int CLASS = 1 << BITS;

    /** In microseconds. */
    private long[] values = new long[4];
    private int[] classes = new int[0];
    private int size;
    private long longest;

    void add(Duration duration) {
        long micros = Math.max(0, duration.toNanos() / 1_000);
        if (size < EXACT) {
            values = size < values.length ? values : Arrays.copyOf(values, 2 * size);
            values[size] = micros;
        } else {
            if (size == EXACT) {
                for (long value : values) {
                    count(value);
                }
                values = new long[0];
            }
            count(micros);
        }
        size++;
        longest = Math.max(longest, micros);
    }

    private void count(long micros) {
        int index = classOf(micros);
        classes = index < classes.length ? classes : Arrays.copyOf(classes, index + CLASS);
        classes[index]++;
    }

    /** Small durations have a class of their own, each; above, those that agree in their first eight binary digits share one. */
    private static int classOf(long micros) {
        int shift = Math.max(0, Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(Math.max(1, micros)));
        return shift * CLASS + (int) (micros >>> shift);
    }

    /** What stands for a class. */
    private static long middle(int index) {
        int shift = Math.max(0, index / CLASS - 1);
        long first = (long) (index - shift * CLASS) << shift;
        return first + (1L << shift >> 1);
    }

    int size() {
        return size;
    }

    /** Answers nothing if there is no duration. */
    Optional<Report.Spread> spread() {
        return size == 0
                ? Optional.empty()
                : Optional.of(new Report.Spread(percentile(50), percentile(90), duration(longest), size <= EXACT));
    }

    /** The least duration that so many of a hundred do not exceed. */
    private Duration percentile(int percent) {
        long rank = Math.ceilDiv((long) size * percent, 100L);
        if (size <= EXACT) {
            long[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return duration(sorted[(int) rank - 1]);
        }
        int index = 0;
        for (long seen = classes[0]; seen < rank;) {
            seen += classes[++index];
        }
        return duration(Math.min(longest, middle(index)));
    }

    private static Duration duration(long micros) {
        return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }
}
