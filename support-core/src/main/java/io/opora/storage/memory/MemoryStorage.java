package io.opora.storage.memory;

import io.opora.StorageException;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.storage.Storage;
import io.opora.storage.StorageRecord;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A storage in the memory of the process. What it keeps is gone when it is closed. */
public final class MemoryStorage implements Storage {

    private final MemoryLock lock = new MemoryLock();
    private final MemoryOutboxStore outbox = new MemoryOutboxStore(lock);
    private final MemoryTicketStore tickets = new MemoryTicketStore(lock, outbox);
    private final MemoryFaqStore faq = new MemoryFaqStore(lock);
    private final MemoryTemplateStore templates = new MemoryTemplateStore(lock);

    private final MemoryConfiguration configuration = new MemoryConfiguration(lock);

    private MemoryStorage() {}

    /** {@return a new, empty storage} */
    public static MemoryStorage create() {
        return new MemoryStorage();
    }

    @Override
    public TicketStore tickets() {
        lock.requireOpen();
        return tickets;
    }

    @Override
    public OutboxStore outbox() {
        lock.requireOpen();
        return outbox;
    }

    @Override
    public FaqStore faq() {
        lock.requireOpen();
        return faq;
    }

    @Override
    public TemplateStore templates() {
        lock.requireOpen();
        return templates;
    }

    @Override
    public ConfigurationStore configuration() {
        lock.requireOpen();
        return configuration;
    }

    @Override
    public Set<Capability> capabilities() {
        lock.requireOpen();
        return Set.of();
    }

    @Override
    public void readAll(Consumer<? super StorageRecord> to) {
        List<StorageRecord> all = lock.reading(() -> Stream
                .of(tickets.records(), tickets.answers(), tickets.allTurns(), outbox.records(), configuration.records(),
                        faq.editions(), faq.votes(), faq.asked(), templates.editions(), templates.allUses())
                .flatMap(records -> records).toList());
        all.forEach(to);
    }

    @Override
    public boolean fill(Iterator<? extends StorageRecord> records) {
        lock.requireOpen();
        return lock.writing(() -> {
            if (!tickets.isEmpty() || !outbox.isEmpty() || !configuration.isEmpty() || !faq.isEmpty()
                    || !templates.isEmpty()) {
                return false;
            }
            boolean isWhole = false;
            try {
                records.forEachRemaining(this::put);
                isWhole = true;
            } finally {
                if (!isWhole) {
                    clear();
                }
            }
            return true;
        });
    }

    private void put(StorageRecord record) {
        switch (record) {
            case StorageRecord.OfTicket ticket -> tickets.put(ticket);
            case StorageRecord.OfAnswer answer -> tickets.put(answer.answer());
            case StorageRecord.OfTurns turns -> tickets.put(turns);
            case StorageRecord.OfOutbox entry -> outbox.put(entry);
            case StorageRecord.OfConfiguration change -> configuration.put(change.change());
            case StorageRecord.OfEdition edition -> faq.put(edition.edition());
            case StorageRecord.OfVote vote -> faq.put(vote.vote());
            case StorageRecord.OfAsked asked -> faq.put(asked.asked());
            case StorageRecord.OfTemplate template -> templates.put(template.edition());
            case StorageRecord.OfUse use -> templates.fill(use.use());
        }
    }

    /** A record that cannot be kept beside another one. */
    static void require(boolean isFree, Object what) {
        if (!isFree) {
            throw new StorageException("Two records are about " + what + ". Nothing was stored", null);
        }
    }

    private void clear() {
        tickets.clear();
        outbox.clear();
        configuration.clear();
        faq.clear();
        templates.clear();
    }

    @Override
    public void close() {
        lock.close(this::clear);
    }
}
