package io.opora.examples.quickstart;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A customer's request as it reached the shop, before it becomes a ticket or a message of one.
 *
 * @param id          the source's own id, such as a Message-ID; reading a file twice gives the same ids
 * @param at          when it was sent, to the microsecond
 * @param from        who sent it
 * @param locale      language of the text
 * @param channel     how it came: {@code form}, {@code email}, {@code chat}, {@code phone} or another lower-case name
 * @param kind        what it is about, or null if nobody has said so yet
 * @param subject     one line
 * @param text        what the customer wrote
 * @param attachments files sent along
 * @param inReplyTo   id of the request or message this one answers, or null if it begins a conversation
 */
record IncomingRequest(String id, Instant at, Sender from, Locale locale, String channel, @Nullable RequestKind kind,
        String subject, String text, List<Attachment> attachments, @Nullable String inReplyTo) {

    private static final int SUBJECT_LENGTH = 80;
    private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?…]+(?=\\s)|\\R");
    private static final Locale RUSSIAN = Locale.of("ru");

    IncomingRequest {
        if (id.isBlank()) {
            throw new IllegalArgumentException("the id is blank");
        }
        if (!CHANNEL.matcher(channel).matches()) {
            throw new IllegalArgumentException("\"" + channel + "\" is no channel: a lower-case name is expected");
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("the text is blank");
        }
        if (id.equals(inReplyTo)) {
            throw new IllegalArgumentException("it says to answer itself");
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
        attachments = List.copyOf(attachments);
    }

    /**
     * Who sent a request.
     *
     * @param id   e-mail address or customer id
     * @param name how the sender calls themselves, or null if they do not say
     */
    record Sender(String id, @Nullable String name) {

        Sender {
            if (id.isBlank()) {
                throw new IllegalArgumentException("the sender is blank");
            }
        }
    }

    /**
     * Makes a subject of a text: its first sentence or line, cut between words where it is longer than 80 characters.
     */
    static String subjectOf(String text) {
        String stripped = text.strip();
        Matcher end = SENTENCE_END.matcher(stripped);
        // A full stop stays ("It hums."), a line break goes: both are within the match, strip() tells them apart.
        String sentence = (end.find() ? stripped.substring(0, end.end()) : stripped).strip();
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
