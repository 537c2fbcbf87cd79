package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.testing.TestDesk;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParticipantsTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ZOE = Actor.customer("zoe");
    private static final Actor ANNA = Actor.agent("anna");
    private static final AddParticipant TO_SEE = new AddParticipant(ZOE.id(), Ticket.Participation.SEE);
    private static final AddParticipant TO_REPLY = AddParticipant.of("zoe");

    private final TestDesk desk = TestDesk.create();
    private final Tickets tickets = desk.desk().tickets();
    private final TicketId id = desk.openedBy("maria").id();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void seeTheTicketAndReplyIfTheyMay() {
        assertThatThrownBy(() -> tickets.customerView(ZOE, id, 0, 10)).isInstanceOf(NotFoundException.class);

        tickets.handle(ANNA, id, TO_SEE);
        assertThat(tickets.customerView(ZOE, id, 0, 10)).isEqualTo(tickets.customerView(MARIA, id, 0, 10));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> tickets.handle(ZOE, id, Reply.of("May I?")))
                .withMessageContaining("REPLYING_PARTICIPANT");

        tickets.handle(ANNA, id, TO_REPLY);
        tickets.handle(ZOE, id, Reply.of("Mine flickers too."));
        assertThat(tickets.customerView(MARIA, id, 0, 10).entries()).last().isInstanceOfSatisfying(
                CustomerView.Said.class, said -> assertThat(said.from()).isEqualTo(CustomerView.Side.CUSTOMER));

        tickets.handle(ANNA, id, RemoveParticipant.of("zoe"));
        assertThatThrownBy(() -> tickets.customerView(ZOE, id, 0, 10)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> tickets.handle(ZOE, id, Reply.of("Hello?"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void standInTheHeaderAndInTheHistory() {
        assertThat(tickets.handle(ANNA, id, TO_SEE).participants()).isEqualTo(Map.of(ZOE.id(),
                Ticket.Participation.SEE));
        assertThat(tickets.handle(ANNA, id, TO_REPLY).participants()).isEqualTo(Map.of(ZOE.id(),
                Ticket.Participation.REPLY));
        assertThat(tickets.handle(ANNA, id, RemoveParticipant.of("zoe")).participants()).isEmpty();

        assertThat(tickets.history(ANNA, id, 2, 10)).satisfiesExactly(
                event -> assertThat(event).isEqualTo(new TicketEvent.ParticipantAdded(event.stamp(), ZOE.id(),
                        Ticket.Participation.SEE)),
                event -> assertThat(event).isEqualTo(new TicketEvent.ParticipantAdded(event.stamp(), ZOE.id(),
                        Ticket.Participation.REPLY)),
                event -> assertThat(event).isEqualTo(new TicketEvent.ParticipantRemoved(event.stamp(), ZOE.id())));
        assertThat(tickets.customerView(MARIA, id, 2, 10).entries()).isEmpty();
    }

    @Test
    void areAddedAndRemovedOnce() {
        Ticket added = tickets.handle(ANNA, id, TO_REPLY);

        assertThat(tickets.handle(ANNA, id, TO_REPLY)).isEqualTo(added);
        tickets.handle(ANNA, id, RemoveParticipant.of("zoe"));
        assertThat(tickets.handle(ANNA, id, RemoveParticipant.of("zoe")).version()).isEqualTo(added.version() + 1);
        assertThat(tickets.handle(ANNA, id, RemoveParticipant.of("ivan")).version()).isEqualTo(added.version() + 1);
    }

    @Test
    void doNotIncludeTheRequesterWhoStays() {
        Ticket ticket = tickets.handle(ANNA, id, new AddParticipant(MARIA.id(), Ticket.Participation.SEE));

        assertThat(ticket.version()).isEqualTo(2);
        assertThat(ticket.participants()).isEmpty();
        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> tickets.handle(ANNA, id, RemoveParticipant.of("maria")))
                .satisfies(e -> assertThat(e.reasons()).extracting(Reason::code).containsExactly("requester-stays"))
                .withMessageContaining("maria asked for this");
    }

    @Test
    void areNoMoreThanMayBe() {
        for (int i = 0; i < Ticket.MAX_PARTICIPANTS; i++) {
            tickets.handle(ANNA, id, AddParticipant.of("p" + i));
        }

        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> tickets.handle(ANNA, id, AddParticipant.of("one-more")))
                .satisfies(e -> assertThat(e.reasons()).extracting(Reason::toString)
                        .containsExactly("too-many-participants: At most 50 take part in a ticket"));
        tickets.handle(ANNA, id, new AddParticipant(ActorId.of("p0"), Ticket.Participation.SEE));
        tickets.handle(ANNA, id, RemoveParticipant.of("p0"));
        assertThat(tickets.handle(ANNA, id, AddParticipant.of("one-more")).participants())
                .hasSize(Ticket.MAX_PARTICIPANTS);
    }

    @Test
    void areChangedWhateverOthersDoToTheTicketMeanwhile() {
        tickets.handle(MARIA, id, Reply.of("Never mind."));

        assertThat(tickets.handle(ANNA, id, TO_REPLY, CommandOptions.seen(2)).participants()).hasSize(1);
        assertThat(tickets.handle(ANNA, id, RemoveParticipant.of("zoe"), CommandOptions.seen(2)).participants())
                .isEmpty();
    }

    @Test
    void comeAlongWhenAClosedTicketIsContinued() {
        tickets.handle(ANNA, id, AddParticipant.of("ivan"));
        tickets.handle(ANNA, id, TO_REPLY);
        tickets.handle(ANNA, id, new AddParticipant(ActorId.of("boris"), Ticket.Participation.SEE));
        Ticket closed = tickets.handle(ANNA, id, Move.of("reject").with("reason", "spam"));

        Ticket followUp = tickets.handle(ZOE, id, Reply.of("No spam!"));

        assertThat(followUp.id()).isNotEqualTo(id);
        assertThat(followUp.participants()).isEqualTo(closed.participants()).hasSize(3);
        assertThat(Ticket.replay(tickets.history(ANNA, followUp.id(), 0, 10))).isEqualTo(followUp);
        assertThat(tickets.history(ANNA, followUp.id(), 2, 10))
                .extracting(event -> ((TicketEvent.ParticipantAdded) event).participant().value())
                .containsExactly("boris", "ivan", "zoe");
        assertThat(tickets.handle(ZOE, id, Reply.of("Really.")).id()).isEqualTo(followUp.id());
        assertThat(tickets.customerView(ZOE, followUp.id(), 0, 10).entries()).hasSize(2);
    }

    @Test
    void haveTheirReplyTreatedAsACustomers() {
        tickets.handle(ANNA, id, TO_REPLY);
        tickets.handle(ANNA, id, Move.of("ask"));

        assertThat(tickets.handle(ZOE, id, Reply.of("An E27.")).status()).hasToString("open");
    }
}
