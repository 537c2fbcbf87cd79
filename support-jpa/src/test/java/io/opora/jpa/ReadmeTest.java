package io.opora.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.storage.Storage;
import io.opora.storage.StorageTransfer;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the module's README, word for word. */
@SuppressWarnings({"SystemOut", "ThreadLocalUsage"}) // the samples print, and are as short as can be
class ReadmeTest {

    @Test
    void theFirstSampleOpensATicket() {
        assertThat(printed(ReadmeTest::first)).isEqualTo("1\n");
    }

    private static void first() {
        // tag::first[]
        PersistenceConfiguration unit = new PersistenceConfiguration("shop")
                .property("jakarta.persistence.jdbc.url", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
        JpaStorage.entities().forEach(unit::managedClass);
        try (EntityManagerFactory factory = unit.createEntityManagerFactory()) {
            JpaSchema.apply(factory);
            SupportDesk desk = SupportDesk.builder().storage(JpaStorage.create(factory)).build();
            Ticket ticket = desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers."));
            System.out.println(ticket.number());                             // 1
            desk.close();
        }
        // end::first[]
    }

    @Test
    void whatWasOpenedIsGoneWithTheTransaction() {
        try (var source = Database.H2_MEMORY.create();
                EntityManagerFactory factory = Provider.HIBERNATE.open(source, "none")) {
            JpaSchema.apply(factory);
            assertThat(printed(() -> joined(factory))).isEqualTo("0\n");
        }
    }

    private static void joined(EntityManagerFactory factory) {
        // tag::joined[]
        ThreadLocal<EntityManager> current = new ThreadLocal<>();
        Storage storage = JpaStorage.create(factory, () -> Optional.ofNullable(current.get()));
        SupportDesk desk = SupportDesk.builder().storage(storage).build();
        try (EntityManager manager = factory.createEntityManager()) {
            manager.getTransaction().begin();
            current.set(manager);
            desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Order 10023", "Please cancel it."));
            current.remove();
            manager.getTransaction().rollback();                             // the order could not be cancelled
        }
        System.out.println(desk.tickets().inbox(Actor.agent("anna"), TicketQuery.all()).tickets().size());   // 0
        // end::joined[]
    }

    @Test
    void whatWasKeptInFilesIsThereWhenTheyAreOpenedAgain(@TempDir Path folder) {
        embedded(folder);
        try (Storage storage = JpaStorage.embedded("jdbc:h2:file:" + folder.resolve("desk"))) {
            assertThat(storage.tickets().find(TicketQuery.all(), 10)).hasSize(1);
        }
    }

    private static void embedded(Path folder) {
        // tag::embedded[]
        try (Storage storage = JpaStorage.embedded("jdbc:h2:file:" + folder.resolve("desk"))) {
            SupportDesk desk = SupportDesk.builder().storage(storage).build();
            desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers."));
        }
        // end::embedded[]
    }

    @Test
    void whatWasKeptInOneDatabaseIsMovedToAnother(@TempDir Path folder) throws IOException {
        embedded(folder);
        try (Storage from = JpaStorage.embedded("jdbc:h2:file:" + folder.resolve("desk"));
                Storage to = JpaStorage.embedded("jdbc:h2:file:" + folder.resolve("other"))) {
            move(from, to, folder.resolve("everything.jsonl"));
            assertThat(to.tickets().find(TicketQuery.all(), 10)).isEqualTo(from.tickets().find(TicketQuery.all(), 10))
                    .hasSize(1);
        }
    }

    // tag::move[]
    static void move(Storage from, Storage to, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            StorageTransfer.write(from, out); // as it is at one instant; the desk may go on
        }
        try (InputStream in = Files.newInputStream(file)) {
            StorageTransfer.check(in, to); // a dry run: every line that is wrong, and nothing is stored
        }
        try (InputStream in = Files.newInputStream(file)) {
            StorageTransfer.read(in, to); // all of it, or nothing
        }
    }
    // end::move[]

    @Test
    void theSamplesAreThoseOfTheReadme() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/opora/jpa/ReadmeTest.java"));
        String readme = Files.readString(Path.of("README.md"));
        var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme).results()
                .map(block -> block.group(1).strip()).toList();
        var samples = Pattern.compile("// tag::\\w+\\[]\n(.*?)\n *// end::", Pattern.DOTALL).matcher(source).results()
                .map(sample -> sample.group(1).stripIndent().strip()).toList();
        assertThat(blocks).hasSize(4).isEqualTo(samples);
    }

    private static String printed(Runnable work) {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
