package io.opora.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.storage.Storage;
import io.opora.storage.StorageTransfer;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A desk moves from one storage to the next, and goes on there. */
class TransferBetweenStoragesTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor BORIS = Actor.agent("boris");
    private static final Faq.Person ANN = Faq.Person.editor("ann");

    private static SupportDesk desk(Storage storage) {
        return SupportDesk.builder().storage(storage).consumer(EventConsumer.of("audit", delivery -> {})).build();
    }

    private static byte[] written(Storage storage) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StorageTransfer.write(storage, out);
        return out.toByteArray();
    }

    private static JpaFixture fixture(Database database, Provider provider) {
        return new JpaFixture(JpaFixture.place(database, provider));
    }

    @Test
    void aDeskMovesFromMemoryToPostgresqlToMariadbToFilesAndBack() throws Exception {
        Storage memory = MemoryStorage.create();
        SupportDesk desk = desk(memory);
        Ticket lamp = desk.tickets().open(MARIA, OpenTicket.of("Lamp broken", "Мигает \uD83D\uDE80"),
                CommandOptions.key("once"));
        desk.tickets().handle(BORIS, lamp.id(), Reply.of("Try another bulb."));
        desk.tickets().open(MARIA, OpenTicket.of("Invoice, please", "For May."));
        desk.faq().save(ANN, FaqEdition.Content.of(FaqEntry.of("refund", Locale.ENGLISH, "How?", "So.")), 0);
        byte[] everything = written(memory);

        Storage from = memory;
        for (JpaFixture to : List.of(fixture(Database.POSTGRESQL, Provider.HIBERNATE),
                fixture(Database.MARIADB, Provider.ECLIPSELINK), fixture(Database.POSTGRESQL, Provider.ECLIPSELINK),
                fixture(Database.H2_FILE, Provider.HIBERNATE))) {
            StorageTransfer.Summary dry = StorageTransfer.check(new ByteArrayInputStream(written(from)), to.storage());
            assertThat(StorageTransfer.read(new ByteArrayInputStream(written(from)), to.storage())).isEqualTo(dry);
            assertThat(written(to.storage())).isEqualTo(everything);
            from = to.storage();
        }
        Storage back = MemoryStorage.create();
        StorageTransfer.read(new ByteArrayInputStream(written(from)), back);
        assertThat(written(back)).isEqualTo(everything);
        for (Storage storage : List.of(from, back)) {
            SupportDesk again = desk(storage);
            assertThat(again.tickets().open(MARIA, OpenTicket.of("Lamp broken", "Мигает \uD83D\uDE80"),
                    CommandOptions.key("once")).id()).as("asked once more").isEqualTo(lamp.id());
            assertThat(again.tickets().open(MARIA, OpenTicket.of("Another", "one")).number().value())
                    .as("above the numbers that came, in a database that may have given higher ones").isGreaterThan(2);
            assertThat(again.faq().edition(ANN, FaqEntry.Id.of("refund"), Locale.ENGLISH).version()).isEqualTo(1);
        }
    }
}
