package io.opora.jpa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.desk.SupportDesk;
import io.opora.storage.Storage;
import io.opora.storage.StorageRecord;
import io.opora.storage.StorageTransfer;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Snooze;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Four processes work on one PostgreSQL: commands, timers and deliveries at once, while one of them after the other is killed and
 * another one takes its place. Promises R1, R7 and R9. A fifth of the size in the normal build; with {@code -Dlong} in full.
 */
class FourNodesTest {

    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int NODES = 4;
    private static final int TIMERS = LONG ? 10_000 : 1_000;
    private static final int COMMANDS = LONG ? 20_000 : 2_000;
    private static final int WORKED_ON = 50;
    private static final Duration KILL_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private record Acknowledged(TicketId ticket, long version, IdempotencyKey key) {

        static Optional<Acknowledged> read(String line) {
            String[] words = line.split(" ", -1);
            return words.length == 3 && words[2].length() == 36 && words[0].length() == 36
                    ? Optional.of(new Acknowledged(TicketId.of(words[0]), Long.parseLong(words[1]),
                            IdempotencyKey.of(words[2])))
                    : Optional.empty();
        }
    }

    /** A node, and the thread that listens to it. */
    private static final class Running {

        private final Process process;
        private final AtomicBoolean ready = new AtomicBoolean();
        private final Thread listening;

        Running(String url, List<Acknowledged> acknowledged) throws IOException {
            process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                    Node.class.getName(), url).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            listening = Thread.ofVirtual().start(() -> {
                try (BufferedReader said = process.inputReader(UTF_8)) {
                    for (String line = said.readLine(); line != null; line = said.readLine()) {
                        if (line.equals(Node.READY)) {
                            ready.set(true);
                        } else {
                            Acknowledged.read(line).ifPresent(acknowledged::add);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        void kill() throws InterruptedException {
            process.toHandle().destroyForcibly(); // as the process itself would, this leaves what it said to be read
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            listening.join();
        }
    }

    @Tag("volume")
    @Test
    void nothingIsLostOrDoneTwiceWhileNodesAreKilled() throws Exception {
        String url = Database.POSTGRESQL.createUrl();
        List<Acknowledged> acknowledged = Collections.synchronizedList(new ArrayList<>());
        Filled filled = fill(url);
        List<Running> nodes = new ArrayList<>();
        int kills = 0;
        try (HikariDataSource database = Database.pool(url)) {
            Random random = new Random();
            for (int i = 0; i < NODES; i++) {
                nodes.add(new Running(url, acknowledged));
            }
            Instant patience = Instant.now().plus(PATIENCE);
            while (acknowledged.size() < COMMANDS || woken(database) < TIMERS) {
                assertThat(Instant.now()).as("%s commands were acknowledged, %s timers went off, %s nodes were killed",
                        acknowledged.size(), woken(database), kills).isBefore(patience);
                Thread.sleep(KILL_EVERY);
                List<Running> working = nodes.stream().filter(node -> node.ready.get()).toList();
                if (working.size() > 1) { // somebody is left who works, however long it takes to start another one
                    Running victim = working.get(random.nextInt(working.size()));
                    victim.kill();
                    nodes.remove(victim);
                    nodes.add(new Running(url, acknowledged));
                    kills++;
                }
            }
        } finally {
            for (Running node : nodes) {
                node.kill();
            }
        }
        assertThat(kills).as("nodes killed").isGreaterThan(2);
        assertAllThere(url, List.copyOf(acknowledged), filled);
    }

    /**
     * What was there before the nodes were.
     *
     * @param versions of all tickets; there was nobody to be told of these events
     * @param timers until when some of them were put aside
     */
    private record Filled(Map<TicketId, Long> versions, Map<TicketId, Instant> timers) {}

    /** Puts tickets in that are worked on, and tickets that were put aside until some time from now. */
    private static Filled fill(String url) throws IOException, SQLException {
        Actor maria = Actor.customer("maria");
        Actor boris = Actor.agent("boris");
        Map<TicketId, Long> versions = new HashMap<>();
        Map<TicketId, Instant> timers = new HashMap<>();
        ByteArrayOutputStream everything = new ByteArrayOutputStream();
        try (Storage memory = MemoryStorage.create();
                SupportDesk desk = SupportDesk.builder().storage(memory).build()) {
            for (int i = 0; i < WORKED_ON; i++) {
                desk.tickets().open(maria, OpenTicket.of("Lamp broken", "It flickers."));
            }
            Random random = new Random();
            Instant now = Instant.now();
            for (int i = 0; i < TIMERS; i++) {
                Ticket ticket = desk.tickets().open(maria, OpenTicket.of("Lamp broken", "It flickers."));
                Instant until = now.plusSeconds(10).plusMillis(random.nextInt(TIMERS * 10));
                timers.put(ticket.id(), desk.tickets().handle(boris, ticket.id(), Snooze.until(until)).snoozedUntil()
                        .orElseThrow());
            }
            memory.readAll(record -> {
                if (record instanceof StorageRecord.OfTicket of) {
                    versions.put(of.ticket().id(), of.ticket().version());
                }
            });
            StorageTransfer.write(memory, everything);
        }
        try (HikariDataSource database = Database.pool(url);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                Storage storage = new ServerOpener().open(url)) {
            statement.execute("create table " + Node.TABLE
                    + " (id bigserial primary key, ticket_id varchar(36) not null, event_seq bigint not null)");
            StorageTransfer.read(new ByteArrayInputStream(everything.toByteArray()), storage);
        }
        return new Filled(versions, timers);
    }

    private static long woken(HikariDataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from support_ticket where snoozed = 0")) {
            count.next();
            return count.getLong(1) - WORKED_ON;
        }
    }

    private static void assertAllThere(String url, List<Acknowledged> acknowledged, Filled filled)
            throws SQLException, InterruptedException {
        try (HikariDataSource database = Database.pool(url);
                Storage storage = new ServerOpener().open(url);
                SupportDesk desk = Node.desk(storage, database)) {
            while (storage.outbox().lag().containsKey(Node.CONSUMER)) {
                if (desk.tickets().events().orElseThrow().drain(1_000).total() == 0) {
                    Thread.sleep(100); // claims of the killed end with the time
                }
            }
            Map<TicketId, Long> versions = new HashMap<>();
            Set<String> happened = new HashSet<>();
            storage.readAll(record -> {
                if (record instanceof StorageRecord.OfTicket of) {
                    TicketId id = of.ticket().id();
                    assertThat(Ticket.replay(of.history())).isEqualTo(of.ticket());
                    versions.put(id, of.ticket().version());
                    of.history().stream().skip(filled.versions().getOrDefault(id, 0L))
                            .forEach(event -> happened.add(id + " " + event.stamp().sequence()));
                    if (filled.timers().containsKey(id)) {
                        assertWokenOnce(of, filled.timers().get(id));
                    }
                }
            });
            for (Acknowledged each : acknowledged) {
                assertThat(versions.get(each.ticket())).isGreaterThanOrEqualTo(each.version());
                assertThat(storage.tickets().findAnswer(ActorId.of("boris"), each.key()))
                        .map(TicketCommit.Answer::version).contains(each.version());
            }
            assertThat(acknowledged.stream().map(each -> each.ticket() + " " + each.version()).distinct())
                    .as("no version was given twice").hasSameSizeAs(acknowledged);
            assertDelivered(database, happened);
        }
    }

    private static void assertWokenOnce(StorageRecord.OfTicket of, Instant until) {
        assertThat(of.history().stream().filter(TicketEvent.Woken.class::isInstance)).as("went off once")
                .singleElement()
                .satisfies(woken -> assertThat(woken.stamp().at()).as("not early").isAfterOrEqualTo(until));
    }

    private static void assertDelivered(HikariDataSource database, Set<String> happened) throws SQLException {
        Map<String, Long> last = new HashMap<>();
        Set<String> told = new HashSet<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("select ticket_id, event_seq from " + Node.TABLE + " order by id")) {
            while (rows.next()) {
                String ticket = rows.getString(1);
                long sequence = rows.getLong(2);
                if (told.add(ticket + " " + sequence)) {
                    assertThat(last.getOrDefault(ticket, 0L)).as("told in order of %s", ticket).isLessThan(sequence);
                    last.put(ticket, sequence);
                }
            }
        }
        assertThat(told).isEqualTo(happened);
    }
}
