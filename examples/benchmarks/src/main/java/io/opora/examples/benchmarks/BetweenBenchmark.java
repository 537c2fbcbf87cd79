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

/** How much open time lies between two instants. The spans are those of {@link AddBenchmark}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up
public class BetweenBenchmark {

    /** How much open time there is, in hours. */
    @Param({"1", "240", "2000", "20000"})
    public int hours;

    private final BusinessCalendar calendar = Hours.calendar("");
    private final FloorHours table = new FloorHours();
    private final MpxjHours mpxj = new MpxjHours();
    private final Instant[] starts = Hours.starts();
    private final LocalDateTime[] wallStarts = MpxjHours.wallTimes(starts);
    private Instant[] ends;
    private LocalDateTime[] wallEnds;
    private int next;

    /** Makes the ends, and has the calendar compute what it will need. */
    @Setup
    public void prepare() {
        Duration open = Duration.ofHours(hours);
        ends = Hours.ends(starts, open);
        wallEnds = MpxjHours.wallTimes(ends);
        for (int i = 0; i < starts.length; i++) {
            if (!calendar.between(starts[i], ends[i]).equals(open)) {
                throw new IllegalStateException("another answer for " + starts[i]);
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
    public Duration opora() {
        int question = question();
        return calendar.between(starts[question], ends[question]);
    }

    /** A bare table with running totals. */
    @Benchmark
    public Duration floor() {
        int question = question();
        return table.between(starts[question], ends[question]);
    }

    /** The calendar of MPXJ, in wall time. */
    @Benchmark
    public net.sf.mpxj.Duration mpxj() {
        int question = question();
        return mpxj.between(wallStarts[question], wallEnds[question]);
    }
}
