package io.opora.examples.customstorage;

import io.opora.StorageException;
import io.opora.storage.StorageRecord;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/**
 * Reads everything under one snapshot, in the order of the keys, which is the one that is asked for; and fills a folder in one step,
 * which RocksDB keeps in memory until it is written.
 */
final class RocksTransfer {

    /** With which all keys begin of what a storage must not keep yet. */
    private static final List<Tuple> KEPT = List.of(RocksTickets.TICKETS, RocksTickets.ANSWERS, RocksTickets.TURNS,
            RocksOutbox.ENTRIES, RocksConfiguration.CHANGES, RocksFaq.EDITIONS, RocksFaq.VOTES, RocksFaq.ASKED,
            RocksTemplates.EDITIONS, RocksTemplates.USES);

    private final RocksStorage storage;
    private final RocksTickets tickets;
    private final RocksOutbox outbox;

    RocksTransfer(RocksStorage storage, RocksTickets tickets, RocksOutbox outbox) {
        this.storage = storage;
        this.tickets = tickets;
        this.outbox = outbox;
    }

    void readAll(Consumer<? super StorageRecord> to) {
        storage.read(records -> {
            tickets.readTickets(records, to);
            RocksTickets.readAnswers(records).stream().sorted().forEach(to); // by their tickets, unlike their keys
            RocksTickets.readTurns(records, to);
            RocksOutbox.readAll(records, to);
            RocksConfiguration.readAll(records, to);
            RocksFaq.readAll(records, to);
            RocksTemplates.readAll(records, to);
            return to;
        });
    }

    boolean fill(Iterator<? extends StorageRecord> from) {
        return storage.write(records -> {
            if (isAnythingKept(records)) {
                return false;
            }
            while (from.hasNext()) {
                StorageRecord record = from.next();
                boolean isFree = switch (record) {
                    case StorageRecord.OfTicket of -> tickets.put(of, records);
                    case StorageRecord.OfAnswer of -> RocksTickets.put(of.answer(), records);
                    case StorageRecord.OfTurns of -> RocksTickets.put(of, records);
                    case StorageRecord.OfOutbox of -> outbox.put(of, records);
                    case StorageRecord.OfConfiguration of -> RocksConfiguration.append(List.of(of.change()), records);
                    case StorageRecord.OfEdition of -> RocksFaq.put(of.edition(), records);
                    case StorageRecord.OfVote of -> RocksFaq.put(of.vote(), records);
                    case StorageRecord.OfAsked of -> RocksFaq.put(of.asked(), records);
                    case StorageRecord.OfTemplate of -> RocksTemplates.put(of.edition(), records);
                    case StorageRecord.OfUse of -> RocksTemplates.put(of.use(), records);
                };
                if (!isFree) {
                    throw new StorageException("Two records are about " + record + ". Nothing was stored", null);
                }
            }
            return true;
        });
    }

    private static boolean isAnythingKept(Records records) throws RocksDBException {
        for (Tuple beginning : KEPT) {
            boolean[] found = {false};
            records.scan(beginning, Optional.empty(), (key, value) -> {
                found[0] = true;
                return false;
            });
            if (found[0]) {
                return true;
            }
        }
        return false;
    }
}
