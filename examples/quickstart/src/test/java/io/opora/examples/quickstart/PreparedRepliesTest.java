package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PreparedRepliesTest {

    private static final Program PROGRAM = Program.run();

    private static List<String> part() {
        return PROGRAM.part("Prepared replies");
    }

    @Test
    void suggestionsComeWithTheirReasonsAndGetBetterByWhatAgentsSend() {
        String lines = String.join(" ", part()).replaceAll(" +", " ");
        Matcher right = Pattern
                .compile("Right at the first place: (\\d+) of 15 requests in the first third of the day, "
                        + "(\\d+) of 15 in the last; (\\d+) suggestions in all, of which (\\d+) were right")
                .matcher(lines);

        assertThat(right.find()).as(lines).isTrue();
        assertThat(Integer.parseInt(right.group(2))).as("in the last third")
                .isGreaterThan(Integer.parseInt(right.group(1)));
        assertThat(Integer.parseInt(right.group(4)) * 2).as("of what was suggested")
                .isGreaterThan(Integer.parseInt(right.group(3)));
        assertThat(lines).contains("delivery 0.", "where, is, my");
    }

    @Test
    void forWhatIsNoQuestionNothingIsSuggested() {
        assertThat(part()).last().asString().startsWith("Nothing was suggested for \"?\"");
    }

    @Test
    void theProgramAnswersOneQuestionAndHandsTheOthersOver() {
        List<String> lines = PROGRAM.part("A program that may answer");

        assertThat(lines.get(1)).startsWith("  answered by itself with 'delivery', sure at 0.")
                .endsWith("the ticket stays new");
        assertThat(lines.get(3)).isEqualTo("  left to people: the customer asks for a person");
        assertThat(lines.get(5)).startsWith("  left to people: ");
    }
}
