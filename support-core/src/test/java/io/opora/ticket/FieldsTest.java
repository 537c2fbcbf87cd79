package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Violation;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.testing.TestDesk;
import io.opora.workflow.Phase;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom fields in the life of tickets. */
class FieldsTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final RequestKind RETURN = RequestKind.of("return");

    private static final FieldSet FIELDS = FieldSet.of(
            FieldDefinition.builder("order-number", FieldDefinition.Type.text(4, 20)).visibleToCustomers()
                    .requiredFor(RETURN)
                    .build(),
            FieldDefinition.builder("amount", FieldDefinition.Type.number(BigDecimal.ZERO, new BigDecimal("100"), 2))
                    .build(),
            FieldDefinition.builder("pieces", FieldDefinition.Type.number(BigDecimal.ONE, BigDecimal.TEN, 0)).build(),
            FieldDefinition.builder("bought-on",
                    FieldDefinition.Type.date(LocalDate.of(2020, 1, 1), LocalDate.of(2026, 12, 31)))
                    .visibleToCustomers().build(),
            FieldDefinition.builder("pending-reason", FieldDefinition.Type.choice("photo", "address")).requiredOn("ask")
                    .build(),
            FieldDefinition.builder("risk", FieldDefinition.Type.flag()).requiredFor(RETURN).build());

    private final TestDesk test = TestDesk.create(desk -> desk.fields(FIELDS));
    private final Tickets tickets = test.desk().tickets();

    @AfterEach
    void close() {
        test.close();
    }

    private Ticket opened() {
        return test.openedBy("maria");
    }

    private TicketEvent last(Ticket ticket) {
        return tickets.history(ANNA, ticket.id(), 0, Tickets.MAX_HISTORY_PAGE).getLast();
    }

    private static List<Violation> violations(ThrowingCallable call) {
        InvalidInputException[] thrown = new InvalidInputException[1];
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call).satisfies(e -> thrown[0] = e);
        return thrown[0].violations();
    }

    private static List<Reason> reasons(ThrowingCallable call) {
        CommandRefusedException[] thrown = new CommandRefusedException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(CommandRefusedException.class, e -> thrown[0] = e);
        return thrown[0].reasons();
    }

    @Nested
    class Values {

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {"order-number|A-17|A-17", "order-number|  17|  17", "amount|0|0",
                "amount|100.00|100", "amount|12.50|12.5", "amount|007|7", "pieces|1|1", "pieces|10|10",
                "bought-on|2020-01-01|2020-01-01", "bought-on|2026-12-31|2026-12-31", "bought-on|2024-02-29|2024-02-29",
                "pending-reason|photo|photo", "risk|true|true",
                "risk|false|false"}, ignoreLeadingAndTrailingWhitespace = false)
        void areReadAsTheirFieldAsks(String field, String given, String value) {
            Ticket ticket = tickets.handle(ANNA, opened().id(), SetFields.of(field, given));

            assertThat(ticket.fields()).hasSize(1).extractingByKey(field).extracting(FieldValue::asText)
                    .isEqualTo(value);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
                "order-number|A-1|a text of 3 characters: it is a text of 4 to 20 characters",
                "order-number|123456789012345678901|a text of 21 characters: it is a text of 4 to 20 characters",
                "amount|-0.01|'-0.01': it is a number of at least 0, of at most 100, with at most 2 decimals, written like 12.5",
                "amount|100.01|'100.01': it is a number of at least 0, of at most 100, with at most 2 decimals",
                "amount|1.001|'1.001': it is a number of at least 0", "amount|12,5|'12,5': it is a number",
                "amount|1e2|'1e2': it is a number", "amount|+1|'+1': it is a number", "amount|1.|'1.': it is a number",
                "amount|.5|'.5': it is a number", "amount| 1|' 1': it is a number", "amount|NaN|'NaN': it is a number",
                "amount|1234567890123|'1234567890123': it is a number",
                "pieces|1.5|'1.5': it is a number of at least 1, of at most 10, without decimals, written like 12",
                "pieces|11|'11': it is", "pieces|0|'0': it is",
                "bought-on|2019-12-31|'2019-12-31': it is a day from 2020-01-01 to 2026-12-31, written like 2026-03-02",
                "bought-on|2027-01-01|'2027-01-01': it is a day", "bought-on|2026-02-30|'2026-02-30': it is a day",
                "bought-on|02.03.2026|'02.03.2026': it is a day", "bought-on|2026-3-2|'2026-3-2': it is a day",
                "pending-reason|foto|'foto': it is one of photo, address; did you mean 'photo'?",
                "pending-reason|else|'else': it is one of photo, address", "risk|yes|'yes': it is true or false",
                "risk|TRUE|'TRUE': it is true or false"}, ignoreLeadingAndTrailingWhitespace = false)
        void thatTheirFieldDoesNotAllowAreRefusedWithWhatItAllows(String field, String given, String message) {
            Ticket ticket = opened();

            assertThat(violations(() -> tickets.handle(ANNA, ticket.id(), SetFields.of(field, given)))).singleElement()
                    .satisfies(violation -> {
                        assertThat(violation.path()).isEqualTo("fields[" + field + "]");
                        assertThat(violation.code()).isEqualTo("field-value");
                        assertThat(violation.message()).startsWith("The field '" + field + "' cannot be " + message);
                    });
            assertThat(tickets.get(ANNA, ticket.id())).isEqualTo(ticket);
        }

        @Test
        void areRefusedAllAtOnce() {
            Ticket ticket = opened();

            assertThat(violations(() -> tickets.handle(ANNA, ticket.id(), SetFields.of("risk", "maybe")
                    .with("ordr-number", "A-17").with("amount", "").with("Amount", "1").with("pieces", "3"))))
                    .extracting(Violation::path, Violation::code).containsExactly(
                            tuple("fields[Amount]", "pattern"), tuple("fields[amount]", "non-blank"),
                            tuple("fields[ordr-number]", "unknown-field"), tuple("fields[risk]", "field-value"));
        }

        @Test
        void underAnUnknownNameAreRefusedWithTheNearest() {
            assertThat(violations(() -> tickets.handle(ANNA, opened().id(), SetFields.of("ordr-number", "A-17"))))
                    .containsExactly(new Violation("fields[ordr-number]", "unknown-field",
                            "There is no field 'ordr-number'; did you mean 'order-number'?"));
        }

        @Test
        void areRefusedByTheRulesAloneToo() {
            TicketLifecycle rules = TicketLifecycle.of(Workflow.standard(), Map.of(), FIELDS);
            Ticket ticket = opened();

            assertThat(rules.decide(ticket, SetFields.of("amount", "101"), ANNA, TestDesk.START))
                    .isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.reasons())
                            .extracting(Reason::code, Reason::facts).containsExactly(tuple("field-value",
                                    Map.of("field", "amount", "value", "'101'", "allowed",
                                            "it is a number of at least 0, of at most 100, with at most 2 decimals,"
                                                    + " written like 12.5"))));
            assertThat(rules.decide(ticket, SetFields.of("amount", ""), ANNA, TestDesk.START))
                    .isInstanceOf(Decision.Refused.class);
            assertThat(rules.decide(ticket, SetFields.of("resolution", " "), ANNA, TestDesk.START))
                    .isInstanceOf(Decision.Refused.class);
            assertThat(rules.decide(ticket, SetFields.of("resolution", "a\u0000"), ANNA, TestDesk.START))
                    .isInstanceOf(Decision.Refused.class);
            assertThat(rules.decide(ticket, Move.of("start").with("amount", "101"), ANNA, TestDesk.START))
                    .isInstanceOf(Decision.Refused.class);
            OpenTicket bad = OpenTicket.builder("s", "t").requester(Requester.of("maria")).field("amount", "x").build();
            assertThat(violations(() -> rules.open(bad, ticket.id(), ticket.number(), Locale.ENGLISH, ANNA,
                    TestDesk.START))).extracting(Violation::path).containsExactly("fields[amount]");
        }
    }

    @Nested
    class Setting {

        @Test
        void fillsInAndEmptiesAndSaysSo() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), SetFields.of("amount", "5").with("risk", "false"));
            Ticket next = tickets.handle(ANNA, ticket.id(),
                    SetFields.of("amount", "6").with("pieces", "2").without("risk").without("bought-on"));

            assertThat(next.fields()).isEqualTo(
                    Map.of("amount", FieldValue.number(6), "pieces", FieldValue.number(2)));
            assertThat(last(next)).isInstanceOfSatisfying(TicketEvent.FieldsChanged.class, changed -> {
                assertThat(changed.set()).isEqualTo(next.fields());
                assertThat(changed.cleared()).containsExactly("risk");
                assertThat(changed.stamp().by()).isEqualTo(ANNA);
            });
        }

        @Test
        void thatChangesNothingAddsNothingToTheHistory() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), SetFields.of("amount", "5.0").with("pieces", "1"));

            assertThat(tickets.handle(ANNA, ticket.id(), SetFields.of("amount", "5.00").without("risk")))
                    .isEqualTo(ticket);
            Ticket changed = tickets.handle(ANNA, ticket.id(), SetFields.of("amount", "5").with("pieces", "2"));
            assertThat(last(changed)).isInstanceOfSatisfying(TicketEvent.FieldsChanged.class,
                    event -> assertThat(event.set()).containsOnlyKeys("pieces"));
        }

        @Test
        void preferFillingInToEmptying() {
            assertThat(tickets.handle(ANNA, opened().id(), SetFields.of("amount", "5").without("amount")).fields())
                    .containsOnlyKeys("amount");
        }

        @Test
        void emptiesNoFieldThatDoesNotExist() {
            assertThat(reasons(() -> tickets.handle(ANNA, opened().id(), SetFields.clear("amuont", "amount"))))
                    .extracting(Reason::code, Reason::message).containsExactly(
                            tuple("unknown-field", "There is no field 'amuont'; did you mean 'amount'?"));
        }

        @Test
        void emptiesAFieldThatIsDeclaredNoMore() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), SetFields.of("amount", "5"));
            TicketLifecycle later = TicketLifecycle.of(Workflow.standard(), Map.of());

            assertThat(later.decide(ticket, SetFields.clear("amount"), ANNA, TestDesk.START)).isInstanceOfSatisfying(
                    Decision.Accepted.class, accepted -> assertThat(accepted.ticket().fields()).isEmpty());
            assertThat(later.decide(ticket, SetFields.clear("amount"), MARIA, TestDesk.START))
                    .isInstanceOf(Decision.Refused.class);
            assertThat(later.decide(ticket, SetFields.of("amount", "6"), ANNA, TestDesk.START))
                    .isInstanceOf(Decision.Refused.class);
        }

        @Test
        void isNotForCustomers() {
            Ticket ticket = opened();
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> tickets.handle(MARIA, ticket.id(), SetFields.of("order-number", "A-17")));
        }

        @Test
        void conflictsWithWhatOthersDid() {
            Ticket ticket = opened();
            tickets.handle(ANNA, ticket.id(), SetFields.of("amount", "5"));

            assertThatExceptionOfType(TicketConflictException.class).isThrownBy(() -> tickets.handle(ANNA, ticket.id(),
                    SetFields.of("amount", "6"), CommandOptions.seen(ticket.version())))
                    .withMessageContaining("its fields changed");
        }

        @Test
        void underAKeyIsDoneOnceAndTheSameCommandIsKnownByItsContent() {
            Ticket ticket = opened();
            CommandOptions key = CommandOptions.key("set");
            Ticket set = tickets.handle(ANNA, ticket.id(), SetFields.of("amount", "5").without("risk"), key);
            tickets.handle(ANNA, ticket.id(), SetFields.of("amount", "7"));

            assertThat(tickets.handle(ANNA, ticket.id(), SetFields.of("amount", "5").without("risk"), key))
                    .isEqualTo(set);
            for (SetFields other : List.of(SetFields.of("amount", "6").without("risk"), SetFields.of("amount", "5"),
                    SetFields.of("amount", "5").without("pieces"))) {
                assertThatExceptionOfType(IdempotencyKey.ReusedException.class)
                        .isThrownBy(() -> tickets.handle(ANNA, ticket.id(), other, key));
            }
        }
    }

    @Nested
    class Opening {

        private OpenTicket.Builder request() {
            return OpenTicket.builder("Too small", "The shoes.").kind(RETURN);
        }

        @Test
        void keepsWhatWasFilledIn() {
            Ticket ticket = tickets.open(MARIA,
                    request().field("order-number", "A-17").field("bought-on", "2026-02-01").build());

            assertThat(ticket.fields()).isEqualTo(Map.of("order-number", FieldValue.text("A-17"), "bought-on",
                    FieldValue.date(LocalDate.of(2026, 2, 1))));
            assertThat(ticket.version()).isEqualTo(2);
        }

        @Test
        void asksForWhatTheKindRequires() {
            assertThat(violations(() -> tickets.open(MARIA, request().field("bought-on", "yesterday").build())))
                    .containsExactly(
                            new Violation("fields[bought-on]", "field-value", "The field 'bought-on' cannot be"
                                    + " 'yesterday': it is a day from 2020-01-01 to 2026-12-31, written like 2026-03-02"),
                            new Violation("fields[order-number]", "field-required",
                                    "A ticket of the kind 'return' needs the field 'order-number'"));
            assertThat(opened().fields()).isEmpty();
        }

        @Test
        void asksNobodyForWhatTheyCannotSee() {
            OpenTicket.Builder request = request().field("order-number", "A-17");
            assertThat(tickets.open(MARIA, request.build()).fields()).containsOnlyKeys("order-number");

            request.requester(Requester.of("maria"));
            assertThat(violations(() -> tickets.open(ANNA, request.build()))).extracting(Violation::path)
                    .containsExactly("fields[risk]");
            assertThat(tickets.open(ANNA, request.field("risk", "true").build()).fields()).hasSize(2);
        }

        @Test
        void hidesFromCustomersThatThereAreOtherFields() {
            assertThat(violations(() -> tickets.open(MARIA,
                    request().field("order-number", "A-17").field("risk", "false").field("amoun", "1").build())))
                    .containsExactly(
                            new Violation("fields[amoun]", "unknown-field",
                                    "There is no field 'amoun'; there is order-number, bought-on"),
                            new Violation("fields[risk]", "unknown-field",
                                    "There is no field 'risk'; there is order-number, bought-on"));
        }

        @Test
        void underAKeyIsKnownByItsFieldsToo() {
            CommandOptions key = CommandOptions.key("open");
            OpenTicket request = request().field("order-number", "A-17").build();
            Ticket ticket = tickets.open(MARIA, request, key);

            assertThat(tickets.open(MARIA, request, key)).isEqualTo(ticket);
            assertThatExceptionOfType(IdempotencyKey.ReusedException.class)
                    .isThrownBy(() -> tickets.open(MARIA, request().field("order-number", "A-18").build(), key));
        }

        @Test
        void leavesNoWayToLoseWhatTheKindRequires() {
            Ticket ticket = tickets.open(MARIA, request().field("order-number", "A-17").build());

            assertThat(reasons(() -> tickets.handle(ANNA, ticket.id(), SetFields.clear("order-number", "risk"))))
                    .extracting(Reason::code, Reason::message).containsExactly(
                            tuple("field-required", "A ticket of the kind 'return' keeps the field 'order-number'"),
                            tuple("field-required", "A ticket of the kind 'return' keeps the field 'risk'"));
            assertThat(tickets.handle(ANNA, ticket.id(), SetFields.of("order-number", "A-18")).fields())
                    .containsValue(FieldValue.text("A-18"));
            tickets.handle(ANNA, ticket.id(), new Classify(RequestKind.UNSORTED));
            assertThat(tickets.handle(ANNA, ticket.id(), SetFields.clear("order-number")).fields()).isEmpty();
        }

        @Test
        void ofAFollowUpTakesOverWhatIsNotAboutTheMovesOfTheClosedTicket() {
            Ticket ticket = tickets.open(MARIA, request().field("order-number", "A-17").build());
            tickets.handle(ANNA, ticket.id(), Move.of("solve").with("resolution", "Sent new ones").with("amount", "5"));
            test.pass(Duration.ofDays(14));

            Ticket followUp = tickets.handle(MARIA, ticket.id(), Reply.of("Too small again"));

            assertThat(followUp.followUps().previous()).contains(ticket.id());
            assertThat(followUp.fields()).containsOnlyKeys("order-number", "amount");
        }

        @Test
        void ofAFollowUpTakesOverWhatTheKindRequiresInAnyCase() {
            FieldSet required = FieldSet.of(FieldDefinition.builder("resolution", FieldDefinition.Type.text())
                    .requiredFor(RETURN).build());
            TicketLifecycle rules = TicketLifecycle.of(Workflow.standard(), Map.of(), required);
            Ticket closed = opened().toBuilder().kind(RETURN)
                    .fields(Map.of("resolution", FieldValue.text("x"), "reason", FieldValue.text("y"))).build();

            assertThat(rules.openFollowUp(closed, Reply.of("Again"), closed.id(), closed.number(), MARIA,
                    TestDesk.START).ticket().fields()).containsOnlyKeys("resolution");
        }
    }

    @Nested
    class Moving {

        @Test
        void takesARequiredFieldFromTheTicketOrFromTheMove() {
            Ticket given = tickets.handle(ANNA, opened().id(), Move.of("solve").with("resolution", "new bulb"));
            Ticket kept = tickets.handle(ANNA, opened().id(), SetFields.of("resolution", "new bulb"));
            kept = tickets.handle(ANNA, kept.id(), Move.of("solve"));

            assertThat(given.phase()).isEqualTo(Phase.SOLVED);
            assertThat(kept.phase()).isEqualTo(Phase.SOLVED);
            assertThat(given.fields()).isEqualTo(Map.of("resolution", FieldValue.text("new bulb")))
                    .isEqualTo(kept.fields());
            assertThat(last(kept)).isInstanceOfSatisfying(TicketEvent.StatusChanged.class,
                    moved -> assertThat(moved.fields()).isEmpty());
        }

        @Test
        void asksForAResolutionAnewAfterReopening() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), Move.of("solve").with("resolution", "new bulb"));
            Ticket reopened = tickets.handle(MARIA, ticket.id(), Reply.of("Dark again"));

            assertThat(reopened.fields()).isEmpty();
            assertThat(last(reopened)).isInstanceOfSatisfying(TicketEvent.FieldsChanged.class,
                    changed -> assertThat(changed.cleared()).containsExactly("resolution"));
            assertThat(reasons(() -> tickets.handle(ANNA, ticket.id(), Move.of("solve")))).extracting(Reason::code)
                    .containsExactly("field-required");
        }

        @Test
        void asksForWhatTheDefinitionRequiresToo() {
            Ticket ticket = opened();

            assertThat(reasons(() -> tickets.handle(ANNA, ticket.id(), Move.of("ask"))))
                    .extracting(Reason::toString)
                    .containsExactly("field-required: 'ask' needs the field 'pending-reason'");
            assertThat(tickets.moves(ANNA, ticket.id())).filteredOn(move -> move.action().equals("ask"))
                    .extracting(Transition::requiredFields).containsExactly(Set.of("pending-reason"));
            assertThat(tickets.handle(ANNA, ticket.id(), Move.of("ask").with("pending-reason", "photo")).fields())
                    .containsExactly(Map.entry("pending-reason", FieldValue.choice("photo")));
        }

        @Test
        void isRefusedWithEveryReasonAtOnce() {
            TicketLifecycle rules = TicketLifecycle.of(Workflow.standard(), Map.of(), FIELDS);

            assertThat(rules.decide(opened(), Move.of("ask").with("amount", "x").with("nothing", "y"), MARIA,
                    TestDesk.START)).isInstanceOfSatisfying(Decision.Refused.class,
                            refused -> assertThat(
                                    refused.reasons()).extracting(Reason::code).containsExactly("unknown-field",
                                            "unknown-field", "right-missing", "field-required"));
        }

        @Test
        void letsCustomersFillInWhatTheySee() {
            Workflow workflow = Workflow.builder("own", 1).status("open", Phase.OPEN).status("done", Phase.CLOSED)
                    .initial("open").transition("cancel",
                            t -> t.from("open").to("done").by(Role.CUSTOMER).requires("order-number"))
                    .build();
            TicketLifecycle rules = TicketLifecycle.of(workflow, Map.of(), FIELDS);
            Ticket ticket = opened().toBuilder().workflow(workflow.ref()).status(workflow.initial()).build();

            assertThat(rules.decide(ticket, Move.of("cancel").with("order-number", "A-17"), MARIA, TestDesk.START))
                    .isInstanceOf(Decision.Accepted.class);
            assertThat(rules.decide(ticket, Move.of("cancel").with("order-number", "A-17").with("risk", "true"), MARIA,
                    TestDesk.START)).isInstanceOf(Decision.Refused.class);
        }

        @Test
        void letsCustomersFillInWhatAWorkflowAsksOfThemAndNobodyDeclared() {
            Workflow workflow = Workflow.builder("own", 1).status("open", Phase.OPEN).status("done", Phase.CLOSED)
                    .initial("open")
                    .transition("cancel", t -> t.from("open").to("done").by(Role.CUSTOMER).requires("why"))
                    .transition("reject", t -> t.from("open").to("done").by(Role.AGENT).requires("reason")).build();
            TicketLifecycle rules = TicketLifecycle.of(workflow, Map.of());
            Ticket ticket = opened().toBuilder().workflow(workflow.ref()).status(workflow.initial()).build();

            assertThat(rules.decide(ticket, Move.of("cancel").with("why", "Found it"), MARIA, TestDesk.START))
                    .isInstanceOf(Decision.Accepted.class);
            assertThat(rules.decide(ticket, Move.of("cancel").with("why", "x").with("reason", "y"), MARIA,
                    TestDesk.START)).isInstanceOf(Decision.Refused.class);
        }

        @Test
        void showsGuardsWhatWillBeFilledIn() {
            Ticket ticket = opened().toBuilder()
                    .fields(Map.of("amount", FieldValue.number(1), "pieces", FieldValue.number(2))).build();
            Move.Context seen = new Move.Context(ticket, "solve", Map.of("amount", FieldValue.number(3)), ANNA,
                    TestDesk.START);

            assertThat(seen.field("amount")).contains(FieldValue.number(3));
            assertThat(seen.field("pieces")).contains(FieldValue.number(2));
            assertThat(seen.field("risk")).isEqualTo(Optional.empty());
        }
    }

    /** The reason for which the customer is asked is a field like any other; what follows is the workflow's matter. */
    @Nested
    class PendingReasons {

        private Ticket asked() {
            return tickets.handle(ANNA, opened().id(), Move.of("ask").with("pending-reason", "photo"));
        }

        @Test
        void standUntilTheCustomerAnswers() {
            Ticket ticket = asked();
            assertThat(ticket.phase()).isEqualTo(Phase.PENDING);
            assertThat(tickets.inbox(ANNA, TicketQuery.builder()
                    .field("pending-reason", FieldValue.choice("photo")).build()).tickets()).containsExactly(ticket);

            Ticket answered = tickets.handle(MARIA, ticket.id(), Reply.of("Here it is"));

            assertThat(answered.phase()).isEqualTo(Phase.OPEN);
            assertThat(answered.fields()).isEmpty();
        }

        @Test
        void standWhileTimeRemindsAndAreOverWhenItSolves() {
            Ticket ticket = asked();

            assertThat(test.pass(Duration.ofDays(3))).isEqualTo(1);
            assertThat(last(ticket)).isInstanceOf(TicketEvent.Reminded.class);
            assertThat(tickets.get(ANNA, ticket.id()).fields()).containsOnlyKeys("pending-reason");
            assertThat(test.pass(Duration.ofDays(7))).isEqualTo(1);

            Ticket solved = tickets.get(ANNA, ticket.id());
            assertThat(solved.status().name()).isEqualTo("solved");
            assertThat(solved.fields()).isEmpty();
            assertThat(tickets.history(ANNA, ticket.id(), 2, 100)).extracting(event -> event.getClass().getSimpleName())
                    .containsExactly("StatusChanged", "Reminded", "StatusChanged", "FieldsChanged");
        }

        @Test
        void areAnyTextUnlessTheyAreDeclared() {
            try (TestDesk plain = TestDesk.create()) {
                Ticket ticket = plain.openedBy("maria");
                assertThat(plain.desk().tickets().handle(ANNA, ticket.id(),
                        Move.of("ask").with("pending-reason", "He has no camera")).fields())
                        .containsValue(FieldValue.text("He has no camera"));
            }
        }
    }

    @Nested
    class Customers {

        @Test
        void seeTheFieldsThatAreForThem() {
            Ticket ticket = tickets.handle(ANNA, opened().id(),
                    SetFields.of("order-number", "A-17").with("risk", "true").with("resolution", "secret"));

            CustomerView view = tickets.customerView(MARIA, ticket.id(), 0, 10);

            assertThat(view.fields()).isEqualTo(Map.of("order-number", FieldValue.text("A-17")));
            assertThat(view.entries()).hasSize(1);
        }
    }

    @Nested
    class Inboxes {

        @Test
        void findTicketsByTheirFields() {
            Ticket cheap = tickets.handle(ANNA, opened().id(),
                    SetFields.of("amount", "9").with("bought-on", "2026-01-31"));
            Ticket dear = tickets.handle(ANNA, opened().id(),
                    SetFields.of("amount", "10.50").with("bought-on", "2026-02-01").with("risk", "true"));
            opened();

            assertThat(found(TicketQuery.builder().field("amount", FieldValue.number(9)))).containsExactly(cheap);
            assertThat(found(TicketQuery.builder().field("amount", FieldValue.number(new BigDecimal("10.5")))))
                    .containsExactly(dear);
            assertThat(found(TicketQuery.builder().fieldAtLeast("amount", FieldValue.number(9))))
                    .containsExactlyInAnyOrder(dear, cheap);
            assertThat(found(TicketQuery.builder().fieldAtLeast("amount", FieldValue.number(10))
                    .fieldAtMost("amount", FieldValue.number(11)))).containsExactly(dear);
            assertThat(found(TicketQuery.builder().fieldAtMost("bought-on",
                    FieldValue.date(LocalDate.of(2026, 1, 31))))).containsExactly(cheap);
            assertThat(found(TicketQuery.builder().field("risk", FieldValue.flag(true))
                    .fieldAtMost("amount", FieldValue.number(9)))).isEmpty();
            assertThat(tickets.countByPhase(ANNA, TicketQuery.builder().field("risk", FieldValue.flag(true)).build()))
                    .containsEntry(Phase.NEW, 1L);
        }

        private List<Ticket> found(TicketQuery.Builder query) {
            return tickets.inbox(ANNA, query.build()).tickets();
        }
    }
}
