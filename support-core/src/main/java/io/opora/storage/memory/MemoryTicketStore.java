package io.opora.storage.memory;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.routing.Assignment;
import io.opora.storage.StorageRecord;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tickets in memory. The storage's lock guards everything: each call is atomic because it holds the lock, and no call does
 * anything slow under it.
 */
final class MemoryTicketStore implements TicketStore {

    /** What is kept of one ticket. The history only grows, and only under the lock. */
    private static final class Row {

        private final List<TicketEvent> history = new ArrayList<>();
        private Ticket ticket;
        private Optional<Instant> wakeAt = Optional.empty();

        Row(Ticket ticket) {
            this.ticket = ticket;
        }
    }

    private record Wake(Instant at, TicketId ticket) implements Comparable<Wake> {

        private static final Comparator<Wake> ORDER = Comparator.comparing(Wake::at).thenComparing(Wake::ticket);

        @Override
        public int compareTo(Wake other) {
            return ORDER.compare(this, other);
        }
    }

    private record Key(ActorId actor, IdempotencyKey key) {}

    private final MemoryLock lock;
    private final MemoryOutboxStore outbox;
    private final Map<TicketId, Row> rows = new HashMap<>();
    private final Map<TicketNumber, TicketId> numbers = new HashMap<>();
    private final Map<Key, TicketCommit.Answer> answers = new HashMap<>();
    private final TreeSet<Wake> wakes = new TreeSet<>();
    private final InboxIndex inbox = new InboxIndex();
    /** Apart, because they stay in the phase that they had: most of an open phase would be merged tickets some day. */
    private final InboxIndex merged = new InboxIndex();
    private final MemoryLinks keptLinks = new MemoryLinks();
    private final LinkStore links = new Links();
    private final Map<TeamId, Assignment.Turns> turns = new HashMap<>();
    private long lastNumber;

    MemoryTicketStore(MemoryLock lock, MemoryOutboxStore outbox) {
        this.lock = lock;
        this.outbox = outbox;
    }

    @Override
    public TicketNumber reserveNumber() {
        return lock.writing(() -> TicketNumber.of(++lastNumber));
    }

    @Override
    public AppendResult append(TicketCommit commit) {
        return lock.writing(() -> {
            Optional<Key> key = commit.answer().map(answer -> new Key(answer.actor(), answer.key()));
            if (key.isPresent() && answers.containsKey(key.get())) {
                return AppendResult.KEY_EXISTS;
            }
            if (!commit.changes().stream().allMatch(this::isCurrent) || takesANumberTwice(commit)
                    || !commit.turn().stream().allMatch(this::isNext)) {
                return AppendResult.OVERTAKEN;
            }
            commit.changes().forEach(this::store);
            commit.forgotten().ifPresent(person -> answers.values().removeIf(answer -> answer.actor().equals(person)
                    && commit.changes().stream().anyMatch(change -> change.ticket().id().equals(answer.ticket()))));
            commit.outbox().forEach(outbox::put);
            keptLinks.change(commit.links());
            commit.turn().ifPresent(turn -> turns.put(turn.team(), turn.taken()));
            commit.answer().ifPresent(answer -> answers.put(new Key(answer.actor(), answer.key()), answer));
            return AppendResult.STORED;
        });
    }

    private boolean isCurrent(TicketChange change) {
        Row row = rows.get(change.ticket().id());
        return row == null
                ? change.expectedVersion() == 0 && !numbers.containsKey(change.ticket().number())
                : change.expectedVersion() == row.ticket.version();
    }

    private boolean isNext(TicketCommit.Turn turn) {
        return turns.getOrDefault(turn.team(), Assignment.Turns.none()).count() + 1 == turn.taken().count();
    }

    private static boolean takesANumberTwice(TicketCommit commit) {
        return commit.changes().stream().map(change -> change.ticket().number()).distinct().count() < commit.changes()
                .size();
    }

    private void store(TicketChange change) {
        Ticket ticket = change.ticket();
        Row row = rows.get(ticket.id());
        if (row == null) {
            row = new Row(ticket);
            rows.put(ticket.id(), row);
            numbers.put(ticket.number(), ticket.id());
        } else {
            index(row.ticket).remove(row.ticket);
            row.wakeAt.ifPresent(at -> wakes.remove(new Wake(at, ticket.id())));
        }
        row.ticket = ticket;
        for (TicketEvent event : change.replaced()) {
            row.history.set((int) event.stamp().sequence() - 1, event);
        }
        row.history.addAll(change.events());
        row.wakeAt = change.wakeAt();
        index(ticket).add(ticket);
        row.wakeAt.ifPresent(at -> wakes.add(new Wake(at, ticket.id())));
    }

    private InboxIndex index(Ticket ticket) {
        return ticket.related().isMerged() ? merged : inbox;
    }

    @Override
    public Optional<Ticket> find(TicketId id) {
        return lock.reading(() -> Optional.ofNullable(rows.get(id)).map(row -> row.ticket));
    }

    @Override
    public Optional<Ticket> find(TicketNumber number) {
        return lock.reading(() -> Optional.ofNullable(numbers.get(number)).map(rows::get).map(row -> row.ticket));
    }

    @Override
    public List<TicketEvent> history(TicketId id, long after, int limit) {
        return lock.reading(() -> {
            Row row = rows.get(id);
            if (row == null) {
                return List.of();
            }
            int size = row.history.size();
            int from = (int) Math.clamp(after, 0L, (long) size);
            return List.copyOf(row.history.subList(from, Math.min(size, from + limit)));
        });
    }

    @Override
    public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
        return lock.reading(() -> Optional.ofNullable(answers.get(new Key(actor, key))));
    }

    @Override
    public List<Ticket> find(TicketQuery query, int limit) {
        return lock.reading(() -> query.merged()
                ? Stream.of(inbox, merged).flatMap(index -> index.find(query, limit).stream())
                        .sorted(Comparator.comparing(query.sort()::cursor, query.sort().order())).limit(limit).toList()
                : inbox.find(query, limit));
    }

    @Override
    public Map<Phase, Long> countByPhase(TicketQuery query) {
        return lock.reading(() -> {
            Map<Phase, Long> counts = inbox.countByPhase(query);
            if (query.merged()) {
                merged.countByPhase(query).forEach((phase, count) -> counts.merge(phase, count, Long::sum));
            }
            return counts;
        });
    }

    @Override
    public List<TicketId> due(Instant until, int limit) {
        return lock.reading(
                () -> wakes.stream().takeWhile(wake -> !wake.at().isAfter(until)).limit(limit).map(Wake::ticket)
                        .toList());
    }

    @Override
    public Assignment.Turns turns(TeamId team) {
        return lock.reading(() -> turns.getOrDefault(team, Assignment.Turns.none()));
    }

    @Override
    public List<TicketId> involving(ActorId person, Optional<TicketId> after, int limit) {
        Comparator<TicketId> byText = Comparator.comparing(TicketId::toString);
        return lock.reading(() -> rows.entrySet().stream()
                .filter(row -> after.isEmpty() || byText.compare(row.getKey(), after.get()) > 0)
                .filter(row -> row.getValue().history.stream().anyMatch(event -> names(event, person)))
                .map(Map.Entry::getKey).sorted(byText).limit(limit).toList());
    }

    private static boolean names(TicketEvent event, ActorId person) {
        return event.stamp().by().id().equals(person)
                || (event instanceof TicketEvent.Opened opened && opened.requester().id().equals(person))
                || (event instanceof TicketEvent.ParticipantAdded added && added.participant().equals(person))
                || (event instanceof TicketEvent.ParticipantRemoved removed && removed.participant().equals(person))
                || (event instanceof TicketEvent.LinkIssued issued && issued.participant().equals(person));
    }

    @Override
    public LinkStore links() {
        lock.requireOpen();
        return links;
    }

    /** The links, under the lock of the tickets. */
    private final class Links implements LinkStore {

        @Override
        public Optional<SecretLink> find(SecretLink.Token.Hash token) {
            return lock.reading(() -> keptLinks.find(token));
        }

        @Override
        public Optional<SecretLink> find(SecretLink.Id id) {
            return lock.reading(() -> keptLinks.find(id));
        }

        @Override
        public List<SecretLink.Usage> of(String ticket) {
            return lock.reading(() -> keptLinks.of(ticket));
        }

        @Override
        public void used(SecretLink.Id id, Instant at) {
            lock.writing(() -> {
                keptLinks.used(id, at);
                return id;
            });
        }
    }

    /** Tickets with all that is theirs, in their order, under the lock like what follows. */
    Stream<StorageRecord> records() {
        return rows.values().stream().sorted(Comparator.comparing(row -> row.ticket.id()))
                .map(row -> new StorageRecord.OfTicket(row.ticket, row.wakeAt, row.history,
                        keptLinks.of(row.ticket.id().toString())));
    }

    Stream<StorageRecord> answers() {
        return answers.values().stream().map(StorageRecord.OfAnswer::new).sorted().map(StorageRecord.class::cast);
    }

    Stream<StorageRecord> allTurns() {
        return turns.entrySet().stream().sorted(Comparator.comparing(entry -> entry.getKey().name()))
                .map(entry -> new StorageRecord.OfTurns(entry.getKey(), entry.getValue()));
    }

    boolean isEmpty() {
        return rows.isEmpty() && answers.isEmpty() && turns.isEmpty();
    }

    void put(StorageRecord.OfTicket record) {
        Ticket ticket = record.ticket();
        MemoryStorage.require(!rows.containsKey(ticket.id()) && !numbers.containsKey(ticket.number()),
                "ticket " + ticket.id() + " or its number " + ticket.number());
        store(new TicketChange(ticket, record.history(), record.wakeAt()));
        record.links().forEach(keptLinks::put);
        lastNumber = Math.max(lastNumber, ticket.number().value());
    }

    void put(TicketCommit.Answer answer) {
        MemoryStorage.require(answers.putIfAbsent(new Key(answer.actor(), answer.key()), answer) == null,
                "an answer about ticket " + answer.ticket());
    }

    void put(StorageRecord.OfTurns record) {
        MemoryStorage.require(turns.putIfAbsent(record.team(), record.turns()) == null, "team " + record.team());
    }

    /** Forgets everything, under the lock. */
    void clear() {
        rows.clear();
        numbers.clear();
        answers.clear();
        wakes.clear();
        inbox.clear();
        merged.clear();
        keptLinks.clear();
        turns.clear();
    }
}
