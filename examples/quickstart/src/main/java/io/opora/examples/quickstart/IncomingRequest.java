package io.opora.examples.quickstart;

import io.opora.access.Actor;
import io.opora.ticket.Attachment;
import io.opora.ticket.Channel;
import io.opora.ticket.Message;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A customer's request as it reached the shop, before it becomes a ticket or a message of one.
 *
 * @param id          the source's own id, such as a Message-ID; reading a file twice gives the same ids
 * @param at          when it was sent, to the microsecond
 * @param from        who sent it
 * @param locale      language of the text; {@link Locale#ROOT} if nobody knows
 * @param channel     how it came
 * @param kind        what it is about
 * @param subject     one line
 * @param text        what the customer wrote
 * @param attachments files sent along
 * @param inReplyTo   id of the request or message this one answers, or null if it begins a conversation
 * @param origin      whether somebody wrote it or a program sent it unasked
 */
record IncomingRequest(String id, Instant at, Requester from, Locale locale, Channel channel, RequestKind kind,
        String subject, String text, List<Attachment> attachments, @Nullable String inReplyTo,
        Message.Origin origin) implements Happening {

    private static final int SUBJECT_LENGTH = 80;
    /** As much of a text as a subject can be made of. */
    private static final int SUBJECT_SOURCE = 5 * SUBJECT_LENGTH;
    /** A sentence of so few words says "good day" more often than what the matter is. */
    private static final int GREETING_WORDS = 2;
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?…]+(?=\\s)|\\R");
    private static final Pattern NOT_OF_A_LINE = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");
    /** What certainly is an address: a desk refuses others, and must not refuse a request because of one. */
    private static final Pattern PLAIN_ADDRESS = Pattern.compile(
            "(?=.{1,64}@.{1,180}$)[\\w%+-]+(\\.[\\w%+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");
    private static final Locale RUSSIAN = Locale.of("ru");

    IncomingRequest {
        if (id.isBlank()) {
            throw new IllegalArgumentException("the id is blank");
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("the text is blank");
        }
        if (id.equals(inReplyTo)) {
            throw new IllegalArgumentException("it says to answer itself");
        }
        if (attachments.size() > Message.MAX_ATTACHMENTS) {
            throw new IllegalArgumentException(
                    attachments.size() + " attachments, " + Message.MAX_ATTACHMENTS + " are possible");
        }
        at = Happening.time(at);
        attachments = List.copyOf(attachments);
    }

    /** A request that somebody wrote. */
    IncomingRequest(String id, Instant at, Requester from, Locale locale, Channel channel, RequestKind kind,
            String subject, String text, List<Attachment> attachments, @Nullable String inReplyTo) {
        this(id, at, from, locale, channel, kind, subject, text, attachments, inReplyTo, Message.Origin.WRITTEN);
    }

    @Override
    public int size() {
        int files = attachments.stream()
                .mapToInt(file -> file.name().length() + file.mediaType().length() + file.reference().length()).sum();
        return id.length() + from.name().orElse("").length() + subject.length() + text.length() + files;
    }

    /**
     * Makes a sender of what files say about one. Addresses that differ in upper and lower case are one person's.
     *
     * @param id   e-mail address or customer id
     * @param name how the sender calls themselves, or null if they do not say
     */
    static Requester sender(String id, @Nullable String name) {
        Requester sender = Requester.of(ADDRESS.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id);
        if (name != null) {
            sender = sender.withName(name);
        }
        String address = sender.id().value();
        return PLAIN_ADDRESS.matcher(address).matches() ? sender.withEmail(address) : sender;
    }

    /** The customer, as the one who acts on the desk. */
    Actor actor() {
        return Actor.customer(from.id().value());
    }

    /** The command that begins a ticket with this request. */
    OpenTicket toTicket() {
        String line = NOT_OF_A_LINE.matcher(subject).replaceAll(" ").strip();
        boolean tooLong = line.length() > Ticket.MAX_SUBJECT_LENGTH;
        // What a subject has no room for goes above the text: nothing that a customer wrote is dropped.
        OpenTicket.Builder ticket = tooLong
                ? OpenTicket.builder(subjectOf(line), line + "\n\n" + text)
                : OpenTicket.builder(line.isEmpty() ? subjectOf(text) : line, text);
        ticket.requester(from).kind(kind).channel(channel).origin(origin);
        language().ifPresent(ticket::locale);
        attachments.forEach(ticket::attachment);
        return ticket.build();
    }

    /** The command that adds this request to a ticket as a message. */
    Reply toReply() {
        Reply reply = Reply.of(text).withChannel(channel).withAttachments(attachments).withOrigin(origin);
        return language().map(reply::withLocale).orElse(reply);
    }

    private Optional<Locale> language() {
        return Optional.of(locale).filter(known -> !known.getLanguage().isEmpty());
    }

    /**
     * Makes a subject of a text: its first sentence or line, with the next one if it is as short as a greeting, cut between
     * words where it is longer than 80 characters.
     */
    static String subjectOf(String text) {
        String stripped = text.strip();
        String start = stripped.substring(0, Math.min(stripped.length(), SUBJECT_SOURCE));
        Matcher end = SENTENCE_END.matcher(start);
        String sentence = start;
        while (end.find()) {
            String upToHere = start.substring(0, end.end());
            if (upToHere.split("\\s+").length > GREETING_WORDS) {
                sentence = upToHere;
                break;
            }
        }
        sentence = sentence.strip().replaceAll("\\s+", " ");
        if (sentence.codePointCount(0, sentence.length()) <= SUBJECT_LENGTH) {
            return sentence;
        }
        int hardEnd = sentence.offsetByCodePoints(0, SUBJECT_LENGTH - 1);
        int wordEnd = sentence.lastIndexOf(' ', hardEnd);
        return sentence.substring(0, wordEnd > 0 ? wordEnd : hardEnd).stripTrailing() + "…";
    }

    /**
     * Guesses Russian or English by the letters. Latin product names are common within Russian sentences, the reverse
     * is rare: so a quarter of Cyrillic letters is enough. A text without letters gives {@link Locale#ROOT}.
     */
    static Locale localeOf(String text) {
        long cyrillic = count(text, Character.UnicodeScript.CYRILLIC);
        long latin = count(text, Character.UnicodeScript.LATIN);
        if (cyrillic + latin == 0) {
            return Locale.ROOT;
        }
        return cyrillic * 4 >= cyrillic + latin ? RUSSIAN : Locale.ENGLISH;
    }

    private static long count(String text, Character.UnicodeScript script) {
        return text.codePoints().filter(point -> Character.UnicodeScript.of(point) == script).count();
    }
}
