package io.opora.jpa;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.zaxxer.hikari.HikariDataSource;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.event.Relay;
import io.opora.storage.Storage;
import io.opora.ticket.AddNote;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A process that works on a desk whose database it shares with others, until it is killed: commands, timers, deliveries. */
final class Node {

    /** What is said once it works. */
    static final String READY = "ready";
    /** Who is told of every event: a table. */
    static final String CONSUMER = "audit";
    static final String TABLE = "delivered";

    private static final Actor BORIS = Actor.agent("boris");
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private Node() {}

    /**
     * Works.
     *
     * @param arguments the address of the database
     */
    public static void main(String[] arguments) {
        Storage storage = new ServerOpener().open(arguments[0]);
        HikariDataSource apart = Database.pool(arguments[0]);
        SupportDesk desk = desk(storage, apart);
        List<TicketId> tickets = storage.tickets()
                .find(TicketQuery.builder().phases(Phase.NEW).snoozed(false).sort(TicketQuery.Sort.OLDEST).build(), 50)
                .stream().map(Ticket::id).toList();
        start(() -> desk.tickets().tick(100));
        start(() -> desk.tickets().events().orElseThrow().drain(100).total());
        SplittableRandom random = new SplittableRandom();
        say(READY);
        start(() -> {
            TicketId id = tickets.get(random.nextInt(tickets.size()));
            String key = UUID.randomUUID().toString();
            Ticket after = desk.tickets().handle(BORIS, id, AddNote.of("Again."), CommandOptions.key(key));
            say(after.id() + " " + after.version() + " " + key);
            return 1;
        });
    }

    /** A desk whose claims do not last long, so that those of the killed are taken up soon. */
    static SupportDesk desk(Storage storage, HikariDataSource apart) {
        return SupportDesk.builder().storage(storage).consumer(consumer(apart))
                .relay(Relay.Policy.STANDARD.withLease(Duration.ofSeconds(5))).build();
    }

    /** Tells a table, which keeps the order in which it was told. */
    private static EventConsumer<TicketEvent> consumer(HikariDataSource database) {
        return EventConsumer.of(CONSUMER, delivery -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement insert = connection
                            .prepareStatement("insert into " + TABLE + " (ticket_id, event_seq) values (?, ?)")) {
                insert.setString(1, delivery.event().stamp().ticket().toString());
                insert.setLong(2, delivery.event().stamp().sequence());
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private interface Work {
        int once();
    }

    /** Goes on for ever; a moment's rest when there is nothing to do. */
    private static void start(Work work) {
        new Thread(() -> {
            while (true) {
                if (work.once() == 0) {
                    try {
                        Thread.sleep(50);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }
        }).start();
    }

    /** In one piece, because it may be the last one. */
    private static synchronized void say(String line) {
        try {
            OUT.write((line + "\n").getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
