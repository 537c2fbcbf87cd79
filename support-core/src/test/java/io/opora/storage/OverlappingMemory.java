package io.opora.storage;

import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.storage.memory.MemoryStorage;
import io.opora.storage.tck.StorageFixture;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory whose transactions do not wait for each other, as those of databases: entries of the outbox are numbered
 * when they are stored, and seen when the transaction is committed. May look only for numbers greater than the last one it saw,
 * and so pass over what was stored earlier and committed later. Good for no more than to show that.
 */
final class OverlappingMemory implements StorageFixture, Storage {

    private final boolean passesOver;
    private final MemoryStorage committed = MemoryStorage.create();
    @SuppressWarnings("ThreadLocalUsage") // each storage has transactions of its own
    private final ThreadLocal<@Nullable List<TicketCommit>> pending = new ThreadLocal<>();
    private final Map<OutboxStore.Entry, Long> numbers = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicLong lastSeen = new AtomicLong();

    OverlappingMemory(boolean passesOver) {
        this.passesOver = passesOver;
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
    public void inTransaction(Runnable work) {
        List<TicketCommit> commits = new ArrayList<>();
        pending.set(commits);
        try {
            work.run();
        } finally {
            pending.remove();
        }
        commits.forEach(committed.tickets()::append);
    }

    @Override
    public TicketStore tickets() {
        return new DelegatingStore(committed.tickets()) {
            @Override
            public TicketStore.AppendResult append(TicketCommit commit) {
                commit.outbox().forEach(entry -> numbers.put(entry, lastNumber.incrementAndGet()));
                List<TicketCommit> commits = pending.get();
                if (commits == null) {
                    return super.append(commit);
                }
                commits.add(commit);
                return TicketStore.AppendResult.STORED;
            }
        };
    }

    @Override
    public OutboxStore outbox() {
        return new DelegatingOutbox(committed.outbox()) {
            @Override
            public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                Optional<Claim> claim = super.claim(consumers, now, until);
                return passesOver ? claim.filter(found -> isNew(numbers.getOrDefault(found.entry(), 0L))) : claim;
            }
        };
    }

    private boolean isNew(long number) {
        return number > lastSeen.getAndAccumulate(number, Math::max);
    }

    @Override
    public ConfigurationStore configuration() {
        return committed.configuration();
    }

    @Override
    public FaqStore faq() {
        return committed.faq();
    }

    @Override
    public TemplateStore templates() {
        return committed.templates();
    }

    @Override
    public Set<Storage.Capability> capabilities() {
        return Set.of(Storage.Capability.JOINS_TRANSACTIONS);
    }

    @Override
    public void readAll(Consumer<? super StorageRecord> to) {
        committed.readAll(to);
    }

    @Override
    public boolean fill(Iterator<? extends StorageRecord> records) {
        return committed.fill(records);
    }

    @Override
    public void close() {
        committed.close();
    }
}
