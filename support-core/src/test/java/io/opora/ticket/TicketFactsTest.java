package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.testing.TestDesk;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What conditions may ask about tickets. */
class TicketFactsTest {

    private static final FieldSet FIELDS = FieldSet.of(
            FieldDefinition.builder("order-number", FieldDefinition.Type.text()).build(),
            FieldDefinition.builder("amount", FieldDefinition.Type.number()).build(),
            FieldDefinition.builder("bought-on", FieldDefinition.Type.date()).build(),
            FieldDefinition.builder("colour", FieldDefinition.Type.choice("red", "blue")).build(),
            FieldDefinition.builder("insured", FieldDefinition.Type.flag()).build());

    private static final TicketFacts FACTS = TicketFacts.of(FIELDS);

    /** A ticket of which everything is known. */
    private static Ticket complete() {
        try (TestDesk desk = TestDesk.create(builder -> builder.fields(FIELDS))) {
            return desk.openedBy("maria").toBuilder().kind(RequestKind.FINANCIAL).priority(Priority.HIGH)
                    .team(Optional.of(TeamId.of("billing"))).assignee(Optional.of(ActorId.of("anna")))
                    .tags(Set.of(Tag.of("vip"), Tag.of("refund"))).locale(Locale.forLanguageTag("sr-Latn-RS"))
                    .fields(Map.of("order-number", FieldValue.text("A-1"), "amount",
                            FieldValue.number(new BigDecimal("49.90")), "bought-on",
                            FieldValue.date(LocalDate.of(2026, 1, 31)), "colour", FieldValue.choice("red"), "insured",
                            FieldValue.flag(false), "resolution", FieldValue.text("sent back"), "reason",
                            FieldValue.text("broken"),
                            "pending-reason", FieldValue.text("photo")))
                    .rating(Optional.of(new Ticket.Rating(2, Optional.empty(), TestDesk.START, 7))).build();
        }
    }

    private static boolean holds(Condition condition) {
        return FACTS.tickets().require(condition).matches(TicketFacts.about(complete()));
    }

    @Test
    void aTicketOfWhichEverythingIsKnownHasEveryFactThatIsDeclared() {
        Facts facts = TicketFacts.about(complete());

        assertThat(FACTS.tickets().facts()).allSatisfy(fact -> assertThat(facts.has(fact)).as(fact).isTrue());
    }

    @Test
    void factsHaveTheNamesAndTypesThatTheVocabularyDeclares() {
        assertThat(List.of(Condition.in("kind", "financial"), Condition.in("team", "billing"),
                Condition.in("priority", "high"), Condition.contains("tags", "vip"),
                Condition.words("subject", "lamp"), Condition.in("requester", "maria"),
                Condition.in("language", "sr"), Condition.in("channel", "form"), Condition.is("follow-up", false),
                Condition.in("status", "new"), Condition.in("phase", "new"), Condition.in("assignee", "anna"),
                Condition.is("snoozed", false), Condition.compare("rating", Condition.Comparison.AT_MOST, 2),
                Condition.words("field.order-number", "a 1"), Condition.in("field.colour", "red"),
                Condition.is("field.insured", false), Condition.in("field.resolution", "sent back"),
                Condition.compare("field.amount", Condition.Comparison.AT_LEAST, new BigDecimal("49.90")),
                Condition.present("field.bought-on"))).allSatisfy(condition -> assertThat(holds(condition)).isTrue());
    }

    @Test
    void hoursAndDaysAreAskedForInAZone() {
        // 2026-03-02 is a Monday; TestDesk begins at 09:00 UTC
        Condition tokyoEvening = Condition.during("opened-at", ZoneId.of("Asia/Tokyo"), LocalTime.of(18, 0),
                LocalTime.of(19, 0), DayOfWeek.MONDAY);
        Condition utcEvening = Condition.during("opened-at", ZoneId.of("UTC"), LocalTime.of(18, 0),
                LocalTime.of(19, 0), DayOfWeek.MONDAY);

        assertThat(holds(tokyoEvening)).isTrue();
        assertThat(holds(utcEvening)).isFalse();
    }

    @Test
    void whatATicketDoesNotHaveDoesNotHold() {
        Ticket bare = complete().toBuilder().team(Optional.empty()).assignee(Optional.empty()).tags(Set.of())
                .fields(Map.of()).rating(Optional.empty()).build();
        Facts facts = TicketFacts.about(bare);

        assertThat(List.of("team", "assignee", "tags", "rating", "field.amount"))
                .allSatisfy(fact -> assertThat(facts.has(fact)).as(fact).isFalse());
    }

    @ParameterizedTest
    @EnumSource
    void everyPhaseIsAValueThatActionsCanLeadTo(Phase phase) {
        assertThat(FACTS.tickets().values("phase")).contains(TicketFacts.name(phase));
    }

    @Test
    void requestsKnowTheirTextAndWhoOpensThemAndNotWhereTheyStand() {
        try (TestDesk desk = TestDesk.create()) {
            Ticket ticket = desk.openedBy("maria");
            List<TicketEvent> history = desk.desk().tickets().history(Actor.agent("anna"), ticket.id(), 0, 2);
            Facts facts = TicketFacts.about((TicketEvent.Opened) history.getFirst(),
                    ((TicketEvent.MessageAdded) history.get(1)).message().text());
            Vocabulary requests = FACTS.requests();

            assertThat(requests.require(Condition.all(Condition.words("text", "flickers"),
                    Condition.in("author", "customer"), Condition.in("kind", "unsorted"))).matches(facts)).isTrue();
            assertThat(requests.facts()).doesNotContain("status", "phase", "assignee", "rating");
            assertThat(FACTS.tickets().facts()).doesNotContain("text", "author");
        }
    }

    @Test
    void aMisspeltStatusFieldKindOrTeamIsFoundWhenARuleIsWritten() {
        TicketFacts facts = FACTS.withKinds("financial", "unsorted").withTeams("billing");

        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RuleSet.builder("front-door", 1)
                .rule("a", Condition.in("kind", "finacial"), rule -> rule.team("biling"))
                .rule("b", Condition.in("field.color", "red"), rule -> rule.kind("financial"))
                .build(facts.requests()))
                .withMessageContaining("did you mean 'financial'").withMessageContaining("did you mean 'billing'")
                .withMessageContaining("did you mean 'field.colour'");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> FACTS.tickets().require(Condition.in("status", "pendng")))
                .withMessageContaining("did you mean 'pending'");
    }

    @Test
    void withoutListsAnyKindAndTeamWillDo() {
        assertThat(RuleSet.builder("front-door", 1)
                .rule("a", Condition.in("kind", "warranty"), rule -> rule.team("repairs")).build(FACTS.requests())
                .rules()).hasSize(1);
    }

    @Test
    void theCatalogKnowsTheActionsOfAllWorkflowsAndWhatHappensToTickets() {
        TicketFacts both = TicketFacts.of(FIELDS, Workflow.standard(), Workflow.returns());
        Macro remind = Macro.builder("remind", "Remind").reply("Dear {{customer}}, about {{field.colour}} …")
                .take("ask").build(both.catalog());
        Macro approve = Macro.builder("approve", "Approve").take("approve").build(both.catalog());

        assertThat(Automation.builder("house-rules", 1)
                .on("rated-badly", "rated", Condition.compare("rating", Condition.Comparison.AT_MOST, 2), "approve")
                .after("quiet", Duration.ofDays(3), Condition.in("phase", "open"), "remind")
                .build(both.catalog(), List.of(remind, approve)).rules()).hasSize(2);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Macro.builder("approve", "Approve").take("approve").build(FACTS.catalog()))
                .withMessageContaining("'approve' is no action");
    }

    @Test
    void aDeskKnowsTheFactsOfItsOwnWorkflowsAndFields() {
        try (TestDesk desk = TestDesk.create(builder -> builder.fields(FIELDS)
                .workflow(RequestKind.of("return"), Workflow.returns()))) {
            Vocabulary vocabulary = desk.desk().tickets().facts().tickets();

            assertThat(vocabulary.values("status")).contains("requested", "pending");
            assertThat(vocabulary.type("field.bought-on")).contains(Vocabulary.Type.DATE);
            assertThat(vocabulary.type("field.resolution")).contains(Vocabulary.Type.TEXT);
        }
    }
}
