package io.opora.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import com.github.oxo42.stateless4j.StateMachine;
import io.opora.access.Actor;
import io.opora.ticket.Move;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketLifecycle;
import io.opora.workflow.Status;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Four moves that lead an open ticket back to where it was, again and again; a result is for one move. The peers fire on
 * one machine that lives for ever and is never built or restored, which is the best they can do.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class CycleBenchmark {

    private static final List<Move> CYCLE = List.of(Move.of("ask"), Move.of("resume"), Move.of("hold"),
            Move.of("resume"));

    private final TicketLifecycle lifecycle = Cases.lifecycle();
    private final Floor floor = new Floor(Cases.WORKFLOW);
    private final Actor agent = Cases.agent(1);
    private Ticket ticket = Cases.ticketIn("open");
    private final StateMachine<Status, String> stateless4j = new Stateless4j(Cases.WORKFLOW).machineIn(ticket.status());
    private final SpringStatemachine spring = new SpringStatemachine(Cases.WORKFLOW, Cases.WORKFLOW.initial());

    /** Puts the one machine that has to begin in the initial status where the ticket is. */
    @Setup
    public void prepare() {
        spring.fire("start");
        Cases.rehearse(lifecycle);
    }

    /** The library. */
    @Benchmark
    @OperationsPerInvocation(4)
    public Ticket opora() {
        for (Move move : CYCLE) {
            ticket = Cases.after(lifecycle.decide(ticket, move, agent, Cases.NOW));
        }
        return ticket;
    }

    /** A table. */
    @Benchmark
    @OperationsPerInvocation(4)
    public Ticket floor() {
        for (Move move : CYCLE) {
            ticket = Cases.after(requireNonNull(floor.decide(ticket, move.action(), agent, Cases.NOW)));
        }
        return ticket;
    }

    /** One machine. */
    @Benchmark
    @OperationsPerInvocation(4)
    public Ticket stateless4j() {
        for (Move move : CYCLE) {
            stateless4j.fire(move.action());
            ticket = Floor.moved(ticket, move.action(), stateless4j.getState(), agent, Cases.NOW).ticket();
        }
        return ticket;
    }

    /** One machine. */
    @Benchmark
    @OperationsPerInvocation(4)
    public Ticket springStatemachine() {
        for (Move move : CYCLE) {
            spring.fire(move.action());
            ticket = Floor.moved(ticket, move.action(), spring.status(), agent, Cases.NOW).ticket();
        }
        return ticket;
    }
}
