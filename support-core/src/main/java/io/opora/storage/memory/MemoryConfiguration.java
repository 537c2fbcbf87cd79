package io.opora.storage.memory;

import io.opora.storage.StorageRecord;
import io.opora.ticket.Configuration;
import io.opora.ticket.ConfigurationStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Changes of the configuration in memory, under the storage's lock; the place of each in the list is its number. */
final class MemoryConfiguration implements ConfigurationStore {

    private final MemoryLock lock;
    private final List<Configuration.Change> all = new ArrayList<>();

    MemoryConfiguration(MemoryLock lock) {
        this.lock = lock;
    }

    @Override
    public boolean append(List<Configuration.Change> changes) {
        return lock.writing(() -> changes.getFirst().number() == all.size() + 1L && all.addAll(changes));
    }

    @Override
    public List<Configuration.Change> changes(long after, int limit) {
        return lock.reading(() -> {
            int from = (int) Math.clamp(after, 0L, (long) all.size());
            return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
        });
    }

    /** Under the lock, like what follows. */
    Stream<StorageRecord> records() {
        return all.stream().map(StorageRecord.OfConfiguration::new);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void put(Configuration.Change change) {
        MemoryStorage.require(change.number() == all.size() + 1L, "change " + change.number()
                + " of the configuration, or one is missing before it");
        all.add(change);
    }

    void clear() {
        all.clear();
    }
}
