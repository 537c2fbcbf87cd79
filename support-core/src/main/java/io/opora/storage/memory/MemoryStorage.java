package io.opora.storage.memory;

import io.opora.storage.Storage;
import io.opora.storage.StorageCapability;
import io.opora.ticket.TicketStore;
import java.util.Set;

/** A storage in the memory of the process. What it keeps is gone when it is closed. */
public final class MemoryStorage implements Storage {

    private final MemoryTicketStore tickets = new MemoryTicketStore();

    private MemoryStorage() {}

    /** {@return a new, empty storage} */
    public static MemoryStorage create() {
        return new MemoryStorage();
    }

    @Override
    public TicketStore tickets() {
        tickets.requireOpen();
        return tickets;
    }

    @Override
    public Set<StorageCapability> capabilities() {
        tickets.requireOpen();
        return Set.of();
    }

    @Override
    public void close() {
        tickets.close();
    }
}
