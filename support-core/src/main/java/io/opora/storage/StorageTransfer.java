package io.opora.storage;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * Takes everything that a storage keeps out as JSON, a line a record, and puts it into another storage, of the same kind or another:
 * a backup that any storage can be filled with, or the way from one database to the next. The same records give the same bytes, so
 * what was written, read and written again is equal to the byte.
 *
 * <p>
 * The text is UTF-8. Its first line names the format and its version, its last line says how many lines there are between and has
 * their SHA-256, so that a text which was cut off or changed is refused. Messages, addresses and everything else that people wrote
 * stand in it in the clear; of secret links only hashes do.
 *
 * <p>
 * Lines are handled one after the other and never held together here; whether the storage does is up to it. Streams are neither closed
 * nor flushed beyond their content.
 */
public final class StorageTransfer {

    /** The version of the format that is written; others are refused. */
    public static final int FORMAT = 1;

    /** The longest line, in bytes: a ticket with its history. */
    public static final int MAX_LINE = 256 * 1024 * 1024;

    private StorageTransfer() {}

    /**
     * What went over.
     *
     * @param tickets how many tickets
     * @param events how many events of their histories
     * @param records how many records in all, tickets among them
     */
    public record Summary(long tickets, long events, long records) {

        static final Summary NOTHING = new Summary(0, 0, 0);

        Summary plus(StorageRecord record) {
            return record instanceof StorageRecord.OfTicket of
                    ? new Summary(tickets + 1, events + of.history().size(), records + 1)
                    : new Summary(tickets, events, records + 1);
        }
    }

    /**
     * Writes everything that a storage keeps, as it is at one instant; others may go on working with it.
     *
     * @param from the storage
     * @param to what is written to
     * @return what was written
     * @throws IOException if it cannot be written
     * @throws StorageException if the storage cannot be read
     */
    public static Summary write(Storage from, OutputStream to) throws IOException {
        requireNonNull(from, "from");
        LineWriter writer = new LineWriter(requireNonNull(to, "to"));
        try {
            writer.begin();
            from.readAll(writer::write);
            return writer.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Fills a storage that keeps nothing yet, wholly or not at all. Nobody else may work on it meanwhile.
     *
     * @param from what {@link #write} has written
     * @param into the storage; joins a transaction of the caller if it can
     * @return what was stored
     * @throws InvalidInputException if a line is not what it should be, with its number; nothing was stored
     * @throws StorageException if the storage keeps something already, or records cannot be kept together; nothing was stored
     * @throws IOException if it cannot be read; nothing was stored
     */
    public static Summary read(InputStream from, Storage into) throws IOException {
        return fill(new LineReader(requireNonNull(from, "from"), null), requireNonNull(into, "into"));
    }

    /**
     * A dry run: does all that {@link #read} does, and takes it back. Goes on after a line that is wrong, so that all of them are told
     * at once.
     *
     * @param from what {@link #write} has written
     * @param into the storage
     * @return what would have been stored
     * @throws InvalidInputException if lines are not what they should be, with the numbers of the first
     *         {@value Findings#MAX_LISTED} at most
     * @throws StorageException if the storage keeps something already, or records cannot be kept together
     * @throws IOException if it cannot be read
     */
    public static Summary check(InputStream from, Storage into) throws IOException {
        Findings findings = new Findings();
        LineReader reader = new LineReader(requireNonNull(from, "from"), findings);
        try {
            return fill(new Iterator<>() {
                @Override
                public boolean hasNext() {
                    if (reader.hasNext()) {
                        return true;
                    }
                    throw new EndOfDryRun();
                }

                @Override
                public StorageRecord next() {
                    return reader.next();
                }
            }, reader, requireNonNull(into, "into"));
        } catch (EndOfDryRun e) {
            findings.refuse(LineReader.SUBJECT);
            return reader.summary();
        }
    }

    private static Summary fill(LineReader reader, Storage into) throws IOException {
        return fill(reader, reader, into);
    }

    private static Summary fill(Iterator<StorageRecord> records, LineReader reader, Storage into) throws IOException {
        try {
            if (!into.fill(records)) {
                throw new StorageException(
                        "The storage keeps something already: only an empty one is filled. Nothing was stored", null);
            }
            return reader.summary();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Takes everything back that a dry run has done. */
    private static final class EndOfDryRun extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EndOfDryRun() {
            super("the dry run is over", null, false, false);
        }
    }

    static InvalidInputException refuse(long line, String code, String message) {
        return new InvalidInputException(LineReader.SUBJECT, violation(line, code, message));
    }

    static Violation violation(long line, String code, String message) {
        return new Violation("line " + line, code, message);
    }
}
