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
 * One decision on a ticket that was loaded: may it go along this transition, and what are its new header and its event? The
 * peers get a machine in the ticket's status, fire, and then make the same records as the floor.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up
public class DecisionBenchmark {

    /** The action of the move. */
    @Param({"start", "ask", "hold", "resume"})
    public String move;

    private final TicketLifecycle lifecycle = Cases.lifecycle();
    private final Floor floor = new Floor(Cases.WORKFLOW);
    private final Stateless4j stateless4j = new Stateless4j(Cases.WORKFLOW);
    private final SpringStatemachine spring = new SpringStatemachine(Cases.WORKFLOW, Cases.WORKFLOW.initial());
    private Ticket ticket;
    private Actor agent;
    private Move command;

    /** Who moves the ticket. Only Opora looks at the roles. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class Agent {

        /** How many roles the agent holds. */
        @Param({"1", "5"})
        public int roles;

        private Actor actor;

        /** Makes the agent. */
        @Setup
        public void prepare() {
            actor = Cases.agent(roles);
        }
    }

    /** Brings the ticket into the status out of which the move leads. */
    @Setup
    public void prepare() {
        ticket = Cases.ticketIn(Cases.FROM.getOrDefault(move, ""));
        agent = Cases.agent(1);
        command = Move.of(move);
        Cases.rehearse(lifecycle);
    }

    /** The library. */
    @Benchmark
    public Decision opora(Agent who) {
        return lifecycle.decide(ticket, command, who.actor, Cases.NOW);
    }

    /** A table. */
    @Benchmark
    public @Nullable Decision floor() {
        return floor.decide(ticket, command.action(), agent, Cases.NOW);
    }

    /** A machine made for the ticket. */
    @Benchmark
    public Decision stateless4j() {
        StateMachine<Status, String> machine = stateless4j.machineIn(ticket.status());
        machine.fire(command.action());
        return Floor.moved(ticket, command.action(), machine.getState(), agent, Cases.NOW);
    }

    /** A machine restored to the ticket's status. */
    @Benchmark
    public Decision springStatemachine() {
        spring.restore(ticket.status());
        spring.fire(command.action());
        return Floor.moved(ticket, command.action(), spring.status(), agent, Cases.NOW);
    }
}
