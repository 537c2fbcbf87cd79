package io.opora.examples.replies;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final String COMMAND = "mvn -q -pl examples/replies -am process-classes exec:exec";

    @TempDir
    private Path folder;

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("README.md"))).results()
                .filter(block -> block.group(1).equals(language)).map(block -> block.group(2)).toList();
    }

    private void template(int block) throws IOException {
        Path templates = Files.createDirectories(folder.resolve("templates"));
        Files.writeString(templates.resolve("hours.json"), blocks("json").get(block));
    }

    private String inFolder(String question) {
        return question.replace("threshold.svg", folder.resolve("threshold.svg").toString())
                .replace("--templates templates", "--templates " + folder.resolve("templates"));
    }

    @Test
    void everyAnswerIsThatOfTheProgram() throws IOException {
        assertThat(blocks("console")).hasSize(6);
        for (String block : blocks("console")) {
            String question = block.substring(2, block.indexOf('\n'));
            template(question.startsWith("check") ? 1 : 0);
            Program program = Program.ask(inFolder(question));

            assertThat("$ " + question + "\n" + program.out().replace(folder + "/", "") + program.err())
                    .isEqualTo(block);
            assertThat(program.exitCode()).isEqualTo(program.err().isEmpty() ? 0 : 2);
        }
    }

    @Test
    void theCommandsRun() throws IOException {
        template(0);
        List<String> commands = blocks("sh").getFirst().lines().toList();

        assertThat(commands).hasSize(3).first().isEqualTo(COMMAND);
        for (String command : commands) {
            Matcher matcher = Pattern.compile(Pattern.quote(COMMAND) + "(?: -Dargs=\"(.*)\")?").matcher(command);
            assertThat(matcher.matches()).as(command).isTrue();
            String[] args = matcher.group(1) == null ? new String[0] : inFolder(matcher.group(1)).split(" ");
            assertThat(Program.run(args)).as(command).returns(0, Program::exitCode).returns("", Program::err);
        }
        assertThat(folder.resolve("threshold.svg")).isNotEmptyFile();
    }

    @Test
    void theMessagesThatItShowsAreRead() throws IOException {
        assertThat(Past.read("README", blocks("text").getFirst().lines().toList())).hasSize(2);
    }

    @Test
    void theRootAndItsReadmeKnowTheCommand() throws IOException {
        assertThat(Files.readString(Path.of("..", "..", "README.md"))).contains("(examples/replies/README.md)");
    }
}
