package io.opora.examples.benchmarks;

import io.opora.event.OutboxStore;
import io.opora.ticket.Priority;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is asked all day among many open tickets on PostgreSQL, beside the same question in SQL, whose parameters, the size of a page
 * among them, are parameters there too.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the methods in their order
public class PostgresQueryBenchmark {

    private static final int PAGE = 50;

    /**
     * What is asked: the first page of the inbox, one from its middle, one from anywhere, which hardly anybody has asked for before,
     * what is due, the next entry of the outbox.
     */
    @Param({"inbox", "inbox-deep", "inbox-anywhere", "due", "claim"})
    public String question;

    /** How many open tickets there are. */
    @Param("1000000")
    public int tickets;

    private PostgresDesk place;
    private TicketQuery first;
    private TicketQuery deep;
    private Instant opened;
    private long middle;
    private TicketId somewhere;

    /** Starts the server and opens the tickets. */
    @Setup
    public void open() {
        place = PostgresDesk.start();
        place.fill(tickets);
        first = TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).build();
        Ticket oldest = place.storage().tickets().find(first, 1).getFirst();
        opened = oldest.openedAt();
        somewhere = oldest.id();
        Instant half = opened.plusSeconds(tickets / 2);
        middle = micros(half);
        deep = behind(half);
    }

    private TicketQuery behind(Instant place) {
        return first.toBuilder()
                .after(new TicketQuery.Cursor(TicketQuery.Sort.OLDEST, Priority.NORMAL, place, somewhere)).build();
    }

    private Instant anywhere() {
        return opened.plusSeconds(ThreadLocalRandom.current().nextInt(tickets));
    }

    /** Forgets all claims, so that as many wait in each round. */
    @Setup(Level.Iteration)
    public void release() {
        place.transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "update support_outbox_queue set fence = 0, fresh = 1, ready_us = ? where fence <> 0")) {
                statement.setLong(1, micros(opened));
                return statement.executeUpdate();
            }
        });
    }

    /** Stops the server. */
    @TearDown
    public void close() {
        place.close();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** The library. */
    @Benchmark
    public Object opora() {
        return switch (question) {
            case "inbox" -> place.storage().tickets().find(first, PAGE);
            case "inbox-deep" -> place.storage().tickets().find(deep, PAGE);
            case "inbox-anywhere" -> place.storage().tickets().find(behind(anywhere()), PAGE);
            case "due" -> place.storage().tickets().due(opened.plusSeconds(tickets / 2), PAGE);
            default -> place.storage().outbox()
                    .claim(Set.of(PostgresDesk.CONSUMER), opened.plusSeconds(tickets), opened.plusSeconds(2L * tickets))
                    .map(OutboxStore.Claim::entry).orElseThrow();
        };
    }

    /** The same in SQL, which gives texts where the library gives tickets. */
    @Benchmark
    public Object floor() {
        return place.transaction(connection -> switch (question) {
            case "inbox" -> list(connection, "select header from support_ticket where merged = 0"
                    + " order by opened_us, id limit ?", PAGE);
            case "inbox-deep" -> behind(connection, middle);
            case "inbox-anywhere" -> behind(connection, micros(anywhere()));
            case "due" ->
                list(connection, "select id from support_ticket where wake_us <= ? order by wake_us, id limit ?",
                        micros(opened.plusSeconds(tickets / 2)), PAGE);
            default -> claim(connection);
        });
    }

    private List<String> behind(Connection connection, long place) throws SQLException {
        return list(connection, "select header from support_ticket where merged = 0"
                + " and opened_us >= ? and (opened_us > ? or (opened_us = ? and id > ?))"
                + " order by opened_us, id limit ?", place, place, place, somewhere.toString(), PAGE);
    }

    private static List<String> list(Connection connection, String text, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(rows.getString(1));
                }
                return list;
            }
        }
    }

    private String claim(Connection connection) throws SQLException {
        String stream = list(connection, "select stream from support_outbox_queue where consumer = ? and ready_us <= ?"
                + " order by ready_us, stream limit 1 for update skip locked", PostgresDesk.CONSUMER,
                micros(opened.plusSeconds(tickets))).getFirst();
        list(connection,
                "select event_us, attempts from support_outbox where consumer = ? and stream = ? and event_seq = 1",
                PostgresDesk.CONSUMER, stream);
        long fence = Long.parseLong(list(connection, "select nextval('support_fence_seq')").getFirst());
        try (PreparedStatement update = connection.prepareStatement("update support_outbox set attempts = attempts + 1,"
                + " fence = ? where consumer = ? and stream = ? and event_seq = 1")) {
            update.setLong(1, fence);
            update.setString(2, PostgresDesk.CONSUMER);
            update.setString(3, stream);
            update.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("update support_outbox_queue set head_seq = 1,"
                + " ready_us = ?, fresh = 0, fence = ? where consumer = ? and stream = ?")) {
            update.setLong(1, micros(opened.plusSeconds(2L * tickets)));
            update.setLong(2, fence);
            update.setString(3, PostgresDesk.CONSUMER);
            update.setString(4, stream);
            update.executeUpdate();
        }
        return stream;
    }
}
