package io.opora.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.oxo42.stateless4j.StateMachine;
import io.opora.access.Actor;
import io.opora.examples.benchmarks.InboxBenchmark.Question;
import io.opora.ticket.Decision;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.workflow.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each contestant does the same thing: without this the ratios would mean nothing. Nothing is timed here. */
class BenchmarksTest {

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

    @Test
    void theStoreOfAPopulationHoldsItsHistories() {
        new Population(100).forEach((ticket, history) -> assertThat(Ticket.replay(history)).isEqualTo(ticket));
    }
}
