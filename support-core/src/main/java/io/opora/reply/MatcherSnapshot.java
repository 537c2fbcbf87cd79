package io.opora.reply;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The envelope of a matcher's snapshot: what it is, of which version, and a check sum over all of it. */
final class MatcherSnapshot {

    private static final int MAGIC = 0x4F50524D;
    private static final int VERSION = 1;
    private static final int ENVELOPE = 3 * Integer.BYTES;

    private MatcherSnapshot() {}

    interface Writer {
        void write(DataOutput out) throws IOException;
    }

    interface Reader {
        void read(DataInput in) throws IOException;
    }

    static byte[] write(Writer content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            content.write(out);
            out.writeInt(checkSum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void read(byte[] snapshot, Reader content) {
        if (snapshot.length < ENVELOPE || ByteBuffer.wrap(snapshot).getInt() != MAGIC) {
            throw refused("foreign", "this is no snapshot of a matcher");
        }
        int version = ByteBuffer.wrap(snapshot).getInt(Integer.BYTES);
        if (version != VERSION) {
            throw refused("version", "this snapshot is of version " + version + ", and version " + VERSION
                    + " is needed; learn anew from wherever the cases are kept");
        }
        int end = snapshot.length - Integer.BYTES;
        if (ByteBuffer.wrap(snapshot).getInt(end) != checkSum(snapshot, end)) {
            throw refused("damaged", "this snapshot is damaged; learn anew from wherever the cases are kept");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot, 2 * Integer.BYTES,
                end - 2 * Integer.BYTES))) {
            content.read(in);
        } catch (IOException | RuntimeException e) {
            // the check sum was right, so somebody else made it
            throw refused("foreign", "this is no snapshot of a matcher");
        }
    }

    private static int checkSum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static InvalidInputException refused(String code, String message) {
        return new InvalidInputException("matcher snapshot", new Violation("", code, message));
    }
}
