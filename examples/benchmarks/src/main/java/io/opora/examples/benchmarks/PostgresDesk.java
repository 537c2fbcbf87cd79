package io.opora.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.jpa.JpaSchema;
import io.opora.jpa.JpaStorage;
import io.opora.storage.Storage;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A desk on a PostgreSQL of its own, which does not wait for the disk, so that what is measured is work and not the disk; and the same
 * database for whoever asks it directly. Its tickets are copies of one, opened a second apart.
 */
final class PostgresDesk implements AutoCloseable {

    /** Who is told of every event, later. */
    static final String CONSUMER = "mailer";

    private static final int CONNECTIONS = 16;

    private final EmbeddedPostgres server;
    private final HikariDataSource database;
    private final EntityManagerFactory factory;
    private final Storage storage;
    private final SupportDesk desk;

    private PostgresDesk(EmbeddedPostgres server) {
        this.server = server;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        database = new HikariDataSource(config);
        JpaSchema.apply(database);
        PersistenceConfiguration unit = new PersistenceConfiguration("desk");
        JpaStorage.entities().forEach(unit::managedClass);
        unit.property("jakarta.persistence.nonJtaDataSource", database)
                .property("hibernate.connection.provider_disables_autocommit", true);
        factory = unit.createEntityManagerFactory();
        storage = JpaStorage.create(factory);
        desk = SupportDesk.builder().storage(storage).consumer(EventConsumer.of(CONSUMER, delivery -> {})).build();
    }

    static PostgresDesk start() {
        try {
            return new PostgresDesk(EmbeddedPostgres.builder().setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off").setServerConfig("full_page_writes", "off")
                    .setServerConfig("shared_buffers", "512MB").setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("autovacuum", "off") // would be at work in one round and not in another
                    .setLocaleConfig("locale", "C.UTF-8").setLocaleConfig("encoding", "UTF8").start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SupportDesk desk() {
        return desk;
    }

    Storage storage() {
        return storage;
    }

    HikariDataSource database() {
        return database;
    }

    /** What somebody does with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Does something in one transaction. */
    <T> T transaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            T result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens tickets, with an event each of which the consumer is still to be told. */
    void fill(int tickets) {
        Ticket first = desk.tickets().open(Actor.customer("maria"),
                OpenTicket.of("Where is my order?", "Number 10023."));
        run(List.of(
                // an id as the library makes them, out of a number
                "create temporary table copies on commit drop as select n, '" + first.id().toString().substring(0, 14)
                        + "' || '7' || substr(md5(n::text), 1, 3) || '-8' || substr(md5(n::text), 4, 3) || '-'"
                        + " || lpad(to_hex(n), 12, '0') as id from generate_series(2, " + tickets + ") n",
                "insert into support_ticket select c.id, 10 + n, ticket_version, case n % 3 when 0 then 'NEW' when 1"
                        + " then 'OPEN' else 'PENDING' end, status_name, kind, 1 + n % 4, requester || n % 1000,"
                        + " case n % 5 when 0 then 'anna' end, case n % 4 when 0 then 'money' else 'goods' end,"
                        + " subject_words, 0, 0, opened_us + n * 1000000::bigint, updated_us + n * 700000::bigint,"
                        + " opened_us + (n * 7919::bigint % " + tickets + ") * 1000000,"
                        + " opened_us + (n * 104729::bigint % " + tickets + ") * 1000000,"
                        + " replace(header, '" + first.id() + "', c.id) from support_ticket, copies c",
                "insert into support_ticket_event select c.id, 1, event from support_ticket_event, copies c"
                        + " where event_seq = 1",
                "insert into support_outbox_queue select consumer, c.id, 1, ready_us + n, 1, 0"
                        + " from support_outbox_queue, copies c",
                "insert into support_outbox select consumer, c.id, 1, event_us + n, 0, 0, 0, null, null"
                        + " from support_outbox, copies c where event_seq = 1"));
        run(List.of("analyze"));
    }

    private void run(List<String> statements) {
        transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String text : statements) {
                    statement.execute(text);
                }
                return statements.size();
            }
        });
    }

    /** {@return ids of tickets, the oldest first} */
    List<TicketId> ids(int limit) {
        return transaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement
                            .executeQuery("select id from support_ticket order by opened_us limit " + limit)) {
                List<TicketId> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(TicketId.of(rows.getString(1)));
                }
                return ids;
            }
        });
    }

    @Override
    public void close() {
        desk.close();
        storage.close();
        factory.close();
        database.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
