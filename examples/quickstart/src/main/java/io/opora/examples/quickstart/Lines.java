package io.opora.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Splits a stream into numbered lines of bytes. Lines end with LF or CRLF; a byte order mark at the start is dropped;
 * of a line that is too long only its number is kept, so a hostile file costs no memory.
 */
final class Lines {

    /** The longest line that is kept, in bytes. */
    static final int MAX_LENGTH = 1 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private final Deque<Line> unread = new ArrayDeque<>();
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /** One line without its end. Not a record: records with arrays are equal only to themselves. */
    static final class Line {

        private final long number;
        private final byte[] bytes;
        private final boolean tooLong;

        private Line(long number, byte[] bytes, boolean tooLong) {
            this.number = number;
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        /** Counted from 1. */
        long number() {
            return number;
        }

        /** The content, empty if too long; not a copy, and not to be changed. */
        byte[] bytes() {
            return bytes;
        }

        /** Whether it exceeded {@link #MAX_LENGTH}. */
        boolean tooLong() {
            return tooLong;
        }

        boolean isBlank() {
            return !tooLong && new String(bytes, StandardCharsets.ISO_8859_1).isBlank();
        }

        /** The content as text, if it is UTF-8 and not too long. */
        String text() throws MalformedLineException {
            if (tooLong) {
                throw new MalformedLineException("longer than " + MAX_LENGTH + " bytes");
            }
            return utf8(bytes);
        }
    }

    /** The next line, or nothing at the end. */
    Optional<Line> next() throws IOException {
        if (!unread.isEmpty()) {
            return Optional.of(unread.pop());
        }
        if (isAtEnd()) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean ended = false;
        while (!ended && !isAtEnd()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int room = Math.min(end - position, MAX_LENGTH - bytes.size());
            bytes.write(buffer, position, room);
            tooLong |= room < end - position;
            ended = end < limit;
            position = ended ? end + 1 : end;
        }
        number++;
        return Optional.of(new Line(number, tooLong ? new byte[0] : withoutMarks(bytes.toByteArray()), tooLong));
    }

    private boolean isAtEnd() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(in.read(buffer), 0);
        }
        return position == limit;
    }

    /** Puts lines back, to be read again in the given order. */
    void unread(List<Line> lines) {
        lines.reversed().forEach(unread::push);
    }

    /** Decodes strictly: replacing what is wrong would spoil a name or a sum without a word. */
    static String utf8(byte[] bytes) throws MalformedLineException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedLineException("not UTF-8", e);
        }
    }

    private byte[] withoutMarks(byte[] line) {
        int from = number == 1 && line.length >= 3 && Arrays.equals(line, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
        int to = line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return Arrays.copyOfRange(line, from, to);
    }
}
