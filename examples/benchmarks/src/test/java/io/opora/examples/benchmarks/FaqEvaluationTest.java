package io.opora.examples.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaqEvaluationTest {

    @Test
    void theFiguresAreThoseOfTheTextbook() {
        FaqScores scores = new FaqScores();
        scores.add(List.of("a", "b", "c"), Set.of("a"));
        scores.add(List.of("a", "b", "c", "d"), Set.of("d"));

        List<Double> means = scores.means();

        assertThat(means.get(0)).isEqualTo((1 + .25) / 2);
        assertThat(means.get(1)).isEqualTo(.5);
        assertThat(means.get(2)).isEqualTo(.5);
        assertThat(means.get(3)).isCloseTo((1 + Math.log(2) / Math.log(5)) / 2, within(1e-9));
        assertThat(means.get(4)).isEqualTo(1);
        assertThat(means.get(5)).isEqualTo((1 + .25) / 2);
    }

    @Test
    void questionsAreSpoiledAsPeopleDo() {
        assertThat(FaqNoise.otherLayout("Привет, мир")).isEqualTo("ghbdtn, vbh");
        assertThat(FaqNoise.otherLayout("hello")).isEqualTo("руддщ");
        assertThat(FaqNoise.transliterated("Ещё")).isEqualTo("eschyo");
        assertThat(FaqNoise.typos("warranty", 1, new Random(1))).isNotEqualTo("warranty");
        assertThat(FaqNoise.typos("a b", 1, new Random(1))).isEqualTo("a b");
    }

    @Test
    void aSetOfOnesOwnIsMeasured(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("entries.tsv"),
                "a\tКак вернуть деньги?\tНа карту.\nb\tГде посылка?\tВ пути.\n");
        Files.writeString(folder.resolve("queries.tsv"), "вернуть деньги\ta\nгде моя посылка\tb\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        FaqEvaluation.run(List.of(folder), new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8).lines()).hasSize(11).anyMatch(row -> row.contains("| transliterated |"))
                .anySatisfy(row -> assertThat(row).contains("| as asked | 1.000 | 1.000 |"));
    }
}
