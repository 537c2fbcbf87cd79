package io.opora.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads requests from a file of any of three kinds, told apart by the file's name:
 * <ul>
 * <li>{@code .jsonl}, {@code .ndjson}: one JSON object a line, with the fields {@code id}, {@code at}, {@code from} and
 * {@code text}, and if known {@code name}, {@code locale}, {@code channel}, {@code kind}, {@code subject},
 * {@code inReplyTo} and {@code attachments} (each with {@code name}, {@code mediaType}, {@code size} and
 * {@code reference});
 * <li>{@code .csv}: RFC 4180 with a header of the same names in any order, without attachments;
 * <li>{@code .mbox}: a mailbox, as mail programs and servers export it.
 * </ul>
 * JSON Lines and CSV are UTF-8; mail says itself what it is. A malformed line is reported and skipped, and costs no
 * other line. Blank lines between records mean nothing.
 */
final class RequestReader {

    private RequestReader() {}

    /**
     * Reads a file to its end.
     *
     * @throws IOException    if the file cannot be read at all
     * @throws UsageException if the name tells of no known kind
     */
    static void read(Path file, LineSink<IncomingRequest> sink) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            read(String.valueOf(file.getFileName()), in, sink);
        }
    }

    /**
     * Reads a stream to its end and leaves it open.
     *
     * @param name file name: tells the kind, and stands in references to attachments of mail
     * @throws IOException    if the stream fails
     * @throws UsageException if the name tells of no known kind
     */
    static void read(String name, InputStream in, LineSink<IncomingRequest> sink) throws IOException {
        Lines lines = new Lines(in);
        switch (extension(name)) {
            case "jsonl", "ndjson" -> new JsonLinesReader<>(lines, JsonRequest::of, sink).read();
            case "csv" -> new CsvReader(lines, sink).read();
            case "mbox" -> new MboxReader(name, lines, sink).read();
            default -> throw new UsageException(
                    "Cannot tell what \"" + name + "\" holds: its name should end with .jsonl, .ndjson, .csv or .mbox");
        }
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
