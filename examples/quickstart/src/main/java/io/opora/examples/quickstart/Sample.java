package io.opora.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The week that ships with this program: what the customers of a shop wrote, who works at its desk, and what they did.
 * It comes from our own jar, so a fault in it is a fault of the program and is thrown.
 */
final class Sample {

    private Sample() {}

    /** All requests and follow-ups, in the order in which they came. */
    static List<Numbered<IncomingRequest>> requests() {
        return readAll("requests.jsonl", JsonRequest::of);
    }

    /** Who works at the desk. */
    static List<TeamMember> team() {
        return readAll("team.jsonl", TeamMember::of).stream().map(Numbered::value).toList();
    }

    /** What the agents did, in order of time. */
    static List<Numbered<AgentStep>> script() {
        return readAll("agents.jsonl", AgentStep::of);
    }

    private static <T> List<Numbered<T>> readAll(String name, JsonLinesReader.Parser<T> parser) {
        List<Numbered<T>> values = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Sample.class.getResourceAsStream(name), name)) {
            new JsonLinesReader<>(new Lines(in), parser, new LineSink<T>() {

                @Override
                public void read(long line, T value) {
                    values.add(new Numbered<>(line, value));
                }

                @Override
                public void badLine(BadLine line) {
                    throw new IllegalStateException(name + ", line " + line.number() + ": " + line.reason());
                }
            }).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
