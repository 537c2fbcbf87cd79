package io.opora.examples.customstorage;

import io.opora.storage.StorageRecord;
import io.opora.ticket.Configuration;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/**
 * Who changed what of the configuration.
 *
 * <pre>
 * "change", number     change as JSON
 * </pre>
 */
final class RocksConfiguration implements ConfigurationStore {

    static final Tuple CHANGES = Tuple.of("change");

    private final RocksStorage storage;

    RocksConfiguration(RocksStorage storage) {
        this.storage = storage;
    }

    @Override
    public boolean append(List<Configuration.Change> changes) {
        return storage.write(records -> append(changes, records));
    }

    static boolean append(List<Configuration.Change> changes, Records records) throws RocksDBException {
        long first = changes.getFirst().number();
        if (records.has(CHANGES.with(first)) || (first > 1 && !records.has(CHANGES.with(first - 1)))) {
            return false;
        }
        for (Configuration.Change change : changes) {
            records.put(CHANGES.with(change.number()), TicketJson.write(change));
        }
        return true;
    }

    static void readAll(Records records, Consumer<? super StorageRecord> to) throws RocksDBException {
        records.scan(CHANGES, Optional.empty(), (key, value) -> {
            to.accept(new StorageRecord.OfConfiguration(TicketJson.readChange(Tuple.read(value).text())));
            return true;
        });
    }

    @Override
    public List<Configuration.Change> changes(long after, int limit) {
        return storage.read(records -> {
            List<Configuration.Change> page = new ArrayList<>();
            records.scan(CHANGES, Optional.of(CHANGES.with(after)), (key, value) -> {
                page.add(TicketJson.readChange(Tuple.read(value).text()));
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }
}
