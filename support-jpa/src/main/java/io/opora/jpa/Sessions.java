package io.opora.jpa;

import io.opora.ClosedException;
import io.opora.StorageException;
import io.opora.SupportException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs work in the caller's transaction, or else in one of its own that begins and ends with the work. */
final class Sessions {

    /** How often work of our own is begun anew that the database gave up because of others. */
    private static final int ATTEMPTS = 40;
    private static final long LONGEST_PAUSE_NANOS = 400_000;

    /** Serialization failures and deadlocks: nothing of the transaction was kept, and it may well succeed the next time. */
    private static final Set<String> VICTIM_STATES = Set.of("40001", "40P01");
    /** The same in codes: MariaDB's lock wait timeout, record changed since the snapshot; H2's deadlock and concurrent update. */
    private static final Set<Integer> VICTIM_CODES = Set.of(1205, 1213, 1020, 40001, 90131, 50200);

    private final EntityManagerFactory factory;
    private final Supplier<Optional<EntityManager>> current;
    private final Consumer<EntityManager> beforeWriting;
    private final AtomicBoolean closed;

    Sessions(EntityManagerFactory factory, Supplier<Optional<EntityManager>> current,
            Consumer<EntityManager> beforeWriting) {
        this(factory, current, beforeWriting, new AtomicBoolean());
    }

    private Sessions(EntityManagerFactory factory, Supplier<Optional<EntityManager>> current,
            Consumer<EntityManager> beforeWriting, AtomicBoolean closed) {
        this.factory = factory;
        this.current = current;
        this.beforeWriting = beforeWriting;
        this.closed = closed;
    }

    /** {@return whether it was open} */
    boolean close() {
        return !closed.getAndSet(true);
    }

    void requireOpen() {
        if (closed.get()) {
            throw new ClosedException("The storage");
        }
    }

    /** Reads, and sees everything that was stored before. */
    <T> T read(Function<EntityManager, T> work) {
        return run(work, result -> true);
    }

    /**
     * Writes.
     *
     * @param keep whether what was written is to be kept, in a transaction of our own; work in the caller's has to leave nothing
     *        behind if it is not
     */
    <T> T write(Function<EntityManager, T> work, Predicate<T> keep) {
        return run(manager -> {
            beforeWriting.accept(manager);
            return work.apply(manager);
        }, keep);
    }

    /** Writes what cannot be begun anew, because it takes from somewhere what it writes. */
    <T> T writeOnce(Function<EntityManager, T> work, Predicate<T> keep) {
        return run(manager -> {
            beforeWriting.accept(manager);
            return work.apply(manager);
        }, keep, 1);
    }

    /** Reads once, in a transaction of our own even if the caller has one. */
    void readApart(Consumer<EntityManager> work) {
        new Sessions(factory, Optional::empty, beforeWriting, closed).run(manager -> {
            work.accept(manager);
            return true;
        }, result -> false, 1);
    }

    private <T> T run(Function<EntityManager, T> work, Predicate<T> keep) {
        return run(work, keep, ATTEMPTS);
    }

    private <T> T run(Function<EntityManager, T> work, Predicate<T> keep, int attempts) {
        requireOpen();
        Optional<EntityManager> joined = current.get();
        if (joined.isPresent()) {
            try {
                T result = work.apply(joined.get());
                joined.get().flush(); // whatever is wrong is said now, to the one who did it
                return result;
            } catch (SupportException e) {
                throw e;
            } catch (RuntimeException e) {
                throw failed(e);
            }
        }
        for (int attempt = 1;; attempt++) {
            try {
                return alone(work, keep);
            } catch (SupportException e) {
                throw e;
            } catch (RuntimeException e) {
                if (attempt == attempts || !isVictim(e)) {
                    throw failed(e);
                }
                pause(attempt);
            }
        }
    }

    /** A little longer each time, and not as long as the others, so that those who met do not meet again. */
    private static void pause(int attempt) {
        LockSupport.parkNanos(1 + ThreadLocalRandom.current().nextLong(attempt * LONGEST_PAUSE_NANOS));
    }

    private <T> T alone(Function<EntityManager, T> work, Predicate<T> keep) {
        try (EntityManager manager = factory.createEntityManager()) {
            EntityTransaction transaction = manager.getTransaction();
            transaction.begin();
            boolean ended = false;
            try {
                T result = work.apply(manager);
                ended = true;
                if (keep.test(result)) {
                    transaction.commit();
                } else {
                    transaction.rollback();
                }
                return result;
            } finally {
                if (!ended) {
                    rollBack(transaction);
                }
            }
        }
    }

    private static void rollBack(EntityTransaction transaction) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            // what made us roll back is thrown, and says more; the database forgets a transaction whose connection is lost
        }
    }

    private StorageException failed(RuntimeException e) {
        if (closed.get() || !factory.isOpen()) {
            throw new ClosedException("The storage");
        }
        SQLException sql = cause(e);
        return new StorageException(
                "The database did not do what it was asked"
                        + (sql == null ? "" : " (SQL state " + sql.getSQLState() + ")"),
                e);
    }

    private static boolean isVictim(RuntimeException e) {
        SQLException sql = cause(e);
        return sql != null && ((sql.getSQLState() != null && VICTIM_STATES.contains(sql.getSQLState()))
                || VICTIM_CODES.contains(sql.getErrorCode()));
    }

    private static @Nullable SQLException cause(Throwable e) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
