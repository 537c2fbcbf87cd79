package io.opora.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqStore.Asked;
import io.opora.faq.FaqStore.Asked.Use;
import io.opora.faq.FaqStore.Asked.Use.Step;
import io.opora.faq.WordSearch;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.AddNote;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions that became tickets, and tickets that become entries. */
class DeskQuestionsTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor BORIS = Actor.agent("boris");
    private static final Locale EN = Locale.ENGLISH;
    private static final FaqEntry.Id LAMP = FaqEntry.Id.of("lamp");
    private static final FaqEntry.Id REFUND = FaqEntry.Id.of("refund");

    private final List<Asked> told = new ArrayList<>();
    private final MemoryStorage storage = MemoryStorage.create();
    private final SupportDesk desk = SupportDesk.builder().storage(storage).faqSearch(new WordSearch())
            .faq(faq -> faq.onQuestion(told::add)).build();

    @BeforeEach
    void twoEntries() {
        for (FaqEntry entry : List.of(FaqEntry.of("lamp", EN, "which lamp fits", "Any."),
                FaqEntry.of("refund", EN, "how do i get my money back", "Ask."))) {
            FaqEdition edition = desk.faq().save(desk.editor(BORIS), Content.of(entry), 0);
            desk.faq().publish(desk.editor(BORIS), edition.id(), EN, edition.version());
        }
    }

    @AfterEach
    void close() {
        desk.close();
        storage.close();
    }

    private Ticket openedAfterReading(FaqEntry.Id entry) {
        Faq.Questions questions = desk.faq().questions();
        String asked = questions.write(SupportDesk.reader(MARIA), "which lamp fits", "money", EN, Optional.empty())
                .asked().orElseThrow();
        questions.opened(asked, entry, EN);
        return desk.open(MARIA, OpenTicket.of("which lamp fits", "money"), asked);
    }

    @Test
    void aTicketKnowsWhatItsRequesterReadBefore() {
        Ticket ticket = openedAfterReading(LAMP);

        assertThat(desk.faqUses(BORIS, ticket.id())).containsExactly(new Use(LAMP, EN, Step.OPENED));
        desk.answeredWith(BORIS, ticket.id(), REFUND, EN);
        assertThat(desk.faqUses(BORIS, ticket.id())).containsExactly(new Use(REFUND, EN, Step.ANSWERED),
                new Use(LAMP, EN, Step.OPENED));
        assertThat(told).extracting(Asked::kind).endsWith(Asked.Kind.REQUEST, Asked.Kind.REQUEST);
        assertThat(told).filteredOn(asked -> asked.question().isPresent()).extracting(Asked::id)
                .doesNotContain(ticket.id().toString());
    }

    @Test
    void aTicketIsOpenedWhateverIsKnownOfItsQuestion() {
        Ticket ticket = desk.open(MARIA, OpenTicket.of("s", "t"), "");

        assertThat(desk.tickets().get(BORIS, ticket.id())).isEqualTo(ticket);
        assertThat(desk.faqUses(BORIS, ticket.id())).isEmpty();
        assertThat(desk.open(MARIA, OpenTicket.of("s", "t"), "unknown").version()).isPositive();
    }

    @Test
    void theDeskTellsWithWhatItsTicketsWereSolved() {
        Ticket with = openedAfterReading(LAMP);
        Ticket otherwise = openedAfterReading(LAMP);
        Ticket open = openedAfterReading(LAMP);
        openedAfterReading(REFUND);
        desk.answeredWith(BORIS, with.id(), LAMP, EN);
        desk.faq().questions().answered(desk.editor(BORIS), "no-ticket", LAMP, EN);
        for (Ticket ticket : List.of(with, otherwise)) {
            desk.tickets().handle(BORIS, ticket.id(), Move.of("start"));
            desk.tickets().handle(BORIS, ticket.id(), Move.of("solve").with("resolution", "done"));
        }

        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        SupportDesk.FaqOutcome outcome = desk.faqOutcome(Actor.agent("s").withRoles(
                Role.SUPERVISOR), LAMP, EN, today.minusDays(1), today);

        assertThat(outcome.solvedWith()).containsExactly(with.id());
        assertThat(outcome.solvedOtherwise()).containsExactly(otherwise.id());
        assertThat(outcome.open()).containsExactly(open.id());
    }

    @Test
    void aSolvedTicketBecomesADraftWithWhatIsPersonalMarked() {
        Ticket ticket = desk.tickets().open(BORIS, OpenTicket.builder("Order 20265511 of Maria", """
                Hello, my order 20265511 has not come.
                How long does the delivery to Riga take? My address is maria@shop.example
                """).requester(Requester.of("maria").withName("Maria Petrova")).build());
        desk.tickets().handle(BORIS, ticket.id(), AddNote.of("A secret note"));
        desk.tickets().handle(BORIS, ticket.id(), Reply.of("I will look."));
        desk.tickets().handle(BORIS, ticket.id(), Reply.of("""
                > How long does it take?
                Dear maria, it takes 3 days.
                See https://shop.example/orders/20265511 for more.
                --
                Boris, +7 912 345-67-89"""));

        Faq.Questions.Draft draft = desk.draft(BORIS, ticket.id());

        assertThat(draft.question()).isEqualTo("How long does the delivery to Riga take?");
        assertThat(draft.answer()).isEqualTo(
                "Dear maria, it takes 3 days.\nSee https://shop.example/orders/20265511 for more.");
        assertThat(draft.marks()).extracting(mark -> (mark.part() == FaqHit.Part.QUESTION
                ? draft.question()
                : draft.answer()).substring(mark.start(), mark.end())).containsExactly("Riga", "maria",
                        "https://shop.example/orders/20265511");
        FaqEntry entry = draft.content(FaqEntry.Id.of("delivery")).entry();
        assertThat(entry.question()).isEqualTo("How long does the delivery to […] take?");
        assertThat(entry.answer()).isEqualTo("Dear […], it takes 3 days.\nSee […] for more.");
        assertThat(entry.phrasings()).containsExactly("Order […] of […]");
        assertThat(draft.toString()).doesNotContain("Riga");
        assertThat(desk.faq().save(desk.editor(BORIS), draft.content(FaqEntry.Id.of("delivery")), 0).version())
                .isEqualTo(1);
    }

    @Test
    void aDraftOfARequestWithoutAQuestionHasItsSubject() {
        Ticket ticket = desk.tickets().open(MARIA, OpenTicket.of("Delivery abroad", "Please. Why?"));

        Faq.Questions.Draft draft = desk.draft(BORIS, ticket.id());

        assertThat(draft.question()).isEqualTo("Delivery abroad");
        assertThat(draft.phrasing()).isEmpty();
        assertThat(draft.answer()).isEmpty();
        assertThat(draft.content(LAMP).entry().question()).isEqualTo("Delivery abroad");
    }

    @Test
    void aDraftWithoutAQuestionCannotBeSaved() {
        Faq.Questions.Draft draft = Faq.Questions.Draft.of(EN, " ", "", "answer", List.of());

        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> draft.content(LAMP));
    }
}
