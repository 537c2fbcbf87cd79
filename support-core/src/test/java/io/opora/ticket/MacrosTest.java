package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Tag;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.routing.Macro;
import io.opora.testing.TestDesk;
import io.opora.ticket.Tickets.BulkOutcome;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Macros in the life of tickets. */
class MacrosTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final FieldSet FIELDS = FieldSet
            .of(FieldDefinition.builder("amount", FieldDefinition.Type.number()).build());
    private static final TicketFacts FACTS = TicketFacts.of(FIELDS);

    private static final Macro REFUND = Macro.builder("refund", "Promise a refund")
            .reply("Dear {{customer}}, request {{number}} is settled.").note("by {{agent}}")
            .step(new Macro.Step.SetField("amount", Optional.of("49.90"))).step(new Macro.Step.Prioritize("high"))
            .step(new Macro.Step.ChangeTags(List.of("refund"), List.of("new"))).step(new Macro.Step.AssignToActor())
            .step(new Macro.Step.Take("solve", Map.of("resolution", "refunded"))).build(FACTS.catalog());
    private static final Macro IMPOSSIBLE = Macro.builder("impossible", "What cannot be")
            .note("Look").take("reopen").step(new Macro.Step.Take("solve", Map.of()))
            .step(new Macro.Step.SetField("amount", Optional.of("{{subject}}"))).build(FACTS.catalog());
    private static final Macro TAG = Macro.builder("tag", "Tag").tag("vip").build(FACTS.catalog());

    private final TestDesk test = TestDesk.create(desk -> desk.fields(FIELDS).macros(REFUND, IMPOSSIBLE, TAG));
    private final Tickets tickets = test.desk().tickets();

    @AfterEach
    void close() {
        test.close();
    }

    private Ticket opened() {
        return tickets.open(MARIA, OpenTicket.builder("Lamp broken", "It flickers.")
                .requester(Requester.of("maria").withName("Maria")).tag("new").build());
    }

    private static List<Reason> reasons(ThrowingCallable call) {
        CommandRefusedException[] thrown = new CommandRefusedException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(CommandRefusedException.class, e -> thrown[0] = e);
        return thrown[0].reasons();
    }

    @Test
    void itsStepsAreTakenAsOneWithTheirTextsFilled() {
        Ticket ticket = tickets.handle(ANNA, opened().id(), ApplyMacro.of("refund"));

        assertThat(ticket.phase()).isEqualTo(Phase.SOLVED);
        assertThat(ticket.priority()).isEqualTo(Priority.HIGH);
        assertThat(ticket.tags()).containsExactly(Tag.of("refund"));
        assertThat(ticket.assignee()).contains(ANNA.id());
        assertThat(ticket.fields()).containsEntry("amount", FieldValue.number(new BigDecimal("49.90")))
                .containsEntry("resolution", FieldValue.text("refunded"));
        List<TicketEvent> history = tickets.history(ANNA, ticket.id(), 2, 100);
        assertThat(history.getFirst()).isInstanceOfSatisfying(TicketEvent.Explained.class, explained -> {
            assertThat(explained.origin()).isEqualTo(TicketEvent.Explained.Origin.MACRO);
            assertThat(explained.source()).isEqualTo("refund");
            assertThat(explained.stamp().by()).isEqualTo(ANNA);
        });
        assertThat(history.get(1)).isInstanceOfSatisfying(TicketEvent.MessageAdded.class, said -> assertThat(
                said.message().text()).isEqualTo("Dear Maria, request " + ticket.number() + " is settled."));
        assertThat(history.get(2)).isInstanceOfSatisfying(TicketEvent.NoteAdded.class,
                noted -> assertThat(noted.note().text()).isEqualTo("by anna"));
        assertThat(ticket.version()).isEqualTo(2 + history.size());
    }

    @Test
    void whatIsPreviewedIsWhatIsDone() {
        Ticket ticket = opened();
        Decision preview = tickets.rules().preview(ANNA, ticket.id(), ApplyMacro.of("refund"));

        assertThat(tickets.get(ANNA, ticket.id())).isEqualTo(ticket);
        assertThat(preview).isInstanceOfSatisfying(Decision.Accepted.class, accepted -> {
            assertThat(tickets.handle(ANNA, ticket.id(), ApplyMacro.of("refund"))).isEqualTo(accepted.ticket());
            assertThat(tickets.history(ANNA, ticket.id(), 2, 100)).isEqualTo(accepted.events());
        });
    }

    @Test
    void everyReasonAgainstAnyStepIsToldAndNothingChanges() {
        Ticket ticket = opened();
        List<Reason> reasons = reasons(() -> tickets.handle(ANNA, ticket.id(), ApplyMacro.of("impossible")));

        assertThat(reasons).extracting(reason -> reason.facts().get("step")).containsExactly(2, 3, 4);
        assertThat(reasons).extracting(Reason::code).contains("field-required", "field-value");
        assertThat(tickets.rules().preview(ANNA, ticket.id(), ApplyMacro.of("impossible")))
                .isEqualTo(new Decision.Refused(reasons));
        assertThat(tickets.get(ANNA, ticket.id())).isEqualTo(ticket);
        assertThat(tickets.history(ANNA, ticket.id(), 0, 100)).hasSize(2);
    }

    @Test
    void aPlaceholderWithoutValueIsAReason() {
        Ticket nameless = test.openedBy("ivan");

        assertThat(reasons(() -> tickets.handle(ANNA, nameless.id(), ApplyMacro.of("refund"))))
                .singleElement().satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("placeholder-missing");
                    assertThat(reason.message()).contains("customer");
                });
    }

    @Test
    void anUnknownMacroIsRefusedWithTheNearestName() {
        assertThat(reasons(() -> tickets.handle(ANNA, opened().id(), ApplyMacro.of("refnd"))))
                .singleElement().satisfies(reason -> assertThat(reason.message()).contains("did you mean 'refund'"));
    }

    @Test
    void eachStepTakesThePermissionForWhatItDoes() {
        AccessPolicy policy = AccessPolicy.builder()
                .permit(Role.CUSTOMER, Relation.REQUESTER, Operation.OPEN, Operation.VIEW)
                .permit(Role.AGENT, Relation.STAFF, Operation.READ, Operation.APPLY_MACRO, Operation.NOTE,
                        Operation.TAG)
                .build();
        try (TestDesk desk = TestDesk.create(builder -> builder.fields(FIELDS).macros(REFUND, TAG).access(policy))) {
            Ticket ticket = desk.openedBy("ivan");
            List<Reason> reasons = reasons(
                    () -> desk.desk().tickets().handle(ANNA, ticket.id(), ApplyMacro.of("refund")));

            assertThat(reasons).filteredOn(reason -> reason.code().equals("access-denied"))
                    .extracting(reason -> reason.facts().get("step")).containsExactly(1, 3, 4, 6, 7);
            assertThat(reasons).extracting(Reason::code).contains("placeholder-missing");
            assertThat(desk.desk().tickets().get(ANNA, ticket.id())).isEqualTo(ticket);
            assertThat(desk.desk().tickets().handle(ANNA, ticket.id(), ApplyMacro.of("tag")).tags())
                    .containsExactly(Tag.of("vip"));
        }
    }

    @Test
    void itConflictsWithWhatOthersDidSinceItWasSeen() {
        Ticket seen = opened();
        tickets.handle(MARIA, seen.id(), Reply.of("It works again!"));

        assertThatExceptionOfType(TicketConflictException.class).isThrownBy(() -> tickets.handle(ANNA, seen.id(),
                ApplyMacro.of("refund"), CommandOptions.seen(seen.version())))
                .satisfies(e -> assertThat(e.won()).hasSize(1));
        assertThat(tickets.get(ANNA, seen.id()).phase()).isNotEqualTo(Phase.SOLVED);
    }

    @Test
    void oneKeyAppliesItOnce() {
        TicketId id = opened().id();
        Ticket first = tickets.handle(ANNA, id, ApplyMacro.of("refund"), CommandOptions.key("k"));

        assertThat(tickets.handle(ANNA, id, ApplyMacro.of("refund"), CommandOptions.key("k"))).isEqualTo(first);
        assertThatExceptionOfType(IdempotencyKey.ReusedException.class)
                .isThrownBy(() -> tickets.handle(ANNA, id, ApplyMacro.of("tag"), CommandOptions.key("k")));
    }

    @Test
    void whereItChangesNothingTheHistoryStaysAsItIs() {
        Ticket once = tickets.handle(ANNA, opened().id(), ApplyMacro.of("tag"));

        assertThat(tickets.handle(ANNA, once.id(), ApplyMacro.of("tag"))).isEqualTo(once);
    }

    @Test
    void aMergedTicketTakesNone() {
        Ticket merged = opened();
        tickets.handle(ANNA, merged.id(), Merge.into(opened().id()));

        assertThat(reasons(() -> tickets.handle(ANNA, merged.id(), ApplyMacro.of("tag"))))
                .extracting(Reason::code).containsExactly("merged");
    }

    @Test
    void manyTicketsTakeItEachForItself() {
        TicketId one = opened().id();
        TicketId nameless = test.openedBy("ivan").id();
        Map<TicketId, BulkOutcome> outcomes = tickets.handleAll(ANNA, List.of(one, nameless), ApplyMacro.of("refund"));

        assertThat(outcomes.get(one)).isInstanceOf(BulkOutcome.Done.class);
        assertThat(outcomes.get(nameless)).isInstanceOf(BulkOutcome.Refused.class);
    }

    @Test
    void aDeskListsItsMacrosAndRefusesThoseItCannotApply() {
        assertThat(tickets.rules().macros()).containsExactly(REFUND, IMPOSSIBLE, TAG);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TestDesk.create(desk -> desk.macros(REFUND))).withMessageContaining("amount");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TestDesk.create(desk -> desk.macros(TAG, TAG))).withMessageContaining("two macros");
        Macro approve = Macro.builder("approve", "Approve").take("approve")
                .build(TicketFacts.of(FIELDS, Workflow.returns()).catalog());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TestDesk.create(desk -> desk.macros(approve))).withMessageContaining("no action");
    }
}
