package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.routing.Assignment;
import io.opora.routing.RuleSet;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.TimeRange;
import io.opora.testing.TestDesk;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of staffed teams are handed out to their members. */
class HandingOutTest {

    private static final TeamId BILLING = TeamId.of("billing");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final Actor MARIA = Actor.customer("maria");
    private static final TicketFacts FACTS = TicketFacts.of(FieldSet.none());
    private static final RuleSet ROUTING = RuleSet.builder("front-door", 1)
            .rule("money", Condition.words("text", "refund"), rule -> rule.team("billing")).build(FACTS.requests());
    /** The desk of the tests opens on a Monday; its office at nine. */
    private static final BusinessCalendar OFFICE = BusinessCalendar.builder(ZoneOffset.UTC)
            .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "18:00")).build();

    private List<Staffing.Member> members = List.of(Staffing.Member.of("anna", 10), Staffing.Member.of("boris", 10));
    private Staffing staffing = Staffing.of(BILLING, Assignment.ROUND_ROBIN, () -> members);
    private TestDesk test = TestDesk.create(desk -> desk.routing(ROUTING).staffing(staffing));
    private Tickets tickets = test.desk().tickets();

    /** Opens another desk. */
    private void open(Staffing how) {
        test.close();
        test = TestDesk.create(desk -> desk.routing(ROUTING).staffing(how));
        tickets = test.desk().tickets();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Ticket asked() {
        return now(tickets.open(MARIA, OpenTicket.of("Lamp", "A refund, please")));
    }

    private Ticket now(Ticket ticket) {
        return tickets.get(OLGA, ticket.id());
    }

    private static String assignee(Ticket ticket) {
        return ticket.assignee().map(Object::toString).orElse("nobody");
    }

    private void members(Staffing.Member... some) {
        members = Arrays.asList(some);
    }

    @Test
    void aRequestThatRoutingSendsToAStaffedTeamIsSomebodysAtOnceAndTheHistorySaysWhy() {
        Ticket ticket = asked();

        assertThat(assignee(ticket)).isEqualTo("anna");
        assertThat(ticket.team()).contains(BILLING);
        assertThat(tickets.history(OLGA, ticket.id(), 0, 100)).filteredOn(TicketEvent.Explained.class::isInstance)
                .map(TicketEvent.Explained.class::cast)
                .filteredOn(why -> why.origin() == TicketEvent.Explained.Origin.ASSIGNMENT).singleElement()
                .satisfies(why -> {
                    assertThat(why.source()).isEqualTo("billing");
                    assertThat(why.rules()).containsExactly(new TicketEvent.Explained.Spoken("longest-waiting",
                            List.of("has waited longest of 2")));
                });
        assertThat(IntStream.range(0, 4).mapToObj(i -> assignee(asked()))).containsExactly("boris", "anna", "boris",
                "anna");
    }

    @Test
    void theAnswerToTheCustomerIsTheTicketAsTheyOpenedItAlsoUnderItsKeyAgain() {
        CommandOptions key = CommandOptions.key("key");
        OpenTicket request = OpenTicket.of("Lamp", "A refund, please");
        Ticket opened = tickets.open(MARIA, request, key);

        assertThat(tickets.open(MARIA, request, key)).isEqualTo(opened);
        assertThat(opened.assignee()).isEmpty();
        assertThat(now(opened).assignee()).isPresent();
    }

    @Test
    void theLeastLoadedGetsItAndNobodyMoreThanTheyCanTake() {
        members(Staffing.Member.of("anna", 2), Staffing.Member.of("boris", 4));
        open(Staffing.of(BILLING, Assignment.LEAST_LOADED, () -> members));
        List<String> got = IntStream.range(0, 8).mapToObj(i -> assignee(asked())).toList();

        assertThat(got).containsExactly("anna", "boris", "boris", "anna", "boris", "boris", "nobody", "nobody");
    }

    @Test
    void whatNobodyCanTakeWaitsAndIsHandedOutWhenTimePassesTheMostUrgentFirst() {
        members(Staffing.Member.of("anna", 1));
        Ticket first = asked();
        Ticket second = asked();
        Ticket third = asked();
        tickets.handle(OLGA, third.id(), new Prioritize(Priority.URGENT));
        assertThat(assignee(first)).isEqualTo("anna");
        assertThat(assignee(second)).isEqualTo("nobody");
        assertThat(tickets.tick(100)).isZero();

        members(Staffing.Member.of("anna", 2));
        assertThat(tickets.tick(100)).isEqualTo(1);
        assertThat(assignee(now(third))).isEqualTo("anna");
        assertThat(assignee(now(second))).isEqualTo("nobody");

        tickets.handle(ANNA, first.id(), Reply.of("Which lamp?"));
        tickets.handle(ANNA, first.id(), Move.of("ask"));
        assertThat(tickets.tick(100)).isEqualTo(1);
        assertThat(assignee(now(second))).isEqualTo("anna");
        assertThat(tickets.tick(100)).isZero();
    }

    @Test
    void whoIsAwayOrLacksASkillGetsNothing() {
        members(Staffing.Member.of("anna", 9).with("ru"), Staffing.Member.of("boris", 9).with("en"),
                Staffing.Member.of("carol", 9).with("en", "ru").away());
        open(staffing.needing(ticket -> Set.of(ticket.locale().getLanguage())));

        Ticket russian = tickets.open(MARIA, OpenTicket.builder("Лампа", "refund").locale(Locale.of("ru")).build());
        Ticket german = tickets.open(MARIA, OpenTicket.builder("Lampe", "refund").locale(Locale.GERMAN).build());
        Ticket another = tickets.open(MARIA, OpenTicket.builder("Лампа", "refund").locale(Locale.of("ru")).build());

        assertThat(assignee(now(russian))).isEqualTo("anna");
        assertThat(assignee(now(another))).isEqualTo("anna");
        assertThat(assignee(now(german))).isEqualTo("nobody");
        members(Staffing.Member.of("anna", 9).with("ru", "de"));
        assertThat(tickets.tick(100)).as("though others wait that nobody can take").isEqualTo(1);
        assertThat(assignee(now(german))).isEqualTo("anna");
    }

    @Test
    void requestsComeToTheTeamByPeopleAndByCustomersRepliesToo() {
        Ticket ticket = tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"));
        assertThat(now(ticket).assignee()).isEmpty();

        tickets.handle(OLGA, ticket.id(), Assign.toTeam(BILLING));
        assertThat(assignee(now(ticket))).isEqualTo("anna");

        Ticket second = asked();
        tickets.handle(OLGA, second.id(), Reply.of("Which one?"));
        tickets.handle(OLGA, second.id(), Move.of("ask"));
        tickets.handle(OLGA, second.id(), new Assign(Optional.of(BILLING), Optional.empty()));
        assertThat(now(second).assignee()).as("the customer's turn").isEmpty();
        tickets.handle(MARIA, second.id(), Reply.of("The green one."));
        assertThat(assignee(now(second))).as("not boris again, who had it before").isEqualTo("anna");
    }

    @Test
    void otherTeamsRequestsAndMergedAndPutAsideOnesAreLeftAlone() {
        members();
        Ticket merged = asked();
        Ticket target = asked();
        Ticket aside = asked();
        tickets.handle(OLGA, merged.id(), new Merge(target.id()));
        tickets.handle(OLGA, aside.id(), Snooze.until(test.clock().instant().plus(Duration.ofDays(1))));
        Ticket other = tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"));
        tickets.handle(OLGA, other.id(), Assign.toTeam(TeamId.of("repairs")));

        members(Staffing.Member.of("anna", 9));
        assertThat(tickets.tick(100)).isEqualTo(1);

        assertThat(assignee(now(target))).isEqualTo("anna");
        assertThat(List.of(merged, aside, other)).allSatisfy(each -> assertThat(now(each).assignee()).isEmpty());
    }

    @Test
    void whatNobodyTouchesGoesBackAfterWorkingTimeAndToSomebodyElse() {
        open(staffing.returning(Duration.ofHours(4), OFFICE));
        Ticket ticket = asked();
        Ticket touched = asked();
        Ticket byHand = tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"));
        tickets.handle(OLGA, byHand.id(), new Assign(Optional.of(BILLING), Optional.of(ANNA.id())));
        tickets.handle(Actor.agent("boris"), touched.id(), AddNote.of("Asking the carrier"));
        tickets.handle(MARIA, ticket.id(), Reply.of("Hello?"));
        tickets.handle(OLGA, ticket.id(), AddNote.of("Anna, please"));
        assertThat(assignee(ticket)).isEqualTo("anna");
        var due = OFFICE.add(ticket.openedAt(), Duration.ofHours(4));

        test.clock().set(due.minusNanos(1_000));
        assertThat(tickets.tick(100)).isZero();
        test.clock().set(due);
        assertThat(tickets.tick(100)).isEqualTo(1);

        assertThat(assignee(now(ticket))).isEqualTo("boris");
        assertThat(assignee(now(touched))).isEqualTo("boris");
        assertThat(assignee(now(byHand))).as("where a person wanted it").isEqualTo("anna");
        assertThat(tickets.history(OLGA, ticket.id(), 0, 100)).filteredOn(TicketEvent.Explained.class::isInstance)
                .flatExtracting(event -> ((TicketEvent.Explained) event).rules())
                .extracting(TicketEvent.Explained.Spoken::rule)
                .contains("longest-waiting", "untouched");
        test.clock().set(OFFICE.add(due, Duration.ofHours(4)));
        members(Staffing.Member.of("boris", 9));
        assertThat(tickets.tick(100)).isEqualTo(1);
        assertThat(assignee(now(ticket))).as("not to the one who has just left it").isEqualTo("nobody");
    }

    @Test
    void aHostThatCannotSayWhoIsThereKeepsNoRequestOut() {
        open(Staffing.of(BILLING, Assignment.ROUND_ROBIN, () -> {
            if (members.isEmpty()) {
                throw new IllegalStateException("no roster");
            }
            return members;
        }));
        members();
        Ticket ticket = asked();
        assertThat(ticket.assignee()).isEmpty();
        members(Staffing.Member.of("anna", 1), Staffing.Member.of("anna", 2));
        assertThat(tickets.tick(100)).as("somebody who is there twice").isZero();
        members(new Staffing.Member(ANNA.id(), Set.of(), -1, true));
        assertThat(tickets.tick(100)).isZero();
        members(Staffing.Member.of("anna", 1));
        assertThat(tickets.tick(100)).isEqualTo(1);
        assertThat(assignee(now(ticket))).isEqualTo("anna");
    }

    @Test
    void anAgentHasWhatIsTheirsInEveryTeam() {
        members(Staffing.Member.of("anna", 1));
        Ticket other = tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"));
        tickets.handle(OLGA, other.id(), Assign.to("anna"));

        assertThat(asked().assignee()).isEmpty();
    }

    @Test
    void badStaffingIsRefusedWhenTheDeskIsBuilt() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TestDesk.create(desk -> desk.staffing(staffing, staffing)))
                .withMessageContaining("billing");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> staffing.returning(Duration.ZERO, OFFICE)).withMessageContaining("PT0S");
    }

    @Test
    void listenersAndConsumersHearOfItLikeOfEverythingElse() {
        List<TicketEvent> heard = new ArrayList<>();
        test.close();
        test = TestDesk.create(desk -> desk.routing(ROUTING).staffing(staffing).listener(heard::add));
        tickets = test.desk().tickets();
        asked();

        assertThat(heard).anyMatch(event -> event instanceof TicketEvent.Assigned assigned
                && assigned.assignee().equals(Optional.of(ANNA.id()))
                && assigned.stamp().by().equals(Actor.SYSTEM));
    }
}
