package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

/** Each limit, at it and one past it. */
class CalendarLimitsTest {

    private static BusinessCalendar.Builder mondays() {
        return BusinessCalendar.builder(ZoneOffset.UTC).open(DayOfWeek.MONDAY, TimeRange.of("09:00", "10:00"));
    }

    private static AbstractListAssert<?, ?, Violation, ObjectAssert<Violation>> assertRefused(
            BusinessCalendar.Builder builder) {
        try {
            builder.build();
        } catch (InvalidInputException e) {
            return assertThat(e.violations());
        }
        throw new AssertionError("built");
    }

    private static TimeRange[] ranges(int count) {
        TimeRange[] ranges = new TimeRange[count];
        for (int i = 0; i < count; i++) {
            ranges[i] = new TimeRange(i * 1000, i * 1000 + 500);
        }
        return ranges;
    }

    @Test
    void rangesOfADay() {
        assertThatCode(() -> mondays().open(DayOfWeek.TUESDAY, ranges(BusinessCalendar.MAX_RANGES)).build())
                .doesNotThrowAnyException();
        assertRefused(mondays().open(DayOfWeek.TUESDAY, ranges(BusinessCalendar.MAX_RANGES + 1)))
                .containsExactly(new Violation(
                        "week.TUESDAY", "too-many", "49 ranges of time on TUESDAY are too many: at most 48"));
    }

    @Test
    void dates() {
        BusinessCalendar.Builder builder = mondays();
        LocalDate first = LocalDate.of(1950, 1, 1);
        for (int i = 0; i < BusinessCalendar.MAX_DATES; i++) {
            builder.closed(first.plusDays(i));
        }
        assertThatCode(builder::build).doesNotThrowAnyException();
        builder.closed(first.minusDays(1));
        assertRefused(builder).containsExactly(
                new Violation("closed", "too-many", "10001 dates are too many: at most 10000"));
    }

    @Test
    void aDateWithoutRanges() {
        assertRefused(mondays().open(LocalDate.of(2026, 1, 12)).without(LocalDate.of(2026, 1, 12))).containsExactly(
                new Violation("hours.2026-01-12", "no-range",
                        "2026-01-12 is given no range of time; a date is closed by 'closed'"),
                new Violation("breaks.2026-01-12", "no-range",
                        "2026-01-12 is given no range of time; a date is closed by 'closed'"));
    }

    @Test
    void theFirstAndTheLastDate() {
        assertThatCode(() -> mondays().closed(LocalDate.of(1910, 1, 1)).closed(LocalDate.of(2199, 12, 31)).build())
                .doesNotThrowAnyException();
        assertRefused(mondays().closed(LocalDate.of(1909, 12, 31)).without(LocalDate.of(2200, 1, 1),
                TimeRange.of("09:00", "10:00")))
                .containsExactly(
                        new Violation("breaks.2200-01-01", "date",
                                "2200-01-01 is outside of what a calendar knows: 1910-01-01 to 2199-12-31"),
                        new Violation("closed.1909-12-31", "date",
                                "1909-12-31 is outside of what a calendar knows: 1910-01-01 to 2199-12-31"));
    }

    @Test
    void namesOfDates() {
        String longest = "x".repeat(BusinessCalendar.MAX_NAME_LENGTH);
        assertThatCode(() -> mondays().closed(LocalDate.of(2026, 1, 1), longest).build()).doesNotThrowAnyException();
        assertRefused(mondays().closed(LocalDate.of(2026, 1, 1), longest + 'x').closedYearly(MonthDay.of(5, 9), "a\nb"))
                .extracting(Violation::path, Violation::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("closed.2026-01-01", "name"),
                        org.assertj.core.groups.Tuple.tuple("yearly.05-09", "name"));
    }

    @Test
    void namesOfOneDateAreJoinedOnce() {
        BusinessCalendar calendar = mondays().closed(LocalDate.of(2026, 1, 12), "A").closed(LocalDate.of(2026, 1, 12))
                .closed(LocalDate.of(2026, 1, 12), "A").closed(LocalDate.of(2026, 1, 12), "B").build();

        assertThat(calendar).isEqualTo(mondays().closed(LocalDate.of(2026, 1, 12), "A, B").build());
        assertThat(mondays().closed(LocalDate.of(2026, 1, 12)).closed(LocalDate.of(2026, 1, 12), "A").build())
                .isEqualTo(mondays().closed(LocalDate.of(2026, 1, 12), "A").build());
    }

    @Test
    void whatCouldNotBeReadBackAsJson() {
        BusinessCalendar.Builder builder = mondays();
        String name = "x".repeat(BusinessCalendar.MAX_NAME_LENGTH);
        for (int i = 0; i < 5_000; i++) {
            builder.closed(LocalDate.of(1950, 1, 1).plusDays(i), name);
        }
        assertRefused(builder).extracting(Violation::code).containsExactly("json-too-long");
        BusinessCalendar.Builder shorter = mondays();
        for (int i = 0; i < 4_000; i++) {
            shorter.closed(LocalDate.of(1950, 1, 1).plusDays(i), name);
        }
        BusinessCalendar calendar = shorter.build();
        assertThat(BusinessCalendar.fromJson(calendar.toJson())).isEqualTo(calendar);
    }

    @Test
    void partsOfAUnion() {
        BusinessCalendar union = mondays().build();
        for (int i = 1; i < BusinessCalendar.MAX_PARTS; i++) {
            union = union.union(mondays().closed(LocalDate.of(2026, 1, i)).build());
        }
        BusinessCalendar sixteen = union;
        assertThat(BusinessCalendar.fromJson(sixteen.toJson())).isEqualTo(sixteen);
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> sixteen.union(mondays().build()))
                .withMessageContaining("a calendar of 17 others is too much: at most 16");
    }

    @Test
    void segmentsOfAnExplanation() {
        BusinessCalendar calendar = BusinessCalendar.builder(ZoneOffset.UTC).open(DayOfWeek.MONDAY, ranges(48))
                .open(DayOfWeek.TUESDAY, ranges(48)).open(DayOfWeek.WEDNESDAY, ranges(48)).build();
        Instant start = Instant.parse("2026-01-12T00:00:00Z");

        // 3 days of 48 segments with as many between them: 34 weeks of 288, then 104 and the gaps between them
        Duration most = Duration.ofSeconds(500L * (34 * 144 + 104));
        assertThat(calendar.explain(start, most).segments()).hasSize(9_999);
        assertThat(calendar.explain(start.minusSeconds(1), most).segments())
                .hasSize(BusinessCalendar.Explanation.MAX_SEGMENTS);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> calendar.explain(start, most.plusSeconds(1)))
                .withMessageContaining("there is too much to explain: at most 10000 segments; ask for a shorter span");
    }

    @Test
    void yearsOfASource() {
        int[] asked = new int[1];
        mondays().holidays(year -> {
            asked[0]++;
            return java.util.List.of();
        }, 1910, Integer.MAX_VALUE).build();

        assertThat(asked[0]).as("no more than a calendar knows, and the one after it").isEqualTo(291);
    }

    @Test
    void zonesWithoutChangesAndWithMany() {
        for (String zone : new String[]{"UTC", "-12:00", "+14:00", "Africa/Casablanca"}) {
            BusinessCalendar calendar = BusinessCalendar.alwaysOpen(ZoneId.of(zone));
            assertThat(calendar.between(BusinessCalendar.EARLIEST, BusinessCalendar.HORIZON.minusSeconds(1)))
                    .isEqualTo(Duration.between(BusinessCalendar.EARLIEST, BusinessCalendar.HORIZON.minusSeconds(1)));
        }
    }
}
