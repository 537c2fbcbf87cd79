package io.opora.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketJson;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadHeadersTest {

    private final SupportDesk desk = SupportDesk.inMemory();
    private final ReadHeaders headers = new ReadHeaders();

    @AfterEach
    void close() {
        desk.close();
    }

    private Ticket open(String subject) {
        return desk.tickets().open(Actor.customer("maria"), OpenTicket.of(subject, "Number 10023."));
    }

    /** Another text that says the same, as each reading of a database gives one. */
    private static String text(Ticket ticket) {
        return new String(TicketJson.write(ticket).toCharArray());
    }

    @Test
    void aTextThatWasReadBeforeIsNotReadAgain() {
        Ticket ticket = open("Where is my order?");

        Ticket first = headers.read(text(ticket));

        assertThat(first).isEqualTo(ticket);
        assertThat(headers.read(text(ticket))).isSameAs(first);
    }

    @Test
    void aTicketThatHasChangedIsReadAnew() {
        Ticket before = open("Where is my order?");
        headers.read(text(before));

        Ticket after = desk.tickets().handle(Actor.agent("anna"), before.id(), Reply.of("It comes on Thursday."));

        assertThat(headers.read(text(after))).isEqualTo(after).isNotEqualTo(before);
        assertThat(headers.read(text(before))).isEqualTo(before);
    }

    @Test
    void moreThanThereIsPlaceForAreReadAllTheSame() {
        List<Ticket> tickets = IntStream.range(0, 5_000).mapToObj(number -> open("Order " + number)).toList();

        for (int round = 0; round < 2; round++) {
            assertThat(tickets.stream().map(ticket -> headers.read(text(ticket)))).containsExactlyElementsOf(tickets);
        }
    }

    @Test
    void nothingIsKeptOfThoseWhoAreForgotten() {
        Ticket ticket = open("Where is my order?");
        Ticket first = headers.read(text(ticket));

        headers.clear();

        assertThat(headers.read(text(ticket))).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void whatIsNoHeaderIsSaidEachTime() {
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> headers.read("{}")).isInstanceOf(StorageException.class);
        }
    }
}
