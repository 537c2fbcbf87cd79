package io.opora.event;

import static java.util.Objects.requireNonNull;

import io.opora.Names;
import io.opora.Spelling;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

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
public record OutboxEntry(String consumer, String stream, long sequence, Instant at) {

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
    public OutboxEntry {
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
