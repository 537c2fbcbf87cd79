package io.opora.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads requests from CSV with a header.
 *
 * <p>Records are cut out here and parsed one at a time by Commons CSV, because a parser that runs over the whole file
 * loses everything behind a quote that somebody forgot to close. Such a record costs its first line, and reading goes
 * on at the next.
 */
final class CsvReader {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    /** How much is read a second time, in bytes: a file made of nothing but open quotes must not be read for ever. */
    private static final long MAX_REREAD = 64 << 20;
    /** Column names as written in files, found without regard to case. */
    private static final Map<String, String> NAMES = RequestFields.NAMES.stream()
            .collect(Collectors.toUnmodifiableMap(CsvReader::key, name -> name));

    private final Lines lines;
    private final LineSink<IncomingRequest> sink;
    private long reread;

    CsvReader(Lines lines, LineSink<IncomingRequest> sink) {
        this.lines = lines;
        this.sink = sink;
    }

    void read() throws IOException {
        List<String> columns = List.of();
        for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (line.get().isBlank()) {
                continue;
            }
            IncomingRequest request;
            try {
                List<String> values = values(line.get());
                if (columns.isEmpty()) {
                    columns = header(line.get().number(), values);
                    continue;
                }
                request = request(columns, values);
            } catch (MalformedLineException e) {
                sink.badLine(new BadLine(line.get().number(), e.reason()));
                if (columns.isEmpty()) {
                    return; // no row means anything without a header
                }
                continue;
            }
            sink.read(line.get().number(), request);
        }
    }

    /** Reads the record that begins with this line. */
    private List<String> values(Lines.Line first) throws IOException, MalformedLineException {
        if (first.tooLong()) {
            throw new MalformedLineException("longer than " + Lines.MAX_LENGTH + " bytes");
        }
        List<Lines.Line> further = new ArrayList<>();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(first.bytes());
        boolean quoted = endsQuoted(first.bytes(), false);
        while (quoted) {
            Optional<Lines.Line> line = lines.next();
            line.ifPresent(further::add);
            if (line.isEmpty() || line.get().tooLong() || record.size() > Lines.MAX_LENGTH) {
                throw new MalformedLineException("a quote is opened and not closed" + giveBack(further));
            }
            record.write('\n');
            record.writeBytes(line.get().bytes());
            quoted = endsQuoted(line.get().bytes(), true);
        }
        String text = Lines.utf8(record.toByteArray());
        try {
            return parse(text);
        } catch (UncheckedIOException | IOException e) {
            throw new MalformedLineException("bad CSV: text beside quotes" + giveBack(further), e);
        }
    }

    /** Gives back the lines that an open quote has swallowed, each to be read for itself; says if they are too many. */
    private String giveBack(List<Lines.Line> swallowed) {
        reread += swallowed.stream().mapToLong(line -> line.bytes().length + 1L).sum();
        if (reread <= MAX_REREAD) {
            lines.unread(swallowed);
            return "";
        }
        return "; the " + swallowed.size() + " lines behind it are skipped too, because too many quotes were left open";
    }

    /** Whether a quoted value is still open where the line ends. Quotes and commas are single bytes in UTF-8. */
    private static boolean endsQuoted(byte[] line, boolean startsQuoted) {
        boolean quoted = startsQuoted;
        boolean valueStart = !startsQuoted;
        for (byte next : line) {
            if (next == '"' && (quoted || valueStart)) {
                quoted = !quoted;
                valueStart = !quoted; // "" within quotes closes and opens again
            } else {
                valueStart = next == ',' && !quoted;
            }
        }
        return quoted;
    }

    private static List<String> parse(String record) throws IOException, MalformedLineException {
        try (CSVParser parser = CSVParser.parse(record, FORMAT)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1) {
                throw new MalformedLineException("a carriage return stands alone: lines end with LF or CRLF");
            }
            return records.getFirst().toList();
        }
    }

    private List<String> header(long line, List<String> names) throws MalformedLineException {
        List<String> columns = names.stream().map(name -> NAMES.getOrDefault(key(name), name)).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new MalformedLineException("the header names column \"" + column + "\" twice");
            }
        }
        for (String required : RequestFields.REQUIRED) {
            if (!seen.contains(required)) {
                throw new MalformedLineException(
                        "the header has no column \"" + required + "\", so no row can be read");
            }
        }
        String unknown = columns.stream()
                .filter(column -> !RequestFields.NAMES.contains(column))
                .map(column -> "\"" + column + "\"")
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            sink.badLine(new BadLine(line, "unknown columns are left out: " + unknown));
        }
        return columns;
    }

    private static IncomingRequest request(List<String> columns, List<String> values) throws MalformedLineException {
        if (values.size() != columns.size()) {
            throw new MalformedLineException(
                    values.size() + " values where the header names " + columns.size() + " columns");
        }
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), values.get(i));
        }
        RequestFields fields = name -> Optional.ofNullable(row.get(name)).filter(value -> !value.isBlank());
        return fields.toRequest(List.of());
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
