package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsWhatTheyHoldAndNumbersStandToTheRight() {
        assertThat(new Table().right("#").left("name").row(7, "Ёж").row(12, "Hedgehog").lines()).containsExactly(
                " #  name",
                "──  ────────",
                " 7  Ёж",
                "12  Hedgehog");
    }

    @Test
    void aColumnHasItsOwnMostWidthAndTheLastOneEndsWhereTheTerminalDoes() {
        assertThat(new Table(20).left("name", 6).left("text").row("Hedgehog", "x".repeat(30)).lines()).containsExactly(
                "name    text",
                "──────  ────────────",
                "Hedge…  xxxxxxxxxxx…");
    }

    @Test
    void aColumnThatIsWrappedLosesNothing() {
        assertThat(new Table(16).right("#").wrapped("reason").row(7, "one two three four five").row(8, "six").lines())
                .containsExactly(
                        "#  reason",
                        "─  ─────────────",
                        "7  one two three",
                        "   four five",
                        "8  six");
    }

    @Test
    void aTableWithoutRowsHasItsTitles() {
        assertThat(new Table().left("name").right("tickets").lines()).containsExactly("name  tickets", "────  ───────");
    }

    @Test
    void aRowHasAValueForEachColumn() {
        assertThatThrownBy(() -> new Table().left("name").row("a", "b")).hasMessage("2 values for 1 columns");
    }
}
