package io.opora.examples.customstorage;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatchWithIndex;

/** Keys and values, as one step of work sees them: what it wrote itself is there already, for nobody else. */
final class Records {

    /** Looks at a record. */
    @FunctionalInterface
    interface Visitor {
        /** {@return whether to go on} */
        boolean visit(byte[] key, byte[] value) throws RocksDBException;
    }

    private final RocksDB database;
    private final ReadOptions options;
    private final @Nullable WriteBatchWithIndex batch;

    Records(RocksDB database, ReadOptions options, @Nullable WriteBatchWithIndex batch) {
        this.database = database;
        this.options = options;
        this.batch = batch;
    }

    Optional<Tuple.Reader> get(Tuple key) throws RocksDBException {
        byte @Nullable [] value = batch == null
                ? database.get(options, key.bytes())
                : batch.getFromBatchAndDB(database, options, key.bytes());
        return Optional.ofNullable(value).map(Tuple::read);
    }

    boolean has(Tuple key) throws RocksDBException {
        return get(key).isPresent();
    }

    void put(Tuple key, Object... value) throws RocksDBException {
        requireNonNull(batch).put(key.bytes(), Tuple.of(value).bytes());
    }

    void delete(Tuple key) throws RocksDBException {
        requireNonNull(batch).delete(key.bytes());
    }

    /** Adds one to a number that is kept. */
    long next(Tuple counter) throws RocksDBException {
        long next = get(counter).map(Tuple.Reader::number).orElse(0L) + 1;
        put(counter, next);
        return next;
    }

    /** Visits the records whose keys begin with something, in the order of their keys, from behind one of them on if one is given. */
    void scan(Tuple beginning, Optional<Tuple> after, Visitor visitor) throws RocksDBException {
        try (RocksIterator records = iterator()) {
            for (records.seek(after.orElse(beginning).bytes()); records.isValid()
                    && beginning.begins(records.key()); records
                            .next()) {
                boolean isBehind = after.isEmpty() || !Arrays.equals(records.key(), after.get().bytes());
                if (isBehind && !visitor.visit(records.key(), records.value())) {
                    return;
                }
            }
            records.status(); // throws if it ended because it could not read
        }
    }

    /** Visits the same records from the last one to the first. */
    void scanBackwards(Tuple beginning, Optional<Tuple> before, Visitor visitor) throws RocksDBException {
        try (RocksIterator records = iterator()) {
            byte[] end = before.map(Tuple::bytes).orElseGet(() -> end(beginning));
            for (records.seekForPrev(end); records.isValid() && (beginning.begins(records.key())
                    || Arrays.equals(records.key(), end)); records.prev()) {
                if (!Arrays.equals(records.key(), end) && !visitor.visit(records.key(), records.value())) {
                    return;
                }
            }
            records.status();
        }
    }

    private RocksIterator iterator() {
        RocksIterator stored = database.newIterator(options);
        return batch == null ? stored : batch.newIteratorWithBase(stored, options);
    }

    /** {@return a key behind all that begin with something} */
    static byte[] end(Tuple beginning) {
        int length = beginning.bytes().length;
        byte[] end = Arrays.copyOf(beginning.bytes(), length + Long.BYTES + 1); // longer than the highest number
        Arrays.fill(end, length, end.length, (byte) 0xFF);
        return end;
    }
}
