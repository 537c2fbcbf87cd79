package io.opora.examples.quickstart;

import java.io.IOException;
import java.util.Optional;

/**
 * Reads values from JSON Lines: one object a line.
 *
 * @param <T> what an object stands for
 */
final class JsonLinesReader<T> {

    private final Lines lines;
    private final Parser<T> parser;
    private final LineSink<T> sink;

    JsonLinesReader(Lines lines, Parser<T> parser, LineSink<T> sink) {
        this.lines = lines;
        this.parser = parser;
        this.sink = sink;
    }

    /** Turns an object into a value. */
    interface Parser<T> {

        T parse(JsonObject object) throws MalformedLineException;
    }

    void read() throws IOException {
        for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (!line.get().isBlank()) {
                read(line.get());
            }
        }
    }

    private void read(Lines.Line line) {
        T value;
        try {
            value = parser.parse(JsonObject.parse(line.text()));
        } catch (MalformedLineException e) {
            sink.badLine(new BadLine(line.number(), e.reason()));
            return;
        }
        sink.read(line.number(), value); // outside the try: what the caller throws is not the file's fault
    }
}
