package io.opora.event;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Spelling;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.event.OutboxStore.Claim;
import io.opora.event.OutboxStore.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Carries events from the outbox to the consumers. It has no threads: the host calls {@link #drain(int)} every now and then, on
 * any number of threads and nodes at once. Each event reaches each consumer at least once, and the events of one stream in
 * their order; a relay that dies in between loses nothing, because its claim ends and another relay tells the event again. Clocks
 * that differ by more than a lease make events come twice, and never get lost.
 *
 * <p>
 * A delivery that fails is tried again after a pause that doubles from attempt to attempt, and after the last attempt the entry
 * is parked, for people to look at. Meanwhile only the later events of the same stream wait, for the same consumer. One entry
 * is claimed at a time, so that a slow consumer holds up nothing but the thread that called it: who drains on two threads has
 * the other one go on, and a thread that drains one consumer is not held up by another.
 *
 * <p>
 * What a consumer throws is kept beside the entry as the name of its class and its message, cut to
 * {@value OutboxStore.Outcome#MAX_ERROR_LENGTH} characters. Nothing of the event itself is kept there; a consumer that puts what
 * people wrote into its exceptions puts it there too, and should not.
 *
 * <p>
 * Immutable, safe for use by any number of threads.
 *
 * @param <E> what the events are
 */
public final class Relay<E> {

    /** The most deliveries that {@link #drain(int)} attempts in one call. */
    public static final int MAX_DRAIN = 10_000;

    /** The most consumers. */
    public static final int MAX_CONSUMERS = 100;

    private final OutboxStore outbox;
    private final Source<E> source;
    private final Map<String, EventConsumer<E>> consumers;
    private final Policy policy;
    private final InstantSource clock;
    private final RandomGenerator random;

    private Relay(OutboxStore outbox, Source<E> source, Map<String, EventConsumer<E>> consumers, Policy policy,
            InstantSource clock, RandomGenerator random) {
        this.outbox = requireNonNull(outbox, "outbox");
        this.source = requireNonNull(source, "source");
        this.consumers = consumers;
        this.policy = requireNonNull(policy, "policy");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /**
     * Makes a relay.
     *
     * @param <E> what the events are
     * @param outbox what is still to be delivered
     * @param source where the events are read
     * @param consumers who is told of them; at most {@value #MAX_CONSUMERS}
     * @param policy how often and how soon failures are tried again
     * @param clock the time
     * @param random spreads what is tried again; safe for any number of threads
     * @return the relay
     * @throws InvalidInputException if there are too many consumers, or two of one name
     */
    public static <E> Relay<E> of(OutboxStore outbox, Source<E> source, Collection<EventConsumer<E>> consumers,
            Policy policy, InstantSource clock, RandomGenerator random) {
        Map<String, EventConsumer<E>> byName = new LinkedHashMap<>();
        Findings findings = new Findings();
        for (EventConsumer<E> consumer : consumers) {
            if (byName.putIfAbsent(consumer.name(), consumer) != null) {
                findings.add(consumer.name(), "duplicate",
                        "two consumers are named '" + consumer.name() + "': the outbox could not tell them apart");
            }
        }
        if (consumers.size() > MAX_CONSUMERS) {
            findings.add("", "size", "at most " + MAX_CONSUMERS + " consumers can be told, not " + consumers.size());
        }
        findings.refuse("consumers");
        return new Relay<>(outbox, source, Collections.unmodifiableMap(byName), policy, clock, random);
    }

    /**
     * Where events are read when they are delivered.
     *
     * @param <E> what the events are
     */
    @FunctionalInterface
    public interface Source<E> {

        /**
         * Reads an event.
         *
         * @param stream its stream
         * @param sequence its place there
         * @return the event, or empty if there is none; what is thrown counts as a failed attempt to deliver it
         */
        Optional<E> read(String stream, long sequence);
    }

    /**
     * How long a delivery may take, and what becomes of one that fails. The pause after the n-th failure is
     * {@code firstDelay * 2^(n-1)}, at most {@code maxDelay}; of that, a random part of up to a half is left out, so that what
     * failed together does not come back together.
     *
     * @param lease how long a relay may be at one delivery before others take it for dead and deliver the event themselves; 1
     *        second to 1 day
     * @param maxAttempts after how many attempts an entry is parked; 1 to 100
     * @param firstDelay the pause after the first failure; 1 millisecond or more
     * @param maxDelay the longest pause; {@code firstDelay} to 7 days
     */
    public record Policy(Duration lease, int maxAttempts, Duration firstDelay, Duration maxDelay) {

        /** Five minutes for a delivery; 20 attempts, up to an hour apart, so that an entry is parked after four to eight hours. */
        public static final Policy STANDARD = new Policy(Duration.ofMinutes(5), 20, Duration.ofSeconds(1),
                Duration.ofHours(1));

        /**
         * Checks the values.
         *
         * @throws InvalidInputException if a value is out of range; lists every violation
         */
        public Policy {
            Findings findings = new Findings();
            require(findings, "lease", lease, Duration.ofSeconds(1), Duration.ofDays(1));
            if (maxAttempts < 1 || maxAttempts > 100) {
                findings.add("maxAttempts", "range", "must be 1 to 100, not " + maxAttempts);
            }
            require(findings, "firstDelay", firstDelay, Duration.ofMillis(1), Duration.ofDays(7));
            require(findings, "maxDelay", maxDelay, firstDelay, Duration.ofDays(7));
            findings.refuse("relay policy");
        }

        private static void require(Findings findings, String path, Duration value, Duration min,
                Duration max) {
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                findings.add(path, "range", "must be " + Spelling.span(min) + " to " + Spelling.span(max) + ", not "
                        + Spelling.span(value));
            }
        }

        /**
         * The same policy with another lease.
         *
         * @param value how long a relay may be at one delivery
         * @return the policy
         * @throws InvalidInputException if it is out of range
         */
        public Policy withLease(Duration value) {
            return new Policy(value, maxAttempts, firstDelay, maxDelay);
        }

        /**
         * The same policy with another number of attempts.
         *
         * @param value after how many attempts an entry is parked
         * @return the policy
         * @throws InvalidInputException if it is out of range
         */
        public Policy withMaxAttempts(int value) {
            return new Policy(lease, value, firstDelay, maxDelay);
        }

        /**
         * The same policy with other pauses.
         *
         * @param first the pause after the first failure
         * @param max the longest pause
         * @return the policy
         * @throws InvalidInputException if one of them is out of range
         */
        public Policy withDelays(Duration first, Duration max) {
            return new Policy(lease, maxAttempts, first, max);
        }

        private Duration delay(int failed, RandomGenerator random) {
            long first = firstDelay.toNanos();
            long max = maxDelay.toNanos();
            int doublings = failed - 1;
            long full = doublings >= Long.numberOfLeadingZeros(first) - 1 || first << doublings > max
                    ? max
                    : first << doublings;
            return Duration.ofNanos(full - random.nextLong(full / 2 + 1));
        }
    }

    /**
     * What came of the deliveries of one {@link #drain(int)}.
     *
     * @param delivered how many the consumers took
     * @param retried how many failed and are to be tried again
     * @param parked how many failed for good
     * @param lost how many took longer than their lease and were claimed by others meanwhile
     */
    public record Drained(int delivered, int retried, int parked, int lost) {

        /** {@return how many deliveries were attempted; 0 if there was nothing to do} */
        public int total() {
            return delivered + retried + parked + lost;
        }
    }

    /** {@return the names of the consumers, in the order in which they were given} */
    public Set<String> consumers() {
        return consumers.keySet();
    }

    /**
     * Finds a consumer.
     *
     * @param name its name
     * @return the consumer
     * @throws InvalidInputException if there is none of that name
     */
    public EventConsumer<E> consumer(String name) {
        EventConsumer<E> consumer = consumers.get(name);
        if (consumer == null) {
            throw new InvalidInputException("consumer", new Violation("consumer", "unknown", "no consumer is named "
                    + Spelling.quote(name) + Spelling.hintFor(name, consumers.keySet())));
        }
        return consumer;
    }

    /**
     * Tells who wants to be told of an event.
     *
     * @param stream its stream
     * @param sequence its place there
     * @param at when it happened
     * @param event what happened
     * @return the entries to store together with the event, in the order of the consumers
     */
    public List<OutboxStore.Entry> entries(String stream, long sequence, Instant at, E event) {
        return consumers.values().stream().filter(consumer -> wants(consumer, event))
                .map(consumer -> new OutboxStore.Entry(consumer.name(), stream, sequence, at)).toList();
    }

    private boolean wants(EventConsumer<E> consumer, E event) {
        boolean[] answer = {true}; // better told in vain than not told
        Attempt.failure(() -> answer[0] = consumer.interest().test(event));
        return answer[0];
    }

    /**
     * Delivers what waits for any consumer, until nothing is left that can be delivered now, the limit is reached, or the thread
     * is interrupted. Best called outside of any transaction: each claim and each delivery is kept by itself then.
     *
     * @param limit the most deliveries to attempt, 1 to {@value #MAX_DRAIN}
     * @return what came of them; call again while this is as many as the limit to catch up
     * @throws InvalidInputException if the limit is out of range
     * @throws StorageException if the store failed; what it did not take note of is delivered again
     */
    public Drained drain(int limit) {
        return drain(consumers.keySet(), limit);
    }

    /**
     * Delivers what waits for one consumer, like {@link #drain(int)}.
     *
     * @param consumer the consumer's name
     * @param limit the most deliveries to attempt, 1 to {@value #MAX_DRAIN}
     * @return what came of them
     * @throws InvalidInputException if there is no such consumer, or the limit is out of range
     * @throws StorageException if the store failed; what it did not take note of is delivered again
     */
    public Drained drain(String consumer, int limit) {
        return drain(Set.of(consumer(consumer).name()), limit);
    }

    private Drained drain(Set<String> names, int limit) {
        if (limit < 1 || limit > MAX_DRAIN) {
            throw new InvalidInputException("limit",
                    new Violation("limit", "range", "must be 1 to " + MAX_DRAIN + ", not " + limit));
        }
        Tally tally = new Tally();
        while (tally.total() < limit && !Thread.currentThread().isInterrupted()) {
            Instant now = now();
            Optional<Claim> claim = outbox.claim(names, now, now.plus(policy.lease()));
            if (claim.isEmpty()) {
                break;
            }
            deliver(claim.get(), tally);
        }
        return tally.drained();
    }

    private void deliver(Claim claim, Tally tally) {
        if (claim.attempt() > policy.maxAttempts()) {
            settle(claim, new Outcome.Park("Given up before attempt " + claim.attempt() + " of at most "
                    + policy.maxAttempts() + ": those before it failed, or the relays that made them never came back"),
                    tally);
            return;
        }
        OutboxStore.Entry entry = claim.entry();
        EventConsumer<E> consumer = consumer(entry.consumer());
        Optional<Throwable> failure = Attempt.failure(() -> consumer.handler().handle(
                new EventConsumer.Delivery<>(entry, claim.attempt(), source.read(entry.stream(), entry.sequence())
                        .orElseThrow(() -> new StorageException("The history has no such event", null)))));
        try {
            settle(claim, failure.map(error -> failed(claim, error)).orElseGet(Outcome.Delivered::new), tally);
        } finally {
            // only now: some drivers cannot be used by an interrupted thread
            if (failure.orElse(null) instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Outcome failed(Claim claim, Throwable error) {
        return claim.attempt() >= policy.maxAttempts()
                ? new Outcome.Park(description(error))
                : new Outcome.Retry(now().plus(policy.delay(claim.attempt(), random)).truncatedTo(ChronoUnit.MICROS),
                        description(error));
    }

    /** Says what went wrong in a form that every store can keep. */
    private static String description(Throwable error) {
        String message = error.getMessage();
        String text = error.getClass().getName() + (message == null ? "" : ": " + message);
        StringBuilder storable = new StringBuilder();
        for (int i = 0; i < text.length() && storable.length() < Outcome.MAX_ERROR_LENGTH;) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            boolean unfit = (point < ' ' && point != '\n' && point != '\t')
                    || Character.getType(point) == Character.SURROGATE;
            storable.appendCodePoint(unfit ? '?' : point);
        }
        // the last character may have taken two places
        return storable.length() <= Outcome.MAX_ERROR_LENGTH
                ? storable.toString()
                : storable.substring(0, Outcome.MAX_ERROR_LENGTH - 1);
    }

    private void settle(Claim claim, Outcome outcome, Tally tally) {
        if (!outbox.settle(claim, outcome)) {
            tally.lost++;
            return;
        }
        switch (outcome) {
            case Outcome.Delivered d -> tally.delivered++;
            case Outcome.Retry r -> tally.retried++;
            case Outcome.Park p -> tally.parked++;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Counts during one drain. */
    private static final class Tally {

        private int delivered;
        private int retried;
        private int parked;
        private int lost;

        int total() {
            return drained().total();
        }

        Drained drained() {
            return new Drained(delivered, retried, parked, lost);
        }
    }
}
