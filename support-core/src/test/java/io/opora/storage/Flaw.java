package io.opora.storage;

import io.opora.storage.memory.MemoryStorage;
import io.opora.storage.tck.StorageFixture;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A promise that a storage breaks on purpose, and tests of the contract kit that have to notice.
 *
 * @param name what the storage does wrong
 * @param fixtures makes fixtures with such a storage
 * @param noticedBy tests that fail because of it, such as {@code Basics.anAnswerIsKeptWithoutAnyChange}; it may be
 *        noticed by others too
 */
record Flaw(String name, Supplier<StorageFixture> fixtures, List<String> noticedBy) {

    /** {@return a flaw of a storage that is made of a sound one, anew for each handle on the data} */
    static Flaw of(String name, UnaryOperator<Storage> flaw, String... noticedBy) {
        return new Flaw(name, () -> new Fixture(flaw), List.of(noticedBy));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Storages in memory, each of them changed. Several handles on one are several nodes on one database. */
    static final class Fixture implements StorageFixture {

        private final UnaryOperator<Storage> change;
        private final Storage data = MemoryStorage.create();
        private final Storage first;

        Fixture(UnaryOperator<Storage> change) {
            this.change = change;
            this.first = change.apply(data);
        }

        @Override
        public Storage storage() {
            return first;
        }

        @Override
        public Storage reopen() {
            return change.apply(data);
        }

        /** A transaction in which nobody takes part. */
        @Override
        public void inTransaction(Runnable work) {
            if (first.capabilities().contains(Storage.Capability.JOINS_TRANSACTIONS)) {
                work.run();
            } else {
                StorageFixture.super.inTransaction(work);
            }
        }

        @Override
        public void close() {
            first.close();
            data.close();
        }
    }
}
