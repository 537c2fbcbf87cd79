package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TicketTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final TicketId ID = TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b10");
    private static final TicketId OTHER = TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b11");
    private static final Actor ANNA = Actor.agent("anna");
    private static final TicketLifecycle RULES = TicketLifecycle.of(Workflow.standard(), Map.of());

    private final Decision.Accepted opened = RULES.open(
            OpenTicket.builder("s", "t").requester(Requester.of("maria")).tag("vip").build(), ID, TicketNumber.of(1),
            Locale.ENGLISH, ANNA, NOW);

    private static TicketEvent note(TicketId ticket, long sequence) {
        return new TicketEvent.NoteAdded(new TicketEvent.Stamp(ticket, sequence, NOW, ANNA), new Note("n", List.of()));
    }

    @Test
    void aHistoryWithAGapIsNoHistory() {
        assertThatThrownBy(() -> opened.ticket().apply(note(ID, 4))).isInstanceOf(StorageException.class)
                .hasMessageContaining("Event 4 of ticket " + ID + " does not follow event 2");
        assertThatThrownBy(() -> opened.ticket().apply(note(ID, 2))).isInstanceOf(StorageException.class);
        assertThat(opened.ticket().apply(note(ID, 3)).version()).isEqualTo(3);
    }

    @Test
    void aHistoryOfTwoTicketsIsNoHistory() {
        assertThatThrownBy(() -> opened.ticket().apply(note(OTHER, 3))).isInstanceOf(StorageException.class)
                .hasMessageContaining(OTHER.toString());
    }

    @Test
    void aHistoryBeginsWithTheOpening() {
        assertThatThrownBy(() -> Ticket.replay(List.of())).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> Ticket.replay(List.of(note(ID, 1)))).isInstanceOf(StorageException.class)
                .hasMessageContaining("begins with the opening");
        assertThatThrownBy(() -> Ticket.replay(opened.events().subList(1, 2))).isInstanceOf(StorageException.class);
    }

    @Test
    void aTicketIsOpenedOnce() {
        TicketEvent.Opened first = (TicketEvent.Opened) opened.events().getFirst();
        TicketEvent.Opened again = new TicketEvent.Opened(new TicketEvent.Stamp(ID, 3, NOW, ANNA), first.number(),
                first.workflow(), first.status(), first.kind(), first.priority(), first.requester(), first.locale(),
                first.channel(), first.subject(), first.tags(), first.fields(), Optional.empty());

        assertThatThrownBy(() -> opened.ticket().apply(again)).isInstanceOf(StorageException.class)
                .hasMessageContaining("opened twice");
        assertThatThrownBy(() -> Ticket.replay(List.of(again))).isInstanceOf(StorageException.class)
                .hasMessageContaining("not 3");
    }

    @Test
    void aBuilderSaysWhatWasForgotten() {
        assertThatThrownBy(() -> Ticket.builder().id(ID).build()).isInstanceOf(NullPointerException.class)
                .hasMessage("number");
        assertThat(opened.ticket().toBuilder().build()).isEqualTo(opened.ticket());
    }

    @Test
    void aTicketShowsNothingThatAPersonWrote() {
        assertThat(opened.ticket()).hasToString("Ticket[1, version 2, new]");
    }

    @Test
    void rulesRefuseTicketsOfAnotherWorkflow() {
        TicketLifecycle returns = TicketLifecycle.of(Workflow.returns(), Map.of());

        assertThatThrownBy(() -> returns.decide(opened.ticket(), Move.of("approve"), ANNA, NOW))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("standard@1, not returns@1");
        assertThatThrownBy(() -> returns.wakeAt(opened.ticket())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> returns.moves(opened.ticket(), ANNA, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> returns.timePassed(opened.ticket(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeHasToLeadUpToItsHeader() {
        Ticket ticket = opened.ticket();

        assertThat(new TicketChange(ticket, opened.events(), Optional.empty()).expectedVersion()).isZero();
        assertThatThrownBy(() -> new TicketChange(ticket, List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TicketChange(ticket, opened.events().reversed(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("event 1");
        assertThatThrownBy(() -> new TicketChange(ticket, List.of(note(OTHER, 2)), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(OTHER.toString());
        assertThatThrownBy(() -> new TicketChange(ticket, List.of(note(ID, 3)), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCommitStoresSomethingAndEachTicketOnce() {
        TicketChange change = new TicketChange(opened.ticket(), opened.events(), Optional.empty());

        assertThatThrownBy(() -> new TicketCommit(List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TicketCommit(List.of(change, change), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
