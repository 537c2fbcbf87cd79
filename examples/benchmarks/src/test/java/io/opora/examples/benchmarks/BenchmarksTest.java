package io.opora.examples.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.oxo42.stateless4j.StateMachine;
import com.sun.management.ThreadMXBean;
import io.opora.access.Actor;
import io.opora.examples.benchmarks.InboxBenchmark.Question;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.lucene.LuceneFaqSearch;
import io.opora.sla.SlaClock;
import io.opora.ticket.Decision;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.workflow.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each contestant does the same thing: without this the ratios would mean nothing. Nothing is timed here. */
class BenchmarksTest {

    /** Where the compiler cannot see that nobody looks at an answer. */
    private static volatile @Nullable Object last;

    @ParameterizedTest
    @ValueSource(strings = {"start", "ask", "hold", "resume"})
    void everyContestantComesToTheSameDecision(String move) {
        DecisionBenchmark benchmark = new DecisionBenchmark();
        benchmark.move = move;
        benchmark.prepare();
        DecisionBenchmark.Agent agent = new DecisionBenchmark.Agent();
        agent.roles = 1;
        agent.prepare();

        Decision decision = benchmark.opora(agent);

        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        assertThat(benchmark.floor()).isEqualTo(decision);
        assertThat(benchmark.stateless4j()).isEqualTo(decision);
        assertThat(benchmark.springStatemachine()).isEqualTo(decision);
        agent.roles = 5;
        agent.prepare();
        assertThat(Cases.after(benchmark.opora(agent))).isEqualTo(Cases.after(decision));
    }

    @Test
    void aTickLooksAtWhatIsDueAndAtNothingElse() {
        TickBenchmark benchmark = new TickBenchmark();
        benchmark.tickets = 50;
        benchmark.fill();
        assertThat(benchmark.opora()).isZero();

        benchmark.passUntil(TickBenchmark.OPENED.plusSeconds(86_400 + 9));
        assertThat(benchmark.opora()).as("whose timers were for nothing and are set anew").isEqualTo(10);
        assertThat(benchmark.opora()).isZero();
        benchmark.close();
    }

    @Test
    void everyContestantGoesRoundTheCycle() {
        for (int round = 1; round <= 2; round++) {
            CycleBenchmark benchmark = new CycleBenchmark();
            benchmark.prepare();
            long before = Cases.ticketIn("open").version();
            long version = before;
            for (Ticket ticket : List.of(benchmark.opora(), benchmark.floor(), benchmark.stateless4j(),
                    benchmark.springStatemachine())) {
                version += 4;
                assertThat(ticket.status().name()).isEqualTo("open");
                assertThat(ticket.version()).isEqualTo(version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-action", "right-missing", "field-required"})
    void everyContestantRefuses(String reason) {
        RefusalBenchmark benchmark = new RefusalBenchmark();
        benchmark.prepare();
        RefusalBenchmark.Refused refused = new RefusalBenchmark.Refused();
        refused.reason = reason;
        refused.prepare();

        assertThat(benchmark.opora(refused)).isInstanceOfSatisfying(Decision.Refused.class,
                answer -> assertThat(answer.reasons()).singleElement().returns(reason, found -> found.code()));
        assertThat(benchmark.floor()).isNull();
        assertThat(benchmark.stateless4j().name()).isEqualTo("open");
        assertThat(benchmark.springStatemachine()).isFalse();
    }

    @Test
    void thePeersKnowTheSameMovesAsTheFloor() {
        Floor floor = new Floor(Cases.WORKFLOW);
        Stateless4j stateless4j = new Stateless4j(Cases.WORKFLOW);
        SpringStatemachine spring = new SpringStatemachine(Cases.WORKFLOW, Cases.WORKFLOW.initial());
        List<String> actions = Cases.WORKFLOW.transitions().stream().map(transition -> transition.action()).distinct()
                .toList();
        for (Status from : Cases.WORKFLOW.statuses()) {
            for (String action : actions) {
                Status to = floor.target(from, action);
                StateMachine<Status, String> machine = stateless4j.machineIn(from);
                machine.fire(action);
                spring.restore(from);
                assertThat(spring.fire(action)).isEqualTo(to != null);
                assertThat(Stream.of(machine.getState(), spring.status())).containsOnly(to == null ? from : to);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "reply", "note", "move"})
    void bothDesksDoTheSameToATicket(String command) {
        for (EndToEndBenchmark benchmark : List.of(new EndToEndBenchmark(), new EndToEndBenchmark.TwoThreads())) {
            EndToEndBenchmark.Desks desks = new EndToEndBenchmark.Desks();
            desks.open();
            benchmark.command = command;
            benchmark.openMine(desks, true);
            Ticket opora = benchmark.opora(desks);
            benchmark.openMine(desks, false);
            Ticket floor = benchmark.floor(desks);
            desks.close();

            assertThat(floor).usingRecursiveComparison()
                    .ignoringFields("id", "number", "openedAt", "updatedAt", "statusSince", "quietSince")
                    .isEqualTo(opora);
        }
    }

    @Test
    void theFloorKeepsAHistoryToo() {
        Actor agent = Cases.agent(1);
        FloorDesk desk = new FloorDesk(Cases.WORKFLOW);
        Ticket ticket = desk.open(Cases.CUSTOMER, "I cannot log in", "The page stays empty");
        desk.move(agent, ticket.id(), "start");
        desk.note(agent, ticket.id(), "Looks like the cache");
        Ticket last = desk.reply(agent, ticket.id(), "Try again");

        List<TicketEvent> history = desk.history(ticket.id());

        assertThat(Ticket.replay(history)).isEqualTo(last);
    }

    @Test
    void aDecisionAllocatesNoMoreThanPromised() {
        Map<String, Long> bytes = new TreeMap<>();
        for (String move : Cases.FROM.keySet()) {
            DecisionBenchmark benchmark = new DecisionBenchmark();
            benchmark.move = move;
            benchmark.prepare();
            DecisionBenchmark.Agent agent = new DecisionBenchmark.Agent();
            agent.roles = 5;
            agent.prepare();

            bytes.put(move, allocated(() -> benchmark.opora(agent), 256));
            assertThat(last).as(move).isInstanceOf(Decision.Accepted.class);
        }
        assertThat(bytes).allSatisfy((move, least) -> assertThat(least).isBetween(100L, 256L));
    }

    @Test
    void aQuestionOfTimeAllocatesItsAnswerAndNothingElse() {
        AddBenchmark add = new AddBenchmark();
        add.hours = 240;
        add.prepare();
        BetweenBenchmark between = new BetweenBenchmark();
        between.hours = 240;
        between.prepare();
        IsOpenBenchmark isOpen = new IsOpenBenchmark();
        isOpen.prepare();

        assertThat(allocated(add::opora, 24)).isEqualTo(24);
        assertThat(allocated(between::opora, 24)).isEqualTo(24);
        assertThat(allocated(isOpen::opora, 0)).isZero();
    }

    /** The bytes that an operation allocates at least, looked for until there are no more than these. */
    private static long allocated(Supplier<Object> operation, long enough) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 100 && least > enough; round++) { // until the compiler is done
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                last = operation.get();
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 10_000);
        }
        return least;
    }

    @ParameterizedTest
    @EnumSource
    void everyContestantShowsTheSamePage(Question question) {
        InboxBenchmark benchmark = new InboxBenchmark();
        benchmark.tickets = 10_000;
        benchmark.question = question;
        benchmark.fill(true, true);

        List<Ticket> page = benchmark.opora().tickets();

        assertThat(page).isNotEmpty().hasSizeLessThanOrEqualTo(InboxBenchmark.PAGE);
        assertThat(benchmark.floor()).isEqualTo(page);
        assertThat(benchmark.scan()).isEqualTo(page);
        benchmark.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 240, 2000, 20_000})
    void everyContestantAddsTheSameOpenTime(int hours) {
        Supplier<AddBenchmark> benchmark = () -> {
            AddBenchmark add = new AddBenchmark();
            add.hours = hours;
            add.prepare();
            return add;
        };
        List<Instant> due = answers(benchmark.get()::opora);

        assertThat(answers(benchmark.get()::floor)).isEqualTo(due);
        assertThat(answers(benchmark.get()::mpxj)).isEqualTo(due.stream().map(MpxjHours::wallTime).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 240, 2000, 20_000})
    void everyContestantFindsTheSameOpenTime(int hours) {
        BetweenBenchmark benchmark = new BetweenBenchmark();
        benchmark.hours = hours;
        benchmark.prepare();

        assertThat(answers(benchmark::opora)).containsOnly(Duration.ofHours(hours));
        assertThat(answers(benchmark::floor)).containsOnly(Duration.ofHours(hours));
        assertThat(answers(benchmark::mpxj)).extracting(net.sf.mpxj.Duration::getDuration).containsOnly(60.0 * hours);
    }

    @Test
    void bothContestantsAreOpenAtTheSameTimes() {
        IsOpenBenchmark opora = new IsOpenBenchmark();
        opora.prepare();
        IsOpenBenchmark floor = new IsOpenBenchmark();
        floor.prepare();

        assertThat(answers(opora::opora)).isEqualTo(answers(floor::floor)).contains(true, false);
    }

    @Test
    void everyContestantBuildsTheSameCalendarAnewOrFindsIt() {
        BuildBenchmark benchmark = new BuildBenchmark();
        Duration open = benchmark.floor();

        assertThat(open).isGreaterThan(Duration.ofHours(50_000));
        assertThat(List.of(benchmark.opora(), benchmark.opora(), benchmark.shared())).containsOnly(open);
        assertThat(Hours.holidays()).doesNotHaveDuplicates().hasSize(110);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200})
    void theClocksOfAHistoryAreAllRead(int events) {
        SlaReadingBenchmark benchmark = new SlaReadingBenchmark();
        benchmark.events = events;
        benchmark.prepare();

        SlaClock.Reading reading = benchmark.opora();

        assertThat(reading.clocks()).hasSize(SlaClock.Kind.values().length);
        assertThat(reading.clock(SlaClock.Kind.NEXT_REPLY).orElseThrow().cycles())
                .hasSizeBetween(events / 10, events / 5);
    }

    private static <T> List<T> answers(Supplier<T> contestant) {
        return Stream.generate(contestant).limit(200).toList();
    }

    @Test
    void theCommandRunsJmhAndPrintsEachContestantBesideItsFloor(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Benchmarks.run(folder.resolve("jmh.json"),
                List.of("-o", folder.resolve("jmh.log").toString(), "-f", "0", "-wi", "0", "-i", "1", "-r", "10ms",
                        "-p",
                        "move=ask", "-p", "roles=1", "DecisionBenchmark"),
                new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8).strip().lines()).satisfiesExactly(
                title -> assertThat(title).contains("× floor"), rule -> assertThat(rule).contains("---"),
                floor -> assertThat(floor)
                        .matches("\\| Decision \\| move ask \\| floor \\| .* ns/op \\| .*\\d \\| 1.00 \\|"),
                peer -> assertThat(peer).startsWith("| Decision | move ask | springStatemachine |"),
                peer -> assertThat(peer).startsWith("| Decision | move ask | stateless4j |"),
                opora -> assertThat(opora).matches(
                        "\\| Decision \\| move ask, roles 1 \\| opora \\| .* ns/op \\| .*\\d \\| \\d.* \\|"));
    }

    @Test
    void theCommandPrintsNoTableWhenNothingWasMeasured(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Path results = Files.writeString(folder.resolve("jmh.json"), "[]");

        Benchmarks.run(results, List.of("-o", folder.resolve("jmh.log").toString(), "-h"),
                new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void bothSearchesFindTheEntryWhoseQuestionIsAsked() {
        FaqPopulation population = new FaqPopulation(300);
        try (LuceneFaqSearch opora = LuceneFaqSearch.inMemory();
                FloorFaqSearch floor = new FloorFaqSearch(population.entries())) {
            opora.index(population.entries());

            assertThat(population.entries().subList(0, 50)).allSatisfy(entry -> {
                assertThat(opora.search(FaqQuery.of(entry.question()).locale(Locale.ENGLISH))).first()
                        .extracting(FaqHit::id).isEqualTo(entry.id());
                assertThat(floor.search(entry.question())).first().isEqualTo(entry.id().value());
            });
        }
    }

    @Test
    void questionsHaveTenWordsAndAreTheSameEveryTime() {
        List<String> questions = new FaqPopulation(300).questions(20, 2);

        assertThat(questions).hasSize(20).allMatch(question -> question.split(" ", -1).length == 10)
                .isEqualTo(new FaqPopulation(300).questions(20, 2));
        assertThat(new FaqPopulation(300).beginnings(20)).allMatch(text -> text.split(" ", -1).length == 3);
    }

    @Test
    void theBenchmarksOfTheSearchDoWhatTheyMeasure() throws IOException {
        FaqSearchBenchmark search = new FaqSearchBenchmark();
        search.misspelt = 2;
        search.fill();
        assertThat(search.opora()).hasSize(10);
        assertThat(search.floor()).hasSize(10);
        search.close();
        FaqSuggestBenchmark suggest = new FaqSuggestBenchmark();
        suggest.fill();
        assertThat(suggest.opora()).isNotEmpty();
        suggest.close();
        FaqStartBenchmark start = new FaqStartBenchmark();
        start.fill();
        assertThat(start.opora()).isNotEmpty();
        start.delete();
        assertThat(new FaqIndexBenchmark().opora()).isEqualTo(10_000);
    }

    @Test
    void theStoreOfAPopulationHoldsItsHistories() {
        new Population(100).forEach((ticket, history) -> assertThat(Ticket.replay(history)).isEqualTo(ticket));
    }
}
