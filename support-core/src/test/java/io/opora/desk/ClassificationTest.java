package io.opora.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.desk.SupportDesk.Classification;
import io.opora.routing.RuleSet;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.Assign;
import io.opora.ticket.Classify;
import io.opora.ticket.FieldSet;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.RequestKind;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationTest {

    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor SUPERVISOR = Actor.agent("sue").withRoles(Role.SUPERVISOR);
    private static final TeamId BILLING = TeamId.of("billing");
    private static final TeamId WORKSHOP = TeamId.of("workshop");
    private static final RuleSet RULES = RuleSet.builder("front-door", 1)
            .rule("urgent", Condition.words("text", "smoke"), rule -> rule.team("fire-brigade"))
            .build(TicketFacts.of(FieldSet.none()).requests());

    private final MemoryStorage storage = MemoryStorage.create();
    private final SupportDesk desk = builder().build();

    private SupportDesk.Builder builder() {
        return SupportDesk.builder().storage(storage).routing(RULES).classification(new Classification(0.55, 1_000));
    }

    @AfterEach
    void close() {
        desk.close();
        storage.close();
    }

    private Ticket opened(String customer, String text) {
        return desk.tickets().open(Actor.customer(customer), OpenTicket.of("A request", text));
    }

    private void sorted(Ticket ticket, RequestKind kind, TeamId team) {
        desk.tickets().handle(ANNA, ticket.id(), new Classify(kind));
        desk.tickets().handle(ANNA, ticket.id(), new Assign(Optional.of(team), Optional.empty()));
    }

    /** What people made of some requests. */
    private void sortedByPeople() {
        for (int i = 0; i < 6; i++) {
            sorted(opened("c" + i, "I was charged twice for my order " + i + ", please return the money"),
                    RequestKind.FINANCIAL, BILLING);
            sorted(opened("d" + i, "the lamp is broken and does not shine any more " + i), RequestKind.TECHNICAL,
                    WORKSHOP);
        }
    }

    private List<TicketEvent.Explained> explained(Ticket ticket) {
        return desk.tickets().history(ANNA, ticket.id(), 0, 100).stream()
                .filter(TicketEvent.Explained.class::isInstance).map(TicketEvent.Explained.class::cast).toList();
    }

    @Test
    void aRequestIsClassifiedByWhatPeopleMadeOfOthersAndTheHistorySaysWhy() {
        sortedByPeople();
        assertThat(opened("x", "charged twice, return my money").kind()).as("before it has learned")
                .isEqualTo(RequestKind.UNSORTED);

        assertThat(desk.learnToClassify()).isEqualTo(12);
        Ticket ticket = opened("zoe", "You charged me twice, return my money please");

        assertThat(ticket.kind()).isEqualTo(RequestKind.FINANCIAL);
        assertThat(ticket.team()).contains(BILLING);
        assertThat(explained(ticket)).singleElement().satisfies(explained -> {
            assertThat(explained.origin()).isEqualTo(TicketEvent.Explained.Origin.ROUTING);
            assertThat(explained.source()).isEqualTo("classification");
            assertThat(explained.rules()).extracting(TicketEvent.Explained.Spoken::rule).containsExactly("kind",
                    "team");
            assertThat(explained.rules().getFirst().because().getFirst())
                    .matches("financial with a likelihood of 0\\.[5-9]\\d, by how earlier requests were sorted");
            assertThat(explained.rules().getLast().because().getLast()).matches("most like #\\d+(, #\\d+)*");
            assertThat(explained.toString()).as("nothing of what was written").doesNotContain("charged", "twice");
        });
        assertThat(opened("zoe", "the lamp is broken, it does not shine").team()).contains(WORKSHOP);
    }

    @Test
    void whatItIsNotSureOfIsLeftToPeople() {
        sortedByPeople();
        desk.learnToClassify();

        Ticket ticket = opened("zoe", "колибри поют на рассвете");

        assertThat(ticket.kind()).isEqualTo(RequestKind.UNSORTED);
        assertThat(ticket.team()).isEmpty();
        assertThat(explained(ticket)).isEmpty();
    }

    @Test
    void whatTheRequestOrARuleSaysGoesBefore() {
        sortedByPeople();
        desk.learnToClassify();

        Ticket said = desk.tickets().open(Actor.customer("zoe"), OpenTicket.builder("A request",
                "You charged me twice, return my money please").kind(RequestKind.SUGGESTION).build());
        Ticket ruled = opened("zoe", "the lamp is broken, it does not shine any more, I see smoke");

        assertThat(said.kind()).isEqualTo(RequestKind.SUGGESTION);
        assertThat(said.team()).contains(BILLING);
        assertThat(explained(said)).singleElement().satisfies(explained -> assertThat(explained.rules())
                .extracting(TicketEvent.Explained.Spoken::rule).containsExactly("team"));
        assertThat(ruled.team()).contains(TeamId.of("fire-brigade"));
        assertThat(ruled.kind()).isEqualTo(RequestKind.TECHNICAL);
        assertThat(explained(ruled)).extracting(TicketEvent.Explained::source)
                .containsExactly("front-door@1", "classification");
    }

    @Test
    void itLearnsFromPeopleAndNotFromItself() {
        sortedByPeople();
        desk.learnToClassify();
        Ticket guessed = opened("zoe", "You charged me twice, return my money please");
        Ticket corrected = opened("zoe", "You charged me twice, return my money please");
        assertThat(corrected.team()).contains(BILLING);
        sorted(corrected, RequestKind.PRODUCT_ADVICE, WORKSHOP);

        assertThat(desk.learnToClassify()).as("the guess that nobody touched is not among them").isEqualTo(13);
        assertThat(guessed.team()).contains(BILLING);
    }

    @Test
    void whatWasErasedIsForgotten() {
        sortedByPeople();
        for (int i = 0; i < 6; i++) {
            desk.people().erase(SUPERVISOR, Actor.customer("c" + i).id());
        }

        assertThat(desk.learnToClassify()).isEqualTo(6);
        assertThat(opened("zoe", "You charged me twice, return my money please").kind())
                .isNotEqualTo(RequestKind.FINANCIAL);
    }

    @Test
    void onlyTheLatestTicketsAreLearnedFrom() {
        sortedByPeople();
        try (SupportDesk few = builder().classification(new Classification(0.55, 3)).build()) {
            assertThat(few.learnToClassify()).isEqualTo(3);
        }
    }

    @Test
    void nothingIsClassifiedUnlessTheDeskIsToldTo() {
        sortedByPeople();
        try (SupportDesk plain = SupportDesk.builder().storage(storage).build()) {
            assertThatIllegalStateException().isThrownBy(plain::learnToClassify);
            assertThat(plain.tickets().open(Actor.customer("zoe"),
                    OpenTicket.of("Money", "You charged me twice, return my money")).kind())
                    .isEqualTo(RequestKind.UNSORTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 100", "1.01, 100", "NaN, 100", "0.8, 0", "0.8, 20001"})
    void settingsThatMakeNoSenseAreRefused(double atLeast, int latest) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Classification(atLeast, latest));
    }
}
