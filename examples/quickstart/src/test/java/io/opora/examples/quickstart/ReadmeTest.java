package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what the program reads and prints. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern BLOCK = Pattern.compile("^( *)```(\\w+)\\n(.*?)^ *```$",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final String COMMAND = "mvn -q -pl examples/quickstart -am process-classes exec:exec";
    private static final Pattern ARGUMENTS = Pattern.compile(Pattern.quote(COMMAND) + "(?: -Dargs=\"(.*)\")?");

    @TempDir
    private Path folder;

    private record Block(String language, String content) {}

    private static List<Block> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("README.md"))).results()
                .map(block -> new Block(block.group(2), block.group(3).replaceAll("(?m)^" + block.group(1), "")))
                .toList();
    }

    private static List<Block> blocks(String language) throws IOException {
        return blocks().stream().filter(block -> block.language().equals(language)).toList();
    }

    @Test
    void everyBlockIsTriedByATestOfThisClass() throws IOException {
        assertThat(blocks()).extracting(Block::language)
                .containsExactly("sh", "text", "text", "text", "text", "jsonl", "csv", "mbox", "jsonl");
    }

    @Test
    void theCommandsRunAndTheFirstIsTheMainJobOfTheProject() throws IOException {
        List<String> commands = blocks("sh").getFirst().content().lines().toList();

        assertThat(commands).first().isEqualTo(COMMAND);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```sh\n" + COMMAND + "\n");
        for (String command : commands) {
            Matcher matcher = ARGUMENTS.matcher(command);
            assertThat(matcher.matches()).as(command).isTrue();
            String[] arguments = Optional.ofNullable(matcher.group(1)).stream()
                    .flatMap(Pattern.compile(" ")::splitAsStream)
                    .map(file -> ROOT.resolve(file).toString()).toArray(String[]::new);
            assertThat(Program.run(arguments)).as(command).returns(0, Program::exitCode);
        }
    }

    @Test
    void theExcerptsAreWhatTheProgramPrints() throws IOException {
        assertThat(blocks("text")).hasSize(4)
                .allSatisfy(block -> assertThat(Program.run().out()).contains("\n" + block.content()));
    }

    @Test
    void theFilesAreReadWithoutAComplaint() throws IOException {
        ReadResult lines = ReadResult.of("a.jsonl", blocks("jsonl").getFirst().content());
        ReadResult table = ReadResult.of("a.csv", blocks("csv").getFirst().content());
        ReadResult mails = ReadResult.of("a.mbox", blocks("mbox").getFirst().content());

        assertThat(List.of(lines, table, mails)).allSatisfy(result -> assertThat(result.badLines()).isEmpty());
        assertThat(lines.requests()).hasSize(2);
        assertThat(table.requests()).extracting(IncomingRequest::text)
                .containsExactly("It hums.\nIt does not pump.", "A 5\" pot, please");
        assertThat(mails.only().subject()).isEqualTo("Насос");
    }

    @Test
    void theScriptPlaysOnTheRequestsAboveIt() throws IOException {
        Path requests = Files.writeString(folder.resolve("requests.jsonl"), blocks("jsonl").getFirst().content());
        Path script = Files.writeString(folder.resolve("script.jsonl"), blocks("jsonl").getLast().content());

        assertThat(Program.run(requests.toString(), script.toString()).part("Report")).startsWith(
                "2 requests: 1 opened a ticket, 1 continued one, 0 came after the closing and opened a follow-up ticket.",
                "9 steps of agents: 8 done, 1 refused.", "Every line could be read.");
    }

    @Test
    void theLimitsAreThoseOfTheProgram() throws IOException {
        assertThat(Files.readString(Path.of("README.md")).replaceAll("\\s+", " ")).contains(
                "At most %,d requests with %d million characters in all".formatted(Intake.MAX_VALUES,
                        Intake.MAX_CHARACTERS / 1_000_000),
                "have at most %d MiB".formatted(Lines.MAX_LENGTH >> 20));
    }
}
