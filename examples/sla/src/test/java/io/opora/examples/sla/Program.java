package io.opora.examples.sla;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/**
 * What the program said.
 *
 * @param exitCode with which it ended
 * @param out what it printed
 * @param err what it complained about
 */
record Program(int exitCode, String out, String err) {

    static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");

    static Program run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = BusinessTime.run(List.of(args), () -> NOW, new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
        return new Program(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Runs it with arguments as they stand on a line. */
    static Program ask(String line) {
        return run(line.split(" "));
    }
}
