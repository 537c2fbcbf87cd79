package io.opora.examples.benchmarks;

import io.opora.sla.BusinessCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A calendar is described, checked and asked for the open time of 26 years, so that all of its table is computed. Each time it is
 * another calendar, because equal ones share their table; {@code shared} is what an equal one costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class BuildBenchmark {

    static final Instant FIRST = Hours.FIRST.atStartOfDay(Hours.ZONE).toInstant();
    static final Instant END = Hours.END.atStartOfDay(Hours.ZONE).toInstant();

    private final BusinessCalendar known = Hours.calendar("");
    private int next;

    /** The library. */
    @Benchmark
    public Duration opora() {
        return Hours.calendar("Holiday " + next++).between(FIRST, END);
    }

    /** The library, for a calendar that equals one in use. */
    @Benchmark
    public Duration shared() {
        BusinessCalendar calendar = Hours.calendar("");
        if (!calendar.equals(known)) {
            throw new IllegalStateException("another calendar");
        }
        return calendar.between(FIRST, END);
    }

    /** A bare table with running totals. */
    @Benchmark
    public Duration floor() {
        return new FloorHours().between(FIRST, END);
    }
}
