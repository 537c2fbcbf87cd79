package io.opora.event;

import static java.util.Objects.requireNonNull;

import io.opora.Names;
import io.opora.Spelling;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where it is kept which consumers are still to be told of which events. An adapter answers these questions and decides nothing:
 * when to try again and when to give up is decided by {@link Relay}. Entries come in together with the events that they point
 * at, in the one atomic step that stores those; the contract kit ({@code io.opora.storage.tck}) tells when an adapter is done.
 *
 * <p>
 * The entries of one consumer and one stream are a queue in the order of their sequences. Only its <em>head</em>, the lowest
 * sequence that is not settled, can be claimed, and while a claim on one of its entries lasts, none of the others can. So a
 * queue is worked by one relay at a time and in order, and a head that fails holds up its own queue and no other. Which of
 * several heads is claimed first is up to the adapter, as long as none waits for ever behind others; an entry is found
 * because it is there, never because its number or its time is beyond some last one: what is stored later may be older.
 *
 * <p>
 * Every method is atomic by itself and sees everything that was stored before it was called. If the caller has a transaction
 * which the store can join, each method takes part in it, and neither commits nor rolls it back. Values are given back equal
 * to what was stored: texts to the character, instants to the microsecond. Implementations are safe for use by any number of
 * threads, and throw {@link io.opora.StorageException} when they cannot do what they are asked,
 * {@link io.opora.ClosedException} after they were closed.
 */
public interface OutboxStore {

    /** The most entries that {@link #enqueue} takes and {@link #failures} gives at once. */
    int MAX_PAGE = 1_000;

    /**
     * Claims the head of a queue. An entry can be claimed if no claim on its queue lasts, and its delivery has not failed yet
     * or is to be tried again by now. A claim lasts until it is settled or its time is over, whichever comes first.
     *
     * @param consumers only entries of these
     * @param now the time of the caller; an entry that was never tried can be claimed whatever the time is
     * @param until when the claim's time is over; the entry can be claimed by others from this instant on
     * @return the claim, or empty if there is nothing to claim
     */
    Optional<Claim> claim(Set<String> consumers, Instant now, Instant until);

    /**
     * An entry in the hands of one relay.
     *
     * @param entry the entry
     * @param fence tells this claim from every other one: a number that the store never gives again, not even when the entry
     *        is settled and put in once more
     * @param attempt which attempt to deliver the entry this is, from 1; counted when claimed, so that an attempt whose relay
     *        died counts too
     */
    record Claim(Entry entry, long fence, int attempt) {

        /** Checks that nothing is missing. */
        public Claim {
            requireNonNull(entry, "entry");
        }
    }

    /**
     * Ends a claim by what came of it.
     *
     * @param claim the claim
     * @param outcome what came of it
     * @return whether it was settled; {@code false} if the claim is lost, because the entry was claimed again, settled or
     *         {@linkplain #skip skipped} since, and then nothing was changed. A claim whose time is over is not lost before
     *         somebody else claims the entry
     */
    boolean settle(Claim claim, Outcome outcome);

    /** What came of a claim. */
    sealed interface Outcome {

        /** The longest description of an error, in characters. */
        int MAX_ERROR_LENGTH = 1_000;

        /** The consumer knows. The entry is gone, the next one of its queue is the head. */
        record Delivered() implements Outcome {}

        /**
         * It failed and is to be tried again. The entry stays the head of its queue.
         *
         * @param at not before this instant
         * @param error what went wrong
         */
        record Retry(Instant at, String error) implements Outcome {

            /**
             * Checks that nothing is missing.
             *
             * @throws IllegalArgumentException if the error is longer than {@value #MAX_ERROR_LENGTH} characters
             */
            public Retry {
                requireNonNull(at, "at");
                requireShort(error);
            }
        }

        /**
         * It failed for good: a dead letter. The entry stays the head of its queue and cannot be claimed until somebody
         * {@linkplain #retry unblocks} it.
         *
         * @param error what went wrong
         */
        record Park(String error) implements Outcome {

            /**
             * Checks that nothing is missing.
             *
             * @throws IllegalArgumentException if the error is longer than {@value #MAX_ERROR_LENGTH} characters
             */
            public Park {
                requireShort(error);
            }
        }

        private static void requireShort(String error) {
            if (error.length() > MAX_ERROR_LENGTH) {
                throw new IllegalArgumentException("an error is described in at most " + MAX_ERROR_LENGTH
                        + " characters, not in " + error.length());
            }
        }
    }

    /**
     * Puts entries in once more, or for the first time: redelivery. Those that wait already stay as they are.
     *
     * @param entries 1 to {@value #MAX_PAGE} entries, each once
     * @return how many were put in
     */
    int enqueue(List<Entry> entries);

    /**
     * Lists the entries of a consumer whose last settled attempt failed.
     *
     * @param consumer the consumer's name
     * @param limit the most to give, 1 to {@value #MAX_PAGE}
     * @return those that are parked, then those that are to be tried again; each by the time of the event, the oldest first
     */
    List<Failure> failures(String consumer, int limit);

    /**
     * An entry that could not be delivered yet.
     *
     * @param entry the entry
     * @param attempts how often it was claimed since it was put in or unblocked
     * @param error what went wrong the last time
     * @param retryAt when it is to be tried again; empty if it is parked
     */
    record Failure(Entry entry, int attempts, String error, Optional<Instant> retryAt) {

        /** Checks that nothing is missing. */
        public Failure {
            requireNonNull(entry, "entry");
            requireNonNull(error, "error");
            requireNonNull(retryAt, "retryAt");
        }
    }

    /**
     * Makes an entry that failed as good as new: it can be claimed at once, its attempts count from 1 again, and its error is
     * forgotten. A claim on it stays what it is.
     *
     * @param consumer the consumer's name
     * @param stream the stream
     * @param sequence the event's place in it
     * @return whether there was such an entry among the {@linkplain #failures failures}; nothing was changed otherwise
     */
    boolean retry(String consumer, String stream, long sequence);

    /**
     * Takes an entry that failed out without delivering it. A claim on it is lost.
     *
     * @param consumer the consumer's name
     * @param stream the stream
     * @param sequence the event's place in it
     * @return whether there was such an entry among the {@linkplain #failures failures}; nothing was changed otherwise
     */
    boolean skip(String consumer, String stream, long sequence);

    /** {@return how far behind each consumer is, by its name; consumers for which nothing is kept are left out} */
    Map<String, Lag> lag();

    /**
     * How far behind a consumer is.
     *
     * @param waiting how many entries are not delivered, those that are parked left out
     * @param parked how many are parked
     * @param oldest when the oldest event happened that is waiting; empty if none is
     */
    record Lag(long waiting, long parked, Optional<Instant> oldest) {

        /** Checks that nothing is missing. */
        public Lag {
            requireNonNull(oldest, "oldest");
        }
    }

    /**
     * One event that one consumer is to be told of: a pointer. What happened stands in the history and is read from there when it is
     * delivered, so that what was erased meanwhile is told to nobody.
     *
     * @param consumer the name of the consumer
     * @param stream the history in which the event stands, such as a ticket's; a consumer is told of the events of one stream in
     *        their order
     * @param sequence the place of the event in its stream, from 1
     * @param at when it happened, in whole microseconds
     */
    record Entry(String consumer, String stream, long sequence, Instant at) {

        /** The longest name of a stream, in characters. */
        public static final int MAX_STREAM_LENGTH = 64;

        private static final Pattern STREAM = Pattern.compile("[\\x21-\\x7E]{1," + MAX_STREAM_LENGTH + "}");

        /**
         * Checks the values and cuts the instant to microseconds.
         *
         * @throws io.opora.InvalidInputException if the consumer's name does not have the {@linkplain Names#FORM form}
         * @throws IllegalArgumentException if the stream is not 1 to {@value #MAX_STREAM_LENGTH} visible ASCII characters, or the
         *         sequence is less than 1
         */
        public Entry {
            Names.require("consumer", consumer);
            if (!STREAM.matcher(stream).matches()) {
                throw new IllegalArgumentException("a stream is named by 1 to " + MAX_STREAM_LENGTH
                        + " visible ASCII characters, not by " + Spelling.quote(stream));
            }
            if (sequence < 1) {
                throw new IllegalArgumentException("sequences begin at 1, not at " + sequence);
            }
            at = requireNonNull(at, "at").truncatedTo(ChronoUnit.MICROS);
        }
    }
}
