package io.opora.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.ticket.AddNote;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketQuery;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many statements each use case sends; the module's README has the table. */
class StatementsTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");

    private static HikariDataSource database;
    private static EntityManagerFactory factory;
    private static Statistics statistics;

    private SupportDesk desk;
    private Ticket ticket;

    @BeforeAll
    static void open() {
        database = Database.POSTGRESQL.create();
        try (EntityManagerFactory plain = Provider.HIBERNATE.open(database, "none")) {
            JpaSchema.apply(plain);
        }
        factory = Provider.HIBERNATE.open(database);
        statistics = factory.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
    }

    @AfterAll
    static void close() {
        factory.close();
        database.close();
    }

    @BeforeEach
    void openDesk() {
        desk = SupportDesk.builder().storage(JpaStorage.create(factory))
                .consumer(EventConsumer.of("mailer", delivery -> {})).build();
        ticket = desk.tickets().open(MARIA, OpenTicket.of("Lamp broken", "It flickers."));
    }

    @AfterEach
    void closeDesk() {
        while (desk.tickets().events().orElseThrow().drain(1_000).total() > 0) {
            // leaves nothing to the next test
        }
        desk.close();
    }

    private static long statements(Runnable work) {
        statistics.clear();
        work.run();
        return statistics.getPrepareStatementCount();
    }

    @Test
    void aReplyTakesFive() {
        assertThat(statements(() -> desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which bulb?")))).isEqualTo(5);
    }

    @Test
    void aReplyUnderAKeyTakesTwoMoreAndItsRepetitionThreeInAll() {
        CommandOptions key = CommandOptions.key("key-" + ticket.id());
        assertThat(statements(() -> desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which bulb?"), key)))
                .isEqualTo(7);
        assertThat(statements(() -> desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which bulb?"), key)))
                .isEqualTo(3);
    }

    @Test
    void aNoteAndAMoveTakeFive() {
        assertThat(statements(() -> desk.tickets().handle(ANNA, ticket.id(), AddNote.of("Third one.")))).isEqualTo(5);
        assertThat(statements(() -> desk.tickets().handle(ANNA, ticket.id(), Move.of("ask")))).isEqualTo(5);
    }

    @Test
    void aPageOfTheInboxTakesOneHoweverManyTicketsAreOnIt() {
        for (int i = 0; i < 60; i++) {
            desk.tickets().open(MARIA, OpenTicket.builder("Lamp " + i, "It flickers.").tag("lamp").build());
        }
        assertThat(statements(() -> assertThat(desk.tickets()
                .inbox(ANNA, TicketQuery.builder().tags("lamp").limit(50).build()).tickets()).hasSize(50)))
                .isEqualTo(1);
    }

    @Test
    void aTickThatFindsNothingTakesOne() {
        assertThat(statements(() -> assertThat(desk.tickets().tick(1_000)).isZero())).isEqualTo(1);
    }

    @Test
    void lookingAtATicketTakesOneAndAtItsHistoryAnother() {
        assertThat(statements(() -> desk.tickets().get(ANNA, ticket.id()))).isEqualTo(1);
        assertThat(statements(() -> desk.tickets().history(ANNA, ticket.id(), 0, 100))).isLessThanOrEqualTo(2);
    }

    @Test
    void openingTakesAFixedNumber() {
        assertThat(statements(() -> desk.tickets().open(MARIA, OpenTicket.of("Lamp broken", "It flickers."))))
                .isLessThanOrEqualTo(16);
    }

    @Test
    void aDrainThatFindsNothingTakesAFixedNumber() {
        while (desk.tickets().events().orElseThrow().drain(1_000).total() > 0) {
            // until nothing is left
        }
        assertThat(statements(() -> desk.tickets().events().orElseThrow().drain(1_000))).isLessThanOrEqualTo(3);
    }
}
