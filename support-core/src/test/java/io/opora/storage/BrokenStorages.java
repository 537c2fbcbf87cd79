package io.opora.storage;

import io.opora.ClosedException;
import io.opora.StorageException;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What storages do wrong with what all their stores share: data, transactions, life. */
final class BrokenStorages {

    private BrokenStorages() {}

    static List<Flaw> flaws() {
        return List.of(
                Flaw.of("forgets everything when it is opened again", sound -> MemoryStorage.create(),
                        "Basics.everythingIsThereWhenTheDataIsOpenedOnceMore",
                        "Basics.whatOneHandleStoresTheOtherSeesAtOnce"),
                Flaw.of("makes a new store at each call", sound -> new DelegatingStorage(sound) {
                    @Override
                    public TicketStore tickets() {
                        return new DelegatingStore(super.tickets());
                    }
                }, "Basics.aStorageHasOneStoreOfTickets"),
                Flaw.of("declares transactions and does not join them", sound -> new DelegatingStorage(sound) {
                    @Override
                    public Set<Storage.Capability> capabilities() {
                        return Set.of(Storage.Capability.JOINS_TRANSACTIONS);
                    }
                }, "Transaction.whatWasStoredIsGoneWhenTheCallerRollsBack"),
                transactional(TransactionalMemory.Flaw.COMMITS_EACH_CALL,
                        "Transaction.whatWasStoredIsGoneWhenTheCallerRollsBack",
                        "Transaction.oneTransactionRolledBackDoesNotTouchTheNext",
                        "Outbox.entriesComeAndGoWithTheTransactionOfTheCaller"),
                transactional(TransactionalMemory.Flaw.FINDS_OUT_TOO_LATE,
                        "Transaction.ofTransactionsThatChangeOneVersionExactlyOneWins"),
                transactional(TransactionalMemory.Flaw.READS_OUTSIDE,
                        "Transaction.withinATransactionEachCallSeesWhatTheOnesBeforeStored"),
                transactional(TransactionalMemory.Flaw.ROLLS_BACK_WHEN_OVERTAKEN,
                        "Transaction.beingOvertakenLeavesTheTransactionToTheCaller"),
                transactional(TransactionalMemory.Flaw.KEEPS_ANSWERS,
                        "Transaction.whatWasStoredIsGoneWhenTheCallerRollsBack"),
                transactional(TransactionalMemory.Flaw.COUNTS_USE_OUTSIDE,
                        "Transaction.whatWasStoredIsThereWhenTheCallerCommits"),
                transactional(TransactionalMemory.Flaw.OUTBOX_OUTSIDE,
                        "Outbox.whatWasDoneWithEntriesIsUndoneWhenTheCallerRollsBack"),
                transactional(TransactionalMemory.Flaw.FAQ_OUTSIDE,
                        "Faq.whatWasSavedGoesWithTheTransactionOfTheCallerAndItsRevisionIsGivenAgain"),
                transactional(TransactionalMemory.Flaw.ASKED_OUTSIDE,
                        "Faq.whatWasAskedGoesWithTheTransactionOfTheCaller"),
                transactional(TransactionalMemory.Flaw.USES_OUTSIDE,
                        "Template.whatWasStoredGoesWithTheTransactionOfTheCallerAndItsNumbersAreGivenAgain"),
                transactional(TransactionalMemory.Flaw.DOES_NOT_DECLARE,
                        "Transaction.transactionsAreThereIfDeclaredAndRefusedOtherwise"),
                Flaw.of("goes on after closing", sound -> new DelegatingStorage(sound) {
                    @Override
                    public void close() {
                        // the data is closed by the fixture
                    }
                }, "Closing.everyCallAfterClosingSaysThatItIsClosed",
                        "Closing.aDeskOnAClosedStorageSaysThatItIsClosed"),
                Flaw.of("does not like to be closed again", sound -> new DelegatingStorage(sound) {
                    @Override
                    public void close() {
                        tickets();
                        super.close();
                    }
                }, "Closing.closingAgainDoesNothing"),
                Flaw.of("takes being closed for a broken connection", sound -> new DelegatingStorage(sound) {
                    private final TicketStore tickets = new DelegatingStore(sound.tickets()) {
                        @Override
                        public TicketNumber reserveNumber() {
                            try {
                                return super.reserveNumber();
                            } catch (ClosedException e) {
                                throw new StorageException("connection lost", e);
                            }
                        }
                    };

                    @Override
                    public TicketStore tickets() {
                        super.tickets();
                        return tickets;
                    }
                }, "Closing.closingWhileOthersWorkEndsTheirCallsAndNothingElse"),
                Flaw.of("leaves a thread running", sound -> {
                    Thread.ofPlatform().daemon().name("left running")
                            .start(() -> LockSupport.parkNanos(Duration.ofSeconds(10).toNanos()));
                    return sound;
                }, "Closing.nothingKeepsRunningAfterClosing"));
    }

    private static Flaw transactional(TransactionalMemory.Flaw flaw, String... noticedBy) {
        return new Flaw("joins transactions and " + flaw.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                () -> TransactionalMemory.broken(flaw), List.of(noticedBy));
    }
}
