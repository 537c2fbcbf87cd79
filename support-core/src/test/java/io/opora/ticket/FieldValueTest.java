package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueTest {

    @ParameterizedTest
    @CsvSource({"1.50, 1.5", "-12.500000, -12.5", "100, 100", "1E+3, 1000", "0.000, 0", "-0.0, 0", "1E-6, 0.000001",
            "999999999999.999999, 999999999999.999999", "-999999999999.999999, -999999999999.999999",
            "1.0000000000, 1", "0E+99, 0"})
    void aNumberIsTheSameHoweverManyZerosItEndsWith(String written, String plain) {
        FieldValue value = FieldValue.number(new BigDecimal(written));

        assertThat(value.asText()).isEqualTo(plain);
        assertThat(value).isEqualTo(FieldValue.number(new BigDecimal(plain)))
                .hasSameHashCodeAs(FieldValue.number(new BigDecimal(plain)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000", "-1000000000000", "0.0000001", "1E-7", "1E+12", "1E+999999999",
            "1E-999999999"})
    void aNumberHasAtMostTwelveDigitsBeforeThePointAndSixBehindIt(String written) {
        assertMalformed(() -> FieldValue.number(new BigDecimal(written)),
                "a number has at most 12 digits before the decimal point and 6 behind it");
    }

    @Test
    void aDayLiesInTheYearsThatEveryDatabaseKeeps() {
        assertThat(FieldValue.date(LocalDate.of(1000, 1, 1)).asText()).isEqualTo("1000-01-01");
        assertThat(FieldValue.date(LocalDate.of(9999, 12, 31)).asText()).isEqualTo("9999-12-31");
        for (LocalDate day : List.of(LocalDate.of(999, 12, 31), LocalDate.of(10_000, 1, 1), LocalDate.MIN)) {
            assertMalformed(() -> FieldValue.date(day), "a date lies in the years 1000 to 9999");
        }
    }

    @Test
    void aTextIsFilledInAndStorable() {
        for (String text : List.of("x", " x ", "a\nb", "x".repeat(FieldValue.MAX_TEXT_LENGTH), "😀")) {
            assertThat(FieldValue.text(text).asText()).isEqualTo(text);
        }
        for (String text : List.of("", " \n", "x".repeat(FieldValue.MAX_TEXT_LENGTH + 1), "a\u0000", "\uD83D")) {
            assertMalformed(() -> FieldValue.text(text), "a text has 1 to 2000 characters, is not blank, and holds"
                    + " neither NUL nor half of a surrogate pair");
        }
    }

    @Test
    void anOptionHasAName() {
        assertThat(FieldValue.choice("photo").asText()).isEqualTo("photo");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> FieldValue.choice("No Name"));
    }

    @Test
    void yesAndNoAreValues() {
        assertThat(FieldValue.flag(true).asText()).isEqualTo("true");
        assertThat(FieldValue.flag(false).asText()).isEqualTo("false");
    }

    @Test
    void valuesOfDifferentTypesAreNeverEqual() {
        assertThat(List.of(FieldValue.text("true"), FieldValue.flag(true), FieldValue.choice("true"),
                FieldValue.text("1"), FieldValue.number(1), FieldValue.text("2026-03-02"),
                FieldValue.date(LocalDate.of(2026, 3, 2)))).doesNotHaveDuplicates();
    }

    @Test
    void numbersAndDaysLieBeforeOrAfterThoseOfTheirOwnType() {
        FieldValue.Ordered nine = FieldValue.number(9);
        FieldValue.Ordered ten = FieldValue.number(10);
        FieldValue.Ordered monday = FieldValue.date(LocalDate.of(2026, 3, 2));
        FieldValue.Ordered tuesday = FieldValue.date(LocalDate.of(2026, 3, 3));

        assertThat(nine.isAtMost(ten)).isTrue();
        assertThat(nine.isAtMost(nine)).isTrue();
        assertThat(ten.isAtMost(nine)).isFalse();
        assertThat(monday.isAtMost(tuesday)).isTrue();
        assertThat(monday.isAtMost(monday)).isTrue();
        assertThat(tuesday.isAtMost(monday)).isFalse();
        for (FieldValue other : List.of(monday, FieldValue.text("9"), FieldValue.choice("x"), FieldValue.flag(true))) {
            assertThat(nine.isAtMost(other)).isFalse();
        }
        assertThat(monday.isAtMost(ten)).isFalse();
    }

    @Test
    void whatPeopleWriteDoesNotBelongIntoLogs() {
        assertThat(FieldValue.text("My card number is 4111")).hasToString("Text[22 characters]");
        assertThat(new Ticket.Rating(1, Optional.of("Never again"), java.time.Instant.EPOCH, 3))
                .hasToString("Rating[1]");
    }

    private static void assertMalformed(ThrowingCallable call, String message) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call)
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly(new Violation("", "field-value", message)));
    }
}
