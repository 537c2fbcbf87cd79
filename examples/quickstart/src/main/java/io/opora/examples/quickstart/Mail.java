package io.opora.examples.quickstart;

import io.opora.InvalidInputException;
import io.opora.ticket.Attachment;
import io.opora.ticket.AutomaticMail;
import io.opora.ticket.Channel;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import jakarta.mail.Header;
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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a request of a mail: its text, what it answers, and references to the files it carries. */
final class Mail {

    private static final Session SESSION = Session.getInstance(new Properties());
    /** What mail in Russian is written in when it does not say so. */
    private static final Charset UNSAID = Charset.forName("windows-1251");
    private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]+)>");
    /** Parts within parts; programs that write mail need four or five. */
    private static final int MAX_DEPTH = 20;
    /** The most HTML of a mail, in characters: what a parser reads in a second. */
    private static final int MAX_HTML = 1_000_000;
    /** The longest subject and sender that are taken apart, in characters: the time it takes grows with their square. */
    private static final int MAX_HEADER_LINE = 10_000;
    private static final int MAX_FILE_NAME = 255;

    private final String mailbox;
    private final String id;
    private final List<String> texts = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private int html;

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
            mail.read(message, "1", 0, true);
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
        String subject = MimeUtility.decodeText(MimeUtility.unfold(header(message, "Subject"))).strip();
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
                answered.orElse(null), AutomaticMail.STANDARD.origin(fields(message)));
    }

    private static Map<String, List<String>> fields(MimeMessage message) throws MessagingException {
        return Collections.list(message.getAllHeaders()).stream().collect(
                Collectors.groupingBy(Header::getName, Collectors.mapping(Header::getValue, Collectors.toList())));
    }

    private static Requester sender(MimeMessage message) throws MessagingException, MalformedLineException {
        InternetAddress[] addresses = InternetAddress.parseHeader(header(message, "From"), false);
        if (addresses.length == 0 || addresses[0].getAddress() == null || addresses[0].getAddress().isBlank()) {
            throw new MalformedLineException("no \"From\"");
        }
        String personal = addresses[0].getPersonal();
        return IncomingRequest.sender(addresses[0].getAddress(),
                personal == null || personal.isBlank() ? null : personal.strip());
    }

    /**
     * Collects texts and attachments; parts are numbered as IMAP does, {@code 1.2} being the second within the first. Of
     * alternatives one is chosen, and files may lie in the others: programs put pictures and even documents there.
     */
    private void read(Part part, String number, int depth, boolean chosen)
            throws MessagingException, IOException, MalformedLineException {
        if (depth > MAX_DEPTH) {
            throw new MalformedLineException("parts within parts, more than " + MAX_DEPTH + " deep");
        }
        ContentType type = type(part);
        if (type.match("multipart/*") && part.getContent() instanceof Multipart multipart) {
            int choice = type.match("multipart/alternative") ? plainest(multipart) : -1;
            String prefix = part instanceof MimeMessage ? "" : number + ".";
            for (int i = 0; i < multipart.getCount(); i++) {
                read(multipart.getBodyPart(i), prefix + (i + 1), depth + 1, chosen && (choice < 0 || i == choice));
            }
        } else if (isText(part, type)) {
            if (chosen) {
                String text = decode(part, type);
                texts.add(type.match("text/html") ? plain(text) : text);
            }
        } else {
            attachments.add(attachment(part, number));
        }
    }

    /** The first plain text among alternatives that says something, else the last that can, which is the richest. */
    private static int plainest(Multipart alternatives) throws MessagingException, IOException {
        int richest = 0;
        for (int i = 0; i < alternatives.getCount(); i++) {
            Part part = alternatives.getBodyPart(i);
            ContentType type = type(part);
            if (type.match("text/plain") && !decode(part, type).isBlank()) {
                return i;
            }
            if (type.match("text/html") || type.match("multipart/*")) {
                richest = i;
            }
        }
        return richest;
    }

    private String plain(String text) throws MalformedLineException {
        html += text.length();
        if (html > MAX_HTML) {
            throw new MalformedLineException("more than " + MAX_HTML + " characters of HTML");
        }
        return HtmlText.of(text);
    }

    /** What a part says it is; plain text if that makes no sense, as it is where nothing is said. */
    private static ContentType type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType());
        } catch (ParseException e) {
            return new ContentType("text", "plain", null);
        }
    }

    private static boolean isText(Part part, ContentType type) throws MessagingException {
        return (type.match("text/plain") || type.match("text/html"))
                && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) && part.getFileName() == null;
    }

    private Attachment attachment(Part part, String number) throws MessagingException, IOException {
        String fileName = part.getFileName();
        // Encoded words have no place in a file name, yet half of all programs write them there.
        String name = fileName == null || fileName.isBlank()
                ? "part-" + number
                : safe(MimeUtility.decodeText(bare(fileName)));
        return new Attachment(name, type(part).getBaseType(), size(part), mailbox + "#" + id + "/" + number);
    }

    /** How many bytes can be decoded: of a file that is cut off, those before the cut. The reference leads to it anyway. */
    private static long size(Part part) throws MessagingException {
        long size = 0;
        try (InputStream content = part.getInputStream()) {
            byte[] buffer = new byte[8_192];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                size += read;
            }
        } catch (IOException e) {
            // what was decoded so far has been counted
        }
        return size;
    }

    /**
     * A file name without folders and control characters, which have no place in one and could do harm on a disk; cut in
     * the middle if it is too long, because its end says what it is.
     */
    private static String safe(String fileName) {
        String name = fileName.replaceAll("[/\\\\\\p{Cc}\\p{Cs}\u2028\u2029]+", "_");
        int half = MAX_FILE_NAME / 2;
        return name.length() <= MAX_FILE_NAME
                ? name
                : whole(name.substring(0, half)) + "…" + whole(name.substring(name.length() - half));
    }

    /** Without the half of a character that a cut may have left at either end. */
    private static String whole(String cut) {
        return cut.replaceAll("\\p{Cs}", "");
    }

    private static String decode(Part part, ContentType type) throws MessagingException, IOException {
        byte[] bytes;
        try (InputStream content = part.getInputStream()) {
            bytes = content.readAllBytes();
        }
        Optional<Charset> charset = charset(type);
        String text = charset.isPresent() ? new String(bytes, charset.get()) : guess(bytes);
        return text.replace("\r\n", "\n");
    }

    /** What the part declares, unless that is a name nobody knows, or ASCII, which people take for "no idea". */
    private static Optional<Charset> charset(ContentType type) {
        try {
            return Optional.ofNullable(type.getParameter("charset")).filter(name -> !name.equalsIgnoreCase("us-ascii"))
                    .map(name -> Charset.forName(MimeUtility.javaCharset(name)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String guess(byte[] bytes) {
        try {
            return Lines.utf8(bytes);
        } catch (MalformedLineException e) {
            return new String(bytes, UNSAID);
        }
    }

    /** A header as it was sent, empty if it is missing. */
    private static String header(MimeMessage message, String name) throws MessagingException, MalformedLineException {
        String value = message.getHeader(name, null);
        if (value == null) {
            return "";
        }
        if (value.length() > MAX_HEADER_LINE) {
            throw new MalformedLineException("\"" + name + "\" is longer than " + MAX_HEADER_LINE + " characters");
        }
        return bare(value);
    }

    /** A header without bytes in place of characters: that is how letters come that were sent without being encoded. */
    private static String bare(String header) {
        return header.chars().allMatch(letter -> letter < 0x80) || header.chars().anyMatch(letter -> letter > 0xFF)
                ? header
                : guess(header.getBytes(StandardCharsets.ISO_8859_1));
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
