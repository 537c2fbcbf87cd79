package io.opora.examples.benchmarks;

import com.github.oxo42.stateless4j.StateMachine;
import io.opora.access.Actor;
import io.opora.ticket.Decision;
import io.opora.ticket.Move;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketLifecycle;
import io.opora.workflow.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/**
 * A move that is refused. Opora says every reason, with the facts; the floor is a bare look-up that finds nothing. The peers
 * know of no fields and are asked for no right, so theirs is the unknown action, on a machine that is there already.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class RefusalBenchmark {

    private final TicketLifecycle lifecycle = Cases.lifecycle();
    private final Floor floor = new Floor(Cases.WORKFLOW);
    private final Ticket ticket = Cases.ticketIn("open");
    private final StateMachine<Status, String> stateless4j = new Stateless4j(Cases.WORKFLOW).machineIn(ticket.status());
    private final SpringStatemachine spring = new SpringStatemachine(Cases.WORKFLOW, Cases.WORKFLOW.initial());
    private Move unknown = Move.of("fly");

    /** What is wrong with the move. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameter and calls the set-up
    public static class Refused {

        /** The code of the reason. */
        @Param({"unknown-action", "right-missing", "field-required"})
        public String reason;

        private Move move;
        private Actor actor;

        /** Makes the command and its actor. */
        @Setup
        public void prepare() {
            move = Move.of(switch (reason) {
                case "unknown-action" -> "fly";
                case "right-missing" -> "ask";
                default -> "solve";
            });
            actor = reason.equals("right-missing") ? Cases.CUSTOMER : Cases.agent(1);
        }
    }

    /** Lets the compiler see more than refusals. */
    @Setup
    public void prepare() {
        Cases.rehearse(lifecycle);
    }

    /** The library. */
    @Benchmark
    public Decision opora(Refused refused) {
        return lifecycle.decide(ticket, refused.move, refused.actor, Cases.NOW);
    }

    /** A look-up that finds nothing. */
    @Benchmark
    public @Nullable Status floor() {
        return floor.target(ticket.status(), unknown.action());
    }

    /** A machine with an empty action for triggers that it does not know. */
    @Benchmark
    public Status stateless4j() {
        stateless4j.fire(unknown.action());
        return stateless4j.getState();
    }

    /** A machine that answers "denied". */
    @Benchmark
    public boolean springStatemachine() {
        return spring.fire(unknown.action());
    }
}
