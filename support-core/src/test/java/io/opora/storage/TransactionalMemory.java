package io.opora.storage;

import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.storage.memory.MemoryStorage;
import io.opora.storage.tck.StorageFixture;
import io.opora.ticket.Configuration;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory that joins transactions, the simplest one that does: writers take turns, and a transaction works on a copy
 * of everything, made by doing once more all that was done before. Can be broken in several ways.
 */
final class TransactionalMemory implements StorageFixture, Storage {

    /** In which way it is broken. */
    enum Flaw {
        /** Ends the caller's transaction itself: what is stored stays, whatever becomes of the transaction. */
        COMMITS_EACH_CALL,
        /** Lets transactions run beside each other, and drops at the end what others were faster with. */
        FINDS_OUT_TOO_LATE,
        /** Reads beside the transaction, and so does not see what was stored in it. */
        READS_OUTSIDE,
        /** Takes being overtaken for an error, after which the caller cannot commit any more. */
        ROLLS_BACK_WHEN_OVERTAKEN,
        /** Keeps answers when the transaction is rolled back. */
        KEEPS_ANSWERS,
        /** Counts the use of links beside the transaction, where a link that it stored is not known. */
        COUNTS_USE_OUTSIDE,
        /** Does what is asked of the outbox beside the transaction. */
        OUTBOX_OUTSIDE,
        /** Saves editions of the FAQ beside the transaction. */
        FAQ_OUTSIDE,
        /** Is filled beside the transaction. */
        FILLS_OUTSIDE,
        /** Records uses of reply templates beside the transaction. */
        USES_OUTSIDE,
        /** What was asked of the FAQ is stored at once, whatever becomes of the transaction. */
        ASKED_OUTSIDE,
        /** Takes part in transactions and does not say so. */
        DOES_NOT_DECLARE
    }

    /** Something that changes a storage and can be done once more, on another one. */
    @FunctionalInterface
    private interface Change<T> {
        T on(Storage storage);
    }

    /** A transaction of the thread that began it. */
    private static final class Transaction {

        private final MemoryStorage copy = MemoryStorage.create();
        private final List<Change<?>> steps = new ArrayList<>();
        private boolean doomed;
    }

    private final Set<Flaw> flaws;
    private final MemoryStorage committed = MemoryStorage.create();
    private final List<Change<?>> log = new ArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    @SuppressWarnings("ThreadLocalUsage") // each storage has transactions of its own
    private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();
    private final TicketStore tickets = new Store();
    private final OutboxStore outbox = new Outbox();
    private final ConfigurationStore configuration = new ConfigurationStore() {
        @Override
        public boolean append(List<Configuration.Change> changes) {
            return change(storage -> storage.configuration().append(changes));
        }

        @Override
        public List<Configuration.Change> changes(long after, int limit) {
            return current().configuration().changes(after, limit);
        }
    };
    private final FaqStore faq = new DelegatingFaq(() -> current().faq()) {
        @Override
        public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
            return flaws.contains(Flaw.FAQ_OUTSIDE) && current.get() != null
                    ? committed.faq().save(editions)
                    : change(storage -> storage.faq().save(editions));
        }

        @Override
        public void vote(FaqStore.Vote vote) {
            change(storage -> {
                storage.faq().vote(vote);
                return vote;
            });
        }

        @Override
        public int forget(String person) {
            return change(storage -> storage.faq().forget(person));
        }

        @Override
        public boolean record(Asked asked) {
            return (flaws.contains(Flaw.ASKED_OUTSIDE) && current.get() != null)
                    ? committed.faq().record(asked)
                    : change(storage -> storage.faq().record(asked));
        }

        @Override
        public int forgetAsked(LocalDate before) {
            return change(storage -> storage.faq().forgetAsked(before));
        }
    };

    private final TemplateStore templates = new DelegatingTemplates(() -> current().templates()) {
        @Override
        public Optional<List<Edition>> save(List<Edition> editions) {
            return change(storage -> storage.templates().save(editions));
        }

        @Override
        public Use record(Use use) {
            return flaws.contains(Flaw.USES_OUTSIDE) && current.get() != null
                    ? committed.templates().record(use)
                    : change(storage -> storage.templates().record(use));
        }

        @Override
        public int forget(String person) {
            return change(storage -> storage.templates().forget(person));
        }
    };

    private TransactionalMemory(Set<Flaw> flaws) {
        this.flaws = flaws;
    }

    static TransactionalMemory sound() {
        return new TransactionalMemory(EnumSet.noneOf(Flaw.class));
    }

    static TransactionalMemory broken(Flaw flaw) {
        return new TransactionalMemory(EnumSet.of(flaw));
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
    public TicketStore tickets() {
        committed.tickets();
        return tickets;
    }

    @Override
    public OutboxStore outbox() {
        committed.outbox();
        return outbox;
    }

    @Override
    public ConfigurationStore configuration() {
        committed.configuration();
        return configuration;
    }

    @Override
    public FaqStore faq() {
        committed.faq();
        return faq;
    }

    @Override
    public TemplateStore templates() {
        committed.templates();
        return templates;
    }

    @Override
    public Set<Storage.Capability> capabilities() {
        committed.tickets();
        return flaws.contains(Flaw.DOES_NOT_DECLARE) ? Set.of() : Set.of(Storage.Capability.JOINS_TRANSACTIONS);
    }

    @Override
    public void readAll(Consumer<? super StorageRecord> to) {
        committed.readAll(to);
    }

    @Override
    public boolean fill(Iterator<? extends StorageRecord> records) {
        List<StorageRecord> all = new ArrayList<>();
        records.forEachRemaining(all::add);
        return flaws.contains(Flaw.FILLS_OUTSIDE)
                ? committed.fill(all.iterator())
                : change(storage -> storage.fill(all.iterator()));
    }

    @Override
    public void close() {
        committed.close();
    }

    @Override
    public void inTransaction(Runnable work) {
        writing.lock();
        Transaction transaction = new Transaction();
        log.forEach(step -> step.on(transaction.copy));
        current.set(transaction);
        boolean alone = !flaws.contains(Flaw.FINDS_OUT_TOO_LATE);
        if (!alone) {
            writing.unlock();
        }
        try {
            work.run();
            if (!alone) {
                LockSupport.parkNanos(100_000); // long enough for others to come in
                writing.lock();
            }
            if (transaction.doomed) {
                throw new IllegalStateException("the transaction is marked for rollback");
            }
            transaction.steps.forEach(this::keep);
        } finally {
            current.remove();
            transaction.copy.close();
            if (writing.isHeldByCurrentThread()) {
                writing.unlock();
            }
        }
    }

    private void keep(Change<?> step) {
        step.on(committed);
        log.add(step);
    }

    /** Where the work of this thread is done at this moment. */
    private Storage current() {
        Transaction transaction = current.get();
        return transaction == null || flaws.contains(Flaw.COMMITS_EACH_CALL) ? committed : transaction.copy;
    }

    /** Does something that changes the storage, so that it can be done once more. */
    private <T> T change(Change<T> change) {
        Transaction transaction = current.get();
        if (transaction == null || flaws.contains(Flaw.COMMITS_EACH_CALL)) {
            writing.lock();
            try {
                log.add(change);
                return change.on(committed);
            } finally {
                writing.unlock();
            }
        }
        transaction.steps.add(change);
        return change.on(transaction.copy);
    }

    private final class Store extends DelegatingStore {

        private final LinkStore links = new DelegatingLinks(() -> sound().links()) {
            @Override
            public void used(SecretLink.Id id, Instant at) {
                Change<SecretLink.Id> change = storage -> {
                    storage.tickets().links().used(id, at);
                    return id;
                };
                if (flaws.contains(Flaw.COUNTS_USE_OUTSIDE) && current.get() != null) {
                    keep(change);
                } else {
                    change(change);
                }
            }
        };

        Store() {
            super(committed.tickets());
        }

        @Override
        TicketStore sound() {
            return flaws.contains(Flaw.READS_OUTSIDE) ? committed.tickets() : current().tickets();
        }

        /** Numbers are given out beside all transactions, as sequences of databases do. */
        @Override
        public TicketNumber reserveNumber() {
            return committed.tickets().reserveNumber();
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            TicketStore.AppendResult result = change(storage -> storage.tickets().append(commit));
            Transaction transaction = current.get();
            if (transaction != null && result == TicketStore.AppendResult.STORED
                    && flaws.contains(Flaw.KEEPS_ANSWERS)) {
                commit.answer().ifPresent(answer -> keep(
                        storage -> storage.tickets().append(new TicketCommit(List.of(), Optional.of(answer)))));
            }
            if (transaction != null && result != TicketStore.AppendResult.STORED) {
                transaction.doomed |= flaws.contains(Flaw.ROLLS_BACK_WHEN_OVERTAKEN);
            }
            return result;
        }

        @Override
        public LinkStore links() {
            super.links();
            return links;
        }
    }

    private final class Outbox extends DelegatingOutbox {

        Outbox() {
            super(committed.outbox());
        }

        @Override
        OutboxStore sound() {
            return flaws.contains(Flaw.OUTBOX_OUTSIDE) ? committed.outbox() : current().outbox();
        }

        private <T> T change(Change<T> change) {
            return flaws.contains(Flaw.OUTBOX_OUTSIDE) ? change.on(committed) : TransactionalMemory.this.change(change);
        }

        @Override
        public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
            return change(storage -> storage.outbox().claim(consumers, now, until));
        }

        @Override
        public boolean settle(Claim claim, Outcome outcome) {
            return change(storage -> storage.outbox().settle(claim, outcome));
        }

        @Override
        public int enqueue(List<OutboxStore.Entry> entries) {
            return change(storage -> storage.outbox().enqueue(entries));
        }

        @Override
        public boolean retry(String consumer, String stream, long sequence) {
            return change(storage -> storage.outbox().retry(consumer, stream, sequence));
        }

        @Override
        public boolean skip(String consumer, String stream, long sequence) {
            return change(storage -> storage.outbox().skip(consumer, stream, sequence));
        }
    }
}
