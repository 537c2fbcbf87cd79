package io.opora.storage;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.event.OutboxStore;
import io.opora.storage.memory.MemoryStorage;
import io.opora.storage.tck.DurabilityContract;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketJson;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite that kills processes passes a journal that is written in time, and notices those that are not. */
class DurabilityContractTest {

    /** A storage in memory that writes each commit to a journal, and is made anew from it. */
    static class Journal implements DurabilityContract.Opener {

        /** How many commits wait before they are written; 1 is sound. */
        int late() {
            return 1;
        }

        /** What is written of a commit. */
        List<OutboxStore.Entry> outboxOf(TicketCommit commit) {
            return commit.outbox();
        }

        @Override
        public Storage open(String place) throws IOException {
            Storage memory = MemoryStorage.create();
            Path file = Path.of(place);
            Path filled = Path.of(place + ".filled");
            if (Files.exists(filled)) {
                try (InputStream in = Files.newInputStream(filled)) {
                    StorageTransfer.read(in, memory);
                }
            }
            long highest = Files.exists(file) ? replay(file, memory) : 0;
            FileChannel journal = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new DelegatingStorage(memory) {
                private final TicketStore tickets = new DelegatingStore(memory.tickets()) {
                    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
                    private int commits;

                    @Override
                    public TicketNumber reserveNumber() {
                        return TicketNumber.of(super.reserveNumber().value() + highest);
                    }

                    @Override
                    public synchronized AppendResult append(TicketCommit commit) {
                        AppendResult result = super.append(commit);
                        if (result == AppendResult.STORED) {
                            waiting.writeBytes((line(commit) + "\n").getBytes(StandardCharsets.UTF_8));
                            commits++;
                            if (commits % late() == 0) {
                                write();
                            }
                        }
                        return result;
                    }

                    private void write() {
                        try {
                            journal.write(ByteBuffer.wrap(waiting.toByteArray()));
                            journal.force(false);
                            waiting.reset();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                };

                @Override
                public TicketStore tickets() {
                    return tickets;
                }

                @Override
                public boolean fill(Iterator<? extends StorageRecord> records) {
                    if (!super.fill(records)) {
                        return false;
                    }
                    try {
                        keep(memory, filled);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return true;
                }
            };
        }

        /** Makes a file of everything, in one step. */
        void keep(Storage all, Path filled) throws IOException {
            Path half = Path.of(filled + ".half");
            try (OutputStream out = Files.newOutputStream(half)) {
                StorageTransfer.write(all, out);
            }
            Files.move(half, filled, StandardCopyOption.ATOMIC_MOVE);
        }

        /** Fields parted by tabs, which JSON does not hold unescaped; the last one shows that the line is whole. */
        private String line(TicketCommit commit) {
            List<String> fields = new ArrayList<>();
            for (TicketChange change : commit.changes()) {
                fields.add("T" + TicketJson.write(change.ticket()));
                change.events().forEach(event -> fields.add("E" + TicketJson.write(event)));
            }
            commit.answer().ifPresent(answer -> fields.add("A" + String.join(" ", answer.actor().value(),
                    answer.key().value(), answer.fingerprint(), answer.ticket().toString(),
                    Long.toString(answer.version()))));
            outboxOf(commit).forEach(entry -> fields.add("O" + String.join(" ", entry.consumer(), entry.stream(),
                    Long.toString(entry.sequence()), entry.at().toString())));
            fields.add("!");
            return String.join("\t", fields);
        }

        /** {@return the highest number} */
        private static long replay(Path file, Storage into) throws IOException {
            long highest = 0;
            for (String line : Files.readAllLines(file)) {
                List<String> fields = List.of(line.split("\t", -1));
                if (fields.getLast().equals("!")) {
                    TicketCommit commit = read(fields);
                    into.tickets().append(commit);
                    highest = Math.max(highest, commit.changes().stream()
                            .mapToLong(change -> change.ticket().number().value()).max().orElse(0));
                }
            }
            return highest;
        }

        private static TicketCommit read(List<String> fields) {
            List<TicketChange> changes = new ArrayList<>();
            List<OutboxStore.Entry> outbox = new ArrayList<>();
            Optional<TicketCommit.Answer> answer = Optional.empty();
            for (int i = 0; i < fields.size(); i++) {
                String rest = fields.get(i).substring(1);
                String[] words = rest.split(" ", -1);
                switch (fields.get(i).charAt(0)) {
                    case 'T' -> {
                        List<TicketEvent> events = fields.subList(i + 1, fields.size()).stream()
                                .takeWhile(field -> field.startsWith("E"))
                                .map(field -> TicketJson.readEvent(field.substring(1))).toList();
                        changes.add(new TicketChange(TicketJson.readTicket(rest), events, Optional.empty()));
                    }
                    case 'A' -> answer = Optional.of(new TicketCommit.Answer(ActorId.of(words[0]),
                            IdempotencyKey.of(words[1]), words[2], TicketId.of(words[3]), Long.parseLong(words[4])));
                    case 'O' -> outbox.add(new OutboxStore.Entry(words[0], words[1], Long.parseLong(words[2]),
                            Instant.parse(words[3])));
                    default -> {
                        // events are read with their ticket
                    }
                }
            }
            return new TicketCommit(changes, answer, LinkStore.Changes.NONE, outbox);
        }
    }

    /** Sound. */
    public static final class Sound extends Journal {
        /** For the other process too. */
        public Sound() {}
    }

    /** Acknowledges before it writes. */
    public static final class Late extends Journal {
        /** For the other process too. */
        public Late() {}

        @Override
        int late() {
            return 5;
        }
    }

    /** Forgets who is to be told. */
    public static final class Forgetful extends Journal {
        /** For the other process too. */
        public Forgetful() {}

        @Override
        List<OutboxStore.Entry> outboxOf(TicketCommit commit) {
            return List.of();
        }
    }

    /** Lets itself be seen while it is being filled. */
    public static final class Hasty extends Journal {
        /** For the other process too. */
        public Hasty() {}

        @Override
        void keep(Storage all, Path filled) throws IOException {
            List<StorageRecord> some = new ArrayList<>();
            all.readAll(record -> {
                some.add(record);
                if (some.size() % 20 == 0) {
                    Storage part = MemoryStorage.create();
                    part.fill(some.iterator());
                    try {
                        super.keep(part, filled);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            super.keep(all, filled);
        }
    }

    private static DurabilityContract kit(Class<? extends DurabilityContract.Opener> opener, Path place) {
        return new DurabilityContract() {
            @Override
            protected Class<? extends Opener> opener() {
                return opener;
            }

            @Override
            protected String createPlace() {
                return place.toString();
            }
        };
    }

    @Nested
    class OfASoundJournal extends DurabilityContract {

        @TempDir
        private Path folder;

        @Override
        protected Class<? extends Opener> opener() {
            return Sound.class;
        }

        private int places;

        @Override
        protected String createPlace() {
            places++;
            return folder.resolve("journal-" + places).toString();
        }
    }

    @Test
    void aJournalThatIsWrittenLateIsNoticed(@TempDir Path folder) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(
                kit(Late.class, folder.resolve("journal"))::whatWasAcknowledgedIsThereAfterTheProcessWasKilled);
    }

    @Test
    void aJournalThatForgetsWhoIsToBeToldIsNoticed(@TempDir Path folder) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(
                kit(Forgetful.class, folder.resolve("journal"))::whatWasAcknowledgedIsThereAfterTheProcessWasKilled);
    }

    @Test
    void aStorageThatIsSeenWhileItIsBeingFilledIsNoticed(@TempDir Path folder) {
        AtomicInteger places = new AtomicInteger();
        DurabilityContract kit = new DurabilityContract() {
            @Override
            protected Class<? extends Opener> opener() {
                return Hasty.class;
            }

            @Override
            protected String createPlace() {
                return folder.resolve("journal-" + places.incrementAndGet()).toString();
            }
        };
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(kit::whatWasBeingFilledIsFullOrEmptyAfterTheProcessWasKilled);
    }
}
