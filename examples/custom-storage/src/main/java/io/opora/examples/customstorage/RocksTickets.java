package io.opora.examples.customstorage;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.routing.Assignment;
import io.opora.storage.StorageRecord;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/**
 * Tickets. What is kept, key and value:
 *
 * <pre>
 * "ticket", id                 header as JSON, wake-up
 * "number", number             id
 * "event", id, sequence        event as JSON
 * "wake", instant, id          -
 * "person", actor, id          -           for everybody whom the ticket's history names
 * "answer", actor, key         fingerprint, id, version
 * "turns", team                turns as JSON
 * "last-number"                number
 * </pre>
 */
class RocksTickets implements TicketStore {

    static final Tuple TICKETS = Tuple.of("ticket");
    static final Tuple ANSWERS = Tuple.of("answer");
    static final Tuple TURNS = Tuple.of("turns");
    private static final Tuple LAST_NUMBER = Tuple.of("last-number");
    private static final Tuple WAKES = Tuple.of("wake");

    private final RocksStorage storage;
    private final RocksOutbox outbox;
    private final RocksLinks links;
    private final Inbox inbox = new Inbox();

    RocksTickets(RocksStorage storage, RocksOutbox outbox) {
        this.storage = storage;
        this.outbox = outbox;
        this.links = new RocksLinks(storage);
    }

    /** What is kept of a ticket beside its history. */
    private record Row(Ticket ticket, Optional<Instant> wakeAt) {}

    private static Tuple ticket(TicketId id) {
        return TICKETS.with(id.toString());
    }

    private static Tuple number(TicketNumber number) {
        return Tuple.of("number", number.value());
    }

    private static Tuple events(TicketId id) {
        return Tuple.of("event", id.toString());
    }

    private static Tuple answer(ActorId actor, IdempotencyKey key) {
        return ANSWERS.with(actor.value(), key.value());
    }

    private static Tuple turnsOf(TeamId team) {
        return TURNS.with(team.toString());
    }

    private static Tuple person(ActorId person, TicketId id) {
        return Tuple.of("person", person.value(), id.toString());
    }

    @Override
    public TicketNumber reserveNumber() {
        return storage.write(records -> TicketNumber.of(records.next(LAST_NUMBER)));
    }

    // tag::append[]
    @Override
    public AppendResult append(TicketCommit commit) {
        AppendResult result = storage.write(records -> {
            if (commit.answer().isPresent() && records.has(key(commit.answer().get()))) {
                return AppendResult.KEY_EXISTS;
            }
            if (!isCurrent(commit, records)) {
                return AppendResult.OVERTAKEN;
            }
            for (TicketChange change : commit.changes()) {
                store(change, records);
            }
            forgetAnswers(commit, records);
            outbox.put(toBeTold(commit), records);
            links.change(commit.links(), records);
            if (commit.turn().isPresent()) {
                TicketCommit.Turn turn = commit.turn().get();
                records.put(turnsOf(turn.team()), TicketJson.write(turn.taken()));
            }
            if (commit.answer().isPresent()) {
                put(commit.answer().get(), records);
            }
            return AppendResult.STORED;
        });
        // end::append[]
        if (result == AppendResult.STORED && commit.forgotten().isPresent()) {
            storage.forget(placesOf(commit.forgotten().get(), commit));
        }
        return result;
    }

    /** Keeps an answer; answers whether there was none under its key. */
    static boolean put(TicketCommit.Answer answer, Records records) throws RocksDBException {
        boolean isFree = !records.has(key(answer));
        records.put(key(answer), answer.fingerprint(), answer.ticket().toString(), answer.version());
        return isFree;
    }

    static List<StorageRecord.OfAnswer> readAnswers(Records records) throws RocksDBException {
        List<StorageRecord.OfAnswer> answers = new ArrayList<>();
        records.scan(ANSWERS, Optional.empty(), (key, value) -> {
            Tuple.Reader place = ANSWERS.behind(key);
            answers.add(new StorageRecord.OfAnswer(
                    answer(ActorId.of(place.text()), IdempotencyKey.of(place.text()), Tuple.read(value))));
            return true;
        });
        return answers;
    }

    private static TicketCommit.Answer answer(ActorId actor, IdempotencyKey key, Tuple.Reader value) {
        return new TicketCommit.Answer(actor, key, value.text(), TicketId.of(value.text()), value.number());
    }

    /** Keeps the turns of a team; answers whether it had none. */
    static boolean put(StorageRecord.OfTurns record, Records records) throws RocksDBException {
        boolean isFree = !records.has(turnsOf(record.team()));
        records.put(turnsOf(record.team()), TicketJson.write(record.turns()));
        return isFree;
    }

    static void readTurns(Records records, Consumer<? super StorageRecord> to) throws RocksDBException {
        records.scan(TURNS, Optional.empty(), (key, value) -> {
            to.accept(new StorageRecord.OfTurns(TeamId.of(TURNS.behind(key).text()),
                    TicketJson.readTurns(Tuple.read(value).text())));
            return true;
        });
    }

    /** Keeps a ticket with its history and its links; answers whether all of them are new. */
    boolean put(StorageRecord.OfTicket record, Records records) throws RocksDBException {
        TicketChange change = new TicketChange(record.ticket(), record.history(), record.wakeAt());
        boolean isFree = isCurrent(new TicketCommit(List.of(change), Optional.empty()), records);
        if (isFree) {
            store(change, records);
            long last = records.get(LAST_NUMBER).map(Tuple.Reader::number).orElse(0L);
            records.put(LAST_NUMBER, Math.max(last, record.ticket().number().value()));
            for (SecretLink.Usage usage : record.links()) {
                isFree &= RocksLinks.add(usage, records);
            }
        }
        return isFree;
    }

    void readTickets(Records records, Consumer<? super StorageRecord> to) throws RocksDBException {
        records.scan(TICKETS, Optional.empty(), (key, value) -> {
            TicketId id = TicketId.of(TICKETS.behind(key).text());
            Row row = row(id, records).orElseThrow();
            to.accept(new StorageRecord.OfTicket(row.ticket(), row.wakeAt(), history(id, records),
                    RocksLinks.of(id.toString(), records)));
            return true;
        });
    }

    /** Where a person stood until now. */
    private static List<Tuple> placesOf(ActorId person, TicketCommit commit) {
        List<Tuple> places = new ArrayList<>(List.of(Tuple.of("person", person.value()),
                Tuple.of("answer", person.value()), Inbox.ofRequester(person)));
        for (TicketChange change : commit.changes()) {
            places.add(ticket(change.ticket().id()));
            places.add(events(change.ticket().id()));
        }
        return places;
    }

    List<OutboxStore.Entry> toBeTold(TicketCommit commit) {
        return commit.outbox();
    }

    private static Tuple key(TicketCommit.Answer answer) {
        return answer(answer.actor(), answer.key());
    }

    /** Whether nobody was faster. */
    boolean isCurrent(TicketCommit commit, Records records) throws RocksDBException {
        Set<TicketNumber> numbers = new HashSet<>();
        for (TicketChange change : commit.changes()) {
            Optional<Row> row = row(change.ticket().id(), records);
            boolean isTaken = row.isEmpty() && records.has(number(change.ticket().number()));
            long version = row.map(kept -> kept.ticket().version()).orElse(0L);
            if (isTaken || version != change.expectedVersion() || !numbers.add(change.ticket().number())) {
                return false;
            }
        }
        return commit.turn().isEmpty()
                || turns(commit.turn().get().team(), records).count() + 1 == commit.turn().get().taken().count();
    }

    private static Optional<Row> row(TicketId id, Records records) throws RocksDBException {
        return records.get(ticket(id))
                .map(value -> new Row(TicketJson.readTicket(value.text()), value.optionalInstant()));
    }

    private void store(TicketChange change, Records records) throws RocksDBException {
        Ticket now = change.ticket();
        Optional<Row> before = row(now.id(), records);
        if (before.isPresent()) {
            inbox.remove(before.get().ticket(), records);
            if (before.get().wakeAt().isPresent()) {
                records.delete(WAKES.with(before.get().wakeAt().get(), now.id().toString()));
            }
        }
        records.put(ticket(now.id()), TicketJson.write(now), change.wakeAt());
        records.put(number(now.number()), now.id().toString());
        inbox.add(now, records);
        if (change.wakeAt().isPresent()) {
            records.put(WAKES.with(change.wakeAt().get(), now.id().toString()));
        }
        Set<ActorId> gone = change.replaced().isEmpty() ? Set.of() : named(history(now.id(), records));
        for (List<TicketEvent> events : List.of(change.replaced(), change.events())) {
            for (TicketEvent event : events) {
                records.put(events(now.id()).with(event.stamp().sequence()), TicketJson.write(event));
            }
        }
        Set<ActorId> named = named(change.replaced().isEmpty() ? change.events() : history(now.id(), records));
        for (ActorId person : gone) {
            records.delete(person(person, now.id()));
        }
        for (ActorId person : named) {
            records.put(person(person, now.id()));
        }
    }

    private static List<TicketEvent> history(TicketId id, Records records) throws RocksDBException {
        return page(id, 0, Integer.MAX_VALUE, records);
    }

    private static Set<ActorId> named(List<TicketEvent> events) {
        Set<ActorId> named = new HashSet<>();
        for (TicketEvent event : events) {
            named.add(event.stamp().by().id());
            switch (event) {
                case TicketEvent.Opened opened -> named.add(opened.requester().id());
                case TicketEvent.ParticipantAdded added -> named.add(added.participant());
                case TicketEvent.ParticipantRemoved removed -> named.add(removed.participant());
                case TicketEvent.LinkIssued issued -> named.add(issued.participant());
                default -> {
                    // names nobody else
                }
            }
        }
        return named;
    }

    private static void forgetAnswers(TicketCommit commit, Records records) throws RocksDBException {
        if (commit.forgotten().isEmpty()) {
            return;
        }
        Tuple answers = Tuple.of("answer", commit.forgotten().get().value());
        Set<String> tickets = new HashSet<>();
        commit.changes().forEach(change -> tickets.add(change.ticket().id().toString()));
        List<Tuple> forgotten = new ArrayList<>();
        records.scan(answers, Optional.empty(), (key, value) -> {
            Tuple.Reader answer = Tuple.read(value);
            answer.text();
            if (tickets.contains(answer.text())) {
                forgotten.add(answers.with(answers.behind(key).text()));
            }
            return true;
        });
        for (Tuple answer : forgotten) {
            records.delete(answer);
        }
    }

    @Override
    public Optional<Ticket> find(TicketId id) {
        return storage.read(records -> row(id, records).map(Row::ticket));
    }

    @Override
    public Optional<Ticket> find(TicketNumber number) {
        return storage.read(records -> {
            Optional<Tuple.Reader> id = records.get(number(number));
            return id.isEmpty() ? Optional.empty() : row(TicketId.of(id.get().text()), records).map(Row::ticket);
        });
    }

    @Override
    public List<TicketEvent> history(TicketId id, long after, int limit) {
        return storage.read(records -> page(id, after, limit, records));
    }

    private static List<TicketEvent> page(TicketId id, long after, int limit, Records records) throws RocksDBException {
        List<TicketEvent> page = new ArrayList<>();
        records.scan(events(id), Optional.of(events(id).with(after)), (key, value) -> {
            page.add(TicketJson.readEvent(Tuple.read(value).text()));
            return page.size() < limit;
        });
        return List.copyOf(page);
    }

    @Override
    public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
        return storage.read(records -> records.get(answer(actor, key))
                .map(value -> answer(actor, key, value)));
    }

    @Override
    public List<Ticket> find(TicketQuery query, int limit) {
        return storage.read(records -> {
            List<Ticket> page = new ArrayList<>();
            inbox.walk(query, records, id -> {
                Ticket ticket = row(id, records).orElseThrow().ticket();
                if (query.matches(ticket)) {
                    page.add(ticket);
                }
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }

    @Override
    public Map<Phase, Long> countByPhase(TicketQuery query) {
        return storage.read(records -> {
            Map<Phase, Long> counts = new EnumMap<>(Phase.class);
            inbox.walk(query.toBuilder().fromTheBeginning().build(), records, id -> {
                Ticket ticket = row(id, records).orElseThrow().ticket();
                if (query.matches(ticket)) {
                    counts.merge(ticket.phase(), 1L, Long::sum);
                }
                return true;
            });
            return counts;
        });
    }

    @Override
    public List<TicketId> due(Instant until, int limit) {
        return storage.read(records -> {
            List<TicketId> due = new ArrayList<>();
            records.scan(WAKES, Optional.empty(), (key, value) -> {
                Tuple.Reader wake = WAKES.behind(key);
                if (wake.instant().isAfter(until)) {
                    return false;
                }
                due.add(TicketId.of(wake.text()));
                return due.size() < limit;
            });
            return List.copyOf(due);
        });
    }

    @Override
    public List<TicketId> involving(ActorId person, Optional<TicketId> after, int limit) {
        return storage.read(records -> {
            Tuple tickets = Tuple.of("person", person.value());
            List<TicketId> page = new ArrayList<>();
            records.scan(tickets, after.map(id -> tickets.with(id.toString())), (key, value) -> {
                page.add(TicketId.of(tickets.behind(key).text()));
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }

    @Override
    public Assignment.Turns turns(TeamId team) {
        return storage.read(records -> turns(team, records));
    }

    private static Assignment.Turns turns(TeamId team, Records records) throws RocksDBException {
        return records.get(turnsOf(team)).map(value -> TicketJson.readTurns(value.text()))
                .orElseGet(Assignment.Turns::none);
    }

    @Override
    public LinkStore links() {
        return storage.read(records -> links);
    }
}
