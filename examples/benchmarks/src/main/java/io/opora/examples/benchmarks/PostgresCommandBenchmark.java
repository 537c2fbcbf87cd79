package io.opora.examples.benchmarks;

import io.opora.access.Actor;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Replies on PostgreSQL, by one thread and by eight, beside the same statements written by hand. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 8) // a provider of persistence is slow before it is compiled
@Measurement(iterations = 5, time = 5)
@State(Scope.Benchmark)
@Threads(1)
@SuppressWarnings("NullAway.Init") // JMH calls the methods in their order
public class PostgresCommandBenchmark {

    private static final int TICKETS = 5_000;
    private static final Reply REPLY = Reply
            .of("The parcel left our house yesterday. The carrier says that it comes by Thursday. Is that all right?");
    private static final Actor ANNA = Actor.agent("anna");

    private PostgresDesk place;
    private List<TicketId> ids;
    /** As long as what the library writes. */
    private String header;
    private String event;

    /** Eight threads at once. */
    @Threads(8)
    public static class EightThreads extends PostgresCommandBenchmark {}

    /** Starts the server and opens tickets. */
    @Setup
    public void open() {
        place = PostgresDesk.start();
        place.fill(TICKETS);
        ids = place.ids(TICKETS);
        Ticket replied = place.desk().tickets().handle(ANNA, ids.getFirst(), REPLY);
        List<TicketEvent> history = place.storage().tickets().history(replied.id(), 0, 100);
        header = TicketJson.write(replied);
        event = TicketJson.write(history.getLast());
    }

    /** Stops the server. */
    @TearDown
    public void close() {
        place.close();
    }

    private TicketId any() {
        return ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
    }

    /** The library. */
    @Benchmark
    public long opora() {
        return place.desk().tickets().handle(ANNA, any(), REPLY).version();
    }

    /** The same five statements, which check nothing and write what was made once. */
    @Benchmark
    public long floor() {
        String id = any().toString();
        long version = 0;
        while (version == 0) {
            version = place.transaction(connection -> reply(connection, id));
        }
        return version;
    }

    /** {@return the new version; 0 if somebody was faster} */
    private long reply(Connection connection, String id) throws SQLException {
        long version;
        try (PreparedStatement select = connection
                .prepareStatement("select header, ticket_version from support_ticket where id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                row.getString(1);
                version = row.getLong(2) + 1;
            }
        }
        long now = System.currentTimeMillis() * 1_000;
        try (PreparedStatement update = connection.prepareStatement("update support_ticket set ticket_version = ?,"
                + " phase = ?, status_name = ?, kind = ?, priority = ?, requester = ?, assignee = ?, team = ?,"
                + " subject_words = ?, merged = ?, snoozed = ?, updated_us = ?, due_us = ?, wake_us = ?, header = ?"
                + " where id = ? and ticket_version = ?")) {
            List<Object> values = List.of(version, "OPEN", "open", "request", 2, "maria", "anna", "money",
                    "where is my order", 0, 0, now, now, now, header, id, version - 1);
            for (int i = 0; i < values.size(); i++) {
                update.setObject(i + 1, values.get(i));
            }
            if (update.executeUpdate() == 0) {
                return 0;
            }
        }
        try (PreparedStatement insert = connection
                .prepareStatement("insert into support_ticket_event (ticket_id, event_seq, event) values (?, ?, ?)")) {
            insert.setString(1, id);
            insert.setLong(2, version);
            insert.setString(3, event);
            insert.executeUpdate();
        }
        try (PreparedStatement queue = connection.prepareStatement("update support_outbox_queue set"
                + " ready_us = case when fence = 0 and head_seq > ? then ? else ready_us end,"
                + " fresh = case when fence = 0 and head_seq > ? then 1 else fresh end,"
                + " head_seq = case when head_seq > ? then ? else head_seq end where consumer = ? and stream = ?")) {
            queue.setLong(1, version);
            queue.setLong(2, now);
            queue.setLong(3, version);
            queue.setLong(4, version);
            queue.setLong(5, version);
            queue.setString(6, PostgresDesk.CONSUMER);
            queue.setString(7, id);
            queue.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into support_outbox (consumer, stream,"
                + " event_seq, event_us, attempts, fence, parked, retry_us, error) values (?, ?, ?, ?, 0, 0, 0, null, null)")) {
            insert.setString(1, PostgresDesk.CONSUMER);
            insert.setString(2, id);
            insert.setLong(3, version);
            insert.setLong(4, now);
            insert.executeUpdate();
        }
        return version;
    }
}
