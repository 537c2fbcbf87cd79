package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.routing.RuleSet;
import io.opora.testing.TestDesk;
import io.opora.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules that sort requests when they are opened. */
class RoutingTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final RequestKind RETURN = RequestKind.of("return");
    private static final TicketFacts FACTS = TicketFacts.of(FieldSet.none(), Workflow.standard(), Workflow.returns());

    private static final RuleSet RULES = RuleSet.builder("front-door", 3)
            .rule("returns", Condition.words("text", "send back"),
                    rule -> rule.kind("return").priority("high").tags("parcel"))
            .rule("to-returns", Condition.in("kind", "return"), rule -> rule.team("returns"))
            .rule("again", Condition.is("follow-up", true), rule -> rule.tags("again")).build(FACTS.requests());

    private final TestDesk test = TestDesk
            .create(desk -> desk.workflow(RETURN, Workflow.returns()).routing(RULES));
    private final Tickets tickets = test.desk().tickets();

    @AfterEach
    void close() {
        test.close();
    }

    private Ticket open(String text) {
        return tickets.open(MARIA, OpenTicket.of("Lamp", text));
    }

    private List<TicketEvent> history(Ticket ticket) {
        return tickets.history(ANNA, ticket.id(), 0, 100);
    }

    @Test
    void aRequestIsSortedTogetherWithItsOpening() {
        Ticket ticket = open("I want to send back the lamp");

        assertThat(ticket.kind()).isEqualTo(RETURN);
        assertThat(ticket.workflow()).isEqualTo(Workflow.returns().ref());
        assertThat(ticket.team()).contains(TeamId.of("returns"));
        assertThat(ticket.priority()).isEqualTo(Priority.HIGH);
        assertThat(ticket.tags()).containsExactly(Tag.of("parcel"));
        assertThat(history(ticket)).hasSize((int) ticket.version())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Opened", "MessageAdded", "Explained", "Classified", "Prioritized", "TagsChanged",
                        "Assigned");
        assertThat(history(ticket).subList(2, 7)).allSatisfy(event -> {
            assertThat(event.stamp().by()).isEqualTo(Actor.SYSTEM);
            assertThat(event.stamp().at()).isEqualTo(TestDesk.START);
        });
        assertThat(((TicketEvent.Opened) history(ticket).getFirst()).kind()).isEqualTo(RequestKind.UNSORTED);
    }

    @Test
    void staffReadWhichRulesSpokeAndWhyAndTheCustomerDoesNot() {
        Ticket ticket = open("I want to send back the lamp");

        assertThat(history(ticket).get(2)).isInstanceOfSatisfying(TicketEvent.Explained.class, explained -> {
            assertThat(explained.origin()).isEqualTo(TicketEvent.Explained.Origin.ROUTING);
            assertThat(explained.source()).isEqualTo("front-door@3");
            assertThat(explained.rules()).extracting(TicketEvent.Explained.Spoken::rule)
                    .containsExactly("returns", "to-returns");
            assertThat(explained.rules().getFirst().because()).hasSize(1).first().asString().contains("send back");
        });
        assertThat(tickets.customerView(MARIA, ticket.id(), 0, 100).entries()).hasSize(1);
    }

    @Test
    void whatTheRequestSaysItselfStays() {
        Ticket ticket = tickets.open(MARIA, OpenTicket.builder("Lamp", "I want to send back the lamp")
                .kind(RequestKind.FINANCIAL).priority(Priority.LOW).tag("mine").build());

        assertThat(ticket.kind()).isEqualTo(RequestKind.FINANCIAL);
        assertThat(ticket.workflow()).isEqualTo(Workflow.standard().ref());
        assertThat(ticket.priority()).isEqualTo(Priority.LOW);
        assertThat(ticket.tags()).containsExactlyInAnyOrder(Tag.of("mine"), Tag.of("parcel"));
    }

    @Test
    void whereNoRuleSpeaksTheHistoryHasNothingButTheRequest() {
        assertThat(open("It flickers").version()).isEqualTo(2);
    }

    @Test
    void aKeyOpensOneTicketThatIsSortedOnce() {
        CommandOptions key = CommandOptions.key("k");
        Ticket first = tickets.open(MARIA, OpenTicket.of("Lamp", "I send back the lamp"), key);

        assertThat(tickets.open(MARIA, OpenTicket.of("Lamp", "I send back the lamp"), key)).isEqualTo(first);
    }

    @Test
    void theTicketThatContinuesAClosedOneIsSortedToo() {
        Ticket ticket = open("It flickers");
        tickets.handle(ANNA, ticket.id(), Reply.of("Try another bulb"));
        tickets.handle(ANNA, ticket.id(), Move.of("solve").with("resolution", "advice"));
        test.pass(Duration.ofDays(60));
        Ticket next = tickets.handle(MARIA, ticket.id(), Reply.of("It did not help, I send back the lamp"));

        assertThat(next.followUps().previous()).contains(ticket.id());
        assertThat(next.kind()).isEqualTo(RETURN);
        assertThat(next.workflow()).isEqualTo(Workflow.returns().ref());
        assertThat(next.tags()).containsExactlyInAnyOrder(Tag.of("again"), Tag.of("parcel"));
    }

    @Test
    void aRuleDoesNotFailBecauseThereIsNoRoomForItsTag() {
        OpenTicket.Builder full = OpenTicket.builder("Lamp", "I send back the lamp");
        IntStream.range(0, Ticket.MAX_TAGS).forEach(i -> full.tag("tag" + i));
        Ticket ticket = tickets.open(MARIA, full.build());

        assertThat(ticket.tags()).hasSize(Ticket.MAX_TAGS).doesNotContain(Tag.of("parcel"));
        assertThat(ticket.team()).contains(TeamId.of("returns"));
    }

    @Test
    void aTicketThatASplitMakesIsNotSorted() {
        Ticket ticket = open("It flickers");
        tickets.handle(MARIA, ticket.id(), Reply.of("And I send back the other one"));
        Ticket split = tickets.handle(ANNA, ticket.id(), Split.of("The other one", 3));

        assertThat(split.kind()).isEqualTo(RequestKind.UNSORTED);
        assertThat(tickets.rules().preview(OLGA, RULES, TicketQuery.all()).tried()).isEmpty();
    }

    @Test
    void rulesThatSpeakOfWhatTheDeskDoesNotHaveAreRefused() {
        FieldSet fields = FieldSet
                .of(FieldDefinition.builder("colour", FieldDefinition.Type.choice("red", "blue")).build());
        RuleSet others = RuleSet.builder("others", 1)
                .rule("red", Condition.in("field.colour", "red"), rule -> rule.team("red"))
                .build(TicketFacts.of(fields).requests());

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TestDesk.create(desk -> desk.routing(others)))
                .withMessageContaining("field.colour");
        TestDesk.create(desk -> desk.fields(fields).routing(others)).close();
    }

    @Test
    void aSetCanBeTriedOnARequestWithoutOpeningOne() {
        RuleSet.Outcome outcome = tickets.rules().preview(OLGA, RULES,
                OpenTicket.builder("Lamp", "I send back the lamp").requester(Requester.of("maria")).build());

        assertThat(outcome.kind()).contains("return");
        assertThat(outcome.team()).contains("returns");
        assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).isEmpty();
    }

    @Test
    void aSetCanBeTriedOnPastTicketsPageByPageAsTheyCameIn() {
        Ticket first = open("I send back the lamp");
        open("It flickers");
        Ticket third = open("I send back the bulb");
        tickets.handle(ANNA, third.id(), new Classify(RequestKind.TECHNICAL));
        RuleSet other = RuleSet.builder("other", 1)
                .rule("unsorted-bulbs",
                        Condition.all(Condition.in("kind", "unsorted"), Condition.words("text", "send")),
                        rule -> rule.team("bulbs"))
                .build(FACTS.requests());
        List<TicketId> spoken = new ArrayList<>();
        int pages = 0;
        Optional<TicketQuery.Cursor> place = Optional.empty();
        do {
            TicketQuery.Builder query = TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).limit(1);
            place.ifPresent(query::after);
            TicketRules.Page<RuleSet.Outcome> page = tickets.rules().preview(OLGA, other, query.build());
            page.tried().forEach(tried -> {
                assertThat(tried.outcome().team()).contains("bulbs");
                spoken.add(tried.ticket().id());
            });
            place = page.next();
            pages++;
        } while (place.isPresent());

        assertThat(spoken).containsExactlyInAnyOrder(first.id(), third.id());
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void onlyWhoMayAutomateTriesRules() {
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> tickets.rules().preview(ANNA, RULES, TicketQuery.all()));
    }
}
