package io.opora.examples.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyEvaluationTest {

    @Test
    void messagesThatWereLearnedAreRecognizedAndForeignOnesGetSilence(@TempDir Path folder) throws IOException {
        StringBuilder train = new StringBuilder();
        StringBuilder test = new StringBuilder();
        for (String thing : List.of("refund", "parcel", "password", "invoice", "size", "colour")) {
            for (int i = 0; i < 12; i++) {
                train.append("please help with my ").append(thing).append(" number ").append(i).append('\t')
                        .append(thing).append(" reply\n");
            }
            test.append("my ").append(thing).append(" please\t").append(thing).append(" reply\n");
        }
        test.append("bonjour tout le monde\tNONE\n");
        Files.writeString(folder.resolve("train.tsv"), train);
        Files.writeString(folder.resolve("test.tsv"), test);

        List<String> lines = printed(folder).lines().toList();

        assertThat(lines).hasSize(2 + 10);
        assertThat(lines.get(3)).contains("| and rehearsed | 1.000 | 1.000 | 1.000 | 1.000 |");
        assertThat(lines.getLast()).contains("as a stream").contains("1.000");
    }

    private static String printed(Path folder) throws IOException {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            ReplyEvaluation.main(new String[]{folder.toString()});
        } finally {
            System.setOut(out);
        }
        return bytes.toString(UTF_8);
    }
}
