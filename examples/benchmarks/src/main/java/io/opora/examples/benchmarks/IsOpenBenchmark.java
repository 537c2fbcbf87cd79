package io.opora.examples.benchmarks;

import io.opora.sla.BusinessCalendar;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whether somebody is there at a random instant. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class IsOpenBenchmark {

    private final BusinessCalendar calendar = Hours.calendar("");
    private final FloorHours table = new FloorHours();
    private final Instant[] instants = Hours.starts();
    private int next;

    /** Has the calendar compute what it will need. */
    @Setup
    public void prepare() {
        for (Instant instant : instants) {
            if (calendar.isOpen(instant) != table.isOpen(instant)) {
                throw new IllegalStateException("another answer for " + instant);
            }
        }
        next = 0;
    }

    private Instant instant() {
        next = (next + 1) & (Hours.QUESTIONS - 1);
        return instants[next];
    }

    /** The library. */
    @Benchmark
    public boolean opora() {
        return calendar.isOpen(instant());
    }

    /** A bare table. */
    @Benchmark
    public boolean floor() {
        return table.isOpen(instant());
    }
}
