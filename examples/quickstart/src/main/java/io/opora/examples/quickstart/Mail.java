package io.opora.examples.quickstart;

import io.opora.InvalidInputException;
import io.opora.ticket.Attachment;
import io.opora.ticket.Channel;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a request of a mail: its text, what it answers, and references to the files it carries. */
final class Mail {

    private static final Session SESSION = Session.getInstance(new Properties());
    private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]+)>");

    private final String mailbox;
    private final String id;
    private final List<String> texts = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();

    private Mail(String mailbox, String id) {
        this.mailbox = mailbox;
        this.id = id;
    }

    /**
     * Parses a mail.
     *
     * @param mailbox  name that stands in references to attachments
     * @param raw      the message as it was sent
     * @param received when the mailbox says it came, for a mail whose own date is missing or broken
     */
    static IncomingRequest parse(String mailbox, byte[] raw, Optional<Instant> received) throws MalformedLineException {
        try {
            MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(raw));
            // A mail without a Message-ID is named after its bytes, so that reading it again finds it again.
            String id = lastId(message, "Message-ID").orElseGet(() -> "unnamed-" + UUID.nameUUIDFromBytes(raw));
            Mail mail = new Mail(mailbox, id);
            mail.read(message, "1");
            return mail.toRequest(message, received);
        } catch (MessagingException | IOException e) {
            throw new MalformedLineException("bad mail: " + e.getMessage(), e);
        } catch (InvalidInputException e) {
            throw MalformedLineException.of(e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedLineException(String.valueOf(e.getMessage()), e);
        }
    }

    private IncomingRequest toRequest(MimeMessage message, Optional<Instant> received)
            throws MessagingException, IOException, MalformedLineException {
        Date sent = message.getSentDate();
        Instant at = Optional.ofNullable(sent).map(Date::toInstant).or(() -> received).orElseThrow(
                () -> new MalformedLineException("no date: neither in the header nor in the mailbox's From line"));
        String subject = header(message, "Subject").orElse("");
        String body = texts.stream().map(String::strip).filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
        String text = body.isEmpty() ? subject : body;
        if (text.isEmpty()) {
            throw new MalformedLineException("the mail has neither text nor subject");
        }
        Optional<String> repliedTo = lastId(message, "In-Reply-To");
        Optional<String> answered = repliedTo.isPresent() ? repliedTo : lastId(message, "References");
        return new IncomingRequest(id, at, sender(message), IncomingRequest.localeOf(text), Channel.EMAIL,
                RequestKind.UNSORTED,
                subject.isEmpty() ? IncomingRequest.subjectOf(text) : subject, text, attachments,
                answered.orElse(null));
    }

    private static Requester sender(MimeMessage message) throws MessagingException, MalformedLineException {
        Address[] from = message.getFrom();
        if (from == null || from.length == 0 || !(from[0] instanceof InternetAddress address)) {
            throw new MalformedLineException("no \"From\"");
        }
        String personal = address.getPersonal();
        return IncomingRequest.sender(address.getAddress(),
                personal == null || personal.isBlank() ? null : personal.strip());
    }

    /**
     * Collects texts and attachments; parts are numbered as IMAP does, {@code 1.2} being the second within the first.
     */
    private void read(Part part, String number) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            boolean alternatives = part.isMimeType("multipart/alternative");
            int chosen = alternatives ? plainest(multipart) : -1;
            String prefix = part instanceof MimeMessage ? "" : number + ".";
            for (int i = 0; i < multipart.getCount(); i++) {
                if (!alternatives || i == chosen) {
                    read(multipart.getBodyPart(i), prefix + (i + 1));
                }
            }
        } else if (isText(part)) {
            String text = decode(part);
            texts.add(part.isMimeType("text/html") ? HtmlText.of(text) : text);
        } else {
            attachments.add(attachment(part, number));
        }
    }

    /** The first plain text among alternatives, else the last one, which is the richest. */
    private static int plainest(Multipart alternatives) throws MessagingException {
        for (int i = 0; i < alternatives.getCount(); i++) {
            if (alternatives.getBodyPart(i).isMimeType("text/plain")) {
                return i;
            }
        }
        return alternatives.getCount() - 1;
    }

    private static boolean isText(Part part) throws MessagingException {
        return (part.isMimeType("text/plain") || part.isMimeType("text/html"))
                && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) && part.getFileName() == null;
    }

    private Attachment attachment(Part part, String number) throws MessagingException, IOException {
        String fileName = part.getFileName();
        // Encoded words have no place in a file name, yet half of all programs write them there.
        String name = fileName == null || fileName.isBlank()
                ? "part-" + number
                : safe(MimeUtility.decodeText(fileName));
        long size;
        try (InputStream content = part.getInputStream()) {
            size = content.transferTo(OutputStream.nullOutputStream());
        }
        return new Attachment(name, mediaType(part), size, mailbox + "#" + id + "/" + number);
    }

    /** A file name without folders and control characters, which have no place in one and could do harm on a disk. */
    private static String safe(String fileName) {
        return fileName.replaceAll("[/\\\\\\p{Cc}]+", "_");
    }

    private static String mediaType(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).getBaseType();
        } catch (ParseException e) {
            return "application/octet-stream";
        }
    }

    private static String decode(Part part) throws MessagingException, IOException {
        try (InputStream content = part.getInputStream()) {
            return new String(content.readAllBytes(), charset(part)).replace("\r\n", "\n");
        }
    }

    /** What the part declares; UTF-8 if it declares nothing, ASCII (which UTF-8 includes) or a name nobody knows. */
    private static Charset charset(Part part) throws MessagingException {
        try {
            String declared = new ContentType(part.getContentType()).getParameter("charset");
            Charset charset = declared == null
                    ? StandardCharsets.UTF_8
                    : Charset.forName(MimeUtility.javaCharset(declared));
            return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
        } catch (ParseException | IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static Optional<String> header(MimeMessage message, String name) throws MessagingException, IOException {
        String value = message.getHeader(name, null);
        return value == null
                ? Optional.empty()
                : Optional.of(MimeUtility.decodeText(MimeUtility.unfold(value)).strip());
    }

    /** The last id in a header: of all {@code References}, that is the message answered. */
    private static Optional<String> lastId(MimeMessage message, String name) throws MessagingException {
        String value = message.getHeader(name, " ");
        if (value == null) {
            return Optional.empty();
        }
        Matcher ids = MESSAGE_ID.matcher(value);
        return ids.results().map(result -> result.group(1)).reduce((first, second) -> second);
    }
}
