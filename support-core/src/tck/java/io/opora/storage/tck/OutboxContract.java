package io.opora.storage.tck;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.access.LinkStore;
import io.opora.event.EventConsumer;
import io.opora.event.OutboxStore;
import io.opora.event.OutboxStore.Claim;
import io.opora.event.OutboxStore.Failure;
import io.opora.event.OutboxStore.Lag;
import io.opora.event.OutboxStore.Outcome;
import io.opora.event.Relay;
import io.opora.ticket.AddNote;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvents;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What consumers are to be told is stored with the events or not at all, reaches them at least once and in order, whoever dies
 * on the way, and what cannot be delivered holds up nothing but what comes behind it.
 */
public abstract class OutboxContract extends StorageSuite {

    private static final String MAILER = "mailer";
    private static final String AUDIT = "audit";
    private static final Set<String> BOTH = Set.of(MAILER, AUDIT);
    private static final Instant NOW = Samples.START.plusSeconds(3_600);
    private static final Instant UNTIL = NOW.plusSeconds(60);
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");
    private static final Outcome DELIVERED = new Outcome.Delivered();
    private static final Outcome PARK = new Outcome.Park("java.io.IOException: no");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** For subclasses, which make the fixture. */
    protected OutboxContract() {}

    /**
     * How many events are told to consumers in the tests that need many. To be overridden where more are affordable.
     *
     * @return 2,000
     */
    protected int events() {
        return 2_000;
    }

    // what is put in

    @Test
    void anEmptyOutboxHasNothing() {
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).isEmpty();
        assertThat(outbox().failures(MAILER, 10)).isEmpty();
        assertThat(outbox().lag()).isEmpty();

        assertThat(outbox().enqueue(entries(MAILER, "a", 1))).isEqualTo(1);
        assertThat(outbox().lag()).isNotEmpty();
    }

    @Test
    void aStorageHasOneOutbox() {
        assertThat(storage().outbox()).isSameAs(storage().outbox());
    }

    @Test
    void whatIsStoredWithAnEventIsClaimed() {
        Story story = samples().open();
        OutboxStore.Entry first = entry(MAILER, story, 1);
        OutboxStore.Entry second = entry(AUDIT, story, 2);

        assertThat(append(Optional.empty(), List.of(story), first, second)).isEqualTo(TicketStore.AppendResult.STORED);

        assertStored(store(), story);
        assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, waiting(1, first.at()), AUDIT, waiting(1, second.at())));
        assertThat(claim(MAILER).entry()).isEqualTo(first);
        assertThat(claim(AUDIT).entry()).isEqualTo(second);
    }

    @Test
    void entriesOfAllTicketsOfACommitAreStored() {
        Story left = samples().open();
        Story right = samples().open();
        Set<OutboxStore.Entry> entries = Set.of(entry(MAILER, left, 1), entry(AUDIT, left, 1), entry(MAILER, right, 1));

        append(Optional.empty(), List.of(left, right), entries.toArray(OutboxStore.Entry[]::new));

        assertThat(drain()).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void aCommitThatIsNotStoredLeavesNoEntry() {
        Story stale = samples().open();
        Story current = samples().open();
        TicketCommit.Answer answer = Samples.answer(Samples.MARIA, "key", stale.ticket());
        assertThat(append(answer, stale.change(), current.change())).isEqualTo(TicketStore.AppendResult.STORED);
        List.of(stale, current).forEach(Story::saved);
        Story slow = stale.fork().handle(Samples.MARIA, Reply.of("slow"), NOW);
        stale.handle(Samples.BORIS, AddNote.of("fast"), NOW);
        store(stale);
        current.handle(Samples.BORIS, AddNote.of("note"), NOW);
        OutboxStore.Entry sound = entry(MAILER, current, current.ticket().version());
        OutboxStore.Entry overtaken = entry(MAILER, slow, slow.ticket().version());

        assertThat(append(Optional.empty(), List.of(slow), overtaken)).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        assertThat(append(Optional.empty(), List.of(current, slow), sound, overtaken))
                .isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        assertThat(append(Optional.empty(), List.of(slow, current), sound, overtaken))
                .isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        assertThat(append(Optional.of(answer), List.of(current), sound)).isEqualTo(TicketStore.AppendResult.KEY_EXISTS);

        assertThat(outbox().lag()).isEmpty();
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).isEmpty();
    }

    @Test
    void whatOneHandlePutsInTheOtherDelivers() {
        OutboxStore other = fixture().reopen().outbox();
        OutboxStore.Entry entry = entry(MAILER, "a", 1);
        outbox().enqueue(List.of(entry));

        Claim claim = other.claim(BOTH, NOW, UNTIL).orElseThrow();

        assertThat(claim.entry()).isEqualTo(entry);
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).as("claimed already").isEmpty();
        assertThat(outbox().settle(claim, new Outcome.Park("later"))).isTrue();
        assertThat(other.failures(MAILER, 10)).isEqualTo(outbox().failures(MAILER, 10)).hasSize(1);
        assertThat(other.retry(MAILER, "a", 1)).isTrue();
        assertThat(claim(MAILER).entry()).isEqualTo(entry);
    }

    @Test
    void theLargestEntryComesBackEqual() {
        OutboxStore.Entry largest = new OutboxStore.Entry("n" + "9".repeat(63),
                "~".repeat(OutboxStore.Entry.MAX_STREAM_LENGTH),
                Long.MAX_VALUE, Instant.parse("9999-12-30T00:00:00.999999Z"));
        String error = "漢".repeat(Outcome.MAX_ERROR_LENGTH);
        Instant retryAt = NOW.plus(1, ChronoUnit.MICROS);
        outbox().enqueue(List.of(largest));

        outbox().settle(claim(largest.consumer()), new Outcome.Retry(retryAt, error));

        Failure failure = new Failure(largest, 1, error, Optional.of(retryAt));
        assertThat(outbox().failures(largest.consumer(), 10)).containsExactly(failure);
        assertThat(outbox().lag()).isEqualTo(Map.of(largest.consumer(), waiting(1, largest.at())));
    }

    @Test
    void anErrorComesBackToTheCharacter() {
        List<String> errors = List.of("a.B: it's \"quoted\"\n\tat line 2 ", "50%_off\\", " \uD83D\uDE80 Ёлка", "-- '");
        for (int i = 0; i < errors.size(); i++) {
            outbox().enqueue(List.of(entry(MAILER, "s" + i, 1)));
            outbox().settle(claim(MAILER), new Outcome.Park(errors.get(i)));
        }

        assertThat(outbox().failures(MAILER, 10)).extracting(Failure::error)
                .containsExactlyInAnyOrderElementsOf(errors);
    }

    @Test
    void theMostEntriesAtOnce() {
        List<OutboxStore.Entry> entries = IntStream.range(0, OutboxStore.MAX_PAGE)
                .mapToObj(i -> new OutboxStore.Entry(MAILER, "s" + i, 1, NOW.plusSeconds(i))).toList();

        assertThat(outbox().enqueue(entries)).isEqualTo(OutboxStore.MAX_PAGE);

        settleAll(claim -> PARK);
        assertThat(outbox().failures(MAILER, OutboxStore.MAX_PAGE)).extracting(Failure::entry).isEqualTo(entries);
    }

    // the order

    @Test
    void aQueueIsWorkedInTheOrderOfItsSequences() {
        Dice.roll(dice -> {
            List<OutboxStore.Entry> entries = new ArrayList<>(Stream.of(MAILER, AUDIT).flatMap(consumer -> Stream
                    .of("a", "b", "ab").flatMap(stream -> LongStream.rangeClosed(1, 12)
                            .mapToObj(sequence -> entry(consumer, stream, sequence))))
                    .toList());
            Collections.shuffle(entries, dice.random());
            for (int from = 0; from < entries.size(); from += 8) {
                assertThat(outbox().enqueue(entries.subList(from, from + 8))).isEqualTo(8);
            }

            Map<String, List<Long>> sequences = new HashMap<>();
            drain().forEach(entry -> sequences.computeIfAbsent(queue(entry), queue -> new ArrayList<>())
                    .add(entry.sequence()));

            assertThat(sequences.values()).hasSize(6)
                    .containsOnly(LongStream.rangeClosed(1, 12).boxed().toList());
        });
    }

    @Test
    void onlyTheHeadOfAQueueIsClaimed() {
        outbox().enqueue(entries(MAILER, "a", 1, 2, 3));

        Claim first = claim(MAILER);
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).as("while the first is claimed").isEmpty();
        outbox().settle(first, new Outcome.Retry(UNTIL, "no"));
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).as("while the first waits to be tried again").isEmpty();
        Claim again = outbox().claim(BOTH, UNTIL, UNTIL.plusSeconds(1)).orElseThrow();
        assertThat(again.entry().sequence()).isEqualTo(1);
        outbox().settle(again, PARK);
        assertThat(outbox().claim(BOTH, END_OF_TIME, END_OF_TIME)).as("while the first is parked").isEmpty();
    }

    @Test
    void queuesDoNotHoldUpEachOther() {
        outbox().enqueue(List.of(entry(MAILER, "a", 1), entry(AUDIT, "a", 1), entry(MAILER, "b", 1),
                entry(MAILER, "c", 1), entry(MAILER, "d", 1), entry(MAILER, "a", 2), entry(MAILER, "b", 2)));
        Map<String, Outcome> outcomes = Map.of("mailer a", PARK, "mailer b", new Outcome.Retry(END_OF_TIME, "no"),
                "mailer c", DELIVERED, "audit a", DELIVERED);
        List<Claim> claims = Stream.generate(() -> outbox().claim(BOTH, NOW, UNTIL)).limit(5).map(Optional::orElseThrow)
                .toList();
        assertThat(claims).extracting(claim -> queue(claim.entry()))
                .containsExactlyInAnyOrder("mailer a", "audit a", "mailer b", "mailer c", "mailer d");

        claims.forEach(claim -> Optional.ofNullable(outcomes.get(queue(claim.entry())))
                .ifPresent(outcome -> assertThat(outbox().settle(claim, outcome)).isTrue()));
        outbox().enqueue(List.of(entry(AUDIT, "a", 2), entry(MAILER, "c", 2)));

        assertThat(drain()).containsExactlyInAnyOrder(entry(AUDIT, "a", 2), entry(MAILER, "c", 2));
    }

    private static String queue(OutboxStore.Entry entry) {
        return entry.consumer() + " " + entry.stream();
    }

    @Test
    void everyHeadIsClaimedSoonerOrLater() {
        List<OutboxStore.Entry> heads = IntStream.range(0, 100)
                .mapToObj(i -> entry(i % 2 == 0 ? MAILER : AUDIT, "s" + i, 7))
                .toList();
        outbox().enqueue(heads);

        List<OutboxStore.Entry> claimed = Stream.generate(() -> outbox().claim(BOTH, NOW, UNTIL)).limit(100)
                .map(Optional::orElseThrow).map(Claim::entry).toList();

        assertThat(claimed).containsExactlyInAnyOrderElementsOf(heads);
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).isEmpty();
    }

    @Test
    void onlyWhatWasAskedForIsClaimed() {
        outbox().enqueue(List.of(entry("mail", "a", 1), entry("mail-2", "a", 1), entry("mail2", "a", 1)));

        assertThat(outbox().claim(Set.of(), NOW, UNTIL)).isEmpty();
        assertThat(outbox().claim(Set.of("mai", "mail-", "mailer"), NOW, UNTIL)).isEmpty();
        assertThat(outbox().claim(Set.of("mail-2"), NOW, UNTIL).map(Claim::entry)).contains(entry("mail-2", "a", 1));
        assertThat(outbox().claim(Set.of("mail-2"), NOW, UNTIL)).isEmpty();
        assertThat(outbox().claim(Set.of("mail-2", "mail"), NOW, UNTIL).map(Claim::entry))
                .contains(entry("mail", "a", 1));
    }

    @Test
    void streamsThatDifferStayApart() {
        List<OutboxStore.Entry> entries = Stream.of("a", "A", "a-", "-a", "a_", "a%", "a1", "a01")
                .map(s -> entry(MAILER, s, 1))
                .toList();

        assertThat(outbox().enqueue(entries)).isEqualTo(entries.size());

        assertThat(drain()).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void anEntryIsFoundHoweverOldItIs() {
        outbox().enqueue(List.of(new OutboxStore.Entry(MAILER, "m", 9, NOW)));
        assertThat(drain()).hasSize(1);

        for (OutboxStore.Entry late : List.of(new OutboxStore.Entry(MAILER, "m", 8, NOW),
                new OutboxStore.Entry(MAILER, "a", 1, NOW),
                new OutboxStore.Entry(MAILER, "z", 1, NOW.minusSeconds(86_400)),
                new OutboxStore.Entry(MAILER, "m", 10, NOW.minus(1, ChronoUnit.MICROS)))) {
            outbox().enqueue(List.of(late));
            assertThat(drain()).as("put in after others were delivered").containsExactly(late);
        }
    }

    @Test
    void anEntryFromANodeWhoseClockIsAheadDoesNotWait() {
        OutboxStore.Entry ahead = new OutboxStore.Entry(MAILER, "a", 1, NOW.plusSeconds(86_400));
        outbox().enqueue(List.of(ahead));

        assertThat(outbox().claim(BOTH, NOW, UNTIL).map(Claim::entry)).contains(ahead);
    }

    // claims

    @Test
    void aClaimLastsUntilItsTimeIsOver() {
        Instant until = NOW.plusNanos(1_000_123_000);
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        Claim first = outbox().claim(BOTH, NOW, until).orElseThrow();
        assertThat(first.attempt()).isEqualTo(1);

        assertThat(outbox().claim(BOTH, until.minus(1, ChronoUnit.MICROS), END_OF_TIME)).isEmpty();
        Claim second = outbox().claim(BOTH, until, END_OF_TIME).orElseThrow();

        assertThat(second.entry()).isEqualTo(first.entry());
        assertThat(second.attempt()).as("an attempt whose relay died counts").isEqualTo(2);
        assertThat(second.fence()).isNotEqualTo(first.fence());
        assertThat(outbox().failures(MAILER, 10)).as("nobody said that anything failed").isEmpty();
    }

    @Test
    void settlingALostClaimChangesNothing() {
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        Claim lost = claim(MAILER);
        Claim held = outbox().claim(BOTH, UNTIL, END_OF_TIME).orElseThrow();

        for (Outcome outcome : outcomes()) {
            assertThat(outbox().settle(lost, outcome)).as("%s", outcome).isFalse();
            assertThat(outbox().failures(MAILER, 10)).isEmpty();
            assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, waiting(2, Samples.START)));
            assertThat(outbox().claim(BOTH, UNTIL.plusSeconds(1), END_OF_TIME)).isEmpty();
        }
        assertThat(outbox().settle(held, DELIVERED)).isTrue();
        assertThat(claim(MAILER).entry().sequence()).isEqualTo(2);
    }

    @Test
    void aClaimIsSettledOnce() {
        for (Outcome outcome : outcomes()) {
            outbox().enqueue(entries(MAILER, "a", 1));
            Claim claim = claim(MAILER);
            assertThat(outbox().settle(claim, outcome)).isTrue();
            List<Failure> failures = outbox().failures(MAILER, 10);

            for (Outcome again : outcomes()) {
                assertThat(outbox().settle(claim, again)).as("%s, then %s", outcome, again).isFalse();
            }

            assertThat(outbox().failures(MAILER, 10)).isEqualTo(failures);
            outbox().skip(MAILER, "a", 1);
            assertThat(outbox().lag()).isEmpty();
        }
    }

    private static List<Outcome> outcomes() {
        return List.of(DELIVERED, new Outcome.Retry(END_OF_TIME, "no"), PARK);
    }

    @Test
    void aClaimWhoseTimeIsOverCountsUntilSomebodyElseClaims() {
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        Claim claim = outbox().claim(BOTH, NOW, NOW.plus(1, ChronoUnit.MICROS)).orElseThrow();

        assertThat(outbox().claim(Set.of(AUDIT), END_OF_TIME, END_OF_TIME)).isEmpty();
        assertThat(outbox().settle(claim, DELIVERED)).isTrue();
        assertThat(claim(MAILER).entry().sequence()).isEqualTo(2);
    }

    @Test
    void noClaimIsEverTakenForAnother() {
        Set<Long> fences = new HashSet<>();
        List<Claim> settled = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outbox().enqueue(List.of(entry(MAILER, "a", 1), entry(AUDIT, "a", 1), entry(MAILER, "b", 1)));
            List<Claim> claims = Stream.generate(() -> outbox().claim(BOTH, NOW, UNTIL)).limit(3)
                    .map(Optional::orElseThrow).toList();

            assertThat(claims).allSatisfy(claim -> assertThat(fences.add(claim.fence())).as("%s", claim).isTrue());
            assertThat(settled).noneMatch(claim -> outbox().settle(claim, PARK));
            assertThat(claims).allMatch(claim -> outbox().settle(claim, DELIVERED));
            settled.addAll(claims);
        }
    }

    @Test
    void whileAClaimLastsNothingElseOfItsQueueIsClaimed() {
        outbox().enqueue(entries(MAILER, "a", 5));
        Claim fifth = claim(MAILER);
        outbox().enqueue(entries(MAILER, "a", 3, 4, 6));
        assertThat(outbox().claim(BOTH, UNTIL.minus(1, ChronoUnit.MICROS), END_OF_TIME)).isEmpty();

        Claim third = outbox().claim(BOTH, UNTIL, UNTIL.plusSeconds(60)).orElseThrow();
        assertThat(third.entry().sequence()).isEqualTo(3);
        assertThat(outbox().settle(fifth, DELIVERED)).as("nobody else claimed the fifth").isTrue();
        assertThat(outbox().claim(BOTH, UNTIL, END_OF_TIME)).as("the third is still claimed").isEmpty();
        assertThat(outbox().settle(third, DELIVERED)).isTrue();
        assertThat(drain()).isEqualTo(entries(MAILER, "a", 4, 6));
    }

    // what fails

    @Test
    void whatFailedIsTriedAgainWhenItsTimeComesAndNotBefore() {
        Instant retryAt = NOW.plusNanos(1_000_123_000);
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        outbox().settle(claim(MAILER), new Outcome.Retry(retryAt, "first"));
        assertThat(outbox().failures(MAILER, 10))
                .containsExactly(new Failure(entry(MAILER, "a", 1), 1, "first", Optional.of(retryAt)));

        assertThat(outbox().claim(BOTH, retryAt.minus(1, ChronoUnit.MICROS), END_OF_TIME)).isEmpty();
        Claim second = outbox().claim(BOTH, retryAt, retryAt.plusSeconds(60)).orElseThrow();
        assertThat(second.attempt()).isEqualTo(2);
        outbox().settle(second, new Outcome.Retry(NOW, "second"));
        assertThat(outbox().failures(MAILER, 10))
                .containsExactly(new Failure(entry(MAILER, "a", 1), 2, "second", Optional.of(NOW)));

        Claim third = claim(MAILER);
        assertThat(third.attempt()).isEqualTo(3);
        outbox().settle(third, DELIVERED);
        assertThat(outbox().failures(MAILER, 10)).isEmpty();
        assertThat(drain()).containsExactly(entry(MAILER, "a", 2));
    }

    @Test
    void whatIsParkedWaitsForPeople() {
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        outbox().settle(claim(MAILER), PARK);
        outbox().enqueue(entries(MAILER, "b", 1));

        assertThat(drain()).containsExactly(entry(MAILER, "b", 1));
        assertThat(outbox().claim(BOTH, END_OF_TIME, END_OF_TIME)).isEmpty();
        assertThat(outbox().failures(MAILER, 10))
                .containsExactly(new Failure(entry(MAILER, "a", 1), 1, "java.io.IOException: no", Optional.empty()));
        assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, new Lag(1, 1, Optional.of(Samples.START))));
    }

    @Test
    void whatIsUnblockedIsAsGoodAsNew() {
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        outbox().settle(claim(MAILER), new Outcome.Retry(NOW, "no"));
        outbox().settle(claim(MAILER), PARK);

        assertThat(outbox().retry(MAILER, "a", 1)).isTrue();

        assertThat(outbox().failures(MAILER, 10)).isEmpty();
        assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, waiting(2, Samples.START)));
        Claim claim = claim(MAILER);
        assertThat(claim.entry()).isEqualTo(entry(MAILER, "a", 1));
        assertThat(claim.attempt()).isEqualTo(1);
        outbox().settle(claim, DELIVERED);
        assertThat(drain()).containsExactly(entry(MAILER, "a", 2));
    }

    @Test
    void whatIsSkippedIsGone() {
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        outbox().settle(claim(MAILER), PARK);

        assertThat(outbox().skip(MAILER, "a", 1)).isTrue();

        assertThat(outbox().failures(MAILER, 10)).isEmpty();
        assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, waiting(1, Samples.START)));
        assertThat(drain()).containsExactly(entry(MAILER, "a", 2));
        assertThat(outbox().lag()).isEmpty();
    }

    @Test
    void whatWaitsToBeTriedAgainIsUnblockedToo() {
        outbox().enqueue(List.of(entry(MAILER, "a", 1), entry(MAILER, "b", 1)));
        outbox().settle(claim(MAILER), new Outcome.Retry(END_OF_TIME, "no"));
        outbox().settle(claim(MAILER), new Outcome.Retry(END_OF_TIME, "no"));
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).isEmpty();

        assertThat(outbox().retry(MAILER, "a", 1)).isTrue();
        assertThat(outbox().skip(MAILER, "b", 1)).isTrue();

        assertThat(drain()).containsExactly(entry(MAILER, "a", 1));
    }

    @Test
    void whatDidNotFailIsNotUnblocked() {
        outbox().enqueue(entries(MAILER, "a", 1, 2, 3));
        outbox().settle(claim(MAILER), DELIVERED);
        outbox().settle(claim(MAILER), PARK);

        assertNotUnblocked(MAILER, "a", 1); // delivered
        assertNotUnblocked(MAILER, "a", 3); // waits behind the one that failed
        assertNotUnblocked(MAILER, "a", 4); // is not there
        assertNotUnblocked(MAILER, "b", 2);
        assertNotUnblocked(AUDIT, "a", 2);
        outbox().retry(MAILER, "a", 2);
        assertNotUnblocked(MAILER, "a", 2); // not any more
        Claim claim = claim(MAILER);
        assertNotUnblocked(MAILER, "a", 2); // being delivered for the first time
        assertThat(outbox().settle(claim, DELIVERED)).isTrue();
    }

    private void assertNotUnblocked(String consumer, String stream, long sequence) {
        List<Failure> failures = outbox().failures(MAILER, 10);
        Map<String, Lag> lag = outbox().lag();

        assertThat(outbox().retry(consumer, stream, sequence)).isFalse();
        assertThat(outbox().skip(consumer, stream, sequence)).isFalse();

        assertThat(outbox().failures(MAILER, 10)).isEqualTo(failures);
        assertThat(outbox().lag()).isEqualTo(lag);
    }

    @Test
    void whatIsSkippedDuringAnAttemptIsLostToIt() {
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        outbox().settle(claim(MAILER), new Outcome.Retry(NOW, "no"));
        Claim claim = claim(MAILER);

        assertThat(outbox().skip(MAILER, "a", 1)).isTrue();

        assertThat(outcomes()).noneMatch(outcome -> outbox().settle(claim, outcome));
        assertThat(drain()).containsExactly(entry(MAILER, "a", 2));
    }

    @Test
    void whatIsUnblockedDuringAnAttemptIsStillClaimed() {
        outbox().enqueue(entries(MAILER, "a", 1, 2));
        outbox().settle(claim(MAILER), new Outcome.Retry(NOW, "no"));
        Claim claim = claim(MAILER);

        assertThat(outbox().retry(MAILER, "a", 1)).isTrue();

        assertThat(outbox().claim(BOTH, NOW, UNTIL)).isEmpty();
        assertThat(outbox().settle(claim, DELIVERED)).isTrue();
        assertThat(drain()).containsExactly(entry(MAILER, "a", 2));
    }

    @Test
    void failuresComeParkedFirstAndThenTheOldestFirst() {
        List<OutboxStore.Entry> old = IntStream.range(0, 12)
                .mapToObj(i -> new OutboxStore.Entry(MAILER, "s" + i * 7 % 12, 1,
                        Samples.START.plus(i, ChronoUnit.MICROS)))
                .toList();
        outbox().enqueue(old.reversed());
        outbox().enqueue(entries(AUDIT, "a", 1));
        settleAll(claim -> old.indexOf(claim.entry()) % 2 == 1 ? PARK : new Outcome.Retry(END_OF_TIME, "no"));

        List<OutboxStore.Entry> expected = Stream.of(1, 0)
                .flatMap(rest -> old.stream().filter(entry -> old.indexOf(entry) % 2 == rest)).toList();
        for (int limit = 1; limit <= 13; limit++) {
            assertThat(outbox().failures(MAILER, limit)).extracting(Failure::entry)
                    .isEqualTo(expected.subList(0, Math.min(limit, 12)));
        }
    }

    @Test
    void lagIsWhatIsNotDelivered() {
        Instant older = Samples.START.minus(1, ChronoUnit.MICROS);
        outbox().enqueue(
                List.of(new OutboxStore.Entry(MAILER, "a", 1, older), entry(MAILER, "a", 2), entry(MAILER, "b", 1),
                        entry(AUDIT, "a", 1)));
        assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, waiting(3, older), AUDIT, waiting(1, Samples.START)));

        Claim audit = claim(AUDIT);
        assertThat(outbox().lag().get(AUDIT)).as("claimed, not delivered").isEqualTo(waiting(1, Samples.START));
        outbox().settle(audit, new Outcome.Retry(NOW, "no"));
        assertThat(outbox().lag().get(AUDIT)).as("to be tried again").isEqualTo(waiting(1, Samples.START));
        outbox().settle(claim(AUDIT), PARK);
        assertThat(outbox().lag().get(AUDIT)).as("parked").isEqualTo(new Lag(0, 1, Optional.empty()));

        outbox().skip(AUDIT, "a", 1);
        outbox().settle(claim(MAILER), DELIVERED);
        outbox().settle(claim(MAILER), DELIVERED);
        assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, waiting(1, Samples.START)));
        outbox().settle(claim(MAILER), DELIVERED);
        assertThat(outbox().lag()).isEmpty();
    }

    // redelivery

    @Test
    void whatIsPutInOnceMoreIsDeliveredOnceMore() {
        outbox().enqueue(entries(MAILER, "a", 1, 2, 3));
        assertThat(drain()).hasSize(3);
        outbox().enqueue(entries(MAILER, "a", 4));

        assertThat(outbox().enqueue(entries(MAILER, "a", 3, 2))).isEqualTo(2);

        assertThat(drain()).isEqualTo(entries(MAILER, "a", 2, 3, 4));
    }

    @Test
    void whatWaitsAlreadyStaysAsItIs() {
        outbox().enqueue(List.of(entry(MAILER, "a", 1), entry(AUDIT, "b", 1)));
        outbox().settle(claim(MAILER), PARK);
        Claim claim = claim(AUDIT);
        List<Failure> failures = outbox().failures(MAILER, 10);

        assertThat(outbox().enqueue(List.of(entry(MAILER, "a", 1), entry(AUDIT, "b", 1), entry(AUDIT, "b", 2))))
                .isEqualTo(1);

        assertThat(outbox().failures(MAILER, 10)).isEqualTo(failures);
        assertThat(outbox().claim(BOTH, NOW, UNTIL)).isEmpty();
        assertThat(outbox().settle(claim, DELIVERED)).isTrue();
        assertThat(drain()).containsExactly(entry(AUDIT, "b", 2));
    }

    // many at once

    @Test
    void ofThoseWhoClaimOneHeadExactlyOneWins() {
        List<OutboxStore> nodes = List.of(outbox(), fixture().reopen().outbox());
        for (int i = 0; i < 50; i++) {
            outbox().enqueue(entries(MAILER, "a", i + 1, i + 2));

            List<Claim> claims = Race
                    .returned(Race.run(16, (thread, round) -> nodes.get(thread % 2).claim(BOTH, NOW, UNTIL))).stream()
                    .flatMap(Optional::stream).toList();

            assertThat(claims).extracting(Claim::entry).containsExactly(entry(MAILER, "a", i + 1));
            assertThat(outbox().settle(claims.getFirst(), DELIVERED)).isTrue();
        }
    }

    @Test
    void ofThoseWhoSettleOneClaimExactlyOneWins() {
        List<OutboxStore> nodes = List.of(outbox(), fixture().reopen().outbox());
        for (int i = 0; i < 50; i++) {
            outbox().enqueue(entries(MAILER, "a", i + 1));
            Claim claim = claim(MAILER);

            List<Boolean> settled = Race.returned(Race.run(8, (thread, round) -> nodes.get(thread % 2).settle(claim,
                    thread % 4 < 2 ? DELIVERED : new Outcome.Retry(NOW, "no"))));

            assertThat(settled.stream().filter(Boolean::booleanValue)).hasSize(1);
            drain();
        }
    }

    @Test
    void relaysSideBySideDeliverEverythingOnceAndInOrder() {
        int length = 20;
        List<String> streams = IntStream.range(0, 10).mapToObj(i -> "s" + i).toList();
        Stream.of(MAILER, AUDIT).forEach(consumer -> streams.forEach(stream -> outbox().enqueue(
                LongStream.rangeClosed(1, length).mapToObj(sequence -> entry(consumer, stream, sequence)).toList())));
        Told told = new Told();
        List<Relay<String>> relays = List.of(relay(outbox(), delivery -> told.add(delivery.entry())),
                relay(fixture().reopen().outbox(), delivery -> told.add(delivery.entry())));

        // who finds nothing left has left the rest of a queue to the one that has its head
        List<Relay.Drained> drained = Race
                .returned(Race.run(8, (thread, round) -> relays.get(thread % 2).drain(2 * 10 * length)));

        assertThat(drained.stream().mapToInt(Relay.Drained::delivered).sum()).isEqualTo(2 * 10 * length);
        assertThat(drained.stream().mapToInt(Relay.Drained::total).sum()).isEqualTo(2 * 10 * length);
        assertThat(told.queues.values()).hasSize(20)
                .containsOnly(LongStream.rangeClosed(1, length).boxed().toList());
        assertThat(outbox().lag()).isEmpty();
    }

    private static Relay<String> relay(OutboxStore outbox, EventConsumer.Handler<String> handler) {
        return Relay.of(outbox, (stream, sequence) -> Optional.of(stream),
                List.of(EventConsumer.of(MAILER, handler), EventConsumer.of(AUDIT, handler)), Relay.Policy.STANDARD,
                SettableClock.at(NOW), new Random(1));
    }

    /** What consumers were told, by consumer and stream. */
    private static final class Told {

        private final Map<String, List<Long>> queues = new ConcurrentHashMap<>();

        void add(OutboxStore.Entry entry) {
            queues.computeIfAbsent(queue(entry), queue -> Collections.synchronizedList(new ArrayList<>()))
                    .add(entry.sequence());
        }

        /** {@return what a consumer was told of a ticket, each event where it came first} */
        List<Long> of(String consumer, TicketId ticket) {
            return queues.getOrDefault(consumer + " " + ticket, List.of()).stream().distinct().toList();
        }
    }

    /** How a relay dies: not even it can do anything about it. */
    private static final class Death extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }

    @Tag("volume")
    @Test
    void everyEventReachesItsConsumersInOrderThoughRelaysDie() {
        int length = 20;
        int writers = 4;
        Dice.roll(dice -> {
            SettableClock clock = SettableClock.at(NOW);
            Relay.Policy policy = Relay.Policy.STANDARD.withMaxAttempts(100);
            Told told = new Told();
            AtomicInteger deliveries = new AtomicInteger();
            AtomicInteger deaths = new AtomicInteger();
            int mortality = 40 + dice.below(20);
            EventConsumer.Handler<TicketEvent> handler = delivery -> {
                int number = deliveries.incrementAndGet();
                if (number % mortality == 0) {
                    deaths.incrementAndGet();
                    throw new Death(); // before it was told
                }
                told.add(delivery.entry());
                if (number % mortality == 1) {
                    deaths.incrementAndGet();
                    throw new Death(); // between delivery and mark
                }
            };
            List<Tickets> nodes = Stream.of(storage(), fixture().reopen()).map(storage -> tickets(storage, clock,
                    builder -> builder.relay(policy).consumer(EventConsumer.of(AUDIT, handler))
                            .consumer(new EventConsumer<>(MAILER, event -> event instanceof TicketEvent.MessageAdded,
                                    handler))))
                    .toList();
            AtomicInteger writing = new AtomicInteger(writers);
            int perWriter = Math.max(1, events() / writers / length);

            Race.returned(Race.run(2 * writers, (thread, round) -> {
                Tickets node = nodes.get(thread / 2 % 2);
                if (thread < writers) {
                    try {
                        write(node, perWriter, length);
                    } finally {
                        writing.decrementAndGet();
                    }
                }
                while (writing.get() > 0) {
                    drainUntilDeath(node.events().orElseThrow());
                }
                for (int left = events(); left > 0 && !outbox().lag().isEmpty(); left--) {
                    drainUntilDeath(node.events().orElseThrow());
                    clock.advance(policy.lease()); // for what is in the hands of the dead
                }
                return thread;
            }));

            List<Ticket> all = Picture.everything(store(), TicketQuery.all());
            assertThat(all).hasSize(writers * perWriter).allSatisfy(ticket -> {
                List<TicketEvent> history = Picture.history(store(), ticket.id());
                assertThat(history).hasSize(length);
                assertThat(told.of(AUDIT, ticket.id())).isEqualTo(sequences(history));
                assertThat(told.of(MAILER, ticket.id())).isEqualTo(sequences(
                        history.stream().filter(event -> event instanceof TicketEvent.MessageAdded).toList()));
            });
            assertThat(deaths.get()).isPositive();
            assertThat(outbox().failures(AUDIT, 10)).isEmpty();
        });
    }

    private static List<Long> sequences(List<TicketEvent> events) {
        return events.stream().map(event -> event.stamp().sequence()).toList();
    }

    private static void write(Tickets tickets, int count, int length) {
        for (int i = 0; i < count; i++) {
            TicketId id = tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers.")).id();
            for (int sequence = 3; sequence <= length; sequence++) {
                tickets.handle(Samples.BORIS, id, sequence % 2 == 0 ? AddNote.of("note") : Reply.of("reply"));
            }
        }
    }

    private static void drainUntilDeath(TicketEvents events) {
        try {
            events.drain(100);
        } catch (Death e) {
            // another relay goes on, as soon as the claim of this one has ended
        }
    }

    @Test
    void onePoisonousTicketHoldsUpNoOther() {
        int length = Math.max(events() / 1_000, 10);
        SettableClock clock = SettableClock.at(NOW);
        Told told = new Told();
        AtomicBoolean repaired = new AtomicBoolean();
        Set<TicketId> poisonous = ConcurrentHashMap.newKeySet();
        Tickets tickets = tickets(storage(), clock, builder -> builder
                .relay(Relay.Policy.STANDARD.withMaxAttempts(3)).consumer(EventConsumer.of(AUDIT, delivery -> {
                    if (poisonous.contains(delivery.event().stamp().ticket()) && !repaired.get()) {
                        throw new StorageException("cannot read this", null);
                    }
                    told.add(delivery.entry());
                })));
        write(tickets, 100, length);
        List<Ticket> all = Picture.everything(store(), TicketQuery.all());
        TicketId poison = all.get(50).id();
        poisonous.add(poison);
        List<Long> history = LongStream.rangeClosed(1, length).boxed().toList();
        TicketEvents events = tickets.events().orElseThrow();

        assertThat(drainAll(events)).isEqualTo(99 * length);

        assertThat(all).filteredOn(ticket -> !ticket.id().equals(poison))
                .allSatisfy(ticket -> assertThat(told.of(AUDIT, ticket.id())).isEqualTo(history));
        assertThat(told.of(AUDIT, poison)).isEmpty();
        TicketEvents.Failure failure = events.failures(Actor.SYSTEM, AUDIT, 10).getFirst();
        assertThat(failure.ticket()).isEqualTo(poison);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.error()).isEqualTo("io.opora.StorageException: cannot read this");
        assertThat(failure.retryAt().orElseThrow()).isBetween(NOW.plusMillis(500), NOW.plusSeconds(1));

        for (int attempt = 2; attempt <= 3; attempt++) {
            clock.advance(Duration.ofDays(1));
            assertThat(drainAll(events)).isZero();
            assertThat(events.failures(Actor.SYSTEM, AUDIT, 10)).extracting(TicketEvents.Failure::attempts)
                    .containsExactly(attempt);
        }
        assertThat(events.failures(Actor.SYSTEM, AUDIT, 10).getFirst().retryAt()).as("parked").isEmpty();
        assertThat(events.lag(Actor.SYSTEM).get(AUDIT)).extracting(Lag::waiting, Lag::parked)
                .containsExactly(length - 1L, 1L);
        clock.advance(Duration.ofDays(100));
        assertThat(events.drain(10).total()).isZero();

        repaired.set(true);
        assertThat(events.retry(Actor.SYSTEM, AUDIT, poison, 1)).isTrue();
        assertThat(drainAll(events)).isEqualTo(length);
        assertThat(told.of(AUDIT, poison)).isEqualTo(history);
        assertThat(events.lag(Actor.SYSTEM)).isEmpty();
    }

    private static int drainAll(TicketEvents events) {
        int delivered = 0;
        Relay.Drained drained;
        do {
            drained = events.drain(Relay.MAX_DRAIN);
            delivered += drained.delivered();
            assertThat(delivered).as("what can be delivered comes to an end").isLessThanOrEqualTo(1_000_000);
        } while (drained.total() == Relay.MAX_DRAIN);
        return delivered;
    }

    @Test
    void aSlowConsumerHoldsUpNothingButItsTicket() {
        outbox().enqueue(entries(MAILER, "slow", 1, 2));
        IntStream.range(0, 20).forEach(i -> outbox().enqueue(entries(MAILER, "s" + i, 1, 2, 3)));
        CountDownLatch othersAreThrough = new CountDownLatch(1);
        Told told = new Told();
        Relay<String> relay = relay(outbox(), delivery -> {
            if (delivery.id().equals("slow:1")) {
                assertThat(othersAreThrough.await(PATIENCE.toMinutes(), TimeUnit.MINUTES)).isTrue();
            }
            told.add(delivery.entry());
        });

        List<Boolean> slow = Race.returned(Race.run(2, (thread, round) -> {
            try {
                long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos(); // of one who is in nobody's way
                do {
                    relay.drain(100);
                    // who finds nothing may be faster than the other one on its way to the slow ticket
                } while (!told.queues.containsKey("mailer slow")
                        && told.queues.values().stream().mapToInt(List::size).sum() < 60
                        && !outbox().lag().isEmpty() // a store that keeps nothing is not waited for
                        && System.nanoTime() < patience);
                boolean last = told.queues.containsKey("mailer slow");
                assertThat(told.queues.values()).as("told, by the one who is slow: %s", last)
                        .hasSize(last ? 21 : 20)
                        .areExactly(20, new Condition<>(List.of(1L, 2L, 3L)::equals, "told three events in order"));
                return last;
            } finally {
                othersAreThrough.countDown();
            }
        }));

        assertThat(slow).containsExactlyInAnyOrder(true, false);
        assertThat(told.queues.get("mailer slow")).containsExactly(1L, 2L);
    }

    // transactions

    @Test
    void entriesComeAndGoWithTheTransactionOfTheCaller() {
        Story rolledBack = samples().open();
        Story committed = samples().open();
        List<OutboxStore.Entry> expected = new ArrayList<>(entries(MAILER, "before", 1));
        outbox().enqueue(expected);

        rollBack(() -> append(Optional.empty(), List.of(rolledBack), entry(MAILER, rolledBack, 1)));
        assertThat(outbox().lag()).isEqualTo(Map.of(MAILER, waiting(1, Samples.START)));
        commit(() -> append(Optional.empty(), List.of(committed), entry(MAILER, committed, 1)));

        if (joinsTransactions()) {
            expected.add(entry(MAILER, committed, 1));
        }
        assertThat(drain()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatWasDoneWithEntriesIsUndoneWhenTheCallerRollsBack() {
        outbox().enqueue(List.of(entry(MAILER, "a", 1), entry(AUDIT, "c", 1)));
        outbox().settle(claim(MAILER), PARK);
        outbox().enqueue(entries(MAILER, "b", 1));
        Claim claim = claim(AUDIT);
        List<Failure> failures = outbox().failures(MAILER, 10);
        Map<String, Lag> lag = outbox().lag();

        rollBack(() -> assertThat(outbox().retry(MAILER, "a", 1)).isTrue());
        rollBack(() -> assertThat(outbox().skip(MAILER, "a", 1)).isTrue());
        rollBack(() -> assertThat(outbox().enqueue(entries(MAILER, "d", 1))).isEqualTo(1));
        rollBack(() -> assertThat(outbox().settle(claim, DELIVERED)).isTrue());
        rollBack(() -> {
            assertThat(outbox().settle(claim(MAILER), PARK)).isTrue();
            assertThat(outbox().failures(MAILER, 10)).as("seen within the transaction").hasSize(2);
        });

        assertThat(outbox().failures(MAILER, 10)).isEqualTo(failures);
        assertThat(outbox().lag()).isEqualTo(lag);
        assertThat(claim(MAILER).entry()).isEqualTo(entry(MAILER, "b", 1));
        assertThat(outbox().settle(claim, DELIVERED)).isTrue();
    }

    @Test
    void whatIsCommittedLaterIsNotPassedOver() {
        Story early = samples().open();
        Story late = samples().open();
        CountDownLatch earlyIsStored = new CountDownLatch(1);
        CountDownLatch lateIsDelivered = new CountDownLatch(1);

        List<List<OutboxStore.Entry>> drained = Race.returned(Race.run(2, (thread, round) -> {
            if (thread == 1) {
                if (joinsTransactions()) {
                    earlyIsStored.await(PATIENCE.toMinutes(), TimeUnit.MINUTES);
                }
                append(Optional.empty(), List.of(late), entry(MAILER, late, 1));
                List<OutboxStore.Entry> delivered = drain();
                lateIsDelivered.countDown();
                return delivered;
            }
            commit(() -> {
                append(Optional.empty(), List.of(early), entry(MAILER, early, 1));
                earlyIsStored.countDown();
                waitIfWritersDoNotTakeTurns(lateIsDelivered);
            });
            return List.of();
        }));

        List<OutboxStore.Entry> all = new ArrayList<>(drained.get(1));
        all.addAll(drain());
        assertThat(all.stream().map(OutboxStore.Entry::stream).collect(toSet())).isEqualTo(
                Stream.of(early, late).filter(story -> joinsTransactions() || story.equals(late))
                        .map(story -> story.id().toString()).collect(toSet()));
    }

    /** Where writers take turns, the other one waits for this transaction, and there is nothing to pass over. */
    private static void waitIfWritersDoNotTakeTurns(CountDownLatch other) {
        try {
            other.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the other transaction was under way", e);
        }
    }

    private OutboxStore outbox() {
        return storage().outbox();
    }

    private TicketStore.AppendResult append(Optional<TicketCommit.Answer> answer, List<Story> stories,
            OutboxStore.Entry... entries) {
        return store().append(
                new TicketCommit(stories.stream().map(Story::change).toList(), answer, LinkStore.Changes.NONE,
                        List.of(entries)));
    }

    private static OutboxStore.Entry entry(String consumer, Story story, long sequence) {
        return new OutboxStore.Entry(consumer, story.id().toString(), sequence,
                story.history().get((int) sequence - 1).stamp().at());
    }

    private static OutboxStore.Entry entry(String consumer, String stream, long sequence) {
        return new OutboxStore.Entry(consumer, stream, sequence, Samples.START);
    }

    private static List<OutboxStore.Entry> entries(String consumer, String stream, long... sequences) {
        return LongStream.of(sequences).mapToObj(sequence -> entry(consumer, stream, sequence)).toList();
    }

    private static Lag waiting(long count, Instant oldest) {
        return new Lag(count, 0, Optional.of(oldest));
    }

    /** Claims for a minute from now on what there is to claim. */
    private Claim claim(String consumer) {
        return outbox().claim(Set.of(consumer), NOW, UNTIL).orElseThrow();
    }

    /** {@return all that could be delivered now; it is now} */
    private List<OutboxStore.Entry> drain() {
        return settleAll(claim -> DELIVERED);
    }

    /** {@return all that could be claimed now, in the order in which it was; each is settled before the next is claimed} */
    private List<OutboxStore.Entry> settleAll(Function<Claim, Outcome> outcome) {
        List<OutboxStore.Entry> settled = new ArrayList<>();
        Optional<Claim> claim = outbox().claim(BOTH, NOW, UNTIL);
        while (claim.isPresent()) {
            assertThat(outbox().settle(claim.get(), outcome.apply(claim.get()))).isTrue();
            settled.add(claim.get().entry());
            assertThat(settled).as("what can be claimed comes to an end")
                    .hasSizeLessThanOrEqualTo(OutboxStore.MAX_PAGE);
            claim = outbox().claim(BOTH, NOW, UNTIL);
        }
        return settled;
    }
}
