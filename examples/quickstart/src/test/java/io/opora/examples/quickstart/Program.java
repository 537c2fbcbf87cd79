package io.opora.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * What the program said.
 *
 * @param exitCode with which it ended
 * @param out      what it printed
 * @param err      what it complained about
 */
record Program(int exitCode, String out, String err) {

    /** Runs it. */
    static Program run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Quickstart.run(List.of(args), new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
        return new Program(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** The lines of the part under a heading, without it and without empty ones. */
    List<String> part(String heading) {
        return out.lines().dropWhile(line -> !line.startsWith("── " + heading)).skip(1)
                .takeWhile(line -> !line.startsWith("── ")).filter(line -> !line.isBlank()).toList();
    }

    /** The lines of a section of the closing report, without its title. */
    List<String> section(String title) {
        List<String> lines = part("Report").stream().dropWhile(line -> !line.startsWith(title)).skip(1)
                .takeWhile(line -> line.startsWith("  ")).map(line -> line.substring(2)).toList();
        if (lines.isEmpty()) {
            throw new AssertionError("no section \"" + title + "\" in " + out);
        }
        return lines;
    }

    /** The rows of a table of the closing report, without its titles and rule; cells stand at least two blanks apart. */
    List<List<String>> rows(String title) {
        return section(title).stream().skip(2).map(line -> List.of(line.split(" {2,}"))).toList();
    }
}
