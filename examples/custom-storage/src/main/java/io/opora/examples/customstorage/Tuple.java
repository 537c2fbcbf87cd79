package io.opora.examples.customstorage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Some texts, numbers and instants as bytes, for keys and values alike. Bytes sort as the parts do, the first part first, and no
 * tuple of other parts has the same bytes, whatever characters the texts hold: so a tuple of the first parts is the beginning
 * of all keys that begin with these, and of no others.
 */
final class Tuple {

    /** Ends a text. */
    private static final byte[] END = {0, 1};
    /** Stands for a zero within a text, which is less than every other byte, and more than the end. */
    private static final byte[] ZERO = {0, (byte) 0xFF};

    private final byte[] bytes;

    private Tuple(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return a tuple of strings, longs, instants, and optional ones of these} */
    static Tuple of(Object... parts) {
        return new Tuple(new byte[0]).with(parts);
    }

    /** {@return a tuple of these parts and more} */
    Tuple with(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes);
        for (Object part : parts) {
            write(part, out);
        }
        return new Tuple(out.toByteArray());
    }

    private static void write(Object part, ByteArrayOutputStream out) {
        switch (part) {
            case String text -> writeText(text.getBytes(StandardCharsets.UTF_8), out);
            case Long number -> writeNumber(number, out);
            case Instant instant -> {
                writeNumber(instant.getEpochSecond(), out);
                writeNumber(instant.getNano(), out);
            }
            case Optional<?> optional -> {
                writeNumber(optional.isPresent() ? 1 : 0, out);
                optional.ifPresent(value -> write(value, out));
            }
            default -> throw new IllegalArgumentException("no part of a tuple: " + part.getClass());
        }
    }

    private static void writeText(byte[] text, ByteArrayOutputStream out) {
        for (byte each : text) {
            if (each == 0) {
                out.writeBytes(ZERO);
            } else {
                out.write(each);
            }
        }
        out.writeBytes(END);
    }

    /** The sign is turned over, so that bytes, which have none, sort as numbers do. */
    private static void writeNumber(long number, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number ^ Long.MIN_VALUE).array());
    }

    /** {@return the bytes, which nobody may change} */
    byte[] bytes() {
        return bytes;
    }

    /** {@return whether a key begins with these parts} */
    boolean begins(byte[] key) {
        return key.length >= bytes.length && Arrays.equals(key, 0, bytes.length, bytes, 0, bytes.length);
    }

    /** {@return a reader of the parts that a key has behind these} */
    Reader behind(byte[] key) {
        return new Reader(ByteBuffer.wrap(key, bytes.length, key.length - bytes.length));
    }

    /** {@return a reader of the parts of a value} */
    static Reader read(byte[] value) {
        return new Reader(ByteBuffer.wrap(value));
    }

    /** Reads parts in the order in which they were written. */
    static final class Reader {

        private final ByteBuffer bytes;

        private Reader(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        String text() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (true) {
                byte each = bytes.get();
                if (each != 0) {
                    out.write(each);
                } else if (bytes.get() == END[1]) {
                    return out.toString(StandardCharsets.UTF_8);
                } else {
                    out.write(0);
                }
            }
        }

        long number() {
            return bytes.getLong() ^ Long.MIN_VALUE;
        }

        Instant instant() {
            long seconds = number();
            return Instant.ofEpochSecond(seconds, number());
        }

        Optional<Instant> optionalInstant() {
            return number() == 0 ? Optional.empty() : Optional.of(instant());
        }

        Optional<String> optionalText() {
            return number() == 0 ? Optional.empty() : Optional.of(text());
        }
    }
}
