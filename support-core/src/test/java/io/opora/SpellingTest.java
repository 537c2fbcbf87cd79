package io.opora;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    @Test
    void durationsPrintInDaysAndReadBack() {
        for (String text : List.of("P1D", "P10D", "PT23H59M", "P1DT1S", "P2DT3H4M5.006S", "PT0S", "PT-30H")) {
            assertThat(Spelling.span(Duration.parse(text))).isEqualTo(text);
        }
        assertThat(Spelling.span(Duration.parse("PT48H"))).isEqualTo("P2D");
    }

    @Test
    void theNearestNameIsFoundForTypingErrors() {
        List<String> known = List.of("open", "pending", "solved", "on-hold", "ab");
        assertThat(Spelling.nearest("slved", known)).isEqualTo("solved");
        assertThat(Spelling.nearest("sovled", known)).isEqualTo("solved");
        assertThat(Spelling.nearest("SOLVED", known)).isEqualTo("solved");
        assertThat(Spelling.nearest("onhold", known)).isEqualTo("on-hold");
        assertThat(Spelling.nearest("pendign", known)).isEqualTo("pending");
        assertThat(Spelling.nearest("opened", known)).isEqualTo("open");
        assertThat(Spelling.nearest("ba", known)).isEqualTo("ab");
        assertThat(Spelling.nearest("c", known)).isEmpty();
        assertThat(Spelling.nearest("xyz", known)).isEmpty();
        assertThat(Spelling.nearest("solve", List.of("solved", "solver", "solve"))).isEqualTo("solve");
        assertThat(Spelling.nearest("solvex", List.of("solved", "solver"))).isEqualTo("solved");
        assertThat(Spelling.nearest("pen", List.of("pan", "pencil"))).isEqualTo("pan");
        assertThat(Spelling.nearest("waitng-for-parts", List.of("waiting-for-part"))).isEqualTo("waiting-for-part");
        assertThat(Spelling.nearest("waiting", List.of("wtgiani"))).isEmpty();
    }

    @Test
    void whateverIsShownIsShortAndOnOneLine() {
        assertThat(Spelling.quote("a\r\nb\u0000")).isEqualTo("'a??b?'");
        assertThat(Spelling.quote("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
        assertThat(Spelling.quote("x".repeat(81))).isEqualTo("'" + "x".repeat(80) + "...'");
    }

    @Test
    void longListsAreCutAfterTen() {
        List<String> twelve = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
        assertThat(Spelling.list(twelve.subList(0, 10))).isEqualTo("a, b, c, d, e, f, g, h, i, j");
        assertThat(Spelling.list(twelve)).isEqualTo("a, b, c, d, e, f, g, h, i, j and 2 more");
        assertThat(Spelling.hintFor("zzz", List.of())).isEqualTo("; there is none");
    }
}
