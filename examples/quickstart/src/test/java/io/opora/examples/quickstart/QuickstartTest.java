package io.opora.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Quickstart.run(List.of(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void worksThroughTheSampleAndReports() {
        assertThat(run()).isZero();
        assertThat(out.toString(UTF_8)).contains("Inbox on", "Workflow, in Mermaid", "stateDiagram-v2", "Report");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"samples/support.mbox", "samples/requests.csv"})
    void worksThroughAFile(String file) {
        assertThat(run(file)).isZero();
        assertThat(out.toString(UTF_8)).contains("Report");
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        assertThat(run("no-such-file.jsonl")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("no-such-file.jsonl");
    }
}
