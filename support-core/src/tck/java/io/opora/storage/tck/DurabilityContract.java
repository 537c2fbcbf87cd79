package io.opora.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.event.OutboxStore;
import io.opora.storage.Storage;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
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

    private List<Acknowledged> workUntilKilled(String place, int round, Dice dice)
            throws IOException, InterruptedException {
        int life = dice.below(LONGEST_LIFE_MILLIS);
        Process worker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Mortal.class.getName(),
                opener().getName(), place, Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
