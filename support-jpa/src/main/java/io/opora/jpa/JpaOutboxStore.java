package io.opora.jpa;

import io.opora.event.OutboxStore;
import io.opora.jpa.rows.TicketRow;
import io.opora.storage.StorageRecord;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The outbox. Each queue of one consumer and one stream has a row that is locked before anything in the queue changes and that
 * says when its head can be claimed; relays take such rows and pass over those that others hold. So a claim costs the same
 * however many entries wait, and no two relays work in one queue.
 */
final class JpaOutboxStore implements OutboxStore {

    /** For heads that nobody may claim: dead letters. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final String ENTRIES = "support_outbox";
    private static final String QUEUES = "support_outbox_queue";
    private static final List<String> QUEUE_COLUMNS = List.of("consumer", "stream", "head_seq", "ready_us", "fresh",
            "fence");
    private static final List<List<String>> QUEUE_KEYS = List.of(List.of("consumer", "stream"));

    private final Sessions sessions;
    private final Dialect dialect;

    JpaOutboxStore(Sessions sessions, Dialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
    }

    /** A queue whose row is locked. */
    private record Queue(String consumer, String stream, long head, long fence) {}

    private record Name(String consumer, String stream) implements Comparable<Name> {

        @Override
        public int compareTo(Name other) {
            int first = consumer.compareTo(other.consumer);
            return first != 0 ? first : stream.compareTo(other.stream);
        }
    }

    /** Puts entries of new events in, within the append of those events: nobody can have put them in before. */
    void putNew(EntityManager manager, List<OutboxStore.Entry> entries) {
        if (!entries.isEmpty()) {
            put(manager, entries, true);
        }
    }

    private int put(EntityManager manager, List<OutboxStore.Entry> entries, boolean areNew) {
        Map<Name, List<OutboxStore.Entry>> queues = new TreeMap<>(); // in one order, so that nobody waits for each other
        entries.forEach(entry -> queues
                .computeIfAbsent(new Name(entry.consumer(), entry.stream()), name -> new ArrayList<>()).add(entry));
        int put = 0;
        for (Map.Entry<Name, List<OutboxStore.Entry>> queue : queues.entrySet()) {
            boolean begun = lock(manager, queue.getKey(), queue.getValue());
            Set<?> there = begun || areNew
                    ? Set.of()
                    : Set.copyOf(sequences(manager, queue.getKey(), queue.getValue()));
            for (OutboxStore.Entry entry : queue.getValue()) {
                if (!there.contains(entry.sequence())) {
                    put += insert(manager, entry);
                }
            }
        }
        return put;
    }

    private static int insert(EntityManager manager, OutboxStore.Entry entry) {
        return Sql.change(manager, ENTRIES, "insert into support_outbox"
                + " (consumer, stream, event_seq, event_us, attempts, fence, parked) values (?1, ?2, ?3, ?4, 0, 0, 0)",
                entry.consumer(), entry.stream(), entry.sequence(), TicketRow.micros(entry.at()));
    }

    /** Puts an entry in with what became of it; answers whether it was not in already. */
    boolean put(EntityManager manager, StorageRecord.OfOutbox record) {
        OutboxStore.Entry entry = record.entry();
        if (put(manager, List.of(entry), false) == 0) {
            return false;
        }
        if (record.attempts() > 0 || record.error().isPresent()) {
            manager.createQuery("update SupportOutboxRow o set o.attempts = :attempts, o.parked = :parked,"
                    + " o.retryAt = :at, o.error = :error where o.consumer = :consumer and o.stream = :stream"
                    + " and o.sequence = :sequence").setParameter("attempts", record.attempts())
                    .setParameter("parked", record.error().isPresent() && record.retryAt().isEmpty() ? 1 : 0)
                    .setParameter("at", record.retryAt().map(JpaTicketStore::floor).orElse(null))
                    .setParameter("error", record.error().orElse(null)).setParameter("consumer", entry.consumer())
                    .setParameter("stream", entry.stream()).setParameter("sequence", entry.sequence()).executeUpdate();
            settled(manager, entry.consumer(), entry.stream());
        }
        return true;
    }

    private static List<Long> sequences(EntityManager manager, Name name, List<OutboxStore.Entry> entries) {
        return manager.createQuery("select o.sequence from SupportOutboxRow o where o.consumer = :consumer"
                + " and o.stream = :stream and o.sequence in :sequences", Long.class)
                .setParameter("consumer", name.consumer()).setParameter("stream", name.stream())
                .setParameter("sequences", entries.stream().map(OutboxStore.Entry::sequence).toList()).getResultList();
    }

    /** Locks the queue of entries that come in, makes the lowest its head if it is; answers whether the queue was begun. */
    private boolean lock(EntityManager manager, Name name, List<OutboxStore.Entry> entries) {
        OutboxStore.Entry first = entries.getFirst();
        for (OutboxStore.Entry entry : entries) {
            first = entry.sequence() < first.sequence() ? entry : first;
        }
        // the first event of a stream begins its queue: to look for that first would have MariaDB lock the gap where it is not
        if (first.sequence() == 1 && begin(manager, name, first)) {
            return true;
        }
        while (true) {
            // the order of the assignments counts: MariaDB lets the later ones see what the earlier ones set
            int changed = Sql.change(manager, QUEUES, "update support_outbox_queue set"
                    + " ready_us = case when fence = 0 and head_seq > ?1 then ?2 else ready_us end,"
                    + " fresh = case when fence = 0 and head_seq > ?1 then 1 else fresh end,"
                    + " head_seq = case when head_seq > ?1 then ?1 else head_seq end"
                    + " where consumer = ?3 and stream = ?4", first.sequence(), TicketRow.micros(first.at()),
                    name.consumer(), name.stream());
            if (changed == 1) {
                return false;
            }
            if (begin(manager, name, first)) {
                return true;
            }
            // somebody began it between the two statements: it is there now, unless its last entry went meanwhile
        }
    }

    private boolean begin(EntityManager manager, Name name, OutboxStore.Entry first) {
        return dialect.insertIfAbsent(manager, QUEUES, QUEUE_COLUMNS, List.of(name.consumer(), name.stream(),
                first.sequence(), TicketRow.micros(first.at()), 1, 0L), QUEUE_KEYS);
    }

    @Override
    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
        return sessions.write(manager -> {
            for (String consumer : shuffled(consumers)) {
                Optional<Claim> claim = claim(manager, consumer, now, until);
                if (claim.isPresent()) {
                    return claim;
                }
            }
            return Optional.<Claim>empty();
        }, claim -> true);
    }

    /** In an order that changes, so that none waits for ever behind one that always has something. */
    private static List<String> shuffled(Set<String> consumers) {
        List<String> order = new ArrayList<>(consumers);
        Collections.shuffle(order);
        return order;
    }

    private Optional<Claim> claim(EntityManager manager, String consumer, Instant now, Instant until) {
        List<?> found = ready(manager, consumer, "ready_us <= ?2", JpaTicketStore.floor(now));
        if (found.isEmpty()) {
            found = ready(manager, consumer, "fresh = ?2", 1);
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Object[] queue = (Object[]) found.getFirst();
        String stream = (String) queue[0];
        long sequence = number(queue[1]);
        Object[] row = head(manager, consumer, stream, sequence);
        int attempt = (int) number(row[1]) + 1;
        long fence = dialect.next(manager, "support_fence_seq");
        Sql.change(manager, ENTRIES, "update support_outbox set attempts = ?1, fence = ?2"
                + " where consumer = ?3 and stream = ?4 and event_seq = ?5", attempt, fence, consumer, stream,
                sequence);
        set(manager, new Queue(consumer, stream, sequence, fence), JpaTicketStore.floor(until), false);
        return Optional.of(new Claim(
                new OutboxStore.Entry(consumer, stream, sequence, JpaLinkStore.instant(number(row[0]))), fence,
                attempt));
    }

    private List<?> ready(EntityManager manager, String consumer, String condition, Object value) {
        return Sql.rows(manager, "select stream, head_seq from support_outbox_queue where consumer = ?1 and "
                + condition + " order by ready_us, stream limit 1 for update" + dialect.passing(), consumer, value);
    }

    private static Object[] head(EntityManager manager, String consumer, String stream, long sequence) {
        return manager.createQuery("select o.at, o.attempts from SupportOutboxRow o where o.consumer = :consumer"
                + " and o.stream = :stream and o.sequence = :sequence", Object[].class)
                .setParameter("consumer", consumer).setParameter("stream", stream).setParameter("sequence", sequence)
                .getSingleResult();
    }

    private static void set(EntityManager manager, Queue queue, long readyAt, boolean fresh) {
        Sql.change(manager, QUEUES,
                "update support_outbox_queue set head_seq = ?1, ready_us = ?2, fresh = ?3, fence = ?4"
                        + " where consumer = ?5 and stream = ?6",
                queue.head(), readyAt, fresh ? 1 : 0, queue.fence(),
                queue.consumer(), queue.stream());
    }

    private static Optional<Queue> lock(EntityManager manager, String consumer, String stream) {
        List<?> found = Sql.rows(manager, "select head_seq, fence from support_outbox_queue"
                + " where consumer = ?1 and stream = ?2 for update", consumer, stream);
        return found.stream().findFirst().map(Object[].class::cast)
                .map(row -> new Queue(consumer, stream, number(row[0]), number(row[1])));
    }

    /** Says anew when the head of a queue can be claimed that nobody has claimed, and forgets a queue that is empty. */
    private static void settled(EntityManager manager, String consumer, String stream) {
        // a locking read, because it has to see what others put in after a snapshot of ours
        List<?> found = Sql.rows(manager, "select event_seq, event_us, parked, retry_us from support_outbox"
                + " where consumer = ?1 and stream = ?2 order by event_seq limit 1 for update", consumer, stream);
        if (found.isEmpty()) {
            Sql.change(manager, QUEUES, "delete from support_outbox_queue where consumer = ?1 and stream = ?2",
                    consumer,
                    stream);
            return;
        }
        Object[] head = (Object[]) found.getFirst();
        boolean parked = number(head[2]) == 1;
        boolean failed = head[3] != null;
        set(manager, new Queue(consumer, stream, number(head[0]), 0),
                parked ? NEVER : failed ? number(head[3]) : number(head[1]), !parked && !failed);
    }

    @Override
    public boolean settle(Claim claim, Outcome outcome) {
        OutboxStore.Entry entry = claim.entry();
        return sessions.write(manager -> {
            Optional<Queue> queue = lock(manager, entry.consumer(), entry.stream());
            if (queue.isEmpty() || !apply(manager, claim, outcome)) {
                return false;
            }
            if (queue.get().fence() == claim.fence() || queue.get().fence() == 0) {
                settled(manager, entry.consumer(), entry.stream());
            } else {
                keepHead(manager, queue.get());
            }
            return true;
        }, settled -> true);
    }

    /** While another claim lasts, only the head may have to be said anew. */
    private static void keepHead(EntityManager manager, Queue queue) {
        Long head = manager.createQuery("select min(o.sequence) from SupportOutboxRow o where o.consumer = :consumer"
                + " and o.stream = :stream", Long.class).setParameter("consumer", queue.consumer())
                .setParameter("stream", queue.stream()).getSingleResult();
        manager.createQuery("update SupportQueueRow q set q.head = :head"
                + " where q.consumer = :consumer and q.stream = :stream").setParameter("head", head)
                .setParameter("consumer", queue.consumer()).setParameter("stream", queue.stream()).executeUpdate();
    }

    private static boolean apply(EntityManager manager, Claim claim, Outcome outcome) {
        String which = " where o.consumer = :consumer and o.stream = :stream and o.sequence = :sequence"
                + " and o.fence = :fence";
        String text = switch (outcome) {
            case Outcome.Delivered delivered -> "delete from SupportOutboxRow o" + which;
            case Outcome.Retry retry ->
                "update SupportOutboxRow o set o.fence = 0, o.parked = 0, o.retryAt = :at, o.error = :error" + which;
            case Outcome.Park park ->
                "update SupportOutboxRow o set o.fence = 0, o.parked = 1, o.retryAt = null, o.error = :error" + which;
        };
        var query = manager.createQuery(text).setParameter("consumer", claim.entry().consumer())
                .setParameter("stream", claim.entry().stream()).setParameter("sequence", claim.entry().sequence())
                .setParameter("fence", claim.fence());
        switch (outcome) {
            case Outcome.Delivered delivered -> {
                // nothing to say
            }
            case Outcome.Retry retry ->
                query.setParameter("at", JpaTicketStore.floor(retry.at())).setParameter("error", retry.error());
            case Outcome.Park park -> query.setParameter("error", park.error());
        }
        return query.executeUpdate() == 1;
    }

    @Override
    public int enqueue(List<OutboxStore.Entry> entries) {
        return sessions.write(manager -> put(manager, entries, false), put -> true);
    }

    @Override
    public List<Failure> failures(String consumer, int limit) {
        return sessions.read(manager -> manager
                .createQuery("select o.stream, o.sequence, o.at, o.attempts, o.error, o.retryAt, o.parked"
                        + " from SupportOutboxRow o where o.consumer = :consumer and o.error is not null"
                        + " order by o.parked desc, o.at, o.stream, o.sequence", Object[].class)
                .setParameter("consumer", consumer).setMaxResults(limit).getResultList()).stream()
                .map(row -> failure(consumer, row)).toList();
    }

    private static Failure failure(String consumer, @Nullable Object[] row) {
        OutboxStore.Entry entry = new OutboxStore.Entry(consumer, String.valueOf(row[0]), number(row[1]),
                JpaLinkStore.instant(number(row[2])));
        return new Failure(entry, (int) number(row[3]), String.valueOf(row[4]),
                row[5] == null ? Optional.empty() : Optional.of(JpaLinkStore.instant(number(row[5]))));
    }

    @Override
    public boolean retry(String consumer, String stream, long sequence) {
        return changeFailed(consumer, stream, sequence, (manager, queue) -> {
            one(manager, "update SupportOutboxRow o set o.attempts = 0, o.parked = 0, o.retryAt = null, o.error = null",
                    consumer, stream, sequence);
            return queue.fence() == 0;
        });
    }

    @Override
    public boolean skip(String consumer, String stream, long sequence) {
        return changeFailed(consumer, stream, sequence, (manager, queue) -> {
            boolean claimed = queue.fence() != 0 && fence(manager, consumer, stream, sequence) == queue.fence();
            one(manager, "delete from SupportOutboxRow o", consumer, stream, sequence);
            if (queue.fence() != 0 && !claimed) {
                keepHead(manager, queue);
                return false;
            }
            return true;
        });
    }

    private static long fence(EntityManager manager, String consumer, String stream, long sequence) {
        return manager.createQuery("select o.fence from SupportOutboxRow o where o.consumer = :consumer"
                + " and o.stream = :stream and o.sequence = :sequence", Long.class).setParameter("consumer", consumer)
                .setParameter("stream", stream).setParameter("sequence", sequence).getSingleResult();
    }

    private static void one(EntityManager manager, String change, String consumer, String stream, long sequence) {
        manager.createQuery(change + " where o.consumer = :consumer and o.stream = :stream and o.sequence = :sequence")
                .setParameter("consumer", consumer).setParameter("stream", stream).setParameter("sequence", sequence)
                .executeUpdate();
    }

    /** Changes an entry that failed, under the lock of its queue; the change says whether the queue is free after it. */
    private boolean changeFailed(String consumer, String stream, long sequence,
            BiFunction<EntityManager, Queue, Boolean> change) {
        return sessions.write(manager -> {
            Optional<Queue> queue = lock(manager, consumer, stream);
            if (queue.isEmpty() || !hasFailed(manager, consumer, stream, sequence)) {
                return false;
            }
            if (change.apply(manager, queue.get())) {
                settled(manager, consumer, stream);
            }
            return true;
        }, changed -> true);
    }

    private static boolean hasFailed(EntityManager manager, String consumer, String stream, long sequence) {
        return manager.createQuery("select count(o.sequence) from SupportOutboxRow o where o.consumer = :consumer"
                + " and o.stream = :stream and o.sequence = :sequence and o.error is not null", Long.class)
                .setParameter("consumer", consumer).setParameter("stream", stream).setParameter("sequence", sequence)
                .getSingleResult() == 1;
    }

    @Override
    public Map<String, Lag> lag() {
        Map<String, Lag> lags = new HashMap<>();
        for (Object[] row : sessions.read(manager -> manager
                .createQuery("select o.consumer, o.parked, count(o.sequence), min(o.at) from SupportOutboxRow o"
                        + " group by o.consumer, o.parked", Object[].class)
                .getResultList())) {
            boolean parked = number(row[1]) == 1;
            Lag part = new Lag(parked ? 0 : number(row[2]), parked ? number(row[2]) : 0,
                    parked ? Optional.empty() : Optional.of(JpaLinkStore.instant(number(row[3]))));
            lags.merge((String) row[0], part, (one, other) -> new Lag(one.waiting() + other.waiting(),
                    one.parked() + other.parked(), one.oldest().or(other::oldest)));
        }
        return Map.copyOf(lags);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
