package io.opora.examples.customstorage;

import io.opora.event.OutboxStore;
import io.opora.storage.StorageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/**
 * The outbox. The entries of a consumer and a stream are a queue by their keys; a queue whose head can be claimed some time is found
 * by that time, so a claim looks at one queue of each consumer.
 *
 * <pre>
 * "entry", consumer, stream, sequence       instant of the event, arrival, attempts, fence, error, next attempt
 * "claim", consumer, stream                 sequence, end           of the claim that lasts, or whose time is over
 * "ready", consumer, instant, arrival       stream                  of each queue whose head is not parked
 * "state", consumer, state, instant, arrival    stream, sequence    of each entry
 * "last-arrival", "last-fence"              number
 * </pre>
 */
final class RocksOutbox implements OutboxStore {

    static final Tuple ENTRIES = Tuple.of("entry");
    private static final Tuple STATES = Tuple.of("state");
    private static final Tuple LAST_ARRIVAL = Tuple.of("last-arrival");
    private static final Tuple LAST_FENCE = Tuple.of("last-fence");

    /** What an entry does, in the order in which failures are told. */
    private enum State {
        PARKED, FAILING, WAITING;

        String key() {
            return switch (this) {
                case PARKED -> "1-parked";
                case FAILING -> "2-failing";
                case WAITING -> "3-waiting";
            };
        }
    }

    /** An entry and what became of it so far; the fence is 0 while there is no claim on it. */
    private record Row(OutboxStore.Entry entry, long arrival, long attempts, long fence, Optional<String> error,
            Optional<Instant> retryAt) {

        State state() {
            return error.isEmpty() ? State.WAITING : retryAt.isEmpty() ? State.PARKED : State.FAILING;
        }

        Row claimed(long newFence) {
            return new Row(entry, arrival, attempts + 1, newFence, error, retryAt);
        }

        Row failed(String why, Optional<Instant> again) {
            return new Row(entry, arrival, attempts, 0, Optional.of(why), again);
        }

        Row asNew() {
            return new Row(entry, arrival, 0, fence, Optional.empty(), Optional.empty());
        }
    }

    private record Lease(long sequence, Instant until) {}

    private final RocksStorage storage;

    RocksOutbox(RocksStorage storage) {
        this.storage = storage;
    }

    /** The entries of one consumer and one stream, in one step of work. */
    private static final class Queue {

        private final String consumer;
        private final String stream;
        private final Records records;
        private final Tuple entries;
        private final Tuple claim;

        Queue(String consumer, String stream, Records records) {
            this.consumer = consumer;
            this.stream = stream;
            this.records = records;
            this.entries = ENTRIES.with(consumer, stream);
            this.claim = Tuple.of("claim", consumer, stream);
        }

        Optional<Row> row(long sequence) throws RocksDBException {
            return records.get(entries.with(sequence)).map(value -> row(sequence, value));
        }

        private Row row(long sequence, Tuple.Reader value) {
            return new Row(new OutboxStore.Entry(consumer, stream, sequence, value.instant()), value.number(),
                    value.number(), value.number(), value.optionalText(), value.optionalInstant());
        }

        Optional<Row> head() throws RocksDBException {
            List<Row> head = new ArrayList<>();
            records.scan(entries, Optional.empty(), (key, value) -> {
                head.add(row(entries.behind(key).number(), Tuple.read(value)));
                return false;
            });
            return head.stream().findFirst();
        }

        private Optional<Lease> lease() throws RocksDBException {
            return records.get(claim).map(value -> new Lease(value.number(), value.instant()));
        }

        void lease(long sequence, Instant until) throws RocksDBException {
            records.put(claim, sequence, until);
        }

        void endLease(long sequence) throws RocksDBException {
            if (lease().filter(lease -> lease.sequence() == sequence).isPresent()) {
                records.delete(claim);
            }
        }

        void put(Row row) throws RocksDBException {
            records.put(entries.with(row.entry().sequence()), row.entry().at(), row.arrival(), row.attempts(),
                    row.fence(), row.error(), row.retryAt());
            records.put(state(row), stream, row.entry().sequence());
        }

        void remove(Row row) throws RocksDBException {
            records.delete(entries.with(row.entry().sequence()));
            records.delete(state(row));
        }

        private Tuple state(Row row) {
            return STATES.with(consumer, row.state().key(), row.entry().at(), row.arrival());
        }

        /** Where the queue stands among those that can be claimed. */
        private Optional<Tuple> ready() throws RocksDBException {
            Optional<Row> head = head().filter(row -> row.state() != State.PARKED);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            Instant tried = head.get().retryAt().orElse(Instant.MIN);
            Instant free = lease().map(Lease::until).orElse(Instant.MIN);
            return Optional.of(readyOf(consumer).with(tried.isAfter(free) ? tried : free, head.get().arrival()));
        }

        /** Changes entries, and the place of the queue with them. */
        void change(Change change) throws RocksDBException {
            Optional<Tuple> before = ready();
            if (before.isPresent()) {
                records.delete(before.get());
            }
            change.make();
            Optional<Tuple> after = ready();
            if (after.isPresent()) {
                records.put(after.get(), stream);
            }
        }
    }

    @FunctionalInterface
    private interface Change {
        void make() throws RocksDBException;
    }

    private static Tuple readyOf(String consumer) {
        return Tuple.of("ready", consumer);
    }

    private static Queue queue(OutboxStore.Entry entry, Records records) {
        return new Queue(entry.consumer(), entry.stream(), records);
    }

    /** A queue whose head can be claimed. */
    private record Ready(Instant from, long arrival, Queue queue) {

        boolean isBefore(Ready other) {
            int order = from.compareTo(other.from);
            return order != 0 ? order < 0 : arrival < other.arrival;
        }
    }

    @Override
    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
        return storage.write(records -> {
            Optional<Ready> first = Optional.empty();
            for (String consumer : consumers) {
                Optional<Ready> ready = firstReady(consumer, records).filter(queue -> !queue.from().isAfter(now));
                if (ready.isPresent() && (first.isEmpty() || ready.get().isBefore(first.get()))) {
                    first = ready;
                }
            }
            return first.isEmpty() ? Optional.empty() : Optional.of(claim(first.get().queue(), until, records));
        });
    }

    private static Optional<Ready> firstReady(String consumer, Records records) throws RocksDBException {
        List<Ready> first = new ArrayList<>();
        Tuple ready = readyOf(consumer);
        records.scan(ready, Optional.empty(), (key, value) -> {
            Tuple.Reader place = ready.behind(key);
            first.add(new Ready(place.instant(), place.number(),
                    new Queue(consumer, Tuple.read(value).text(), records)));
            return false;
        });
        return first.stream().findFirst();
    }

    private static Claim claim(Queue queue, Instant until, Records records) throws RocksDBException {
        Row head = queue.head().orElseThrow();
        Row claimed = head.claimed(records.next(LAST_FENCE));
        queue.change(() -> {
            queue.put(claimed);
            queue.lease(head.entry().sequence(), until);
        });
        return new Claim(head.entry(), claimed.fence(), (int) claimed.attempts());
    }

    @Override
    public boolean settle(Claim claim, Outcome outcome) {
        return storage.write(records -> {
            Queue queue = queue(claim.entry(), records);
            Optional<Row> found = queue.row(claim.entry().sequence()).filter(row -> row.fence() == claim.fence());
            if (found.isEmpty()) {
                return false;
            }
            Row row = found.get();
            queue.change(() -> {
                queue.endLease(row.entry().sequence());
                queue.remove(row);
                switch (outcome) {
                    case Outcome.Delivered delivered -> {
                        // gone
                    }
                    case Outcome.Retry retry -> queue.put(row.failed(retry.error(), Optional.of(retry.at())));
                    case Outcome.Park park -> queue.put(row.failed(park.error(), Optional.empty()));
                }
            });
            return true;
        });
    }

    @Override
    public int enqueue(List<OutboxStore.Entry> entries) {
        return storage.write(records -> put(entries, records));
    }

    /** Puts entries in unless they are in already. */
    int put(List<OutboxStore.Entry> entries, Records records) throws RocksDBException {
        int put = 0;
        for (OutboxStore.Entry entry : entries) {
            Queue queue = queue(entry, records);
            if (queue.row(entry.sequence()).isEmpty()) {
                Row row = new Row(entry, records.next(LAST_ARRIVAL), 0, 0, Optional.empty(), Optional.empty());
                queue.change(() -> queue.put(row));
                put++;
            }
        }
        return put;
    }

    /** Puts an entry in with what became of it; answers whether it was not in already. */
    boolean put(StorageRecord.OfOutbox record, Records records) throws RocksDBException {
        Queue queue = queue(record.entry(), records);
        if (queue.row(record.entry().sequence()).isPresent()) {
            return false;
        }
        Row row = new Row(record.entry(), records.next(LAST_ARRIVAL), record.attempts(), 0, record.error(),
                record.retryAt());
        queue.change(() -> queue.put(row));
        return true;
    }

    static void readAll(Records records, Consumer<? super StorageRecord> to) throws RocksDBException {
        records.scan(ENTRIES, Optional.empty(), (key, value) -> {
            Tuple.Reader place = ENTRIES.behind(key);
            Row row = new Queue(place.text(), place.text(), records).row(place.number(), Tuple.read(value));
            to.accept(new StorageRecord.OfOutbox(row.entry(), (int) row.attempts(), row.error(), row.retryAt()));
            return true;
        });
    }

    @Override
    public List<Failure> failures(String consumer, int limit) {
        return storage.read(records -> {
            List<Failure> failures = new ArrayList<>();
            Tuple states = STATES.with(consumer);
            records.scan(states, Optional.empty(), (key, value) -> {
                if (states.behind(key).text().equals(State.WAITING.key())) {
                    return false;
                }
                Tuple.Reader place = Tuple.read(value);
                Row row = new Queue(consumer, place.text(), records).row(place.number()).orElseThrow();
                failures.add(new Failure(row.entry(), (int) row.attempts(), row.error().orElseThrow(), row.retryAt()));
                return failures.size() < limit;
            });
            return List.copyOf(failures);
        });
    }

    @Override
    public boolean retry(String consumer, String stream, long sequence) {
        return changeFailed(consumer, stream, sequence, (queue, row) -> {
            queue.remove(row);
            queue.put(row.asNew());
        });
    }

    @Override
    public boolean skip(String consumer, String stream, long sequence) {
        return changeFailed(consumer, stream, sequence, (queue, row) -> {
            queue.endLease(sequence);
            queue.remove(row);
        });
    }

    @FunctionalInterface
    private interface FailedChange {
        void make(Queue queue, Row row) throws RocksDBException;
    }

    private boolean changeFailed(String consumer, String stream, long sequence, FailedChange change) {
        return storage.write(records -> {
            Queue queue = new Queue(consumer, stream, records);
            Optional<Row> failed = queue.row(sequence).filter(row -> row.state() != State.WAITING);
            if (failed.isEmpty()) {
                return false;
            }
            queue.change(() -> change.make(queue, failed.get()));
            return true;
        });
    }

    @Override
    public Map<String, Lag> lag() {
        return storage.read(records -> {
            Map<String, Lag> lags = new HashMap<>();
            records.scan(STATES, Optional.empty(), (key, value) -> {
                Tuple.Reader place = STATES.behind(key);
                String consumer = place.text();
                boolean isParked = place.text().equals(State.PARKED.key());
                Lag one = isParked
                        ? new Lag(0, 1, Optional.empty())
                        : new Lag(1, 0, Optional.of(place.instant()));
                lags.merge(consumer, one, RocksOutbox::sum);
                return true;
            });
            return Map.copyOf(lags);
        });
    }

    private static Lag sum(Lag one, Lag other) {
        Optional<Instant> oldest = one.oldest().isEmpty()
                || other.oldest().filter(one.oldest().get()::isAfter).isPresent()
                        ? other.oldest()
                        : one.oldest();
        return new Lag(one.waiting() + other.waiting(), one.parked() + other.parked(), oldest);
    }
}
