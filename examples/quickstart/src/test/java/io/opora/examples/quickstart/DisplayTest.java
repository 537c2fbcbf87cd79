package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 3", "ёлка, 4", "e\u0301, 1", "й, 1", "🙂, 2", "👩\u200D🚀, 2", "❤, 1", "❤\uFE0F, 2",
            "漢字, 4",
            "ａ, 2", "a\u200Bb, 2"})
    void aTextTakesAsManyColumnsAsATerminalGivesIt(String text, int columns) {
        assertThat(Display.width(text)).isEqualTo(columns);
    }

    @Test
    void nothingInATextCommandsTheTerminal() {
        assertThat(Display.clean("a\u001B[31mb\u0007c\r\nd\u009B2Je\u2028f\u202Eg\u2066h\uD800i"))
                .isEqualTo("a [31mb c  d 2Je fgh i");
        assertThat(Display.clean("ёж 🙂 漢")).isEqualTo("ёж 🙂 漢");
    }

    @Test
    void aTextThatDoesNotFitEndsWithAnEllipsisAndNoHalfCharacter() {
        assertThat(Display.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Display.cut("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(Display.cut("abcd efg", 6)).isEqualTo("abcd…");
        assertThat(Display.cut("🙂🙂🙂🙂", 6)).isEqualTo("🙂🙂…");
        assertThat(Display.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301…");
    }

    @Test
    void paddingCountsColumns() {
        assertThat(Display.padRight("🙂", 4)).isEqualTo("🙂  ");
        assertThat(Display.padLeft("🙂", 4)).isEqualTo("  🙂");
        assertThat(Display.padRight("abcde", 4)).isEqualTo("abcde");
    }

    @Test
    void aTextIsBrokenAtItsLineBreaksBetweenWordsAndWithinAWordThatIsTooLong() {
        assertThat(Display.wrap("one two three\r\n\nfour", 7)).containsExactly("one two", "three", "", "four");
        assertThat(Display.wrap("an abcdefghij k", 4)).containsExactly("an", "abcd", "efgh", "ij k");
        assertThat(Display.wrap("abcd", 4)).containsExactly("abcd");
        assertThat(Display.wrap("🙂🙂🙂", 5)).containsExactly("🙂🙂", "🙂");
        assertThat(Display.wrap("🙂🙂", 1)).containsExactly("🙂", "🙂");
        assertThat(Display.wrap("", 4)).containsExactly("");
        assertThat(Display.wrap("a\tb\u001Bc", 9)).containsExactly("a b c");
    }

    @Test
    void twoColumnsStandSideBySideHoweverLongEachIs() {
        assertThat(Display.beside(List.of("a", "🙂"), List.of("b"), 3)).containsExactly("a   │ b", "🙂  │");
        assertThat(Display.beside(List.of(), List.of("b"), 3)).containsExactly("    │ b");
    }

    @Test
    void aHeadingIsAsWideAsTheTerminalWhateverItSays() {
        assertThat(Display.heading("Report")).startsWith("\n── Report ───").endsWith("─");
        assertThat(Display.width(Display.heading("Report").strip())).isEqualTo(Display.WIDTH);
        assertThat(Display.width(Display.heading("x".repeat(500)).strip())).isEqualTo(Display.WIDTH);
    }

    @Test
    void whatIsCountedStandsInThePluralUnlessItIsOne() {
        assertThat(List.of(Display.count(0, "ticket"), Display.count(1, "ticket"), Display.count(2, "ticket")))
                .containsExactly("0 tickets", "1 ticket", "2 tickets");
    }
}
