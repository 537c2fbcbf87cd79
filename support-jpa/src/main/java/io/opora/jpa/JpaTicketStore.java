package io.opora.jpa;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.jpa.rows.FieldRow;
import io.opora.jpa.rows.TagRow;
import io.opora.jpa.rows.TicketRow;
import io.opora.routing.Assignment;
import io.opora.storage.StorageRecord;
import io.opora.ticket.FieldValue;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketJson;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.workflow.Phase;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tickets in a relational database. A header's row is changed by one statement that names the version it expects, so who is
 * overtaken changes nothing and has spoilt nothing; new ids, numbers and keys are taken by inserts that do nothing if they are
 * taken. So the answers need no exception, after which a caller's transaction would be good for nothing.
 */
final class JpaTicketStore implements TicketStore {

    private static final String NUMBERS = "support_ticket_number";
    static final String NUMBER_SEQUENCE = "support_ticket_number_seq";
    private static final List<List<String>> NUMBER_KEYS = List.of(List.of("ticket_number"), List.of("ticket_id"));
    private static final String TURNS = "support_turn";
    private static final List<List<String>> TURN_KEYS = List.of(List.of("team"));
    private static final String ANSWERS = "support_answer";
    private static final List<List<String>> ANSWER_KEYS = List.of(List.of("actor", "idem_key"));

    private static final Instant LOWEST = Instant.parse("-9999-01-01T00:00:00Z");

    private final Sessions sessions;
    private final Dialect dialect;
    private final JpaOutboxStore outbox;
    private final JpaLinkStore links;
    private final ReadHeaders headers = new ReadHeaders();

    JpaTicketStore(Sessions sessions, Dialect dialect, JpaOutboxStore outbox) {
        this.sessions = sessions;
        this.dialect = dialect;
        this.outbox = outbox;
        this.links = new JpaLinkStore(sessions);
    }

    @Override
    public TicketNumber reserveNumber() {
        return sessions.read(manager -> TicketNumber.of(dialect.next(manager, NUMBER_SEQUENCE)));
    }

    @Override
    public AppendResult append(TicketCommit commit) {
        AppendResult result = sessions.write(manager -> append(manager, commit), AppendResult.STORED::equals);
        if (commit.forgotten().isPresent()) {
            headers.clear();
        }
        return result;
    }

    private AppendResult append(EntityManager manager, TicketCommit commit) {
        if (commit.answer().isPresent() && !insert(manager, commit.answer().get())) {
            return AppendResult.KEY_EXISTS;
        }
        // in one order, so that two commits never wait for each other
        List<TicketChange> changes = commit.changes().stream()
                .sorted(Comparator.comparing((TicketChange change) -> change.ticket().id())).toList();
        List<Ticket> taken = new ArrayList<>();
        if (!take(manager, changes, taken, commit.turn())) {
            commit.answer().ifPresent(answer -> delete(manager, answer));
            taken.forEach(ticket -> release(manager, ticket));
            return AppendResult.OVERTAKEN;
        }
        for (TicketChange change : changes) {
            store(manager, change);
        }
        commit.forgotten().ifPresent(person -> changes.forEach(change -> manager
                .createQuery("delete from SupportAnswerRow a where a.actor = :actor and a.ticket = :ticket")
                .setParameter("actor", person.value()).setParameter("ticket", change.ticket().id().toString())
                .executeUpdate()));
        outbox.putNew(manager, commit.outbox());
        links.change(manager, commit.links());
        return AppendResult.STORED;
    }

    /**
     * Changes the rows of the headers and the turn, all or none: only a single header is changed without a look at it before. A turn
     * is waited for with the headers locked, and whoever has it waits for no header.
     */
    private boolean take(EntityManager manager, List<TicketChange> changes, List<Ticket> taken,
            Optional<TicketCommit.Turn> turn) {
        List<TicketChange> later = changes.stream().filter(change -> change.expectedVersion() > 0).toList();
        if ((later.size() > 1 || turn.isPresent()) && !areCurrent(manager, later)) {
            return false;
        }
        for (TicketChange change : changes) {
            if (change.expectedVersion() == 0) {
                Ticket ticket = change.ticket();
                if (!dialect.insertIfAbsent(manager, NUMBERS, List.of("ticket_number", "ticket_id"),
                        List.of(ticket.number().value(), ticket.id().toString()), NUMBER_KEYS)) {
                    return false;
                }
                taken.add(ticket);
            }
        }
        if (turn.isPresent() && !take(manager, turn.get())) {
            return false;
        }
        // the only one that may still be refused: several were looked at, and are locked
        return later.stream().allMatch(change -> update(manager, change));
    }

    private boolean take(EntityManager manager, TicketCommit.Turn turn) {
        String team = turn.team().name();
        long taken = turn.taken().count();
        String last = TicketJson.write(turn.taken());
        return taken == 1
                ? insert(manager, turn.team(), turn.taken())
                : manager.createQuery("update SupportTurnRow t set t.taken = :taken, t.last = :last"
                        + " where t.team = :team and t.taken = :before").setParameter("taken", taken)
                        .setParameter("last", last).setParameter("team", team).setParameter("before", taken - 1)
                        .executeUpdate() == 1;
    }

    boolean insert(EntityManager manager, TeamId team, Assignment.Turns turns) {
        return dialect.insertIfAbsent(manager, TURNS, List.of("team", "taken", "last_turns"),
                List.of(team.name(), turns.count(), TicketJson.write(turns)), TURN_KEYS);
    }

    /** A ticket with its whole history, and how its links were used; answers whether its id and its number were free. */
    boolean insert(EntityManager manager, StorageRecord.OfTicket record) {
        TicketChange change = new TicketChange(record.ticket(), record.history(), record.wakeAt());
        if (!take(manager, List.of(change), new ArrayList<>(), Optional.empty())) {
            return false;
        }
        store(manager, change);
        save(manager, record.links().stream().map(JpaLinkStore::row).toList());
        return true;
    }

    private boolean areCurrent(EntityManager manager, List<TicketChange> changes) {
        for (TicketChange change : changes) {
            List<?> version = Sql.rows(manager, "select ticket_version from support_ticket where id = ?1 for update",
                    change.ticket().id().toString());
            if (version.isEmpty() || ((Number) version.getFirst()).longValue() != change.expectedVersion()) {
                return false;
            }
        }
        return true;
    }

    private static boolean update(EntityManager manager, TicketChange change) {
        return Sql.update(manager, "support_ticket", row(change).changing(), "id = ?1 and ticket_version = ?2",
                change.ticket().id().toString(), change.expectedVersion());
    }

    private static TicketRow row(TicketChange change) {
        return new TicketRow(change.ticket(), TicketJson.write(change.ticket()), change.wakeAt());
    }

    private static void store(EntityManager manager, TicketChange change) {
        String id = change.ticket().id().toString();
        boolean opened = change.expectedVersion() == 0;
        List<Object> rows = new ArrayList<>();
        if (opened) {
            rows.add(row(change));
        }
        for (TicketEvent event : change.replaced()) {
            manager.createQuery("update SupportEventRow e set e.event = :event where e.ticket = :ticket"
                    + " and e.sequence = :sequence").setParameter("event", TicketJson.write(event))
                    .setParameter("ticket", id).setParameter("sequence", event.stamp().sequence()).executeUpdate();
        }
        if (change.events().stream().anyMatch(JpaTicketStore::changesTags)) {
            deleteOf(manager, "SupportTagRow", id, opened);
            change.ticket().tags().forEach(tag -> rows.add(new TagRow(id, tag.value())));
        }
        if (Stream.concat(change.replaced().stream(), change.events().stream())
                .anyMatch(JpaTicketStore::changesFields)) {
            deleteOf(manager, "SupportFieldRow", id, opened);
            change.ticket().fields().forEach((name, value) -> rows.add(new FieldRow(id, name,
                    value.getClass().getSimpleName(), value.asText(),
                    value instanceof FieldValue.Numeric number ? number.value() : null)));
        }
        save(manager, rows);
        for (TicketEvent event : change.events()) {
            Sql.change(manager, "support_ticket_event",
                    "insert into support_ticket_event (ticket_id, event_seq, event) values (?1, ?2, ?3)", id,
                    event.stamp().sequence(), TicketJson.write(event));
        }
    }

    /** Stores rows and forgets them: they are nobody's business in a persistence context that may be the caller's. */
    static void save(EntityManager manager, List<?> rows) {
        if (!rows.isEmpty()) {
            rows.forEach(manager::persist);
            manager.flush();
            rows.forEach(manager::detach);
        }
    }

    private static void deleteOf(EntityManager manager, String rows, String ticket, boolean opened) {
        if (!opened) {
            manager.createQuery("delete from " + rows + " r where r.ticket = :ticket").setParameter("ticket", ticket)
                    .executeUpdate();
        }
    }

    private static boolean changesTags(TicketEvent event) {
        return (event instanceof TicketEvent.Opened opened && !opened.tags().isEmpty())
                || event instanceof TicketEvent.TagsChanged;
    }

    private static boolean changesFields(TicketEvent event) {
        return (event instanceof TicketEvent.Opened opened && !opened.fields().isEmpty())
                || event instanceof TicketEvent.FieldsChanged
                || (event instanceof TicketEvent.StatusChanged moved && !moved.fields().isEmpty());
    }

    boolean insert(EntityManager manager, TicketCommit.Answer answer) {
        return dialect.insertIfAbsent(manager, ANSWERS,
                List.of("actor", "idem_key", "fingerprint", "ticket_id", "ticket_version"),
                List.of(answer.actor().value(), answer.key().value(), answer.fingerprint(), answer.ticket().toString(),
                        answer.version()),
                ANSWER_KEYS);
    }

    private static void delete(EntityManager manager, TicketCommit.Answer answer) {
        manager.createQuery("delete from SupportAnswerRow a where a.actor = :actor and a.key = :key")
                .setParameter("actor", answer.actor().value()).setParameter("key", answer.key().value())
                .executeUpdate();
    }

    private static void release(EntityManager manager, Ticket ticket) {
        manager.createQuery("delete from SupportNumberRow n where n.number = :number")
                .setParameter("number", ticket.number().value()).executeUpdate();
    }

    @Override
    public Optional<Ticket> find(TicketId id) {
        return findBy("id", id.toString());
    }

    @Override
    public Optional<Ticket> find(TicketNumber number) {
        return findBy("number", number.value());
    }

    private Optional<Ticket> findBy(String attribute, Object value) {
        return sessions.read(manager -> manager
                .createQuery("select t.header from SupportTicketRow t where t." + attribute + " = :value", String.class)
                .setParameter("value", value).getResultList().stream().findFirst()).map(TicketJson::readTicket);
    }

    @Override
    public List<TicketEvent> history(TicketId id, long after, int limit) {
        return sessions.read(manager -> manager
                .createQuery("select e.event from SupportEventRow e where e.ticket = :ticket and e.sequence > :after"
                        + " order by e.sequence", String.class)
                .setParameter("ticket", id.toString()).setParameter("after", after).setMaxResults(limit)
                .getResultList()).stream().map(TicketJson::readEvent).toList();
    }

    @Override
    public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
        return sessions.read(manager -> manager
                .createQuery("select a.fingerprint, a.ticket, a.version from SupportAnswerRow a"
                        + " where a.actor = :actor and a.key = :key", Object[].class)
                .setParameter("actor", actor.value()).setParameter("key", key.value()).getResultList().stream()
                .findFirst())
                .map(row -> new TicketCommit.Answer(actor, key, (String) row[0], TicketId.of((String) row[1]),
                        ((Number) row[2]).longValue()));
    }

    @Override
    public List<Ticket> find(TicketQuery query, int limit) {
        return sessions.read(manager -> InboxQuery.of(query).page(manager, limit)).stream().map(headers::read)
                .toList();
    }

    @Override
    public Map<Phase, Long> countByPhase(TicketQuery query) {
        Map<Phase, Long> counts = new EnumMap<>(Phase.class);
        for (Object[] row : sessions.read(manager -> InboxQuery.of(query).countByPhase(manager))) {
            counts.put(Phase.valueOf((String) row[0]), ((Number) row[1]).longValue());
        }
        return counts;
    }

    @Override
    public List<TicketId> due(Instant until, int limit) {
        return sessions.read(manager -> manager
                .createQuery("select t.id from SupportTicketRow t where t.wakeAt <= :until order by t.wakeAt, t.id",
                        String.class)
                .setParameter("until", floor(until)).setMaxResults(limit).getResultList()).stream().map(TicketId::of)
                .toList();
    }

    @Override
    public Assignment.Turns turns(TeamId team) {
        return sessions.read(manager -> manager
                .createQuery("select t.last from SupportTurnRow t where t.team = :team", String.class)
                .setParameter("team", team.name()).getResultList().stream().findFirst()).map(TicketJson::readTurns)
                .orElseGet(Assignment.Turns::none);
    }

    /** Looks through all events: to erase or export a person is rare, and an index for it would be paid by every event. */
    @Override
    public List<TicketId> involving(ActorId person, Optional<TicketId> after, int limit) {
        String json = '"' + person.value().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        String pattern = '%' + json.replace("!", "!!").replace("%", "!%").replace("_", "!_") + '%';
        return sessions.read(manager -> manager
                .createQuery("select distinct e.ticket from SupportEventRow e where e.ticket > :after"
                        + " and e.event like :pattern escape '!' order by e.ticket", String.class)
                .setParameter("after", after.map(TicketId::toString).orElse("")).setParameter("pattern", pattern)
                .setMaxResults(limit).getResultList()).stream().map(TicketId::of).toList();
    }

    /** The last whole microsecond that is not after an instant which may lie beyond what a number can say. */
    static long floor(Instant instant) {
        Instant bounded = instant.isAfter(TicketQuery.Sort.NEVER_DUE)
                ? TicketQuery.Sort.NEVER_DUE
                : instant.isBefore(LOWEST) ? LOWEST : instant;
        return TicketRow.micros(bounded.truncatedTo(ChronoUnit.MICROS));
    }

    @Override
    public LinkStore links() {
        sessions.requireOpen();
        return links;
    }
}
