package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {

    @ParameterizedTest
    @CsvSource({"09:00,13:00,32400,46800,09:00-13:00", "00:00,24:00,0,86400,00:00-24:00",
            "22:00,06:00,79200,21600,22:00-06:00", "18:00,00:00,64800,86400,18:00-24:00",
            "09:00:15,09:00:45,32415,32445,09:00:15-09:00:45", "23:59:59,24:00:00,86399,86400,23:59:59-24:00"})
    void isMadeOfTwoTimesAndPrintedSoThatItCanBeReadBack(String from, String to, int fromSecond, int toSecond,
            String text) {
        TimeRange range = TimeRange.of(from, to);

        assertThat(range).isEqualTo(new TimeRange(fromSecond, toSecond)).hasToString(text);
        assertThat(TimeRange.parse(text)).isEqualTo(range);
    }

    @Test
    void runsOverMidnightIfItsEndIsBeforeItsStart() {
        assertThat(TimeRange.of("22:00", "06:00").isOverMidnight()).isTrue();
        assertThat(TimeRange.of("22:00", "24:00").isOverMidnight()).isFalse();
        assertThat(TimeRange.of("22:00", "06:00").end()).isEqualTo(108_000);
        assertThat(TimeRange.of("06:00", "22:00").end()).isEqualTo(79_200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9:00", "09.00", "25:00", "12:60", "12:00:60", "24:01", "", " 09:00", "09:00Z", "٠٩:٠٠"})
    void isRefusedWithTheTextThatIsNoTimeOfDay(String time) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TimeRange.of(time, "18:00"))
                .withMessageContaining(
                        "'" + time + "' is no time of day: write it as 09:00 or 09:00:30, from 00:00 to 24:00");
    }

    @Test
    void isRefusedShortlyIfTheTextIsLong() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TimeRange.of("9".repeat(1000), "18:00"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TimeRange.parse("nine to five"))
                .withMessageContaining("'nine to five' is no range of time: write it as 09:00-13:00");
    }

    @ParameterizedTest
    @CsvSource({"-1,5", "86400,5", "0,86401", "5,-1"})
    void isRefusedIfABoundIsNoSecondOfTheDay(int from, int to) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new TimeRange(from, to))
                .withMessageContaining("not " + from + " to " + to);
    }

    @ParameterizedTest
    @CsvSource({"09:00,09:00", "00:00,00:00"})
    void isRefusedIfItIsEmpty(String from, String to) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TimeRange.of(from, to))
                .satisfies(e -> assertThat(e.violations().getFirst().code()).isEqualTo("time-range"))
                .withMessageContaining("is no time at all");
    }
}
