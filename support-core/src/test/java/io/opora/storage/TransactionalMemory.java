package io.opora.storage;

import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.storage.memory.MemoryStorage;
import io.opora.storage.tck.StorageFixture;
import io.opora.ticket.AppendResult;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory that joins transactions, the simplest one that does: writers take turns, and a transaction works on a copy
 * of everything, made by doing all earlier changes once more. Can be broken in several ways.
 */
final class TransactionalMemory implements StorageFixture, Storage {

    /** In which way it is broken. */
    enum Flaw {
        /** Ends the caller's transaction itself: what is stored stays, whatever becomes of the transaction. */
        COMMITS_EACH_CALL,
        /** Lets transactions run beside each other, and drops at the end what others were faster with. */
        FINDS_OUT_TOO_LATE,
        /** Reads beside the transaction, and so does not see what was stored in it. */
        READS_OUTSIDE,
        /** Takes being overtaken for an error, after which the caller cannot commit any more. */
        ROLLS_BACK_WHEN_OVERTAKEN,
        /** Keeps answers when the transaction is rolled back. */
        KEEPS_ANSWERS,
        /** Counts the use of links beside the transaction, where a link that it stored is not known. */
        COUNTS_USE_OUTSIDE,
        /** Takes part in transactions and does not say so. */
        DOES_NOT_DECLARE
    }

    /** A transaction of the thread that began it. */
    private static final class Transaction {

        private final MemoryStorage copy = MemoryStorage.create();
        private final List<Consumer<TicketStore>> changes = new ArrayList<>();
        private boolean doomed;
    }

    private final Set<Flaw> flaws;
    private final MemoryStorage committed = MemoryStorage.create();
    private final List<Consumer<TicketStore>> log = new ArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    @SuppressWarnings("ThreadLocalUsage") // each storage has transactions of its own
    private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();
    private final TicketStore tickets = new Store();

    private TransactionalMemory(Set<Flaw> flaws) {
        this.flaws = flaws;
    }

    static TransactionalMemory sound() {
        return new TransactionalMemory(EnumSet.noneOf(Flaw.class));
    }

    static TransactionalMemory broken(Flaw flaw) {
        return new TransactionalMemory(EnumSet.of(flaw));
    }

    @Override
    public Storage storage() {
        return this;
    }

    @Override
    public Storage reopen() {
        return this;
    }

    @Override
    public TicketStore tickets() {
        committed.tickets();
        return tickets;
    }

    @Override
    public Set<StorageCapability> capabilities() {
        committed.tickets();
        return flaws.contains(Flaw.DOES_NOT_DECLARE) ? Set.of() : Set.of(StorageCapability.JOINS_TRANSACTIONS);
    }

    @Override
    public void close() {
        committed.close();
    }

    @Override
    public void inTransaction(Runnable work) {
        writing.lock();
        Transaction transaction = new Transaction();
        log.forEach(change -> change.accept(transaction.copy.tickets()));
        current.set(transaction);
        boolean alone = !flaws.contains(Flaw.FINDS_OUT_TOO_LATE);
        if (!alone) {
            writing.unlock();
        }
        try {
            work.run();
            if (!alone) {
                LockSupport.parkNanos(100_000); // long enough for others to come in
                writing.lock();
            }
            if (transaction.doomed) {
                throw new IllegalStateException("the transaction is marked for rollback");
            }
            transaction.changes.forEach(this::keep);
        } finally {
            current.remove();
            transaction.copy.close();
            if (writing.isHeldByCurrentThread()) {
                writing.unlock();
            }
        }
    }

    private AppendResult keep(TicketCommit commit) {
        AppendResult result = committed.tickets().append(commit);
        if (result == AppendResult.STORED) {
            log.add(store -> store.append(commit));
        }
        return result;
    }

    private void keep(Consumer<TicketStore> change) {
        change.accept(committed.tickets());
        log.add(change);
    }

    private final class Store extends DelegatingStore {

        private final LinkStore links = new DelegatingLinks(() -> sound().links()) {
            @Override
            public void used(SecretLink.Id id, Instant at) {
                Store.this.used(id, at);
            }
        };

        Store() {
            super(committed.tickets());
        }

        @Override
        TicketStore sound() {
            Transaction transaction = current.get();
            return transaction == null || flaws.contains(Flaw.READS_OUTSIDE) || flaws.contains(Flaw.COMMITS_EACH_CALL)
                    ? committed.tickets()
                    : transaction.copy.tickets();
        }

        /** Numbers are given out beside all transactions, as sequences of databases do. */
        @Override
        public TicketNumber reserveNumber() {
            return committed.tickets().reserveNumber();
        }

        @Override
        public AppendResult append(TicketCommit commit) {
            Transaction transaction = current.get();
            if (transaction == null || flaws.contains(Flaw.COMMITS_EACH_CALL)) {
                writing.lock();
                try {
                    return keep(commit);
                } finally {
                    writing.unlock();
                }
            }
            AppendResult result = transaction.copy.tickets().append(commit);
            if (result == AppendResult.STORED) {
                transaction.changes.add(store -> store.append(commit));
                if (flaws.contains(Flaw.KEEPS_ANSWERS)) {
                    commit.answer().ifPresent(answer -> keep(new TicketCommit(List.of(), Optional.of(answer))));
                }
            } else {
                transaction.doomed |= flaws.contains(Flaw.ROLLS_BACK_WHEN_OVERTAKEN);
            }
            return result;
        }

        @Override
        public LinkStore links() {
            super.links();
            return links;
        }

        private void used(SecretLink.Id id, Instant at) {
            Transaction transaction = current.get();
            Consumer<TicketStore> change = store -> store.links().used(id, at);
            if (transaction == null || flaws.contains(Flaw.COMMITS_EACH_CALL)
                    || flaws.contains(Flaw.COUNTS_USE_OUTSIDE)) {
                writing.lock();
                try {
                    keep(change);
                } finally {
                    writing.unlock();
                }
            } else {
                change.accept(transaction.copy.tickets());
                transaction.changes.add(change);
            }
        }
    }
}
