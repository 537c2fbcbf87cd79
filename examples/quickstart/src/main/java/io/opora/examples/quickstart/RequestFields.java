package io.opora.examples.quickstart;

import io.opora.InvalidInputException;
import io.opora.ticket.Attachment;
import io.opora.ticket.Channel;
import io.opora.ticket.RequestKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The named fields of one line, whichever format they were written in. */
interface RequestFields {

    /** Names of all fields that hold a single text. */
    List<String> NAMES = List.of("id", "at", "from", "name", "locale", "channel", "kind", "subject", "text",
            "inReplyTo");

    /** Those without which there is no request. */
    List<String> REQUIRED = List.of("id", "at", "from", "text");

    /** The field's text, or nothing if it is missing or blank. */
    Optional<String> text(String name) throws MalformedLineException;

    /** The field's text. */
    default String required(String name) throws MalformedLineException {
        return text(name).orElseThrow(() -> new MalformedLineException("no \"" + name + "\""));
    }

    /** An instant in ISO-8601 with an offset. */
    default Instant instant(String name) throws MalformedLineException {
        String text = required(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedLineException("\"" + name + "\" is no instant like 2026-03-02T08:15:00Z: " + text, e);
        }
    }

    /** Makes a request of the fields, with defaults for what may be absent. */
    default IncomingRequest toRequest(List<Attachment> attachments) throws MalformedLineException {
        String text = required("text");
        Optional<String> locale = text("locale");
        try {
            return new IncomingRequest(
                    required("id"),
                    instant("at"),
                    IncomingRequest.sender(required("from"), text("name").orElse(null)),
                    locale.isPresent() ? locale(locale.get()) : IncomingRequest.localeOf(text),
                    text("channel").map(Channel::of).orElse(Channel.FORM),
                    text("kind").map(RequestKind::of).orElse(RequestKind.UNSORTED),
                    text("subject").orElseGet(() -> IncomingRequest.subjectOf(text)),
                    text,
                    attachments,
                    text("inReplyTo").orElse(null));
        } catch (InvalidInputException e) {
            throw MalformedLineException.of(e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedLineException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Locale locale(String tag) throws MalformedLineException {
        try {
            return new Locale.Builder().setLanguageTag(tag).build();
        } catch (IllformedLocaleException e) {
            throw new MalformedLineException("\"locale\" is no language tag: " + tag, e);
        }
    }
}
