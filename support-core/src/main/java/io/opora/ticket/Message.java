package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * A public message of a ticket: the customer may read it. What only the staff may read is a {@link Note}, a type that no
 * customer's view can hold.
 *
 * @param channel the way it came or went
 * @param locale the language it is written in
 * @param text the text, plain, as it was written
 * @param attachments files that came with it
 */
public record Message(Channel channel, Locale locale, String text, List<Attachment> attachments) {

    /** The longest text of a message or note, in characters. */
    public static final int MAX_LENGTH = 100_000;

    /** How many files a message or note may have. */
    public static final int MAX_ATTACHMENTS = 20;

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public Message {
        requireNonNull(channel, "channel");
        requireNonNull(locale, "locale");
        requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
    }

    /** {@return the sizes alone: what people write does not belong into logs} */
    @Override
    public String toString() {
        return "Message[" + channel + ", " + text.length() + " characters, " + attachments.size() + " attachments]";
    }
}
