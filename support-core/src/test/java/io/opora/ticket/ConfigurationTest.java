package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.access.AccessDeniedException;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.desk.SupportDesk;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.TimeRange;
import io.opora.storage.memory.MemoryStorage;
import io.opora.testing.TestDesk;
import io.opora.ticket.Configuration.Change;
import io.opora.ticket.Configuration.Document;
import io.opora.ticket.Configuration.Part;
import io.opora.workflow.Workflow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who changed what of the configuration, and how. */
class ConfigurationTest {

    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final Actor PETER = Actor.agent("peter").withRoles(Role.SUPERVISOR);
    private static final Actor ANNA = Actor.agent("anna");
    private static final FieldSet FIELDS = FieldSet.of(FieldDefinition.builder("order", FieldDefinition.Type.text(1, 9))
            .label(Locale.ENGLISH, "Order").label(Locale.of("ru"), "Заказ").requiredFor(RequestKind.TECHNICAL)
            .requiredOn("solve").visibleToCustomers().build());
    private static final TicketFacts FACTS = TicketFacts.of(FIELDS);
    private static final Macro LOOK = Macro.builder("look", "Look").note("Look at this").build(FACTS.catalog());

    private final MemoryStorage storage = MemoryStorage.create();

    @AfterEach
    void close() {
        storage.close();
    }

    private List<Change> recorded(Actor actor, Consumer<SupportDesk.Builder> settings) {
        try (TestDesk test = TestDesk.create(desk -> settings.accept(desk.storage(storage).fields(FIELDS)))) {
            return test.desk().configuration().record(actor);
        }
    }

    private List<Change> trail(Actor actor, long after, int limit) {
        try (TestDesk test = TestDesk.create(desk -> desk.storage(storage))) {
            return test.desk().configuration().changes(actor, after, limit);
        }
    }

    private static RuleSet rules(int version, String team) {
        return RuleSet.builder("front-door", version).rule("all", Condition.always(), rule -> rule.team(team))
                .build(FACTS.requests());
    }

    @Test
    void everyPartOfADeskIsADocumentInAFormThatItsReaderTakes() {
        SlaPolicy promises = SlaPolicy.builder("support", 3)
                .calendar("office", BusinessCalendar.builder(ZoneOffset.UTC)
                        .open(DayOfWeek.MONDAY, TimeRange.of("09:00", "18:00")).build())
                .rule("all", Condition.always(), rule -> rule.target(SlaClock.Kind.FIRST_REPLY, Duration.ofHours(2)))
                .build(FACTS.tickets());
        Automation automation = Automation.builder("house-rules", 1)
                .on("look", "opened", Condition.always(), "look").build(FACTS.catalog(), List.of(LOOK));
        try (TestDesk test = TestDesk.create(desk -> desk.fields(FIELDS).knownWorkflow(Workflow.returns())
                .routing(rules(1, "billing")).macros(LOOK).automation(automation)
                .sla(new SlaPolicy.Versions(List.of(promises))))) {
            Map<Document, String> documents = test.desk().configuration().documents();

            assertThat(documents.keySet()).containsExactly(
                    new Document(Part.WORKFLOW, Workflow.returns().ref().toString()),
                    new Document(Part.WORKFLOW, Workflow.standard().ref().toString()),
                    new Document(Part.FIELDS, "desk"), new Document(Part.ACCESS, "desk"),
                    new Document(Part.ROUTING, "front-door"), new Document(Part.MACRO, "look"),
                    new Document(Part.AUTOMATION, "house-rules"), new Document(Part.SERVICE_LEVELS, "support@3"));
            assertThat(Workflow.fromJson(text(documents, Part.WORKFLOW))).isEqualTo(Workflow.returns());
            assertThat(FieldSet.fromJson(text(documents, Part.FIELDS)).definitions())
                    .containsAll(FIELDS.definitions());
            assertThat(AccessPolicy.fromJson(text(documents, Part.ACCESS))).isEqualTo(AccessPolicy.standard());
            assertThat(RuleSet.fromJson(text(documents, Part.ROUTING), FACTS.requests()))
                    .isEqualTo(rules(1, "billing"));
            assertThat(Macro.fromJson(text(documents, Part.MACRO), FACTS.catalog())).isEqualTo(LOOK);
            assertThat(Automation.fromJson(text(documents, Part.AUTOMATION), FACTS.catalog(), List.of(LOOK)))
                    .isEqualTo(automation);
            assertThat(SlaPolicy.fromJson(text(documents, Part.SERVICE_LEVELS), FACTS.tickets())).isEqualTo(promises);
        }
    }

    private static String text(Map<Document, String> documents, Part part) {
        return documents.entrySet().stream().filter(each -> each.getKey().part() == part).findFirst().orElseThrow()
                .getValue();
    }

    @Test
    void theTrailSaysWhoChangedWhatAndWhatItWasBefore() {
        List<Change> first = recorded(OLGA, desk -> desk.routing(rules(1, "billing")).macros(LOOK));
        assertThat(first).hasSize(5).allSatisfy(change -> {
            assertThat(change.by()).isEqualTo(OLGA);
            assertThat(change.at()).isEqualTo(TestDesk.START);
            assertThat(change.before()).isEmpty();
        });

        List<Change> second = recorded(PETER, desk -> desk.routing(rules(2, "returns")));

        Document routing = new Document(Part.ROUTING, "front-door");
        Document macro = new Document(Part.MACRO, "look");
        assertThat(second).containsExactly(
                new Change(6, TestDesk.START, PETER, routing, Optional.of(rules(1, "billing").toJson()),
                        Optional.of(rules(2, "returns").toJson())),
                new Change(7, TestDesk.START, PETER, macro, Optional.of(LOOK.toJson()), Optional.empty()));
        assertThat(recorded(OLGA, desk -> desk.routing(rules(2, "returns")))).as("nothing has changed").isEmpty();
        assertThat(recorded(OLGA, desk -> desk.routing(rules(2, "returns")).macros(LOOK))).singleElement()
                .satisfies(change -> assertThat(change.before()).as("it was gone").isEmpty());
        assertThat(trail(OLGA, 0, 100)).startsWith(first.toArray(Change[]::new)).hasSize(8);
        assertThat(trail(OLGA, 5, 2)).isEqualTo(second);
    }

    @Test
    void onlyWhoMayConfiguresAndOnlyWhoMayReadsTheTrail() {
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> recorded(ANNA, desk -> {}));
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> trail(ANNA, 0, 10));
        assertThat(trail(OLGA, 0, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, Configuration.MAX_PAGE + 1})
    void aPageIsBounded(int limit) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> trail(OLGA, 0, limit))
                .withMessageContaining("1 to 1000");
        assertThat(trail(OLGA, 0, Configuration.MAX_PAGE)).isEmpty();
    }

    @Test
    void ticketsWithoutAPlaceForItSaySo() {
        try (Tickets tickets = Tickets.builder(storage.tickets()).build()) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> tickets.configuration().record(OLGA))
                    .withMessageContaining("Storage.configuration()");
            assertThat(tickets.configuration().documents()).isNotEmpty();
        }
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Document(Part.MACRO, ""));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Document(Part.MACRO, "x".repeat(Document.MAX_ID + 1)));
        Document document = new Document(Part.MACRO, "x".repeat(Document.MAX_ID));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
                () -> new Change(0, TestDesk.START, OLGA, document, Optional.empty(), Optional.of("x")));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
                () -> new Change(1, TestDesk.START, OLGA, document, Optional.of("x"), Optional.of("x")));
    }
}
