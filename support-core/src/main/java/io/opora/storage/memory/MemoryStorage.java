package io.opora.storage.memory;

import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.storage.Storage;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import java.util.Set;

/** A storage in the memory of the process. What it keeps is gone when it is closed. */
public final class MemoryStorage implements Storage {

    private final MemoryLock lock = new MemoryLock();
    private final MemoryOutboxStore outbox = new MemoryOutboxStore(lock);
    private final MemoryTicketStore tickets = new MemoryTicketStore(lock, outbox);
    private final MemoryFaqStore faq = new MemoryFaqStore(lock);

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
    public void close() {
        lock.close(() -> {
            tickets.clear();
            outbox.clear();
            configuration.clear();
            faq.clear();
        });
    }
}
