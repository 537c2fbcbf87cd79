package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.opora.Reason;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.BusinessDays;
import io.opora.sla.TimeRange;
import io.opora.testing.TestDesk;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import io.opora.workflow.WorkflowMap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnoozeTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Instant TOMORROW = TestDesk.START.plus(Duration.ofDays(1));
    private static final TicketQuery SNOOZED = TicketQuery.builder().snoozed(true).build();
    private static final TicketQuery AWAKE = TicketQuery.builder().snoozed(false).build();

    private final TestDesk test = TestDesk.create();
    private final Tickets tickets = test.desk().tickets();

    @AfterEach
    void close() {
        test.close();
    }

    private Ticket snoozed() {
        return tickets.handle(ANNA, test.openedBy("maria").id(), Snooze.until(TOMORROW));
    }

    private List<TicketEvent> since(Ticket ticket) {
        return tickets.history(ANNA, ticket.id(), ticket.version(), 100);
    }

    private static void assertWoken(TicketEvent event, TicketEvent.Cause cause, Actor by) {
        assertThat(event).isInstanceOfSatisfying(TicketEvent.Woken.class, woken -> {
            assertThat(woken.cause()).isEqualTo(cause);
            assertThat(woken.stamp().by()).isEqualTo(by);
        });
    }

    @Test
    void aTicketThatIsPutAsideComesBackWhenTheInstantIsReachedAndNotBefore() {
        Ticket ticket = snoozed();
        assertThat(ticket.snoozedUntil()).contains(TOMORROW);
        assertThat(ticket.phase()).isEqualTo(Phase.NEW);

        assertThat(test.pass(Duration.ofDays(1).minusNanos(1_000))).isZero();
        assertThat(tickets.inbox(ANNA, SNOOZED).tickets()).containsExactly(ticket);
        assertThat(tickets.inbox(ANNA, AWAKE).tickets()).isEmpty();

        assertThat(test.pass(Duration.ofNanos(1_000))).isEqualTo(1);
        Ticket awake = tickets.get(ANNA, ticket.id());
        assertThat(awake.snoozedUntil()).isEmpty();
        assertThat(since(ticket)).singleElement()
                .satisfies(event -> assertWoken(event, TicketEvent.Cause.TIME, Actor.SYSTEM));
        assertThat(tickets.inbox(ANNA, SNOOZED).tickets()).isEmpty();
        assertThat(tickets.inbox(ANNA, AWAKE).tickets()).containsExactly(awake);
        assertThat(test.pass(Duration.ofDays(100))).isZero();
    }

    @Test
    void aTicketIsPutAsideForBusinessDays() {
        BusinessCalendar office = BusinessCalendar.builder(ZoneOffset.UTC)
                .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "18:00"))
                .closed(LocalDate.parse("2026-03-03")).build();

        Ticket ticket = tickets.handle(ANNA, test.openedBy("maria").id(),
                Snooze.of(BusinessDays.of(4).untilEndOfDay(), office, TestDesk.START));

        assertThat(ticket.snoozedUntil()).as("Monday and four days on, without the closed Tuesday and the weekend")
                .contains(Instant.parse("2026-03-09T18:00:00Z"));
    }

    @Test
    void aCustomersReplyWakesItAtOnceAndTheStaffsDoesNot() {
        Ticket ticket = snoozed();
        Ticket replied = tickets.handle(ANNA, ticket.id(), Reply.of("Still looking"));
        assertThat(replied.snoozedUntil()).contains(TOMORROW);

        Ticket woken = tickets.handle(MARIA, ticket.id(), Reply.of("It burns!"));

        assertThat(woken.snoozedUntil()).isEmpty();
        List<TicketEvent> events = since(replied);
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOf(TicketEvent.MessageAdded.class);
        assertWoken(events.get(1), TicketEvent.Cause.CUSTOMER_REPLY, MARIA);
        assertThat(test.pass(Duration.ofDays(2))).isZero();
    }

    @Test
    void aCustomersReplyThatMovesTheTicketWakesItToo() {
        Ticket ticket = tickets.handle(ANNA, test.openedBy("maria").id(), Move.of("ask"));
        ticket = tickets.handle(ANNA, ticket.id(), Snooze.until(TOMORROW));

        Ticket answered = tickets.handle(MARIA, ticket.id(), Reply.of("Here"));

        assertThat(answered.phase()).isEqualTo(Phase.OPEN);
        assertThat(since(ticket)).extracting(event -> event.getClass().getSimpleName())
                .containsExactly("MessageAdded", "Woken", "StatusChanged");
    }

    @Test
    void itCanBeTakenUpBeforeAndThatNeedsNoSnooze() {
        Ticket ticket = snoozed();

        Ticket awake = tickets.handle(ANNA, ticket.id(), Snooze.end());

        assertThat(awake.snoozedUntil()).isEmpty();
        assertThat(since(ticket)).singleElement()
                .satisfies(event -> assertWoken(event, TicketEvent.Cause.COMMAND, ANNA));
        assertThat(tickets.handle(ANNA, ticket.id(), Snooze.end())).isEqualTo(awake);
    }

    @Test
    void anotherInstantTakesTheFirstOnesPlaceAndTheSameOneChangesNothing() {
        Ticket ticket = snoozed();
        assertThat(tickets.handle(ANNA, ticket.id(), Snooze.until(TOMORROW.plusNanos(999)))).isEqualTo(ticket);

        Ticket later = tickets.handle(ANNA, ticket.id(), Snooze.until(TOMORROW.plusNanos(1_000)));

        assertThat(later.snoozedUntil()).contains(TOMORROW.plusNanos(1_000));
        assertThat(test.pass(Duration.ofDays(1))).isZero();
        assertThat(test.pass(Duration.ofNanos(1_000))).isEqualTo(1);
    }

    @Test
    void solvingOrClosingItEndsItBecauseNothingIsLeftToDo() {
        Ticket solved = snoozed();
        tickets.handle(ANNA, solved.id(), Move.of("solve").with("resolution", "x"));
        assertThat(since(solved)).extracting(event -> event.getClass().getSimpleName()).containsExactly("StatusChanged",
                "Woken");
        assertWoken(since(solved).get(1), TicketEvent.Cause.COMMAND, ANNA);

        Ticket held = snoozed();
        assertThat(tickets.handle(ANNA, held.id(), Move.of("hold")).snoozedUntil()).contains(TOMORROW);
        assertThat(tickets.get(ANNA, solved.id()).snoozedUntil()).isEmpty();
    }

    @Test
    void whatTheWorkflowDoesWhenTimePassesGoesOn() {
        Ticket ticket = tickets.handle(ANNA, test.openedBy("maria").id(), Move.of("ask"));
        tickets.handle(ANNA, ticket.id(), Snooze.until(TestDesk.START.plus(Duration.ofDays(30))));

        assertThat(test.pass(Duration.ofDays(3))).isEqualTo(1);
        assertThat(test.pass(Duration.ofDays(7))).isEqualTo(1);

        Ticket solved = tickets.get(ANNA, ticket.id());
        assertThat(solved.phase()).isEqualTo(Phase.SOLVED);
        assertThat(solved.snoozedUntil()).isEmpty();
        assertThat(since(ticket)).extracting(event -> event.getClass().getSimpleName()).containsExactly("Snoozed",
                "Reminded", "StatusChanged", "Woken");
        assertWoken(since(ticket).getLast(), TicketEvent.Cause.TIME, Actor.SYSTEM);
    }

    @Test
    void whatFallsDueFirstComesFirstAndTheSnoozeIfBothDo() {
        TicketLifecycle rules = TicketLifecycle.of(Workflow.standard(), Map.of());
        Ticket asked = tickets.handle(ANNA, test.openedBy("maria").id(), Move.of("ask"));
        Instant reminder = TestDesk.START.plus(Duration.ofDays(3));

        for (Instant until : List.of(reminder.minusNanos(1_000), reminder)) {
            Ticket ticket = asked.toBuilder().snoozedUntil(Optional.of(until)).build();
            assertThat(rules.wakeAt(ticket)).contains(until);
            assertThat(rules.timePassed(ticket, reminder.plusSeconds(1)).events()).singleElement()
                    .isInstanceOf(TicketEvent.Woken.class);
        }
        Ticket ticket = asked.toBuilder().snoozedUntil(Optional.of(reminder.plusNanos(1_000))).build();
        assertThat(rules.wakeAt(ticket)).contains(reminder);
        assertThat(rules.timePassed(ticket, reminder.plusSeconds(1)).events()).singleElement()
                .isInstanceOf(TicketEvent.Reminded.class);
    }

    @Test
    void aChangeOfTheWorkflowThatFinishesItEndsItToo() {
        Ticket ticket = snoozed();
        Workflow other = Workflow.builder("other", 1).status("open", Phase.OPEN).status("done", Phase.SOLVED)
                .status("closed", Phase.CLOSED).initial("open")
                .transition("finish", t -> t.from("open").to("done").by(Role.AGENT))
                .transition("close", t -> t.from("done").to("closed").by(Role.AGENT)).build();
        WorkflowMap map = WorkflowMap.between(Workflow.standard(), other).map("new", "done").map("pending", "open")
                .map("on-hold", "open").map("solved", "done").mapSameNames().build();
        TicketLifecycle rules = TicketLifecycle.of(Workflow.standard(), Map.of());

        assertThat(rules.decide(ticket, new ChangeWorkflow(map), ANNA, TestDesk.START)).isInstanceOfSatisfying(
                Decision.Accepted.class, accepted -> {
                    assertThat(accepted.events()).hasSize(2);
                    assertWoken(accepted.events().get(1), TicketEvent.Cause.COMMAND, ANNA);
                    assertThat(accepted.ticket().solution()).hasValue(ticket.version() + 1);
                });
    }

    @Test
    void whatIsSolvedIsNotPutAside() {
        Ticket ticket = tickets.handle(ANNA, test.openedBy("maria").id(), Move.of("solve").with("resolution", "x"));

        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> tickets.handle(ANNA, ticket.id(), Snooze.until(TestDesk.START)))
                .satisfies(e -> assertThat(e.reasons()).extracting(Reason::code, Reason::message).containsExactly(
                        tuple("snooze-finished",
                                "There is nothing to put aside: the ticket is 'solved'"),
                        tuple("snooze-until",
                                "It is 2026-03-02T09:00:00Z: a ticket is put aside until an instant after that, at the"
                                        + " latest 2036-02-28T09:00:00Z, not until 2026-03-02T09:00:00Z")));
    }

    @Test
    void onANodeWhoseClockIsSlowTheTicketsOwnTimeCounts() {
        Ticket ticket = test.openedBy("maria");
        test.clock().advance(Duration.ofHours(-1));

        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> tickets.handle(ANNA, ticket.id(), Snooze.until(TestDesk.START)));
    }

    @Test
    void itIsNotForCustomers() {
        Ticket ticket = test.openedBy("maria");

        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> tickets.handle(MARIA, ticket.id(), Snooze.until(TOMORROW)));
    }

    @Test
    void itConflictsWithWhatOthersDidAndItsKeyKnowsTheInstant() {
        Ticket ticket = test.openedBy("maria");
        CommandOptions key = CommandOptions.key("snooze");
        Ticket snoozed = tickets.handle(ANNA, ticket.id(), Snooze.until(TOMORROW), key);

        assertThat(tickets.handle(ANNA, ticket.id(), Snooze.until(TOMORROW), key)).isEqualTo(snoozed);
        assertThatExceptionOfType(IdempotencyKey.ReusedException.class)
                .isThrownBy(() -> tickets.handle(ANNA, ticket.id(), Snooze.end(), key));
        assertThatExceptionOfType(TicketConflictException.class).isThrownBy(() -> tickets.handle(ANNA, ticket.id(),
                Snooze.end(), CommandOptions.seen(ticket.version())))
                .withMessageContaining("it was put aside until " + TOMORROW);
        Ticket awake = tickets.handle(ANNA, ticket.id(), Snooze.end());
        assertThatExceptionOfType(TicketConflictException.class).isThrownBy(() -> tickets.handle(ANNA, ticket.id(),
                Snooze.until(TOMORROW), CommandOptions.seen(awake.version() - 1)))
                .withMessageContaining("it was taken up again");
    }

    @Test
    void customersNeverHearOfIt() {
        Ticket ticket = snoozed();
        tickets.handle(ANNA, ticket.id(), Snooze.end());

        assertThat(tickets.customerView(MARIA, ticket.id(), 0, 10).entries()).hasSize(1);
    }
}
