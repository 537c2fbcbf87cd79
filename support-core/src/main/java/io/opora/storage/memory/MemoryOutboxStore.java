package io.opora.storage.memory;

import io.opora.event.OutboxStore;
import io.opora.storage.StorageRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outbox in memory, under the storage's lock. Each queue stands in its consumer's {@link Backlog#ready} by the instant from
 * which its head can be claimed, so that a claim looks at one queue of each consumer, however long the queues are.
 */
final class MemoryOutboxStore implements OutboxStore {

    /** An entry and what became of it so far. */
    private static final class Row {

        private static final Comparator<Row> BY_AGE = Comparator.comparing((Row row) -> row.entry.at())
                .thenComparingLong(row -> row.arrival);

        private final OutboxStore.Entry entry;
        private final long arrival;
        private int attempts;
        /** Of the claim on it, whose time may be over; 0 if there is none. */
        private long fence;
        private @Nullable String error;
        private Optional<Instant> retryAt = Optional.empty();

        Row(OutboxStore.Entry entry, long arrival) {
            this.entry = entry;
            this.arrival = arrival;
        }

        boolean isParked() {
            return error != null && retryAt.isEmpty();
        }
    }

    /** The entries of one consumer and one stream. */
    private static final class Queue {

        private final NavigableMap<Long, Row> rows = new TreeMap<>();
        /** The one that was claimed last, until that claim is settled. */
        private @Nullable Row claimed;
        private Instant claimedUntil = Instant.MIN;

        Optional<Ready> ready() {
            if (rows.isEmpty() || head().isParked()) {
                return Optional.empty();
            }
            Instant tried = head().retryAt.orElse(Instant.MIN);
            Instant free = claimed == null ? Instant.MIN : claimedUntil;
            return Optional.of(new Ready(tried.isAfter(free) ? tried : free, head().arrival, this));
        }

        void free(Row row) {
            if (row.equals(claimed)) {
                claimed = null;
            }
        }

        Row head() {
            return rows.firstEntry().getValue();
        }
    }

    /** From when on the head of a queue can be claimed. */
    private record Ready(Instant from, long arrival, Queue queue) {

        private static final Comparator<Ready> ORDER = Comparator.comparing(Ready::from)
                .thenComparingLong(Ready::arrival);
    }

    /** All that one consumer is still to be told. */
    private static final class Backlog {

        private final Map<String, Queue> queues = new HashMap<>();
        private final NavigableSet<Ready> ready = new TreeSet<>(Ready.ORDER);
        private final NavigableSet<Row> waiting = new TreeSet<>(Row.BY_AGE);
        private final NavigableSet<Row> failing = new TreeSet<>(Row.BY_AGE);
        private final NavigableSet<Row> parked = new TreeSet<>(Row.BY_AGE);

        void add(Row row) {
            (row.isParked() ? parked : waiting).add(row);
            if (row.error != null && !row.isParked()) {
                failing.add(row);
            }
        }

        void remove(Row row) {
            List.of(waiting, failing, parked).forEach(rows -> rows.remove(row));
        }

        Lag lag() {
            return new Lag(waiting.size(), parked.size(),
                    waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().entry.at()));
        }
    }

    private final MemoryLock lock;
    private final Map<String, Backlog> backlogs = new HashMap<>();
    private long lastArrival;
    private long lastFence;

    MemoryOutboxStore(MemoryLock lock) {
        this.lock = lock;
    }

    @Override
    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
        return lock.writing(() -> consumers.stream().map(backlogs::get).filter(Objects::nonNull)
                .flatMap(backlog -> backlog.ready.stream().limit(1))
                .filter(ready -> !ready.from().isAfter(now))
                .min(Ready.ORDER)
                .map(ready -> claim(ready.queue(), until)));
    }

    private Claim claim(Queue queue, Instant until) {
        Row head = queue.head();
        change(queue, head, () -> {
            head.attempts++;
            head.fence = ++lastFence;
            queue.claimed = head;
            queue.claimedUntil = until;
        });
        return new Claim(head.entry, head.fence, head.attempts);
    }

    @Override
    public boolean settle(Claim claim, Outcome outcome) {
        return lock.writing(() -> {
            Queue queue = queue(claim.entry().consumer(), claim.entry().stream());
            Row row = queue == null ? null : queue.rows.get(claim.entry().sequence());
            if (queue == null || row == null || row.fence != claim.fence()) {
                return false;
            }
            change(queue, row, () -> {
                row.fence = 0;
                queue.free(row);
                switch (outcome) {
                    case Outcome.Delivered delivered -> queue.rows.remove(row.entry.sequence());
                    case Outcome.Retry retry -> fail(row, retry.error(), Optional.of(retry.at()));
                    case Outcome.Park park -> fail(row, park.error(), Optional.empty());
                }
            });
            return true;
        });
    }

    private static void fail(Row row, @Nullable String error, Optional<Instant> retryAt) {
        row.error = error;
        row.retryAt = retryAt;
    }

    @Override
    public int enqueue(List<OutboxStore.Entry> entries) {
        return lock.writing(() -> (int) entries.stream().filter(this::put).count());
    }

    /** Puts an entry in unless it is in already, under the lock. */
    boolean put(OutboxStore.Entry entry) {
        Queue queue = backlogs.computeIfAbsent(entry.consumer(), name -> new Backlog()).queues
                .computeIfAbsent(entry.stream(), name -> new Queue());
        if (queue.rows.containsKey(entry.sequence())) {
            return false;
        }
        Row row = new Row(entry, ++lastArrival);
        change(queue, row, () -> queue.rows.put(entry.sequence(), row));
        return true;
    }

    @Override
    public List<Failure> failures(String consumer, int limit) {
        return lock.reading(() -> Optional.ofNullable(backlogs.get(consumer)).stream()
                .flatMap(backlog -> Stream.concat(backlog.parked.stream(), backlog.failing.stream()))
                .limit(limit)
                .map(row -> new Failure(row.entry, row.attempts, Objects.requireNonNull(row.error), row.retryAt))
                .toList());
    }

    @Override
    public boolean retry(String consumer, String stream, long sequence) {
        return changeFailed(consumer, stream, sequence, (queue, row) -> {
            row.attempts = 0;
            fail(row, null, Optional.empty());
        });
    }

    @Override
    public boolean skip(String consumer, String stream, long sequence) {
        return changeFailed(consumer, stream, sequence, (queue, row) -> {
            queue.rows.remove(sequence);
            queue.free(row);
        });
    }

    @FunctionalInterface
    private interface Change {
        void make(Queue queue, Row row);
    }

    private boolean changeFailed(String consumer, String stream, long sequence, Change change) {
        return lock.writing(() -> {
            Queue queue = queue(consumer, stream);
            Row row = queue == null ? null : queue.rows.get(sequence);
            if (queue == null || row == null || row.error == null) {
                return false;
            }
            change(queue, row, () -> change.make(queue, row));
            return true;
        });
    }

    @Override
    public Map<String, Lag> lag() {
        return lock.reading(() -> backlogs.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, backlog -> backlog.getValue().lag())));
    }

    private @Nullable Queue queue(String consumer, String stream) {
        Backlog backlog = backlogs.get(consumer);
        return backlog == null ? null : backlog.queues.get(stream);
    }

    /** Changes a row and its queue, and what is known of both elsewhere. */
    private void change(Queue queue, Row row, Runnable change) {
        Backlog backlog = Objects.requireNonNull(backlogs.get(row.entry.consumer()));
        queue.ready().ifPresent(backlog.ready::remove);
        backlog.remove(row);
        change.run();
        if (queue.rows.containsKey(row.entry.sequence())) {
            backlog.add(row);
        }
        queue.ready().ifPresent(backlog.ready::add);
        if (queue.rows.isEmpty()) {
            backlog.queues.remove(row.entry.stream());
            if (backlog.queues.isEmpty()) {
                backlogs.remove(row.entry.consumer());
            }
        }
    }

    /** Everything in its order, under the lock. */
    Stream<StorageRecord> records() {
        return new TreeMap<>(backlogs).values().stream()
                .flatMap(backlog -> new TreeMap<>(backlog.queues).values().stream())
                .flatMap(queue -> queue.rows.values().stream())
                .map(row -> new StorageRecord.OfOutbox(row.entry, row.attempts, Optional.ofNullable(row.error),
                        row.retryAt));
    }

    boolean isEmpty() {
        return backlogs.isEmpty();
    }

    /** Puts an entry in with what became of it, under the lock. */
    void put(StorageRecord.OfOutbox record) {
        MemoryStorage.require(put(record.entry()), record.entry());
        Queue queue = Objects.requireNonNull(queue(record.entry().consumer(), record.entry().stream()));
        Row row = Objects.requireNonNull(queue.rows.get(record.entry().sequence()));
        change(queue, row, () -> {
            row.attempts = record.attempts();
            fail(row, record.error().orElse(null), record.retryAt());
        });
    }

    /** Forgets everything, under the lock. */
    void clear() {
        backlogs.clear();
    }
}
