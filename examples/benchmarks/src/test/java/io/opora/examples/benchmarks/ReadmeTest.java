package io.opora.examples.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class ReadmeTest {

    private static final String COMMAND = "mvn -q -pl examples/benchmarks -am test-compile exec:exec";

    @Test
    void everyBenchmarkThatRunsStandsInTheTableAndNoOther() throws IOException {
        assertThat(matches("(?m)^\\| `(\\w+)` \\|", readme())).hasSizeGreaterThan(4)
                .containsExactlyInAnyOrderElementsOf(running());
    }

    @Test
    void theCommandsAreThoseOfThisModuleWithOptionsThatJmhKnows() throws Exception {
        List<String> commands = matches("(?m)^(mvn .*)$", readme());

        assertThat(commands).hasSize(5).first().isEqualTo(COMMAND);
        assertThat(Files.readString(Path.of("../../CONTRIBUTING.md"))).contains("```sh\n" + COMMAND + "\n```");
        CommandLineOptions options = new CommandLineOptions(
                commands.get(1).replaceAll(Pattern.quote(COMMAND) + " -Dargs=\"(.*)\"", "$1").split(" "));
        assertThat(options.getForkCount().get()).isEqualTo(1);
        for (String benchmark : options.getIncludes()) {
            assertThat(running()).contains(benchmark.replace("Benchmark", ""));
        }
        assertThat(options.getIncludes()).isNotEmpty();
        assertThat(commands.get(2)).startsWith(COMMAND + " -Dexec.main=" + FaqEvaluation.class.getName() + " ");
        assertThat(commands.get(3)).startsWith(COMMAND + " -Dexec.main=" + ReplyEvaluation.class.getName() + " ");
        assertThat(commands.get(4)).startsWith(COMMAND + " -Dargs=\"ReplyBenchmark ");
    }

    private static List<String> running() throws IOException {
        try (InputStream list = Objects
                .requireNonNull(ReadmeTest.class.getResourceAsStream("/META-INF/BenchmarkList"))) {
            return matches("benchmarks\\.(\\w+)Benchmark\\b", new String(list.readAllBytes(), UTF_8));
        }
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).distinct().toList();
    }
}
