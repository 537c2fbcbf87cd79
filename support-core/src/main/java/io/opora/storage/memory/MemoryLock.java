package io.opora.storage.memory;

import io.opora.ClosedException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The one lock of a storage, which all of its stores share, and whether the storage is closed. */
final class MemoryLock {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    <T> T reading(Supplier<T> question) {
        return holding(lock.readLock(), question);
    }

    <T> T writing(Supplier<T> change) {
        return holding(lock.writeLock(), change);
    }

    void requireOpen() {
        reading(() -> closed);
    }

    void close(Runnable clear) {
        lock.writeLock().lock();
        try {
            closed = true;
            clear.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T holding(Lock held, Supplier<T> call) {
        held.lock();
        try {
            if (closed) {
                throw new ClosedException("MemoryStorage");
            }
            return call.get();
        } finally {
            held.unlock();
        }
    }
}
