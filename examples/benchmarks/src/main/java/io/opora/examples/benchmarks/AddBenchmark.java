package io.opora.examples.benchmarks;

import io.opora.sla.BusinessCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** When so much open time has passed since a random start. A year has about 2,000 open hours. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up
public class AddBenchmark {

    /** How much open time is added, in hours. */
    @Param({"1", "240", "2000", "20000"})
    public int hours;

    private final BusinessCalendar calendar = Hours.calendar("");
    private final FloorHours table = new FloorHours();
    private final MpxjHours mpxj = new MpxjHours();
    private final Instant[] starts = Hours.starts();
    private final LocalDateTime[] wallTimes = MpxjHours.wallTimes(starts);
    private Duration open;
    private net.sf.mpxj.Duration mpxjOpen;
    private int next;

    /** Makes the durations, and has the calendar compute what it will need. */
    @Setup
    public void prepare() {
        open = Duration.ofHours(hours);
        mpxjOpen = MpxjHours.hours(hours);
        for (Instant start : starts) {
            if (!calendar.add(start, open).equals(table.add(start, open))) {
                throw new IllegalStateException("another answer for " + start);
            }
        }
        next = 0;
    }

    private int question() {
        next = (next + 1) & (Hours.QUESTIONS - 1);
        return next;
    }

    /** The library. */
    @Benchmark
    public Instant opora() {
        return calendar.add(starts[question()], open);
    }

    /** A bare table with running totals. */
    @Benchmark
    public Instant floor() {
        return table.add(starts[question()], open);
    }

    /** The calendar of MPXJ, in wall time. */
    @Benchmark
    public LocalDateTime mpxj() {
        return mpxj.add(wallTimes[question()], mpxjOpen);
    }
}
