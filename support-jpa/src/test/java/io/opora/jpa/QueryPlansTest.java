package io.opora.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.event.OutboxStore;
import io.opora.storage.Storage;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What PostgreSQL makes of the questions that are asked all day, among 40,000 open tickets: it walks along the index that is meant for each,
 * and neither looks at what is not asked for nor sorts.
 */
class QueryPlansTest {

    private static final int TICKETS = 40_000;
    private static final TeamId MONEY = TeamId.of("money");

    private static HikariDataSource database;
    private static EntityManagerFactory factory;
    private static Storage storage;
    /** What was asked since the last look, with its parameters. */
    private static final List<String> ASKED = new ArrayList<>();

    @BeforeAll
    static void fill() throws SQLException {
        database = Database.POSTGRESQL.create();
        try (EntityManagerFactory plain = Provider.HIBERNATE.open(database, "none")) {
            JpaSchema.apply(plain);
        }
        factory = Provider.HIBERNATE.open(listening(database), "none");
        storage = JpaStorage.create(factory);
        try (SupportDesk desk = SupportDesk.builder().storage(storage)
                .consumer(EventConsumer.of("mailer", delivery -> {})).build()) {
            desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers."));
        }
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("insert into support_ticket select regexp_replace(md5(n::text),"
                    + " '^(.{8})(.{4}).(.{3}).(.{3})(.{12})$', '\\1-\\2-7\\3-8\\4-\\5'), 10 + n, ticket_version,"
                    + " case n % 3 when 0 then 'NEW' when 1 then 'OPEN' else 'PENDING' end, status_name, kind,"
                    + " 1 + n % 4, requester || n % 1000, case n % 5 when 0 then 'anna' end,"
                    + " case n % 4 when 0 then 'money' else 'goods' end, subject_words, 0, 0, opened_us + n * 1000000::bigint,"
                    + " updated_us + n * 700000::bigint, opened_us + (n * 7919::bigint % 40000) * 1000000,"
                    + " opened_us + (n * 104729::bigint % 40000) * 1000000, header"
                    + " from support_ticket, generate_series(1, " + TICKETS + ") n");
            statement.execute("insert into support_outbox select consumer, 's' || n, event_seq, event_us + n, 0, 0, 0,"
                    + " null, null from support_outbox, generate_series(1, " + TICKETS + ") n where event_seq = 1");
            statement.execute("insert into support_outbox_queue select consumer, 's' || n, head_seq, ready_us + n, 1, 0"
                    + " from support_outbox_queue, generate_series(1, " + TICKETS + ") n");
            statement.execute("analyze");
        }
    }

    @AfterAll
    static void close() {
        storage.close();
        factory.close();
        database.close();
    }

    /** A pool whose statements tell what they ask; the driver's statements are the question, parameters filled in, as text. */
    private static DataSource listening(DataSource source) {
        return (DataSource) proxy(DataSource.class, source);
    }

    private static Object proxy(Class<?> type, Object sound) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (self, method, arguments) -> {
            if (sound instanceof PreparedStatement statement && method.getName().startsWith("execute")) {
                ASKED.add(statement.unwrap(PreparedStatement.class).toString());
            }
            try {
                Object answer = method.invoke(sound, arguments);
                return answer instanceof Connection connection
                        ? proxy(Connection.class, connection)
                        : answer instanceof PreparedStatement statement
                                ? proxy(PreparedStatement.class, statement)
                                : answer;
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        });
    }

    /** The plan of the one question that work asks of a table. */
    private static String plan(String table, Runnable work) throws SQLException {
        ASKED.clear();
        work.run();
        List<String> questions = ASKED.stream().map(text -> text.replaceFirst("^HikariProxy\\S+ wrapping ", ""))
                .filter(text -> text.startsWith("select ") && text.contains(" " + table + " ")).toList();
        assertThat(questions).as("questions about %s among %s", table, ASKED).hasSize(1);
        StringBuilder plan = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("explain (costs off) " + questions.getFirst())) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private static void assertWalksAlong(String index, String plan) {
        assertThat(plan).contains(index).doesNotContain("Seq Scan").doesNotContain("Sort").doesNotContain("Bitmap");
    }

    private static void page(TicketQuery query) {
        assertThat(storage.tickets().find(query, 50)).hasSize(50);
    }

    /** The same query from the middle of everything on. */
    private static TicketQuery deep(TicketQuery query) {
        Ticket template = storage.tickets().find(TicketQuery.all(), 1).getFirst();
        Instant middle = template.openedAt().plusSeconds(TICKETS / 2);
        return query.toBuilder().after(new TicketQuery.Cursor(query.sort(), template.priority(), middle, template.id()))
                .build();
    }

    @ParameterizedTest
    @EnumSource(TicketQuery.Sort.class)
    void aPageOfTheInboxWalksAlongTheIndexOfItsOrder(TicketQuery.Sort sort) throws SQLException {
        TicketQuery query = TicketQuery.builder().sort(sort).build();
        String index = switch (sort) {
            case OLDEST, NEWEST -> "support_ticket_opened_ix";
            case LEAST_RECENTLY_UPDATED, RECENTLY_UPDATED -> "support_ticket_updated_ix";
            case DUE -> "support_ticket_due_ix";
            case MOST_URGENT -> "support_ticket_urgent_ix";
        };
        assertWalksAlong(index, plan("support_ticket", () -> page(query)));
        TicketQuery deep = deep(query);
        assertWalksAlong(index, plan("support_ticket", () -> page(deep)));
    }

    @Test
    void aPageOfOpenRequestsWalksAlongTheOrderToo() throws SQLException {
        TicketQuery query = TicketQuery.builder().phases(Phase.NEW, Phase.OPEN).sort(TicketQuery.Sort.DUE).build();
        assertWalksAlong("support_ticket_due_ix", plan("support_ticket", () -> page(query)));
    }

    @Test
    void whatIsMineAndWhatIsMyTeamsIsFoundByItsOwnIndex() throws SQLException {
        TicketQuery mine = TicketQuery.builder().assignee(ActorId.of("anna"))
                .sort(TicketQuery.Sort.OLDEST).build();
        TicketQuery ours = TicketQuery.builder().team(MONEY).phases(Phase.NEW).sort(TicketQuery.Sort.OLDEST).build();

        assertThat(plan("support_ticket", () -> page(mine))).containsPattern("support_ticket_(assignee|opened)_ix")
                .doesNotContain("Seq Scan");
        assertThat(plan("support_ticket", () -> page(ours))).containsPattern("support_ticket_(team|opened)_ix")
                .doesNotContain("Seq Scan");
    }

    @Test
    void whatIsDueIsFoundByTheIndexOfWhatIsDue() throws SQLException {
        Instant early = storage.tickets().find(TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).build(), 1)
                .getFirst()
                .openedAt().plusSeconds(100);
        assertWalksAlong("support_ticket_wake_ix", plan("support_ticket", () -> assertThat(
                storage.tickets().due(early, 50)).hasSize(50)));
    }

    @Test
    void aClaimFindsTheFirstQueueThatIsReadyByItsIndex() throws SQLException {
        assertWalksAlong("support_outbox_queue_ready_ix", plan("support_outbox_queue", () -> {
            Optional<OutboxStore.Claim> claim = storage.outbox().claim(Set.of("mailer"), Instant.now(),
                    Instant.now().plusSeconds(60));
            assertThat(claim).isPresent();
        }));
    }
}
