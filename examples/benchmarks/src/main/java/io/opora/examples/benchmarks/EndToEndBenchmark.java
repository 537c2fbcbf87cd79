package io.opora.examples.benchmarks;

import io.opora.access.Actor;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.AddNote;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.Tickets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Commands through the door of a desk in memory: checked, decided, stored under the ticket's version, put into the inbox's
 * indexes. Each thread has tickets of its own, and each iteration begins with a new desk, because what is measured fills it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Threads(1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter and calls the set-up
public class EndToEndBenchmark {

    private static final int TICKETS = 1_000;
    private static final String TEXT = "The page stays empty after I have given my password. What can I do about it?";

    /** What is asked for. */
    @Param({"open", "reply", "note", "move"})
    public String command;

    private final Actor agent = Cases.agent(1);
    private final OpenTicket open = OpenTicket.of("I cannot log in", TEXT);
    private final Reply reply = Reply.of(TEXT);
    private final AddNote note = AddNote.of(TEXT);
    private final Move ask = Move.of("ask");
    private final Move resume = Move.of("resume");
    private final Ticket[] mine = new Ticket[TICKETS];
    private int next;

    /** Two threads at once. */
    @Threads(2)
    public static class TwoThreads extends EndToEndBenchmark {}

    /** The two desks that the threads share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Desks {

        private MemoryStorage storage;
        private Tickets opora;
        private FloorDesk floor;

        /** Makes new desks. */
        @Setup(Level.Iteration)
        public void open() {
            storage = MemoryStorage.create();
            opora = Tickets.builder(storage.tickets()).workflow(Cases.WORKFLOW).build();
            floor = new FloorDesk(Cases.WORKFLOW);
        }

        /** Lets go of what the desks hold. */
        @TearDown(Level.Iteration)
        public void close() {
            opora.close();
            storage.close();
        }
    }

    /**
     * Opens this thread's tickets on the desk that is measured.
     *
     * @param desks the new desks
     * @param run what is measured
     */
    @Setup(Level.Iteration)
    public void openMine(Desks desks, BenchmarkParams run) {
        openMine(desks, run.getBenchmark().endsWith(".opora"));
    }

    void openMine(Desks desks, boolean onOpora) {
        for (int i = 0; i < TICKETS; i++) {
            mine[i] = onOpora
                    ? desks.opora.handle(agent, desks.opora.open(Cases.CUSTOMER, open).id(), Move.of("start"))
                    : desks.floor.move(agent, desks.floor.open(Cases.CUSTOMER, open.subject(), TEXT).id(), "start");
        }
        next = 0;
    }

    /** The library. */
    @Benchmark
    public Ticket opora(Desks desks) {
        Ticket ticket = mine[next];
        Tickets tickets = desks.opora;
        return done(switch (command) {
            case "open" -> tickets.open(Cases.CUSTOMER, open);
            case "reply" -> tickets.handle(agent, ticket.id(), reply);
            case "note" -> tickets.handle(agent, ticket.id(), note);
            default -> tickets.handle(agent, ticket.id(), way(ticket));
        });
    }

    /** A map and lists. */
    @Benchmark
    public Ticket floor(Desks desks) {
        Ticket ticket = mine[next];
        FloorDesk desk = desks.floor;
        return done(switch (command) {
            case "open" -> desk.open(Cases.CUSTOMER, open.subject(), open.text());
            case "reply" -> desk.reply(agent, ticket.id(), reply.text());
            case "note" -> desk.note(agent, ticket.id(), note.text());
            default -> desk.move(agent, ticket.id(), way(ticket).action());
        });
    }

    /** To the customer and back. */
    private Move way(Ticket ticket) {
        return ticket.status().name().equals("open") ? ask : resume;
    }

    private Ticket done(Ticket ticket) {
        mine[next] = command.equals("open") ? mine[next] : ticket;
        next = (next + 1) % TICKETS;
        return ticket;
    }
}
