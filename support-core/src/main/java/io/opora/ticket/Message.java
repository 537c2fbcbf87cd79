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
 * @param origin whether somebody wrote it or a program sent it unasked
 */
public record Message(Channel channel, Locale locale, String text, List<Attachment> attachments, Origin origin) {

    /** The longest text of a message or note, in characters. */
    public static final int MAX_LENGTH = 100_000;

    /** How many files a message or note may have. */
    public static final int MAX_ATTACHMENTS = 20;

    /**
     * Where a message comes from. What a mail server or another program sent by itself is kept like any message and does
     * nothing else: it reopens nothing, begins no follow-up ticket, wakes nobody, and no time is counted from it.
     */
    public enum Origin {
        /** Somebody wrote it: a person, or a bot that speaks in the desk's name. */
        WRITTEN,
        /** An answer that nobody wrote, such as a notice of absence. */
        AUTO_REPLY,
        /** A report that a mail could not be delivered, or what became of it. */
        BOUNCE,
        /** Sent by a program to whom it may concern: a newsletter, a list, a notification. */
        BULK,
        /** The desk's own mail that came back to it. */
        OWN;

        /** {@return whether nobody wrote it for this conversation} */
        public boolean isAutomatic() {
            return this != WRITTEN;
        }
    }

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public Message {
        requireNonNull(channel, "channel");
        requireNonNull(locale, "locale");
        requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
        requireNonNull(origin, "origin");
    }

    /**
     * A message that somebody wrote.
     *
     * @param channel the way it came or went
     * @param locale the language it is written in
     * @param text the text, plain, as it was written
     * @param attachments files that came with it
     */
    public Message(Channel channel, Locale locale, String text, List<Attachment> attachments) {
        this(channel, locale, text, attachments, Origin.WRITTEN);
    }

    /** {@return the sizes alone: what people write does not belong into logs} */
    @Override
    public String toString() {
        return "Message[" + channel + ", " + text.length() + " characters, " + attachments.size() + " attachments]";
    }
}
