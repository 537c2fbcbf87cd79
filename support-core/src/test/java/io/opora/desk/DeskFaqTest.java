package io.opora.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Audience;
import io.opora.ticket.OpenTicket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeskFaqTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor BORIS = Actor.agent("boris");
    private static final FaqEntry.Id REFUND = FaqEntry.Id.of("refund");

    private final SupportDesk desk = SupportDesk.builder().locale(Locale.GERMAN).build();

    @AfterEach
    void close() {
        desk.close();
    }

    private void published(String id, Locale locale, Audience audience) {
        Content content = Content.of(FaqEntry.builder(FaqEntry.Id.of(id), locale, "Refund?", "Yes.")
                .audience(audience).build());
        desk.faq().save(desk.editor(BORIS), content, 0);
        desk.faq().publish(desk.editor(BORIS), FaqEntry.Id.of(id), locale, 1);
    }

    @Test
    void thePolicyOfTheDeskSaysWhoEdits() {
        assertThat(desk.editor(BORIS)).isEqualTo(Faq.Person.editor("boris"));
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> desk.editor(MARIA))
                .satisfies(e -> assertThat(e.operation()).isEqualTo(Operation.EDIT_FAQ));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> desk.editor(MARIA.withRoles(Role.AGENT)));
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> desk.editor(Actor.bot("b")));
    }

    @Test
    void actorsReadWhatIsForThem() {
        for (Audience audience : Audience.values()) {
            published(audience.name(), Locale.GERMAN, audience);
        }
        SecretLink.Id link = desk.tickets().links().issue(BORIS,
                desk.tickets().open(MARIA, OpenTicket.of("Lamp", "broken")).id(), MARIA.id(),
                Set.of(SecretLink.Scope.SEE), Duration.ofDays(1)).link().id();
        Actor byLink = new Actor(MARIA.id(), Actor.Kind.CUSTOMER, Set.of(), Set.of(), Optional.of(link));

        assertThat(count(byLink)).isEqualTo(1);
        assertThat(count(MARIA)).isEqualTo(2);
        assertThat(count(BORIS)).isEqualTo(3);
    }

    private int count(Actor actor) {
        return desk.faq().list(SupportDesk.reader(actor), Locale.GERMAN, Optional.empty()).size();
    }

    @Test
    void entriesFallBackToTheLanguageOfTheDesk() {
        published("refund", Locale.ENGLISH, Audience.PUBLIC);
        published("refund", Locale.GERMAN, Audience.PUBLIC);

        assertThat(desk.faq().read(SupportDesk.reader(MARIA), REFUND, Locale.of("ru")).entry().locale())
                .isEqualTo(Locale.GERMAN);
    }

    @Test
    void whoeverIsErasedHasNoVotesLeft() {
        published("refund", Locale.GERMAN, Audience.PUBLIC);
        desk.faq().vote(SupportDesk.reader(MARIA), REFUND, Locale.GERMAN, false, Optional.of("Too late."));
        Actor anna = BORIS.withRoles(Role.SUPERVISOR);

        assertThat(desk.people().places()).containsKey("faq-votes");
        StringBuilder exported = new StringBuilder();
        desk.people().export(anna, ActorId.of("maria"), exported);
        assertThat(exported).contains("Too late.");
        desk.people().erase(anna, ActorId.of("maria"));

        assertThat(desk.faq().votes(desk.editor(BORIS), REFUND, Locale.GERMAN, 10)).isEmpty();
    }

    @Test
    void theFaqIsClosedWithTheDesk() {
        desk.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(
                () -> desk.faq().list(Faq.Person.ANYBODY, Locale.GERMAN, Optional.empty()));
    }
}
