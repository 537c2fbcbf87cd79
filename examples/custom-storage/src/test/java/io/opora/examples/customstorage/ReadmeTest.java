package io.opora.examples.customstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what there is, and what was said. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern SAMPLE = Pattern.compile("// tag::\\w+\\[]\n(.*?)\n *// end::", Pattern.DOTALL);
    private static final Path MAIN = Path.of("src/main/java/io/opora/examples/customstorage");
    private static final Path TEST = Path.of("src/test/java/io/opora/examples/customstorage");

    @TempDir
    private Path folder;

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("README.md"))).results()
                .filter(block -> block.group(1).equals(language)).map(block -> block.group(2).stripTrailing()).toList();
    }

    private record Said(int exitCode, String out, String err) {}

    private static Said run(List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = TicketFolder.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Said(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void theProgramPrintsWhatIsShown() throws IOException {
        assertThat(blocks("console")).hasSize(2).allSatisfy(block -> {
            List<String> args = new ArrayList<>(
                    Arrays.asList(block.lines().findFirst().orElseThrow().substring(2).split(" ")));
            args.set(0, folder.resolve(args.getFirst()).toString());

            Said said = run(args);

            assertThat(said.out().stripTrailing()).isEqualTo(block.substring(block.indexOf('\n') + 1));
            assertThat(said.err()).isEmpty();
            assertThat(said.exitCode()).isZero();
        });
    }

    @Test
    void theProgramSaysWhatItNeeds() {
        assertThat(run(List.of())).isEqualTo(new Said(2, "", TicketFolder.USAGE + System.lineSeparator()));

        try (RocksStorage storage = RocksStorage.open(folder)) {
            assertThat(storage.capabilities()).isEmpty();
            Said said = run(List.of(folder.toString()));
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.err()).contains("Is another process working on them?");
        }
    }

    @Test
    void theCommandIsThatOfThisModule() throws IOException {
        assertThat(blocks("sh")).containsExactly(
                "mvn -q -pl examples/custom-storage -am test-compile exec:exec -Dargs=\"target/desk\"");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<exec.main>" + TicketFolder.class.getName() + "<");
        assertThat(Files.readString(Path.of("..", "..", "README.md"))).contains("(examples/custom-storage/README.md)");
        assertThat(Files.readString(Path.of("..", "..", "CONTRIBUTING.md"))).contains("`examples/custom-storage`");
    }

    @Test
    void theSamplesAreThoseOfTheSources() throws IOException {
        List<String> samples = new ArrayList<>();
        for (Path source : List.of(MAIN.resolve("TicketFolder.java"), TEST.resolve("RocksFixture.java"),
                TEST.resolve("RocksStorageTest.java"), TEST.resolve("DurabilityTest.java"),
                MAIN.resolve("RocksTickets.java"))) {
            SAMPLE.matcher(Files.readString(source)).results()
                    .forEach(sample -> samples.add(sample.group(1).stripIndent().stripTrailing()));
        }
        assertThat(blocks("java")).hasSize(5).isEqualTo(samples);
    }

    @Test
    void theDependencyIsThatOfThisModule() throws IOException {
        assertThat(blocks("xml")).hasSize(1);
        assertThat(flat(Files.readString(Path.of("pom.xml")))).contains(flat(blocks("xml").getFirst()));
    }

    private static String flat(String xml) {
        return xml.replaceAll("\\s+", "");
    }

    @Test
    void everySuiteOfTheKitIsRun() throws IOException {
        String suites = Files.readString(TEST.resolve("RocksStorageTest.java"));
        String listed = Files.readString(Path.of("..", "..",
                "support-core/src/tck/java/io/opora/storage/tck/package-info.java"));
        List<String> all = Pattern.compile("<td>\\{@link io\\.opora\\.storage\\.tck\\.(\\w+Contract)}").matcher(listed)
                .results()
                .map(suite -> suite.group(1)) // one is run by a class of its own, and one is of a search and not of a storage
                .filter(suite -> !Set.of("DurabilityContract", "FaqSearchContract").contains(suite)).toList();

        assertThat(all).hasSizeGreaterThan(10)
                .allSatisfy(suite -> assertThat(suites).contains(" extends " + suite + " {"));
    }

    @Test
    void theKitSaysWhatIsQuotedOfAVersionThatIsNotCompared() throws IOException {
        assertSaid(0, BrokenStorages.Blind.class, "ConcurrencyContract.ofThoseWhoChangeOneVersionExactlyOneWins");
    }

    @Test
    void theKitSaysWhatIsQuotedOfAWakeUpThatComesLate() throws IOException {
        assertSaid(1, BrokenStorages.Late.class, "TimeContract.aTicketIsDueAtTheInstantAndNotAMicrosecondBefore");
    }

    @Test
    void theKitSaysWhatIsQuotedOfTwoSteps() throws IOException {
        assertSaid(2, BrokenStorages.TwoSteps.class,
                "DurabilityContract.whatWasAcknowledgedIsThereAfterTheProcessWasKilled");
    }

    @Test
    void theKitSaysWhatIsQuotedOfWhatStaysInMemory() throws IOException {
        assertSaid(3, BrokenStorages.Lazy.class,
                "DurabilityContract.whatWasAcknowledgedIsThereAfterTheProcessWasKilled");
    }

    private static void assertSaid(int block, Class<?> broken, String test) throws IOException {
        List<String> quoted = blocks("text").get(block).lines().toList();
        assertThat(blocks("text")).hasSize(4);
        assertThat(quoted.getFirst()).isEqualTo(test);

        String said = BrokenStorages.said(broken, test.substring(test.indexOf('.') + 1));

        assertThat(said.lines().limit(quoted.size() - 1L).map(ReadmeTest::withoutFigures))
                .isEqualTo(quoted.stream().skip(1).map(ReadmeTest::withoutFigures).toList());
    }

    /** Which kill it was and what was lost differs from run to run. */
    private static String withoutFigures(String line) {
        return line.replaceAll("\\d+", "1");
    }
}
