package io.opora.examples.benchmarks;

import io.opora.access.Actor;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketPage;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A page of an inbox through the door of a desk in memory. The floor keeps one sorted set for the one question, which is the
 * least that a page can cost; the scan looks at every ticket, which is what it costs to have no index.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up
public class InboxBenchmark {

    static final int PAGE = 50;

    private static final Set<Phase> UNSOLVED = Set.of(Phase.NEW, Phase.OPEN, Phase.PENDING, Phase.ON_HOLD);
    private static final Comparator<Ticket> OLDEST = Comparator.comparing(Ticket::openedAt).thenComparing(Ticket::id);

    /** How many tickets there are. */
    @Param("1000000")
    public int tickets;

    /** What is asked. */
    @Param
    public Question question;

    private final Actor agent = Cases.agent(1);
    private final MemoryStorage storage = MemoryStorage.create();
    private final Tickets opora = Tickets.builder(storage.tickets()).workflow(Cases.WORKFLOW).build();
    private TicketQuery query;
    private FloorInbox floor;
    private Optional<Ticket> after = Optional.empty();

    /** The questions, each for Opora and written by hand. */
    @SuppressWarnings("ImmutableEnumChecker") // conditions and orders without state
    public enum Question {
        /** New and open tickets that nobody works on, the newest first. */
        UNASSIGNED(TicketQuery.builder().phases(Phase.NEW, Phase.OPEN).unassigned().build(),
                ticket -> (ticket.phase() == Phase.NEW || ticket.phase() == Phase.OPEN) && ticket.assignee().isEmpty(),
                OLDEST.reversed()),
        /** What an agent has to do, the most urgent first. */
        MINE(TicketQuery.builder().phases(UNSOLVED.toArray(Phase[]::new)).assignee(Population.AGENT)
                .sort(TicketQuery.Sort.MOST_URGENT).build(),
                ticket -> UNSOLVED.contains(ticket.phase())
                        && ticket.assignee().filter(Population.AGENT::equals).isPresent(),
                Comparator.comparing(Ticket::priority).reversed().thenComparing(OLDEST)),
        /** A team's tickets that wait for the customer, those first that were left alone longest. */
        TEAM_PENDING(TicketQuery.builder().phases(Phase.PENDING).team(Population.TEAM)
                .sort(TicketQuery.Sort.LEAST_RECENTLY_UPDATED).build(),
                ticket -> ticket.phase() == Phase.PENDING && ticket.team().filter(Population.TEAM::equals).isPresent(),
                Comparator.comparing(Ticket::updatedAt).thenComparing(Ticket::id)),
        /** All tickets of a customer. */
        CUSTOMER(TicketQuery.builder().requester(Population.CUSTOMER).build(),
                ticket -> ticket.requester().id().equals(Population.CUSTOMER), OLDEST.reversed()),
        /** Unsolved tickets with a word in the subject. */
        WORD(TicketQuery.builder().phases(UNSOLVED.toArray(Phase[]::new)).subjectWords("refund").build(),
                ticket -> UNSOLVED.contains(ticket.phase()) && hasWord(ticket, "refund"), OLDEST.reversed()),
        /** Any ticket with a word in the subject that one ticket has. */
        RARE_WORD(TicketQuery.builder().subjectWords(Population.order(1_500)).build(),
                ticket -> hasWord(ticket, Population.order(1_500)), OLDEST.reversed()),
        /** All tickets from the middle of the list on. */
        DEEP_PAGE(TicketQuery.all(), ticket -> true, OLDEST.reversed());

        private final TicketQuery query;
        private final Predicate<Ticket> condition;
        private final Comparator<Ticket> order;

        Question(TicketQuery query, Predicate<Ticket> condition, Comparator<Ticket> order) {
            this.query = query.toBuilder().limit(PAGE).build();
            this.condition = condition;
            this.order = order;
        }

        private static boolean hasWord(Ticket ticket, String word) {
            return ticket.subject().toLowerCase(Locale.ROOT).contains(word);
        }
    }

    /**
     * Fills what is measured.
     *
     * @param run what is measured
     */
    @Setup
    public void fill(BenchmarkParams run) {
        fill(run.getBenchmark().endsWith(".opora"), !run.getBenchmark().endsWith(".opora"));
    }

    void fill(boolean forOpora, boolean forFloor) {
        List<Ticket> all = new ArrayList<>(tickets);
        TicketStore store = storage.tickets();
        Population population = new Population(tickets);
        population.forEach((ticket, history) -> {
            all.add(ticket);
            if (forOpora) {
                TicketChange change = new TicketChange(ticket, history, population.lifecycle().wakeAt(ticket));
                store.append(new TicketCommit(List.of(change), Optional.empty()));
            }
        });
        query = question.query;
        if (question == Question.DEEP_PAGE) {
            after = Optional.of(all.get(tickets / 2));
            query = query.toBuilder().after(query.sort().cursor(all.get(tickets / 2))).build();
        }
        floor = new FloorInbox(forFloor ? all : List.of(), question.condition, question.order);
    }

    /** Lets go of what the desk holds. */
    @TearDown
    public void close() {
        opora.close();
        storage.close();
    }

    /** The library. */
    @Benchmark
    public TicketPage opora() {
        return opora.inbox(agent, query);
    }

    /** A sorted set for this one question. */
    @Benchmark
    public List<Ticket> floor() {
        return floor.walk(after, PAGE);
    }

    /** A look at every ticket. */
    @Benchmark
    public List<Ticket> scan() {
        return floor.scan(after, PAGE);
    }
}
