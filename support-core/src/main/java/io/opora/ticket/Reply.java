package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Adds a public message. What else it does depends on who sends it: a customer's reply may reopen the ticket, or begin a
 * follow-up ticket, as the workflow says; a reply by the staff changes no status. What {@linkplain Message.Origin nobody wrote}
 * does nothing else, and stays in the ticket that it was sent to if that was merged.
 *
 * @param text what to say; 1 to {@value Message#MAX_LENGTH} characters
 * @param channel the way it came or goes; by default the ticket's own
 * @param locale the language it is written in; by default the ticket's own
 * @param attachments files that come with it; at most {@value Message#MAX_ATTACHMENTS}
 * @param origin whether somebody wrote it or a program sent it unasked
 */
public record Reply(
        @Text(max = Message.MAX_LENGTH) String text,
        Optional<Channel> channel,
        Optional<@LanguageTag Locale> locale,
        @Size(max = Message.MAX_ATTACHMENTS) List<@Valid Attachment> attachments,
        Message.Origin origin) implements TicketCommand {

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public Reply {
        requireNonNull(text, "text");
        requireNonNull(channel, "channel");
        requireNonNull(locale, "locale");
        attachments = List.copyOf(attachments);
        requireNonNull(origin, "origin");
    }

    /**
     * A reply by the ticket's own channel in the ticket's own language.
     *
     * @param text what to say
     * @return the command
     */
    public static Reply of(String text) {
        return new Reply(text, Optional.empty(), Optional.empty(), List.of(), Message.Origin.WRITTEN);
    }

    /**
     * The same reply by another channel.
     *
     * @param value the channel
     * @return the command
     */
    public Reply withChannel(Channel value) {
        return new Reply(text, Optional.of(value), locale, attachments, origin);
    }

    /**
     * The same reply, said to be in another language.
     *
     * @param value the language
     * @return the command
     */
    public Reply withLocale(Locale value) {
        return new Reply(text, channel, Optional.of(value), attachments, origin);
    }

    /**
     * The same reply with these files.
     *
     * @param files the files
     * @return the command
     */
    public Reply withAttachments(List<Attachment> files) {
        return new Reply(text, channel, locale, files, origin);
    }

    /**
     * The same reply, said to come from elsewhere than from somebody who wrote it; {@link AutomaticMail} tells of mail.
     *
     * @param value where it comes from
     * @return the command
     */
    public Reply withOrigin(Message.Origin value) {
        return new Reply(text, channel, locale, attachments, value);
    }
}
