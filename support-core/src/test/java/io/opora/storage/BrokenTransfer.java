package io.opora.storage;

import io.opora.ticket.Ticket;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What storages do wrong when everything is read and filled in, a line each. */
final class BrokenTransfer {

    private BrokenTransfer() {}

    static List<Flaw> flaws() {
        return List.of(
                reading("leaves out who is to be told",
                        all -> all.stream().filter(record -> !(record instanceof StorageRecord.OfOutbox)).toList(),
                        "Transfer.whatWasStoredIsReadInOneOrder"),
                reading("reads in an order of its own", all -> {
                    List<StorageRecord> reversed = new ArrayList<>(all);
                    Collections.reverse(reversed);
                    return reversed;
                }, "Transfer.whatWasStoredIsReadInOneOrder", "Transfer.aStorageThatWasFilledKeepsTheSame"),
                filling("forgets when time does something next", records -> records.map(record -> switch (record) {
                    case StorageRecord.OfTicket of -> new StorageRecord.OfTicket(of.ticket(), Optional.empty(),
                            of.history(), of.links());
                    default -> record;
                }), "Transfer.aStorageThatWasFilledKeepsTheSame"),
                filling("forgets attempts", records -> records.map(record -> switch (record) {
                    case StorageRecord.OfOutbox of -> new StorageRecord.OfOutbox(of.entry(), 0, of.error(),
                            of.retryAt());
                    default -> record;
                }), "Transfer.workGoesOnWhereItWas"),
                filling("forgets votes", records -> records.filter(record -> !(record instanceof StorageRecord.OfVote)),
                        "Transfer.aStorageThatWasFilledKeepsTheSame",
                        "Transfer.whatIsWrittenIsReadAndWrittenAgainToTheSameBytes"),
                filling("forgets what was asked",
                        records -> records.filter(record -> !(record instanceof StorageRecord.OfAsked)),
                        "Transfer.aStorageThatWasFilledKeepsTheSame"),
                filling("forgets what became of templates",
                        records -> records.filter(record -> !(record instanceof StorageRecord.OfUse)),
                        "Transfer.aStorageThatWasFilledKeepsTheSame"),
                filling("takes one of two that cannot be kept together", records -> records.distinct(),
                        "Transfer.whatCannotBeKeptTogetherIsRefusedAsAWhole"),
                Flaw.of("says that it was filled whatever it keeps", sound -> new DelegatingStorage(sound) {
                    @Override
                    public boolean fill(Iterator<? extends StorageRecord> records) {
                        super.fill(records);
                        return true;
                    }
                }, "Transfer.aStorageThatKeepsAnythingIsNotFilled"),
                Flaw.of("keeps what came before the end", sound -> new DelegatingStorage(sound) {
                    @Override
                    public boolean fill(Iterator<? extends StorageRecord> records) {
                        List<StorageRecord> whole = new ArrayList<>();
                        try {
                            records.forEachRemaining(whole::add);
                        } finally {
                            super.fill(whole.iterator());
                        }
                        return true;
                    }
                }, "Transfer.whatEndsInTheMiddleLeavesNothing"),
                Flaw.of("gives out numbers of tickets that it was filled with", sound -> new DelegatingStorage(sound) {
                    private final AtomicLong last = new AtomicLong();

                    @Override
                    public TicketStore tickets() {
                        return new DelegatingStore(super.tickets()) {
                            @Override
                            public TicketNumber reserveNumber() {
                                return TicketNumber.of(last.incrementAndGet());
                            }
                        };
                    }
                }, "Transfer.workGoesOnWhereItWas"),
                Flaw.of("reads one ticket after the other", sound -> new DelegatingStorage(sound) {
                    @Override
                    public void readAll(Consumer<? super StorageRecord> to) {
                        super.readAll(record -> to.accept(record instanceof StorageRecord.OfTicket of
                                ? now(tickets(), of)
                                : record));
                    }
                }, "Transfer.whatIsReadIsOfOneInstant"),
                new Flaw("fills beside the transaction of the caller",
                        () -> TransactionalMemory.broken(TransactionalMemory.Flaw.FILLS_OUTSIDE),
                        List.of("Transfer.aTransactionOfTheCallerTakesItAlong")));
    }

    private static StorageRecord now(TicketStore store, StorageRecord.OfTicket of) {
        LockSupport.parkNanos(100_000); // long enough for others to come in
        Ticket ticket = store.find(of.ticket().id()).orElseThrow();
        return new StorageRecord.OfTicket(ticket, of.wakeAt(),
                store.history(ticket.id(), 0, Tickets.MAX_HISTORY_PAGE).subList(0, (int) ticket.version()), of.links());
    }

    private interface Change {
        Stream<? extends StorageRecord> of(Stream<? extends StorageRecord> records);
    }

    private static Flaw filling(String name, Change change, String... noticedBy) {
        return Flaw.of(name, sound -> new DelegatingStorage(sound) {
            @Override
            public boolean fill(Iterator<? extends StorageRecord> records) {
                Iterable<StorageRecord> all = () -> cast(records);
                return super.fill(change.of(StreamSupport.stream(all.spliterator(), false)).iterator());
            }
        }, noticedBy);
    }

    @SuppressWarnings("unchecked") // of iterators that are only read
    private static <T> Iterator<T> cast(Iterator<? extends T> records) {
        return (Iterator<T>) records;
    }

    private interface Reading {
        List<StorageRecord> of(List<StorageRecord> all);
    }

    private static Flaw reading(String name, Reading reading, String... noticedBy) {
        return Flaw.of(name, sound -> new DelegatingStorage(sound) {
            @Override
            public void readAll(Consumer<? super StorageRecord> to) {
                List<StorageRecord> all = new ArrayList<>();
                super.readAll(all::add);
                reading.of(all).forEach(to);
            }
        }, noticedBy);
    }
}
