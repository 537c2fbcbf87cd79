package io.opora.examples.replies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class PreparedRepliesTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAQuestionItAsksAFewItself() {
        Program tour = Program.run();

        assertThat(tour.exitCode()).isZero();
        assertThat(tour.out()).contains("(refund)", "(delivery)", "Hello Maria,", "Здравствуйте!",
                "no template fits well enough", PreparedReplies.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aks hello", "ask", "check it", "report", "ask hello --folder x", "ask hello --templates",
            "ask hello --accept much", "ask hello --accept 2", "ask hello --templates /nowhere/at/all",
            "ask hello --messages /nowhere/at/all", "report /nowhere/at/all.svg"})
    void aWrongQuestionIsAnsweredWithWhatIsRight(String question) {
        assertThat(Program.ask(question)).returns(2, Program::exitCode).extracting(Program::err).asString()
                .isNotBlank();
    }

    @Test
    void ofTemplatesThatAreWrongEachIsNamed() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{");
        Files.writeString(folder.resolve("b.json"), "{\"id\": \"b\"}");

        assertThat(Program.run("check", "--templates", folder.toString()).err()).contains("a.json: ", "b.json: ");
        assertThat(Program.run("check", "--templates", Files.createDirectory(folder.resolve("empty")).toString()).err())
                .contains("holds no templates");
    }

    @Test
    void messagesAreReadLineByLine() {
        assertThat(Past.read("m", List.of("a\tb\tone", "", "c\tNONE"))).extracting(Past::text)
                .containsExactly("a\tb", "c");
        for (String wrong : List.of("no tab", "\tone", "text\tan id", "x".repeat(10_001) + "\tone")) {
            assertThatThrownBy(() -> Past.read("m", List.of("fine\tone", wrong))).isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("m line 2: ");
        }
        assertThatThrownBy(() -> Past.read("m", List.of(" "))).hasMessageContaining("no messages");
    }

    @Test
    void messagesAloneAreEnoughToAskAndToReport() throws IOException {
        Path messages = folder.resolve("m.tsv");
        Files.write(messages, IntStream.range(0, 20).boxed().flatMap(i -> List.of(
                "where is parcel number " + i + "\tdelivery", "give the money back for order " + i + "\trefund",
                "sing me song " + i + "\tNONE").stream()).toList());

        assertThat(Program.run("ask", "where", "is", "my", "parcel", "--messages", messages.toString()).out())
                .contains("delivery (delivery)");
        Path picture = folder.resolve("p.svg");
        assertThat(Program.run("report", picture.toString(), "--messages", messages.toString()))
                .returns(0, Program::exitCode);
        assertThat(Files.readString(picture)).contains("60 messages, 20 of them fit no template");
    }

    @Test
    void accuracyFallsAndAnswersGrowAsMoreIsAccepted() {
        Report report = Report.of(List.of(), List.of(new Past("where is my parcel", java.util.Optional.empty())));
        assertThat(report.at(1)).isEqualTo(new Report.Point(1, 1, 1, 1));
        Report noneUnfitting = Report.of(List.of(), Past.read("m", List.of("a\tone", "b\ttwo")));
        assertThat(noneUnfitting.table().lines().skip(1)).hasSize(10).allMatch(line -> line.endsWith(" -"));
        assertThat(Drawing.of(noneUnfitting)).doesNotContain("stroke=\"#b35900\"");

        List<Report.Point> points = Report.of(List.of(), Past.read("m", IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 0 ? "where is parcel " + i + "\ta" : "money back " + i + "\tb").toList()))
                .points(10);
        assertThat(points).hasSize(10);
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).answered()).isGreaterThanOrEqualTo(points.get(i - 1).answered());
            assertThat(points.get(i).silent()).isLessThanOrEqualTo(points.get(i - 1).silent());
        }
        assertThat(points.getLast().answered()).isEqualTo(1);
        assertThat(points.getLast().right()).isEqualTo(1);
    }

    @Test
    void thePictureIsAnImage() throws Exception {
        Report report = Report.of(List.of(), Past.read("m", List.of("a\tone", "b\ttwo", "c\tNONE")));
        String svg = Drawing.of(report);

        assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg))).getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).contains("3 messages, 1 of them fit no template").doesNotContain("NaN");
    }
}
