package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.desk.SupportDesk;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.storage.memory.MemoryStorage;
import io.opora.testing.TestDesk;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules that apply macros by themselves. */
class AutomationsTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final TicketFacts FACTS = TicketFacts.of(FieldSet.none());

    private static final Macro THANK = Macro.builder("thank", "Thank").reply("Request {{number}} has arrived.")
            .build(FACTS.catalog());
    private static final Macro ESCALATE = Macro.builder("escalate", "Escalate")
            .step(new Macro.Step.Prioritize("urgent")).tag("late").build(FACTS.catalog());
    private static final Macro SOLVE = Macro.builder("solve", "Solve without saying how")
            .step(new Macro.Step.Take("solve", Map.of())).build(FACTS.catalog());
    private static final Macro LOOK = Macro.builder("look", "Look").note("The customer wrote again")
            .build(FACTS.catalog());

    private static final Automation RULES = Automation.builder("house-rules", 1)
            .on("thank", "opened", Condition.always(), "thank")
            .on("look", "customer-replied", Condition.in("phase", "pending", "open"), "look")
            .on("solve", "noted", Condition.contains("tags", "done"), "solve")
            .after("late", Duration.ofHours(2), Condition.in("phase", "new"), "escalate")
            .build(FACTS.catalog(), List.of(THANK, LOOK, SOLVE, ESCALATE));

    private final MemoryStorage storage = MemoryStorage.create();
    private final TestDesk test = desk();
    private final Tickets tickets = test.desk().tickets();

    private TestDesk desk() {
        return TestDesk.create(
                desk -> desk.storage(storage).macros(THANK, LOOK, SOLVE, ESCALATE).automation(RULES));
    }

    @AfterEach
    void close() {
        test.close();
        storage.close();
    }

    private void drain() {
        while (test.desk().events().drain(100).delivered() > 0) {
            // what was told may have brought about more
        }
    }

    private List<TicketEvent.Explained> explained(Ticket ticket) {
        return tickets.history(ANNA, ticket.id(), 0, 100).stream().filter(TicketEvent.Explained.class::isInstance)
                .map(TicketEvent.Explained.class::cast).toList();
    }

    private long said(Ticket ticket) {
        return tickets.history(ANNA, ticket.id(), 0, 100).stream().filter(TicketEvent.MessageAdded.class::isInstance)
                .count();
    }

    @Test
    void aRuleSpeaksBecauseOfAnEventAndTheHistorySaysWhy() {
        Ticket ticket = test.openedBy("maria");
        drain();

        assertThat(explained(ticket)).singleElement().satisfies(why -> {
            assertThat(why.origin()).isEqualTo(TicketEvent.Explained.Origin.AUTOMATION);
            assertThat(why.source()).isEqualTo("thank");
            assertThat(why.rules()).extracting(TicketEvent.Explained.Spoken::rule).containsExactly("thank");
            assertThat(why.of()).isEqualTo(2);
            assertThat(why.stamp().by()).isEqualTo(Actor.SYSTEM);
        });
        assertThat(said(ticket)).isEqualTo(2);
    }

    @Test
    void inOneStayARuleSpeaksOnceAndInAnotherAgain() {
        Ticket ticket = test.openedBy("maria");
        tickets.handle(ANNA, ticket.id(), Move.of("start"));
        tickets.handle(MARIA, ticket.id(), Reply.of("Hello?"));
        drain();
        tickets.handle(MARIA, ticket.id(), Reply.of("Anybody there?"));
        drain();
        assertThat(explained(ticket)).filteredOn(why -> why.source().equals("look")).hasSize(1);

        tickets.handle(ANNA, ticket.id(), Move.of("ask"));
        tickets.handle(MARIA, ticket.id(), Reply.of("An E27"));
        drain();
        assertThat(explained(ticket)).filteredOn(why -> why.source().equals("look")).hasSize(2);
    }

    @Test
    void whatIsToldAgainSetsNothingOffAgainEvenInAnotherStay() {
        Ticket ticket = test.openedBy("maria");
        drain();
        tickets.handle(ANNA, ticket.id(), Move.of("start"));
        long before = tickets.get(ANNA, ticket.id()).version();
        assertThat(test.desk().events().redeliver(OLGA, Tickets.AUTOMATION, ticket.id(), 1, 2)).isEqualTo(1);
        drain();

        assertThat(tickets.get(ANNA, ticket.id()).version()).isEqualTo(before);
    }

    @Test
    void mailThatNobodyWroteIsAnsweredByNoRule() {
        Ticket ticket = tickets.open(MARIA,
                OpenTicket.builder("Out of office", "I am away").origin(Message.Origin.AUTO_REPLY).build());
        drain();

        assertThat(said(ticket)).isEqualTo(1);
    }

    @Test
    void aRuleThatWaitsSpeaksWhenItsTimeHasComeAndNotBefore() {
        Ticket ticket = test.openedBy("maria");

        assertThat(test.pass(Duration.ofHours(2).minusNanos(1_000))).isZero();
        assertThat(test.pass(Duration.ofNanos(1_000))).isEqualTo(1);
        assertThat(tickets.get(ANNA, ticket.id()).priority()).isEqualTo(Priority.URGENT);
        assertThat(test.pass(Duration.ofDays(2))).isZero();
    }

    @Test
    void aRuleWaitsNoLongerWhereItsConditionHasCeasedToHold() {
        Ticket ticket = test.openedBy("maria");
        tickets.handle(ANNA, ticket.id(), Move.of("start"));

        assertThat(test.pass(Duration.ofDays(1))).isZero();
        assertThat(tickets.get(ANNA, ticket.id()).priority()).isEqualTo(Priority.NORMAL);
    }

    @Test
    void whatTheTicketDoesNotAdmitIsKeptWithTheReasonAndNotTriedAgain() {
        Ticket ticket = test.openedBy("maria");
        tickets.handle(ANNA, ticket.id(), ChangeTags.add("done"));
        tickets.handle(ANNA, ticket.id(), AddNote.of("Done"));
        tickets.handle(ANNA, ticket.id(), AddNote.of("Really"));
        drain();

        assertThat(explained(ticket)).filteredOn(why -> why.source().equals("solve")).singleElement()
                .satisfies(why -> assertThat(why.refused()).singleElement().asString().contains("resolution"));
        assertThat(tickets.get(ANNA, ticket.id()).phase()).isEqualTo(Phase.NEW);
    }

    @Test
    void untilAPersonActsAtMostTenMacrosAreApplied() {
        List<Macro> macros = new ArrayList<>();
        Automation.Builder rules = Automation.builder("many", 1);
        IntStream.rangeClosed(1, Automation.MAX_CHAIN + 1).forEach(i -> {
            macros.add(Macro.builder("tag" + i, "Tag").tag("t" + i).build(FACTS.catalog()));
            rules.on("rule" + i, "opened", Condition.always(), "tag" + i);
        });
        try (TestDesk many = TestDesk.create(desk -> desk.macros(macros.toArray(Macro[]::new))
                .automation(rules.build(FACTS.catalog(), macros)))) {
            Ticket ticket = many.openedBy("maria");
            many.desk().events().drain(100);

            assertThat(many.desk().tickets().get(ANNA, ticket.id()).tags()).hasSize(Automation.MAX_CHAIN)
                    .doesNotContain(Tag.of("t11"));
        }
    }

    @Test
    void severalNodesAtOnceApplyAMacroOnce() throws Exception {
        List<Ticket> opened = IntStream.range(0, 20).mapToObj(i -> test.openedBy("maria" + i)).toList();
        List<TestDesk> nodes = IntStream.range(0, 4).mapToObj(i -> desk()).toList();
        CyclicBarrier start = new CyclicBarrier(nodes.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(nodes.size())) {
            List<Future<Boolean>> ends = nodes.stream().map(node -> threads.submit(() -> {
                node.clock().advance(Duration.ofHours(3));
                start.await();
                while (node.desk().events().drain(100).delivered() + node.desk().tickets().tick(100) > 0) {
                    // until nobody has anything left to do
                }
                return true;
            })).toList();
            for (Future<Boolean> end : ends) {
                assertThat(end.get()).isTrue();
            }
        } finally {
            nodes.forEach(TestDesk::close);
        }
        test.clock().advance(Duration.ofHours(3));
        drain();
        test.pass(Duration.ZERO);

        assertThat(opened).allSatisfy(ticket -> assertThat(explained(ticket))
                .extracting(TicketEvent.Explained::source).containsExactlyInAnyOrder("thank", "escalate"));
    }

    @Test
    void timersOfRulesThatAreThereNoLongerAreSetAnew() {
        Ticket ticket = test.openedBy("maria");
        try (SupportDesk without = SupportDesk.builder().storage(storage).clock(test.clock()).build()) {
            test.clock().advance(Duration.ofHours(3));

            assertThat(without.tickets().tick(10)).isEqualTo(1);
            assertThat(without.tickets().tick(10)).isZero();
            assertThat(explained(ticket)).singleElement()
                    .satisfies(why -> assertThat(why.origin()).isEqualTo(TicketEvent.Explained.Origin.TIMER));
            assertThat(storage.tickets().due(test.clock().instant(), 10)).isEmpty();
        }
    }

    @Test
    void aPreviewListsTheTicketsThatRulesWouldTouchAndChangesNothing() {
        Ticket fresh = test.openedBy("maria");
        Ticket taken = test.openedBy("ivan");
        tickets.handle(ANNA, taken.id(), Move.of("start"));
        test.clock().advance(Duration.ofHours(3));
        TicketRules.Page<Automation.Decision> byTime = tickets.rules().preview(OLGA, RULES, TicketQuery.all());
        TicketRules.Page<Automation.Decision> byReply = tickets.rules().preview(OLGA, RULES, "customer-replied",
                TicketQuery.all());

        assertThat(byTime.tried()).singleElement().satisfies(tried -> {
            assertThat(tried.ticket()).isEqualTo(fresh);
            assertThat(tried.outcome().planned()).extracting(Automation.Planned::rule).containsExactly("late");
        });
        assertThat(byReply.tried()).extracting(tried -> tried.ticket().id()).containsExactly(taken.id());
        assertThat(tickets.get(ANNA, fresh.id())).isEqualTo(fresh);
        test.pass(Duration.ZERO);
        assertThat(tickets.rules().preview(OLGA, RULES, TicketQuery.all()).tried()).singleElement().satisfies(
                tried -> assertThat(tried.outcome().held()).singleElement()
                        .satisfies(held -> assertThat(held.reason().code()).isEqualTo("already-ran")));
    }

    @Test
    void aMergedTicketIsLeftAlone() {
        Ticket merged = test.openedBy("maria");
        Ticket target = test.openedBy("maria");
        tickets.handle(ANNA, merged.id(), Merge.into(target.id()));
        drain();
        test.pass(Duration.ofHours(3));

        assertThat(explained(merged)).isEmpty();
        assertThat(explained(target)).hasSize(2);
        assertThat(tickets.rules().preview(OLGA, RULES, "opened", TicketQuery.all()).tried())
                .extracting(tried -> tried.ticket().id()).containsExactly(target.id());
    }

    @Test
    void rulesNeedTheMacrosOfTheDesk() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TestDesk.create(desk -> desk.automation(RULES).macros(LOOK, SOLVE, ESCALATE)))
                .withMessageContaining("'thank' is no macro");
        Macro other = Macro.builder("thank", "Thank").reply("Hello.").build(FACTS.catalog());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TestDesk.create(desk -> desk.automation(RULES).macros(other, LOOK, SOLVE, ESCALATE)))
                .withMessageContaining("other macros");
    }

    @Test
    void rulesThatListenNeedAnOutbox() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Tickets.builder(storage.tickets())
                .macros(THANK, LOOK, SOLVE, ESCALATE).automation(RULES).build()).withMessageContaining("outbox");
    }
}
