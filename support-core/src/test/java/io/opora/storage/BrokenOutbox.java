package io.opora.storage;

import io.opora.event.OutboxStore;
import io.opora.event.OutboxStore.Claim;
import io.opora.event.OutboxStore.Failure;
import io.opora.event.OutboxStore.Lag;
import io.opora.event.OutboxStore.Outcome;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What outboxes may do wrong. */
final class BrokenOutbox {

    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");
    private static final Set<String> CONSUMERS = Set.of("mailer", "audit");

    private BrokenOutbox() {}

    static List<Flaw> flaws() {
        return List.of(
                // what is stored together
                appending("drops what is to be told", (sound, commit) -> sound.tickets().append(without(commit)),
                        "Outbox.whatIsStoredWithAnEventIsClaimed", "Outbox.entriesOfAllTicketsOfACommitAreStored",
                        "Outbox.everyEventReachesItsConsumersInOrderThoughRelaysDie"),
                appending("drops one entry of many",
                        (sound, commit) -> sound.tickets().append(commit.outbox().size() < 2
                                ? commit
                                : new TicketCommit(commit.changes(), commit.answer(), commit.links(),
                                        commit.outbox().subList(1, commit.outbox().size()))),
                        "Outbox.whatIsStoredWithAnEventIsClaimed", "Outbox.entriesOfAllTicketsOfACommitAreStored"),
                appending("stores entries of commits that are not stored", (sound, commit) -> {
                    sound.outbox().enqueue(commit.outbox());
                    return sound.tickets().append(without(commit));
                }, "Outbox.aCommitThatIsNotStoredLeavesNoEntry"),
                appending("stores entries when the key exists", (sound, commit) -> {
                    TicketStore.AppendResult result = sound.tickets().append(commit);
                    if (result == TicketStore.AppendResult.KEY_EXISTS) {
                        sound.outbox().enqueue(commit.outbox());
                    }
                    return result;
                }, "Outbox.aCommitThatIsNotStoredLeavesNoEntry"),

                new Flaw("passes over what is committed later", () -> new OverlappingMemory(true),
                        List.of("Outbox.whatIsCommittedLaterIsNotPassedOver")),

                // claims
                claiming("claims nothing", (sound, call) -> Optional.empty(), "Outbox.everyHeadIsClaimedSoonerOrLater",
                        "Outbox.whatOneHandlePutsInTheOtherDelivers", "Outbox.theMostEntriesAtOnce",
                        "Outbox.relaysSideBySideDeliverEverythingOnceAndInOrder"),
                claiming("forgets the lease", (sound, call) -> sound.claim(call.consumers, call.now, call.now),
                        "Outbox.onlyTheHeadOfAQueueIsClaimed", "Outbox.aClaimLastsUntilItsTimeIsOver",
                        "Outbox.ofThoseWhoClaimOneHeadExactlyOneWins",
                        "Outbox.whatIsUnblockedDuringAnAttemptIsStillClaimed",
                        "Outbox.whatOneHandlePutsInTheOtherDelivers"),
                claiming("never ends a lease", (sound, call) -> sound.claim(call.consumers, call.now, FAR),
                        "Outbox.aClaimLastsUntilItsTimeIsOver", "Outbox.settlingALostClaimChangesNothing",
                        "Outbox.everyEventReachesItsConsumersInOrderThoughRelaysDie"),
                claiming("ends leases too early by less than a millisecond",
                        (sound, call) -> sound.claim(call.consumers, call.now,
                                call.until.truncatedTo(ChronoUnit.MILLIS)),
                        "Outbox.aClaimLastsUntilItsTimeIsOver"),
                claiming("ends leases too late by a microsecond",
                        (sound, call) -> sound.claim(call.consumers, call.now,
                                call.until.isBefore(FAR) ? call.until.plus(1, ChronoUnit.MICROS) : call.until),
                        "Outbox.aClaimLastsUntilItsTimeIsOver"),
                claiming("claims for any consumer",
                        (sound, call) -> sound.claim(sound.lag().keySet(), call.now, call.until),
                        "Outbox.onlyWhatWasAskedForIsClaimed"),
                claiming("claims for one consumer only",
                        (sound, call) -> sound.claim(Set.copyOf(call.consumers.stream().sorted().limit(1).toList()),
                                call.now, call.until),
                        "Outbox.everyHeadIsClaimedSoonerOrLater"),
                claiming("waits for the time of the event", (sound, call) -> {
                    Optional<Claim> claim = sound.claim(call.consumers, call.now, call.until);
                    claim.filter(early -> early.entry().at().isAfter(call.now)).ifPresent(
                            early -> sound.settle(early, new Outcome.Retry(early.entry().at(), "")));
                    return claim.filter(due -> !due.entry().at().isAfter(call.now));
                }, "Outbox.anEntryFromANodeWhoseClockIsAheadDoesNotWait"),
                broken("takes what is older than the last delivery for delivered",
                        sound -> new DelegatingOutbox(sound) {
                            private Instant last = Instant.MIN;

                            @Override
                            public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                                return super.claim(consumers, now, until)
                                        .filter(claim -> !claim.entry().at().isBefore(last));
                            }

                            @Override
                            public boolean settle(Claim claim, Outcome outcome) {
                                last = claim.entry().at().isAfter(last) ? claim.entry().at() : last;
                                return super.settle(claim, outcome);
                            }
                        }, "Outbox.anEntryIsFoundHoweverOldItIs"),
                broken("takes what is not beyond the last sequence for delivered",
                        sound -> new DelegatingOutbox(sound) {
                            private final Map<String, Long> last = new ConcurrentHashMap<>();

                            @Override
                            public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                                return super.claim(consumers, now, until)
                                        .filter(claim -> claim.entry().sequence() > last
                                                .getOrDefault(claim.entry().consumer() + claim.entry().stream(), 0L));
                            }

                            @Override
                            public boolean settle(Claim claim, Outcome outcome) {
                                if (outcome instanceof Outcome.Delivered) {
                                    last.put(claim.entry().consumer() + claim.entry().stream(),
                                            claim.entry().sequence());
                                }
                                return super.settle(claim, outcome);
                            }
                        }, "Outbox.anEntryIsFoundHoweverOldItIs", "Outbox.whatIsPutInOnceMoreIsDeliveredOnceMore"),
                broken("gives a claim to whoever comes next, too", sound -> new DelegatingOutbox(sound) {
                    private final AtomicReference<Optional<Claim>> last = new AtomicReference<>(Optional.empty());

                    @Override
                    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                        Optional<Claim> claim = super.claim(consumers, now, until);
                        return claim.isPresent() ? remember(claim) : last.getAndSet(Optional.empty());
                    }

                    private Optional<Claim> remember(Optional<Claim> claim) {
                        last.set(claim);
                        return claim;
                    }
                }, "Outbox.ofThoseWhoClaimOneHeadExactlyOneWins", "Outbox.onlyTheHeadOfAQueueIsClaimed"),
                broken("does not count an attempt that nobody ended", sound -> new Attempts(sound) {
                    @Override
                    int attempt(Claim claim) {
                        return failed(claim.entry()) + 1;
                    }
                }, "Outbox.aClaimLastsUntilItsTimeIsOver"),
                broken("counts no attempts", sound -> new Attempts(sound) {
                    @Override
                    int attempt(Claim claim) {
                        return 1;
                    }
                }, "Outbox.whatFailedIsTriedAgainWhenItsTimeComesAndNotBefore", "Outbox.aClaimLastsUntilItsTimeIsOver"),

                // the order
                broken("takes every entry for a queue of its own",
                        sound -> new Renaming(sound, entry -> renamed(entry, entry.stream() + entry.sequence(),
                                entry.sequence())),
                        "Outbox.onlyTheHeadOfAQueueIsClaimed",
                        "Outbox.whatFailedIsTriedAgainWhenItsTimeComesAndNotBefore",
                        "Outbox.whatIsParkedWaitsForPeople", "Outbox.onePoisonousTicketHoldsUpNoOther"),
                broken("takes all streams for one queue", sound -> new Renaming(sound, new Function<>() {
                    private final AtomicLong last = new AtomicLong();

                    @Override
                    public OutboxStore.Entry apply(OutboxStore.Entry entry) {
                        return renamed(entry, "all", last.incrementAndGet());
                    }
                }), "Outbox.queuesDoNotHoldUpEachOther", "Outbox.aSlowConsumerHoldsUpNothingButItsTicket",
                        "Outbox.everyHeadIsClaimedSoonerOrLater"),
                broken("delivers the newest first",
                        sound -> new Renaming(sound,
                                entry -> renamed(entry, entry.stream(), Long.MAX_VALUE - entry.sequence() + 1)),
                        "Outbox.aQueueIsWorkedInTheOrderOfItsSequences",
                        "Outbox.relaysSideBySideDeliverEverythingOnceAndInOrder",
                        "Outbox.everyEventReachesItsConsumersInOrderThoughRelaysDie", "Outbox.whatIsSkippedIsGone"),
                broken("sorts sequences as texts", sound -> new Renaming(sound, entry -> {
                    String digits = Long.toString(entry.sequence());
                    return digits.length() > 3
                            ? entry
                            : renamed(entry, entry.stream(),
                                    Long.parseLong(digits + "000".substring(digits.length()) + digits.length()));
                }), "Outbox.aQueueIsWorkedInTheOrderOfItsSequences",
                        "Outbox.relaysSideBySideDeliverEverythingOnceAndInOrder"),
                broken("delivers in the order of arrival", sound -> new Renaming(sound, new Function<>() {
                    private final AtomicLong last = new AtomicLong();

                    @Override
                    public OutboxStore.Entry apply(OutboxStore.Entry entry) {
                        return renamed(entry, entry.stream(), last.incrementAndGet());
                    }
                }), "Outbox.aQueueIsWorkedInTheOrderOfItsSequences", "Outbox.whatIsPutInOnceMoreIsDeliveredOnceMore"),
                broken("leases entries, not queues", sound -> new Renaming(sound, entry -> entry) {
                    private final Map<String, Claim> claimed = new ConcurrentHashMap<>();

                    @Override
                    OutboxStore.Entry rename(OutboxStore.Entry entry) {
                        return claimed.containsKey(entry.consumer() + entry.stream())
                                ? renamed(entry, entry.stream() + "~", entry.sequence())
                                : entry;
                    }

                    @Override
                    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                        Optional<Claim> claim = super.claim(consumers, now, until);
                        claim.ifPresent(held -> claimed.put(held.entry().consumer() + held.entry().stream(), held));
                        return claim;
                    }

                    @Override
                    public boolean settle(Claim claim, Outcome outcome) {
                        claimed.remove(claim.entry().consumer() + claim.entry().stream());
                        return super.settle(claim, outcome);
                    }
                }, "Outbox.whileAClaimLastsNothingElseOfItsQueueIsClaimed"),
                broken("tells streams apart without regard to case",
                        sound -> new Renaming(sound,
                                entry -> renamed(entry, entry.stream().toLowerCase(Locale.ROOT), entry.sequence())),
                        "Outbox.streamsThatDifferStayApart"),

                // what came of claims
                settling("takes every claim for current", (sound, claim, outcome) -> {
                    sound.settle(claim, outcome);
                    return true;
                }, "Outbox.settlingALostClaimChangesNothing", "Outbox.aClaimIsSettledOnce",
                        "Outbox.ofThoseWhoSettleOneClaimExactlyOneWins",
                        "Outbox.whatIsSkippedDuringAnAttemptIsLostToIt"),
                broken("ignores the fence", sound -> new DelegatingOutbox(sound) {
                    private final Map<OutboxStore.Entry, Claim> current = new ConcurrentHashMap<>();

                    @Override
                    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                        Optional<Claim> claim = super.claim(consumers, now, until);
                        claim.ifPresent(held -> current.put(held.entry(), held));
                        return claim;
                    }

                    @Override
                    public boolean settle(Claim claim, Outcome outcome) {
                        return super.settle(current.getOrDefault(claim.entry(), claim), outcome);
                    }
                }, "Outbox.settlingALostClaimChangesNothing", "Outbox.noClaimIsEverTakenForAnother"),
                broken("numbers claims anew when an entry is put in once more", sound -> new DelegatingOutbox(sound) {
                    private final Map<Claim, Claim> given = new ConcurrentHashMap<>();

                    @Override
                    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                        return super.claim(consumers, now, until).map(claim -> {
                            Claim numbered = new Claim(claim.entry(), claim.attempt(), claim.attempt());
                            given.put(numbered, claim);
                            return numbered;
                        });
                    }

                    @Override
                    public boolean settle(Claim claim, Outcome outcome) {
                        return super.settle(given.getOrDefault(claim, claim), outcome);
                    }
                }, "Outbox.noClaimIsEverTakenForAnother"),
                broken("takes a claim for lost as soon as its time is over", sound -> new DelegatingOutbox(sound) {
                    private final Map<Claim, Instant> ends = new ConcurrentHashMap<>();

                    @Override
                    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                        Optional<Claim> claim = super.claim(consumers, now, until);
                        claim.ifPresent(held -> ends.put(held, until));
                        ends.values().removeIf(end -> end.isBefore(now));
                        return claim;
                    }

                    @Override
                    public boolean settle(Claim claim, Outcome outcome) {
                        return ends.containsKey(claim) && super.settle(claim, outcome);
                    }
                }, "Outbox.aClaimWhoseTimeIsOverCountsUntilSomebodyElseClaims"),
                settling("keeps what is delivered",
                        (sound, claim, outcome) -> sound.settle(claim,
                                outcome instanceof Outcome.Delivered ? new Outcome.Retry(FAR, "") : outcome),
                        "Outbox.lagIsWhatIsNotDelivered", "Outbox.whatWaitsAlreadyStaysAsItIs"),
                settling("tries again at once",
                        (sound, claim, outcome) -> sound.settle(claim, outcome instanceof Outcome.Retry retry
                                ? new Outcome.Retry(Instant.EPOCH, retry.error())
                                : outcome),
                        "Outbox.onlyTheHeadOfAQueueIsClaimed", "Outbox.queuesDoNotHoldUpEachOther",
                        "Outbox.whatFailedIsTriedAgainWhenItsTimeComesAndNotBefore"),
                settling("tries again too early by less than a millisecond",
                        (sound, claim, outcome) -> sound.settle(claim, outcome instanceof Outcome.Retry retry
                                ? new Outcome.Retry(retry.at().truncatedTo(ChronoUnit.MILLIS), retry.error())
                                : outcome),
                        "Outbox.whatFailedIsTriedAgainWhenItsTimeComesAndNotBefore",
                        "Outbox.theLargestEntryComesBackEqual"),
                settling("takes failures for deliveries",
                        (sound, claim, outcome) -> sound.settle(claim, new Outcome.Delivered()),
                        "Outbox.whatFailedIsTriedAgainWhenItsTimeComesAndNotBefore",
                        "Outbox.whatIsParkedWaitsForPeople",
                        "Outbox.onePoisonousTicketHoldsUpNoOther"),
                settling("parks nothing",
                        (sound, claim, outcome) -> sound.settle(claim,
                                outcome instanceof Outcome.Park park ? new Outcome.Retry(FAR, park.error()) : outcome),
                        "Outbox.whatIsParkedWaitsForPeople", "Outbox.onePoisonousTicketHoldsUpNoOther",
                        "Outbox.lagIsWhatIsNotDelivered"),
                settling("cuts errors", (sound, claim, outcome) -> sound.settle(claim, changed(outcome,
                        error -> error.substring(0, Math.min(255, error.length())))),
                        "Outbox.theLargestEntryComesBackEqual"),
                settling("trims errors",
                        (sound, claim, outcome) -> sound.settle(claim, changed(outcome, String::strip)),
                        "Outbox.anErrorComesBackToTheCharacter"),
                settling("keeps errors in Latin letters",
                        (sound, claim, outcome) -> sound.settle(claim,
                                changed(outcome, error -> error.replaceAll("[^\\x00-\\xFF]", "?"))),
                        "Outbox.anErrorComesBackToTheCharacter", "Outbox.theLargestEntryComesBackEqual"),

                // what people see and do
                failing("shows failures of all consumers", (sound, consumer, limit) -> CONSUMERS.stream().sorted()
                        .flatMap(any -> sound.failures(any, limit).stream()).limit(limit).toList(),
                        "Outbox.failuresComeParkedFirstAndThenTheOldestFirst"),
                failing("shows more failures than asked for",
                        (sound, consumer, limit) -> sound.failures(consumer, OutboxStore.MAX_PAGE),
                        "Outbox.failuresComeParkedFirstAndThenTheOldestFirst"),
                failing("shows the newest failures first",
                        (sound, consumer, limit) -> sound.failures(consumer, limit).reversed(),
                        "Outbox.failuresComeParkedFirstAndThenTheOldestFirst", "Outbox.theMostEntriesAtOnce"),
                failing("mixes what is parked with the rest",
                        (sound, consumer, limit) -> sound.failures(consumer, OutboxStore.MAX_PAGE).stream()
                                .sorted(Comparator.comparing(failure -> failure.entry().at())).limit(limit).toList(),
                        "Outbox.failuresComeParkedFirstAndThenTheOldestFirst"),
                failing("shows only what is parked",
                        (sound, consumer, limit) -> sound.failures(consumer, limit).stream()
                                .filter(failure -> failure.retryAt().isEmpty()).toList(),
                        "Outbox.whatFailedIsTriedAgainWhenItsTimeComesAndNotBefore"),
                broken("counts on from where an unblocked entry was", sound -> new Attempts(sound) {
                    @Override
                    int attempt(Claim claim) {
                        return failed(claim.entry()) + 1;
                    }
                }, "Outbox.whatIsUnblockedIsAsGoodAsNew"),
                unblocking("delivers what was skipped", OutboxStore::retry, OutboxStore::retry,
                        "Outbox.whatIsSkippedIsGone",
                        "Outbox.whatWaitsToBeTriedAgainIsUnblockedToo",
                        "Outbox.whatIsSkippedDuringAnAttemptIsLostToIt"),
                unblocking("skips what should be tried again", OutboxStore::skip, OutboxStore::skip,
                        "Outbox.whatIsUnblockedIsAsGoodAsNew", "Outbox.onePoisonousTicketHoldsUpNoOther",
                        "Outbox.whatIsUnblockedDuringAnAttemptIsStillClaimed"),
                unblocking("says that all is unblocked", (sound, consumer, stream, sequence) -> {
                    sound.retry(consumer, stream, sequence);
                    return true;
                }, (sound, consumer, stream, sequence) -> {
                    sound.skip(consumer, stream, sequence);
                    return true;
                }, "Outbox.whatDidNotFailIsNotUnblocked"),
                unblocking("unblocks only what is parked", (sound, consumer, stream,
                        sequence) -> isParked(sound, consumer, stream) && sound.retry(consumer, stream, sequence),
                        (sound, consumer, stream, sequence) -> isParked(sound, consumer, stream)
                                && sound.skip(consumer, stream, sequence),
                        "Outbox.whatWaitsToBeTriedAgainIsUnblockedToo"),
                lagging("takes what is parked for waiting",
                        lag -> new Lag(lag.waiting() + lag.parked(), lag.parked(), lag.oldest()),
                        "Outbox.lagIsWhatIsNotDelivered", "Outbox.whatIsParkedWaitsForPeople"),
                lagging("does not count what is parked", lag -> new Lag(lag.waiting(), 0, lag.oldest()),
                        "Outbox.lagIsWhatIsNotDelivered", "Outbox.whatIsParkedWaitsForPeople"),
                lagging("cuts the time of the oldest",
                        lag -> new Lag(lag.waiting(), lag.parked(),
                                lag.oldest().map(at -> at.truncatedTo(ChronoUnit.MILLIS))),
                        "Outbox.lagIsWhatIsNotDelivered", "Outbox.whatIsStoredWithAnEventIsClaimed"),
                broken("knows of consumers that know everything", sound -> new DelegatingOutbox(sound) {
                    @Override
                    public Map<String, Lag> lag() {
                        Map<String, Lag> lag = new HashMap<>(super.lag());
                        CONSUMERS.forEach(consumer -> lag.putIfAbsent(consumer, new Lag(0, 0, Optional.empty())));
                        return lag;
                    }
                }, "Outbox.anEmptyOutboxHasNothing", "Outbox.lagIsWhatIsNotDelivered"),

                // redelivery
                enqueuing("puts nothing in once more", (sound, entries) -> 0,
                        "Outbox.whatIsPutInOnceMoreIsDeliveredOnceMore"),
                enqueuing("says that everything is put in", (sound, entries) -> {
                    sound.enqueue(entries);
                    return entries.size();
                }, "Outbox.whatWaitsAlreadyStaysAsItIs"),
                enqueuing("puts in what waits already", (sound, entries) -> {
                    entries.forEach(entry -> sound.retry(entry.consumer(), entry.stream(), entry.sequence()));
                    return sound.enqueue(entries);
                }, "Outbox.whatWaitsAlreadyStaysAsItIs"),
                enqueuing("puts in the first hundred", (sound, entries) -> sound
                        .enqueue(entries.subList(0, Math.min(100, entries.size()))), "Outbox.theMostEntriesAtOnce"));
    }

    private static TicketCommit without(TicketCommit commit) {
        return new TicketCommit(commit.changes(), commit.answer(), commit.links(), List.of());
    }

    private static OutboxStore.Entry renamed(OutboxStore.Entry entry, String stream, long sequence) {
        return new OutboxStore.Entry(entry.consumer(), stream, sequence, entry.at());
    }

    private static Outcome changed(Outcome outcome, UnaryOperator<String> error) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> delivered;
            case Outcome.Retry retry -> new Outcome.Retry(retry.at(), error.apply(retry.error()));
            case Outcome.Park park -> new Outcome.Park(error.apply(park.error()));
        };
    }

    private static boolean isParked(OutboxStore outbox, String consumer, String stream) {
        return outbox.failures(consumer, OutboxStore.MAX_PAGE).stream()
                .anyMatch(failure -> failure.entry().stream().equals(stream) && failure.retryAt().isEmpty());
    }

    private static Flaw appending(String name, BiFunction<Storage, TicketCommit, TicketStore.AppendResult> append,
            String... noticedBy) {
        return Flaw.of(name, sound -> storage(sound, sound.outbox(), commit -> append.apply(sound, commit)), noticedBy);
    }

    /** A flaw of an outbox, into which commits put their entries by way of {@code enqueue}. */
    private static Flaw broken(String name, UnaryOperator<OutboxStore> flaw, String... noticedBy) {
        return Flaw.of(name, sound -> {
            OutboxStore broken = flaw.apply(sound.outbox());
            return storage(sound, broken, commit -> {
                TicketStore.AppendResult result = sound.tickets().append(without(commit));
                if (result == TicketStore.AppendResult.STORED) {
                    broken.enqueue(commit.outbox());
                }
                return result;
            });
        }, noticedBy);
    }

    private static Storage storage(Storage sound, OutboxStore outbox,
            Function<TicketCommit, TicketStore.AppendResult> append) {
        TicketStore tickets = new DelegatingStore(sound.tickets()) {
            @Override
            public TicketStore.AppendResult append(TicketCommit commit) {
                return append.apply(commit);
            }
        };
        return new DelegatingStorage(sound) {
            @Override
            public TicketStore tickets() {
                return tickets;
            }

            @Override
            public OutboxStore outbox() {
                return outbox;
            }
        };
    }

    private record ClaimCall(Set<String> consumers, Instant now, Instant until) {}

    private static Flaw claiming(String name, BiFunction<OutboxStore, ClaimCall, Optional<Claim>> claim,
            String... noticedBy) {
        return broken(name, sound -> new DelegatingOutbox(sound) {
            @Override
            public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                return claim.apply(sound(), new ClaimCall(consumers, now, until));
            }
        }, noticedBy);
    }

    @FunctionalInterface
    private interface Settling {
        boolean settle(OutboxStore sound, Claim claim, Outcome outcome);
    }

    private static Flaw settling(String name, Settling settling, String... noticedBy) {
        return broken(name, sound -> new DelegatingOutbox(sound) {
            @Override
            public boolean settle(Claim claim, Outcome outcome) {
                return settling.settle(sound(), claim, outcome);
            }
        }, noticedBy);
    }

    @FunctionalInterface
    private interface Listing {
        List<Failure> failures(OutboxStore sound, String consumer, int limit);
    }

    private static Flaw failing(String name, Listing listing, String... noticedBy) {
        return broken(name, sound -> new DelegatingOutbox(sound) {
            @Override
            public List<Failure> failures(String consumer, int limit) {
                return listing.failures(sound(), consumer, limit);
            }
        }, noticedBy);
    }

    @FunctionalInterface
    private interface Unblocking {
        boolean unblock(OutboxStore sound, String consumer, String stream, long sequence);
    }

    private static Flaw unblocking(String name, Unblocking retry, Unblocking skip, String... noticedBy) {
        return broken(name, sound -> new DelegatingOutbox(sound) {
            @Override
            public boolean retry(String consumer, String stream, long sequence) {
                return retry.unblock(sound(), consumer, stream, sequence);
            }

            @Override
            public boolean skip(String consumer, String stream, long sequence) {
                return skip.unblock(sound(), consumer, stream, sequence);
            }
        }, noticedBy);
    }

    private static Flaw lagging(String name, UnaryOperator<Lag> change, String... noticedBy) {
        return broken(name, sound -> new DelegatingOutbox(sound) {
            @Override
            public Map<String, Lag> lag() {
                Map<String, Lag> lag = new HashMap<>(super.lag());
                lag.replaceAll((consumer, behind) -> change.apply(behind));
                return lag;
            }
        }, noticedBy);
    }

    private static Flaw enqueuing(String name, BiFunction<OutboxStore, List<OutboxStore.Entry>, Integer> enqueue,
            String... noticedBy) {
        return broken(name, sound -> new DelegatingOutbox(sound) {
            @Override
            public int enqueue(List<OutboxStore.Entry> entries) {
                return enqueue.apply(sound(), entries);
            }
        }, noticedBy);
    }

    /** Counts attempts in its own way. */
    private abstract static class Attempts extends DelegatingOutbox {

        private final Map<OutboxStore.Entry, Integer> failed = new ConcurrentHashMap<>();

        Attempts(OutboxStore sound) {
            super(sound);
        }

        abstract int attempt(Claim claim);

        int failed(OutboxStore.Entry entry) {
            return failed.getOrDefault(entry, 0);
        }

        @Override
        public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
            return super.claim(consumers, now, until)
                    .map(claim -> new Claim(claim.entry(), claim.fence(), attempt(claim)));
        }

        @Override
        public boolean settle(Claim claim, Outcome outcome) {
            if (!(outcome instanceof Outcome.Delivered)) {
                failed.merge(claim.entry(), 1, Integer::sum);
            }
            return super.settle(claim, outcome);
        }
    }

    /** Keeps entries under other streams and sequences than it is given. */
    private static class Renaming extends DelegatingOutbox {

        private final Function<OutboxStore.Entry, OutboxStore.Entry> renaming;
        private final Map<OutboxStore.Entry, OutboxStore.Entry> inside = new LinkedHashMap<>();
        private final Map<OutboxStore.Entry, OutboxStore.Entry> outside = new HashMap<>();

        Renaming(OutboxStore sound, Function<OutboxStore.Entry, OutboxStore.Entry> renaming) {
            super(sound);
            this.renaming = renaming;
        }

        OutboxStore.Entry rename(OutboxStore.Entry entry) {
            return renaming.apply(entry);
        }

        private synchronized OutboxStore.Entry in(OutboxStore.Entry entry) {
            return inside.computeIfAbsent(entry, given -> {
                OutboxStore.Entry kept = rename(given);
                outside.put(kept, given);
                return kept;
            });
        }

        private synchronized OutboxStore.Entry out(OutboxStore.Entry entry) {
            return outside.getOrDefault(entry, entry);
        }

        private synchronized void forget(OutboxStore.Entry entry) {
            inside.remove(entry);
        }

        @Override
        public int enqueue(List<OutboxStore.Entry> entries) {
            return super.enqueue(entries.stream().map(this::in).toList());
        }

        @Override
        public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
            return super.claim(consumers, now, until)
                    .map(claim -> new Claim(out(claim.entry()), claim.fence(), claim.attempt()));
        }

        @Override
        public boolean settle(Claim claim, Outcome outcome) {
            boolean settled = super.settle(new Claim(in(claim.entry()), claim.fence(), claim.attempt()), outcome);
            if (settled && outcome instanceof Outcome.Delivered) {
                forget(claim.entry());
            }
            return settled;
        }

        @Override
        public List<Failure> failures(String consumer, int limit) {
            List<Failure> failures = new ArrayList<>();
            super.failures(consumer, limit).forEach(failure -> failures.add(new Failure(out(failure.entry()),
                    failure.attempts(), failure.error(), failure.retryAt())));
            return failures;
        }

        @Override
        public boolean retry(String consumer, String stream, long sequence) {
            return kept(consumer, stream, sequence)
                    .map(entry -> super.retry(consumer, entry.stream(), entry.sequence())).orElse(false);
        }

        @Override
        public boolean skip(String consumer, String stream, long sequence) {
            return kept(consumer, stream, sequence)
                    .map(entry -> super.skip(consumer, entry.stream(), entry.sequence())).orElse(false);
        }

        private synchronized Optional<OutboxStore.Entry> kept(String consumer, String stream, long sequence) {
            return inside.entrySet().stream()
                    .filter(entry -> entry.getKey().consumer().equals(consumer)
                            && entry.getKey().stream().equals(stream) && entry.getKey().sequence() == sequence)
                    .map(Map.Entry::getValue).findFirst();
        }
    }
}
