package io.opora.examples.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;
import tools.jackson.databind.json.JsonMapper;

/** Runs the benchmarks and prints the table of ratios behind what JMH prints. */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Runs what the options choose, everything by default.
     *
     * @param args the file that JMH is to write its results to, and any options of JMH's own command line
     * @throws IOException if that file cannot be written or read
     */
    public static void main(String... args) throws IOException {
        run(Path.of(args[0]), List.of(args).subList(1, args.length), System.out);
    }

    static void run(Path results, List<String> options, PrintStream out) throws IOException {
        Files.deleteIfExists(results);
        // bytes for each operation, too: how much is allocated is the same on every machine
        Main.main(Stream.concat(Stream.of("-prof", "gc", "-rf", "json", "-rff", results.toString()), options.stream())
                .toArray(String[]::new));
        if (Files.exists(results)) { // not when the options ask for help or a list
            out.println();
            out.print(Report.table(JsonMapper.shared().readTree(results)));
        }
    }
}
