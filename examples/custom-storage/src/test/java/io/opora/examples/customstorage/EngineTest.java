package io.opora.examples.customstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.desk.SupportDesk;
import io.opora.ticket.AddNote;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kit cannot know: folders, processes, files. */
class EngineTest {

    private static final Actor MARIA = Actor.customer("maria");

    @TempDir
    private Path folder;

    private static Ticket open(RocksStorage storage) {
        return SupportDesk.builder().storage(storage).build().tickets().open(MARIA,
                OpenTicket.of("Lamp broken", "It flickers since Tuesday."));
    }

    @Test
    void everythingIsThereWhenTheFolderIsOpenedAgain() {
        Ticket before;
        try (RocksStorage storage = RocksStorage.open(folder)) {
            before = open(storage);
        }
        try (RocksStorage storage = RocksStorage.open(folder)) {
            assertThat(storage.tickets().find(before.id())).contains(before);
            assertThat(storage.tickets().history(before.id(), 0, 10)).hasSize((int) before.version());
            assertThat(open(storage).number().value()).isGreaterThan(before.number().value());
        }
    }

    @Test
    void aFolderIsOpenedOnceAtATime() {
        RocksStorage storage = RocksStorage.open(folder);

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> RocksStorage.open(folder))
                .withMessageContaining("Is another process working on them?").withMessageContaining(folder.toString());

        storage.close();
        RocksStorage.open(folder).close();
    }

    @Test
    void theDatabaseIsOpenUntilTheLastStorageOnItIsClosed() {
        RocksStorage storage = RocksStorage.open(folder);
        RocksStorage another = storage.another();
        TicketStore tickets = storage.tickets();

        storage.close();
        storage.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(tickets::reserveNumber);
        assertThat(another.tickets().reserveNumber().value()).isEqualTo(1);
        another.close();
        RocksStorage.open(folder).close();
    }

    @Test
    void whatIsErasedIsInNoFile() throws IOException {
        Actor agent = Actor.agent("anna");
        try (RocksStorage storage = RocksStorage.open(folder)) {
            SupportDesk desk = SupportDesk.builder().storage(storage).build();
            Ticket ticket = open(storage);
            desk.tickets().handle(agent, ticket.id(), AddNote.of("Called back."));
            assertThat(filesWith("since Tuesday")).as("the text is kept as it is").isNotEmpty();

            desk.people().erase(Actor.agent("lead").withRoles(Role.SUPERVISOR), MARIA.id());

            assertThat(filesWith("since Tuesday")).isEmpty();
            assertThat(filesWith("Lamp broken")).isEmpty();
            assertThat(filesWith("maria")).isEmpty();
            assertThat(filesWith("anna")).isNotEmpty();
        }
        assertThat(filesWith("since Tuesday")).isEmpty();
    }

    private List<String> filesWith(String text) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> contains(file, text))
                    .map(file -> file.getFileName().toString()).toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false; // taken away meanwhile
        }
    }

    @Test
    void theUnpackedLibraryIsNotLeftBehind() throws IOException {
        Set<Path> before = unpacked();

        RocksStorage.open(folder).close();

        assertThat(unpacked()).isEqualTo(before);
    }

    private static Set<Path> unpacked() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(
                    file -> file.getFileName().toString().startsWith("rocksdb-" + ProcessHandle.current().pid()))
                    .collect(Collectors.toSet());
        }
    }
}
