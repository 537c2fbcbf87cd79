package io.opora.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.event.EventConsumer;
import io.opora.event.OutboxStore;
import io.opora.storage.Storage;
import io.opora.storage.StorageTransfer;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.AddNote;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What was acknowledged is there after the process was killed, whole: header, history, answer and outbox. A process of its own works
 * on the storage and says what was acknowledged; this one kills it at a random moment ({@code SIGKILL}), opens the storage and
 * compares. For storages that outlive their process; one in memory promises nothing of it.
 *
 * <p>
 * 20 kills, or 200 with {@code -Dlong}.
 */
public abstract class DurabilityContract {

    /** The consumer that is never told, so that its part of the outbox only grows. */
    static final String CONSUMER = "audit";

    private static final int KILLS = 20;
    private static final int MANY_KILLS = 200;
    private static final int FILLS = 10;
    private static final int MANY_FILLS = 50;
    private static final int TICKETS = 200;
    private static final int LONGEST_LIFE_MILLIS = 250;
    private static final int PATIENCE_SECONDS = 120;

    /** Opens a storage; a class with a constructor that takes nothing, because the other process has to make one too. */
    public interface Opener {

        /**
         * Opens a storage, makes it if it is not there.
         *
         * @param place where it is, as {@link DurabilityContract#createPlace} says
         * @return the storage
         * @throws Exception if it cannot be opened; the test then fails
         */
        Storage open(String place) throws Exception;
    }

    /** For subclasses, which say what to open. */
    protected DurabilityContract() {}

    /**
     * What opens the storage.
     *
     * @return a public class with a public constructor that takes nothing
     */
    protected abstract Class<? extends Opener> opener();

    /**
     * Makes a place for an empty storage.
     *
     * @return what the opener needs to know, such as a path or a connection string
     * @throws Exception if that fails; the test then fails as well
     */
    protected abstract String createPlace() throws Exception;

    /** Works, kills, opens and compares, again and again on the same place. */
    @Tag("volume")
    @Test
    public final void whatWasAcknowledgedIsThereAfterTheProcessWasKilled() {
        Dice.roll(dice -> {
            try {
                String place = createPlace();
                int kills = Boolean.getBoolean("long") ? MANY_KILLS : KILLS;
                for (int kill = 1; kill <= kills; kill++) {
                    List<Acknowledged> acknowledged = workUntilKilled(place, kill, dice);
                    assertAllThere(place, acknowledged, kill);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Fills, kills, opens and compares, each time in a place of its own; the first time without a kill, to know how long it takes. */
    @Tag("volume")
    @Test
    public final void whatWasBeingFilledIsFullOrEmptyAfterTheProcessWasKilled() {
        Dice.roll(dice -> {
            try {
                byte[] everything = everything();
                Path file = Files.createTempFile("opora-export-", ".jsonl");
                try {
                    Files.write(file, everything);
                    int kills = Boolean.getBoolean("long") ? MANY_FILLS : FILLS;
                    long nanos = fillUntilKilled(createPlace(), file, everything, Long.MAX_VALUE);
                    for (int kill = 1; kill <= kills; kill++) {
                        fillUntilKilled(createPlace(), file, everything, dice.below((int) (nanos / 1_000)) * 1_000L);
                    }
                } finally {
                    Files.delete(file);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static byte[] everything() throws IOException {
        try (Storage memory = MemoryStorage.create()) {
            Tickets tickets = Tickets.builder(memory.tickets()).outbox(memory.outbox()).clock(InstantSource.system())
                    .workflow(Rules.STANDARD).consumer(EventConsumer.of(CONSUMER, delivery -> {})).build();
            for (int i = 1; i <= TICKETS; i++) {
                Ticket ticket = tickets.open(Samples.MARIA, OpenTicket.of("Lamp " + i, "It flickers."),
                        CommandOptions.key("key-" + i));
                tickets.handle(Samples.BORIS, ticket.id(), AddNote.of("Again."));
            }
            return written(memory);
        }
    }

    private static byte[] written(Storage storage) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StorageTransfer.write(storage, out);
        return out.toByteArray();
    }

    /** {@return how long the process has filled, in nanoseconds} */
    private long fillUntilKilled(String place, Path file, byte[] everything, long nanos) throws Exception {
        Process worker = start(place, "0", file.toString());
        long begin = 0;
        boolean acknowledged = false;
        try (BufferedReader said = worker.inputReader(UTF_8)) {
            assertThat(says(said, Mortal.READY)).as("the process that fills %s begins", place).isTrue();
            begin = System.nanoTime();
            if (nanos == Long.MAX_VALUE) {
                acknowledged = says(said, Mortal.DONE);
            } else {
                worker.waitFor(nanos, TimeUnit.NANOSECONDS); // it does not end by itself either
            }
            worker.toHandle().destroyForcibly();
            acknowledged |= says(said, Mortal.DONE);
        } finally {
            worker.destroyForcibly();
            assertThat(worker.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the killed process ends").isTrue();
        }
        long lasted = System.nanoTime() - begin;
        assertThat(acknowledged || nanos < Long.MAX_VALUE).as("the process filled %s", place).isTrue();
        try (Storage storage = opener().getDeclaredConstructor().newInstance().open(place)) {
            byte[] kept = written(storage);
            if (acknowledged || kept.length > written(MemoryStorage.create()).length) {
                assertThat(kept).as("everything that was to be filled in, after a kill at %s ns", nanos)
                        .isEqualTo(everything);
            } else {
                StorageTransfer.read(new ByteArrayInputStream(everything), storage);
                assertThat(written(storage)).isEqualTo(everything);
            }
        }
        return lasted;
    }

    /** Whether a word comes; libraries may have their say on the same way. */
    private static boolean says(BufferedReader said, String word) throws IOException {
        String line = said.readLine();
        while (line != null && !line.equals(word)) {
            line = said.readLine();
        }
        return line != null;
    }

    /** A command that was acknowledged: the version that it brought its ticket to, and its key. */
    record Acknowledged(TicketId ticket, long version, IdempotencyKey key) {

        /** How it is said from process to process; the last word shows that nothing is missing. */
        String line() {
            return ticket + " " + version + " " + key + " ok\n";
        }

        static Optional<Acknowledged> read(String line) {
            String[] words = line.split(" ", -1);
            return words.length == 4 && words[3].equals("ok")
                    ? Optional.of(new Acknowledged(TicketId.of(words[0]), Long.parseLong(words[1]),
                            IdempotencyKey.of(words[2])))
                    : Optional.empty();
        }
    }

    private Process start(String place, String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Mortal.class.getName(),
                        opener().getName(), place));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private List<Acknowledged> workUntilKilled(String place, int round, Dice dice)
            throws IOException, InterruptedException {
        int life = dice.below(LONGEST_LIFE_MILLIS);
        Process worker = start(place, Integer.toString(round));
        List<Acknowledged> acknowledged = new ArrayList<>();
        try (BufferedReader said = worker.inputReader(UTF_8)) {
            String line = said.readLine();
            assertThat(line).as("the first word of the process that works on %s", place).isNotNull();
            worker.waitFor(life, TimeUnit.MILLISECONDS); // it does not end by itself: this is how long it lives
            worker.toHandle().destroyForcibly(); // as the process itself would, this leaves what it said to be read
            for (; line != null; line = said.readLine()) {
                Acknowledged.read(line).ifPresent(acknowledged::add);
            }
        } finally {
            worker.destroyForcibly();
            assertThat(worker.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the killed process ends").isTrue();
        }
        return acknowledged;
    }

    private void assertAllThere(String place, List<Acknowledged> acknowledged, int round) throws Exception {
        try (Storage storage = opener().getDeclaredConstructor().newInstance().open(place)) {
            Map<TicketId, Ticket> tickets = new LinkedHashMap<>();
            Picture.of(storage.tickets()).inbox().forEach(ticket -> tickets.put(ticket.id(), ticket));
            for (Acknowledged each : acknowledged) {
                Ticket ticket = tickets.get(each.ticket());
                assertThat(ticket == null ? 0 : ticket.version()).as("version of %s after kill %s", each, round)
                        .isGreaterThanOrEqualTo(each.version());
                assertThat(Stream.of(Samples.MARIA, Samples.BORIS)
                        .flatMap(actor -> storage.tickets().findAnswer(actor.id(), each.key()).stream()))
                        .as("answer of %s after kill %s", each, round)
                        .singleElement().extracting(TicketCommit.Answer::version).isEqualTo(each.version());
            }
            long events = 0;
            for (Ticket ticket : tickets.values()) {
                List<TicketEvent> history = Picture.history(storage.tickets(), ticket.id());
                StorageSuite.assertSame(Ticket.replay(history), ticket);
                events += history.size();
            }
            OutboxStore.Lag lag = storage.outbox().lag().get(CONSUMER);
            assertThat(lag == null ? 0 : lag.waiting()).as("events to be told after kill %s", round).isEqualTo(events);
        }
    }
}
