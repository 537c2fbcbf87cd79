package io.opora.examples.benchmarks;

import io.opora.SettableClock;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.Decision;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Requester;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLifecycle;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A tick among open tickets that all wait for time to do something to them, when it is not time yet for any of them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters
public class TickBenchmark {

    /** When every ticket was opened; the first is due a day later. */
    static final Instant OPENED = Instant.parse("2026-03-02T09:00:00Z");

    /** How many open tickets there are. */
    @Param({"1000", "1000000"})
    public int tickets;

    private final MemoryStorage storage = MemoryStorage.create();
    private final SettableClock clock = SettableClock.at(OPENED);
    private final Tickets opora = Tickets.builder(storage.tickets()).workflow(Cases.WORKFLOW).clock(clock).build();

    /** Fills the desk. */
    @Setup
    public void fill() {
        TicketLifecycle lifecycle = Cases.lifecycle();
        TicketStore store = storage.tickets();
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < tickets; i++) {
            OpenTicket request = OpenTicket.builder("Where is it?", "See the subject")
                    .requester(Requester.of(Cases.CUSTOMER.id())).build();
            Decision.Accepted opened = lifecycle.open(request, TicketId.generate(OPENED, random),
                    TicketNumber.of(i + 1L), Locale.ENGLISH, Cases.CUSTOMER, OPENED);
            TicketChange change = new TicketChange(opened.ticket(), opened.events(),
                    Optional.of(OPENED.plusSeconds(86_400L + i)));
            store.append(new TicketCommit(List.of(change), Optional.empty()));
        }
    }

    /** Lets time pass. */
    void passUntil(Instant now) {
        clock.set(now);
    }

    /** Lets go of what the desk holds. */
    @TearDown
    public void close() {
        opora.close();
        storage.close();
    }

    /** The library. */
    @Benchmark
    public int opora() {
        return opora.tick(1_000);
    }
}
