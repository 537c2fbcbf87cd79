package io.opora.examples.customstorage;

import io.opora.ClosedException;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.storage.Storage;
import io.opora.storage.StorageRecord;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A storage in a folder. What was stored is on the disk when the call returns, so it outlives the process, however that ends. One
 * process works on a folder at a time. Safe for use by any number of threads; it joins no transactions.
 */
public final class RocksStorage implements Storage {

    private final Engine engine;
    private final Maker maker;
    private final RocksTickets tickets;
    private final RocksOutbox outbox;
    private final RocksConfiguration configuration;
    private final RocksFaq faq;
    private final RocksTransfer transfer;
    private final RocksTemplates templates;
    /** Held for reading by every call that is under way, and for writing by the end: native code does not survive calls after it. */
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    private RocksStorage(Engine engine, Maker maker) {
        this.engine = engine;
        this.maker = maker;
        this.outbox = new RocksOutbox(this);
        this.configuration = new RocksConfiguration(this);
        this.faq = new RocksFaq(this);
        this.templates = new RocksTemplates(this);
        this.tickets = maker.make(this, outbox);
        this.transfer = new RocksTransfer(this, tickets, outbox);
    }

    /** Makes the store of the tickets; tests make one that is broken. */
    @FunctionalInterface
    interface Maker {
        RocksTickets make(RocksStorage storage, RocksOutbox outbox);
    }

    /**
     * Opens a storage, and makes it if it is not there.
     *
     * @param folder where it is
     * @return the storage
     * @throws io.opora.StorageException if it cannot be opened, for instance because another process has it open
     */
    public static RocksStorage open(Path folder) {
        return on(Engine.open(folder), RocksTickets::new);
    }

    static RocksStorage on(Engine engine, Maker maker) {
        return new RocksStorage(engine, maker);
    }

    /** {@return another storage on the same open database; each of them has to be closed} */
    public RocksStorage another() {
        return whileOpen(() -> on(engine.share(), maker));
    }

    @Override
    public TicketStore tickets() {
        return whileOpen(() -> tickets);
    }

    @Override
    public OutboxStore outbox() {
        return whileOpen(() -> outbox);
    }

    @Override
    public ConfigurationStore configuration() {
        return whileOpen(() -> configuration);
    }

    @Override
    public FaqStore faq() {
        return whileOpen(() -> faq);
    }

    @Override
    public TemplateStore templates() {
        return whileOpen(() -> templates);
    }

    @Override
    public Set<Capability> capabilities() {
        return whileOpen(Set::of);
    }

    @Override
    public void readAll(Consumer<? super StorageRecord> to) {
        transfer.readAll(to);
    }

    @Override
    public boolean fill(Iterator<? extends StorageRecord> records) {
        return transfer.fill(records);
    }

    <T> T read(Engine.Work<T> work) {
        return whileOpen(() -> engine.read(work));
    }

    <T> T write(Engine.Work<T> work) {
        return whileOpen(() -> engine.write(work));
    }

    void forget(List<Tuple> beginnings) {
        whileOpen(() -> {
            engine.forget(beginnings);
            return beginnings;
        });
    }

    private <T> T whileOpen(Supplier<T> call) {
        Lock alive = life.readLock();
        alive.lock();
        try {
            if (closed) {
                throw new ClosedException("RocksStorage");
            }
            return call.get();
        } finally {
            alive.unlock();
        }
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                engine.release();
            }
        } finally {
            life.writeLock().unlock();
        }
    }
}
