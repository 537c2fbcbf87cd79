package io.opora.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a mailbox into messages and hands each to {@link Mail}.
 *
 * <p>A message begins with a line {@code From sender date} behind an empty line. Mail programs write {@code >From }
 * where a text has such a line itself, but not all do: so a header must follow, or it is taken for text.
 */
final class MboxReader {

    private static final Pattern FROM = Pattern.compile("From .*");
    private static final Pattern ESCAPED_FROM = Pattern.compile(">+From .*");
    private static final Pattern HEADER = Pattern.compile("[!-9;-~]+[ \\t]*:.*");
    /** C's asctime, with an offset before or behind the year as some servers write it. */
    private static final Pattern FROM_DATE = Pattern.compile(
            ".*\\b(\\w{3}) +(\\d{1,2}) +(\\d\\d:\\d\\d:\\d\\d)(?: +([+-]\\d{4}))? +(\\d{4})(?: +([+-]\\d{4}))?\\s*");
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendPattern("MMM d HH:mm:ss uuuu")
            .optionalStart()
            .appendPattern(" xx")
            .optionalEnd()
            .parseDefaulting(ChronoField.OFFSET_SECONDS, ZoneOffset.UTC.getTotalSeconds())
            .toFormatter(Locale.ENGLISH);

    private final String name;
    private final Lines lines;
    private final LineSink<IncomingRequest> sink;

    MboxReader(String name, Lines lines, LineSink<IncomingRequest> sink) {
        this.name = name;
        this.lines = lines;
        this.sink = sink;
    }

    void read() throws IOException {
        Optional<Lines.Line> line = skipToFirstMessage();
        while (line.isPresent()) {
            line = readMessage(line.get());
        }
    }

    private Optional<Lines.Line> skipToFirstMessage() throws IOException {
        Optional<Lines.Line> line = lines.next();
        boolean afterBlank = true;
        boolean reported = false;
        while (line.isPresent() && !(afterBlank && beginsMessage(line.get()))) {
            afterBlank = line.get().isBlank();
            if (!afterBlank && !reported) {
                sink.badLine(new BadLine(line.get().number(), "a mailbox begins with a line \"From sender date\""));
                reported = true;
            }
            line = lines.next();
        }
        return line;
    }

    /** Reads the message that begins with this line; gives the line with which the next one begins. */
    private Optional<Lines.Line> readMessage(Lines.Line from) throws IOException {
        Message message = new Message();
        boolean afterBlank = false;
        Optional<Lines.Line> line = lines.next();
        while (line.isPresent() && !(afterBlank && beginsMessage(line.get()))) {
            message.add(line.get());
            afterBlank = line.get().isBlank();
            line = lines.next();
        }
        hand(from, message);
        return line;
    }

    /** A message as it comes out of the mailbox, so long as it keeps to the limits that no mail of a person exceeds. */
    private static final class Message {

        private static final int MAX_BYTES = 32 << 20;
        private static final int MAX_HEADER_BYTES = 256 << 10;
        private static final int MAX_LINES = 1_000_000;
        /** Each part costs a parser some kilobytes, however short it is. */
        private static final int MAX_BORDERS = 10_000;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean inHeader = true;
        private int lines;
        private int borders;
        private Optional<String> excess = Optional.empty();

        void add(Lines.Line line) {
            if (excess.isPresent()) {
                return; // the rest is read, so that the next message is found, and not kept
            }
            byte[] content = line.bytes();
            lines++;
            borders += content.length > 1 && content[0] == '-' && content[1] == '-' ? 1 : 0;
            inHeader &= !line.isBlank();
            excess = excess(line);
            if (excess.isEmpty()) {
                int escape = ESCAPED_FROM.matcher(latin(content)).matches() ? 1 : 0;
                bytes.write(content, escape, content.length - escape);
                bytes.write('\n');
            }
        }

        private Optional<String> excess(Lines.Line line) {
            int size = bytes.size() + line.bytes().length + 1;
            if (line.tooLong()) {
                return Optional.of("a line longer than " + Lines.MAX_LENGTH + " bytes");
            } else if (inHeader && size > MAX_HEADER_BYTES) {
                return Optional.of("a header longer than " + MAX_HEADER_BYTES + " bytes");
            } else if (size > MAX_BYTES) {
                return Optional.of("more than " + MAX_BYTES + " bytes");
            } else if (lines > MAX_LINES) {
                return Optional.of("more than " + MAX_LINES + " lines");
            } else if (borders > MAX_BORDERS) {
                return Optional.of("more than " + MAX_BORDERS + " lines like the borders of parts");
            }
            return Optional.empty();
        }

        byte[] bytes() throws MalformedLineException {
            if (excess.isPresent()) {
                throw new MalformedLineException("the message has " + excess.get());
            }
            return bytes.toByteArray();
        }
    }

    private void hand(Lines.Line from, Message message) {
        IncomingRequest request;
        try {
            request = Mail.parse(name, message.bytes(), date(latin(from.bytes())));
        } catch (MalformedLineException e) {
            sink.badLine(new BadLine(from.number(), e.reason()));
            return;
        }
        sink.read(from.number(), request);
    }

    private boolean beginsMessage(Lines.Line line) throws IOException {
        if (!FROM.matcher(latin(line.bytes())).matches()) {
            return false;
        }
        Optional<Lines.Line> next = lines.next();
        next.ifPresent(following -> lines.unread(List.of(following)));
        return next.filter(following -> HEADER.matcher(latin(following.bytes())).matches()).isPresent();
    }

    private static Optional<Instant> date(String fromLine) {
        Matcher matcher = FROM_DATE.matcher(fromLine);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String offset = Optional.ofNullable(matcher.group(4)).or(() -> Optional.ofNullable(matcher.group(6)))
                .map(text -> " " + text).orElse("");
        try {
            return Optional.of(OffsetDateTime.parse(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3)
                    + " " + matcher.group(5) + offset, DATE).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
