package io.opora.examples.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.sla.BusinessCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what the program reads and prints. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String COMMAND = "mvn -q -pl examples/sla -am process-classes exec:exec";

    @TempDir
    private Path folder;

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("README.md"))).results()
                .filter(block -> block.group(1).equals(language)).map(block -> block.group(2)).toList();
    }

    @Test
    void everyAnswerIsThatOfTheProgram() throws IOException {
        assertThat(blocks("console")).hasSize(9).allSatisfy(block -> {
            String question = block.substring(2, block.indexOf('\n'));
            String inFolder = question.replace("march.svg", folder.resolve("march.svg").toString());
            Program program = Program.ask(inFolder);

            assertThat("$ " + question + "\n" + program.out().replace(folder + "/", "") + program.err())
                    .isEqualTo(block);
            assertThat(program.exitCode()).isEqualTo(program.err().isEmpty() ? 0 : 2);
        });
    }

    @Test
    void theCommandsRun() throws IOException {
        Files.writeString(folder.resolve("mine.json"), blocks("json").getFirst());
        List<String> commands = blocks("sh").getFirst().lines().toList();

        assertThat(commands).hasSize(3).first().isEqualTo(COMMAND);
        for (String command : commands) {
            Matcher matcher = Pattern.compile(Pattern.quote(COMMAND) + "(?: -Dargs=\"(.*)\")?").matcher(command);
            assertThat(matcher.matches()).as(command).isTrue();
            String[] args = matcher.group(1) == null
                    ? new String[0]
                    : matcher.group(1).replaceAll("(\\w+\\.(?:svg|json))", folder + "/$1").split(" ");
            assertThat(Program.run(args)).as(command).returns(0, Program::exitCode).returns("", Program::err);
        }
        assertThat(folder.resolve("march.svg")).isNotEmptyFile();
    }

    @Test
    void theRootAndItsReadmeKnowTheCommand() throws IOException {
        assertThat(Files.readString(Path.of("..", "..", "README.md"))).contains("(examples/sla/README.md)");
    }

    @Test
    void theLimitsAreThoseOfTheLibrary() throws IOException {
        assertThat(Files.readString(Path.of("README.md")).replaceAll("\\s+", " ")).contains(
                "at most %,d characters".formatted(BusinessCalendar.MAX_JSON_LENGTH),
                "at most %,d lines".formatted(BusinessCalendar.Explanation.MAX_SEGMENTS));
    }
}
