package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.sla.BusinessCalendar.Explanation.Reason;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rows of the table "Calendar" of the semantics, each under its own name. 2026-01-12 is a Monday. */
class CalendarSemanticsTest {

    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final EnumSet<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    private static BusinessCalendar.Builder office(ZoneId zone) {
        return BusinessCalendar.builder(zone).open(WEEKDAYS, TimeRange.of("09:00", "13:00"),
                TimeRange.of("14:00", "18:00"));
    }

    private static final BusinessCalendar OFFICE = office(MOSCOW).build();

    private static Instant at(String local, ZoneId zone) {
        return LocalDateTime.parse(local).atZone(zone).toInstant();
    }

    private static Instant moscow(String local) {
        return at(local, MOSCOW);
    }

    private static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }

    /** How much is open on a date, by instants. */
    private static Duration openOn(BusinessCalendar calendar, String date) {
        LocalDate day = LocalDate.parse(date);
        return calendar.between(day.atStartOfDay(calendar.zone()).toInstant(),
                day.plusDays(1).atStartOfDay(calendar.zone()).toInstant());
    }

    private static List<Violation> violations(BusinessCalendar.Builder builder) {
        try {
            builder.build();
        } catch (InvalidInputException e) {
            return e.violations();
        }
        return List.of();
    }

    private static void assertRefused(BusinessCalendar.Builder builder, String path, String code, String message) {
        assertThat(violations(builder)).containsExactly(new Violation(path, code, message));
    }

    @Nested
    @DisplayName("windows")
    class Windows {

        @Test
        void areHalfOpenInWallTime() {
            assertThat(OFFICE.isOpen(moscow("2026-01-12T08:59:59"))).isFalse();
            assertThat(OFFICE.isOpen(moscow("2026-01-12T09:00:00"))).isTrue();
            assertThat(OFFICE.isOpen(moscow("2026-01-12T12:59:59"))).isTrue();
            assertThat(OFFICE.isOpen(moscow("2026-01-12T13:00:00"))).isFalse();
            assertThat(openOn(OFFICE, "2026-01-12")).isEqualTo(hours(8));
        }

        @Test
        void mayBeAnyNumberADayInAnyOrder() {
            BusinessCalendar calendar = BusinessCalendar.builder(MOSCOW)
                    .open(DayOfWeek.MONDAY, TimeRange.of("20:00", "21:00"),
                            TimeRange.of("08:00", "09:00"), TimeRange.of("10:00", "11:00"),
                            TimeRange.of("12:00", "13:00"))
                    .build();

            assertThat(openOn(calendar, "2026-01-12")).isEqualTo(hours(4));
            assertThat(calendar.add(moscow("2026-01-12T08:30:00"), hours(2))).isEqualTo(moscow("2026-01-12T12:30:00"));
        }

        @Test
        void mayEndTheDayAt2400() {
            BusinessCalendar calendar = BusinessCalendar.builder(MOSCOW)
                    .open(DayOfWeek.MONDAY, TimeRange.of("22:00", "24:00")).build();

            assertThat(calendar.isOpen(moscow("2026-01-12T23:59:59"))).isTrue();
            assertThat(calendar.isOpen(moscow("2026-01-13T00:00:00"))).isFalse();
        }

        @Test
        void mayHaveSeconds() {
            BusinessCalendar calendar = BusinessCalendar.builder(MOSCOW)
                    .open(DayOfWeek.MONDAY, TimeRange.of("09:00:15", "09:00:45")).build();

            assertThat(openOn(calendar, "2026-01-12")).isEqualTo(Duration.ofSeconds(30));
            assertThat(calendar.nextOpening(moscow("2026-01-12T09:00:00"))).contains(moscow("2026-01-12T09:00:15"));
        }

        @Test
        void thatTouchAreOne() {
            BusinessCalendar apart = BusinessCalendar.builder(MOSCOW)
                    .open(DayOfWeek.MONDAY, TimeRange.of("13:00", "18:00"), TimeRange.of("09:00", "13:00")).build();

            assertThat(apart).isEqualTo(
                    BusinessCalendar.builder(MOSCOW).open(DayOfWeek.MONDAY, TimeRange.of("09:00", "18:00")).build());
            assertThat(apart.nextClosing(moscow("2026-01-12T10:00:00"))).contains(moscow("2026-01-12T18:00:00"));
        }

        @Test
        void thatTouchAroundTheClockStayTwoBecauseNoRangeIsADayLongAndBeginsInTheMorning() {
            BusinessCalendar calendar = BusinessCalendar.builder(MOSCOW)
                    .open(DayOfWeek.MONDAY, TimeRange.of("06:00", "22:00"), TimeRange.of("22:00", "06:00")).build();

            assertThat(calendar.between(moscow("2026-01-12T00:00:00"), moscow("2026-01-14T00:00:00")))
                    .isEqualTo(hours(24));
        }

        @Test
        void thatOverlapAreRefusedNamingBothAndTheDay() {
            assertRefused(office(MOSCOW).open(DayOfWeek.MONDAY, TimeRange.of("12:30", "13:30")), "week.MONDAY",
                    "overlap",
                    "MONDAY: 09:00-13:00 and 12:30-13:30 overlap");
            assertRefused(office(MOSCOW).open(LocalDate.of(2026, 1, 3), TimeRange.of("10:00", "14:00"),
                    TimeRange.of("13:59:59", "15:00")), "hours.2026-01-03", "overlap",
                    "2026-01-03: 10:00-14:00 and 13:59:59-15:00 overlap");
            assertRefused(office(MOSCOW).without(LocalDate.of(2026, 1, 12), TimeRange.of("10:00", "11:00"),
                    TimeRange.of("10:00", "10:30")), "breaks.2026-01-12", "overlap",
                    "2026-01-12: 10:00-10:30 and 10:00-11:00 overlap");
        }

        @Test
        void thatRunIntoTheNextDaysAreRefusedNamingBothAndTheDays() {
            assertRefused(office(MOSCOW).open(DayOfWeek.SUNDAY, TimeRange.of("22:00", "09:30")), "week.SUNDAY",
                    "overlap",
                    "22:00-09:30 on SUNDAY runs into 09:00-13:00 on MONDAY");
            assertRefused(office(MOSCOW).open(LocalDate.of(2026, 1, 3), TimeRange.of("22:00", "09:30"))
                    .open(LocalDate.of(2026, 1, 4), TimeRange.of("09:00", "10:00")), "hours.2026-01-03", "overlap",
                    "22:00-09:30 on 2026-01-03 runs into 09:00-10:00 on 2026-01-04");
            assertThat(violations(office(MOSCOW).open(DayOfWeek.SUNDAY, TimeRange.of("22:00", "09:00")))).isEmpty();
        }

        @Test
        void withoutAnyTimeAreRefusedNamingTheirBounds() {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TimeRange.of("09:00", "09:00"))
                    .withMessageContaining("from 09:00 to 09:00 is no time at all; the whole day is 00:00-24:00");
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TimeRange.of("24:00", "06:00"))
                    .withMessageContaining("24:00 only ends a range");
        }
    }

    @Nested
    @DisplayName("window over midnight (22:00-06:00)")
    class OverMidnight {

        private final BusinessCalendar.Builder nights = BusinessCalendar.builder(MOSCOW)
                .open(WEEKDAYS, TimeRange.of("22:00", "06:00"));

        @Test
        void belongsToTheDayOnWhichItStarts() {
            BusinessCalendar calendar = nights.build();

            assertThat(calendar.isOpen(moscow("2026-01-17T05:59:59"))).as("Saturday, by Friday's hours").isTrue();
            assertThat(calendar.isOpen(moscow("2026-01-12T05:59:59"))).as("Monday, by Sunday's hours").isFalse();
            assertThat(calendar.isBusinessDay(LocalDate.of(2026, 1, 16))).isTrue();
            assertThat(calendar.isBusinessDay(LocalDate.of(2026, 1, 17))).isFalse();
        }

        @Test
        void fallsOutAsAWholeOnAClosedDate() {
            BusinessCalendar calendar = nights.closed(LocalDate.of(2026, 1, 13)).build();

            assertThat(calendar.isOpen(moscow("2026-01-13T05:00:00"))).as("by Monday's hours").isTrue();
            assertThat(calendar.nextOpening(moscow("2026-01-13T06:00:00"))).contains(moscow("2026-01-14T22:00:00"));
        }
    }

    @Test
    @DisplayName("dated hours on a date that is also a holiday")
    void datedHoursWinOverAHoliday() {
        BusinessCalendar calendar = office(MOSCOW).closed(LocalDate.of(2026, 1, 12), "Holiday")
                .closedYearly(MonthDay.of(1, 13), "Yearly").closedYearly(MonthDay.of(1, 14), "Yearly")
                .open(LocalDate.of(2026, 1, 12), TimeRange.of("10:00", "12:00"))
                .open(LocalDate.of(2026, 1, 13), TimeRange.of("10:00", "13:00")).build();

        assertThat(openOn(calendar, "2026-01-12")).isEqualTo(hours(2));
        assertThat(openOn(calendar, "2026-01-13")).isEqualTo(hours(3));
        assertThat(openOn(calendar, "2026-01-14")).isZero();
        assertThat(openOn(calendar, "2026-01-15")).as("dated hours replace, they do not add").isEqualTo(hours(8));
    }

    @Test
    @DisplayName("breaks on a date (a meeting 12:00-13:00)")
    void breaksAreTakenOutOfTheWindowsOfTheirDate() {
        BusinessCalendar calendar = office(MOSCOW).without(LocalDate.of(2026, 1, 12), TimeRange.of("12:30", "15:00"))
                .without(LocalDate.of(2026, 1, 12), TimeRange.of("16:00", "16:15"))
                .open(LocalDate.of(2026, 1, 17), TimeRange.of("20:00", "02:00"))
                .without(LocalDate.of(2026, 1, 17), TimeRange.of("23:00", "01:00")).build();

        assertThat(openOn(calendar, "2026-01-12")).isEqualTo(hours(8).minusMinutes(30 + 60 + 15));
        assertThat(openOn(calendar, "2026-01-13")).isEqualTo(hours(8));
        assertThat(calendar.nextClosing(moscow("2026-01-12T10:00:00"))).contains(moscow("2026-01-12T12:30:00"));
        assertThat(calendar.nextOpening(moscow("2026-01-12T13:30:00"))).contains(moscow("2026-01-12T15:00:00"));
        assertThat(openOn(calendar, "2026-01-17")).isEqualTo(hours(3));
        assertThat(openOn(calendar, "2026-01-18")).isEqualTo(hours(1));
    }

    @Nested
    @DisplayName("when is an instant open")
    class WhenOpen {

        private final BusinessCalendar early = BusinessCalendar.builder(BERLIN)
                .open(EnumSet.allOf(DayOfWeek.class), TimeRange.of("02:15", "02:45"), TimeRange.of("22:00", "24:00"))
                .build();
        private final BusinessCalendar nights = BusinessCalendar.builder(BERLIN)
                .open(EnumSet.allOf(DayOfWeek.class), TimeRange.of("00:00", "06:00")).build();

        @Test
        void aWindowInsideAGapHasNoTimeThatDay() {
            assertThat(openOn(early, "2026-03-28")).isEqualTo(Duration.ofMinutes(150));
            assertThat(openOn(early, "2026-03-29")).isEqualTo(hours(2));
            assertThat(early.add(at("2026-03-28T23:30:00", BERLIN), Duration.ofMinutes(31)))
                    .isEqualTo(at("2026-03-29T22:01:00", BERLIN));
        }

        @Test
        void bothPassesOfAMatchingWallTimeAreOpen() {
            Instant first = Instant.parse("2026-10-25T00:15:00Z");
            Instant second = Instant.parse("2026-10-25T01:15:00Z");

            assertThat(first.atZone(BERLIN).toLocalTime()).isEqualTo(second.atZone(BERLIN).toLocalTime());
            assertThat(early.isOpen(first)).isTrue();
            assertThat(early.isOpen(second)).isTrue();
            assertThat(early.isOpen(first.plusSeconds(1800))).isFalse();
            assertThat(openOn(early, "2026-10-25")).isEqualTo(hours(3));
        }

        @Test
        void aDayOf23Or25HoursCountsItsRealSeconds() {
            assertThat(openOn(nights, "2026-03-29")).isEqualTo(hours(5));
            assertThat(openOn(nights, "2026-10-25")).isEqualTo(hours(7));
            assertThat(openOn(BusinessCalendar.alwaysOpen(BERLIN), "2026-03-29")).isEqualTo(hours(23));
            assertThat(openOn(BusinessCalendar.alwaysOpen(BERLIN), "2026-10-25")).isEqualTo(hours(25));
        }
    }

    @Test
    @DisplayName("is the closing instant open")
    void theClosingInstantIsNotOpen() {
        assertThat(OFFICE.isOpen(moscow("2026-01-12T18:00:00"))).isFalse();
        assertThat(OFFICE.isOpen(moscow("2026-01-12T18:00:00").minusNanos(1))).isTrue();
        assertThat(OFFICE.nextClosing(moscow("2026-01-12T18:00:00"))).contains(moscow("2026-01-12T18:00:00"));
        assertThat(OFFICE.nextOpening(moscow("2026-01-12T18:00:00"))).contains(moscow("2026-01-13T09:00:00"));
    }

    @Test
    @DisplayName("add(start, d) that runs out exactly at closing")
    void whatRunsOutAtClosingIsDueThenAndBreachedAtTheNextOpening() {
        Instant start = moscow("2026-01-16T14:00:00");

        BusinessCalendar.Deadline atClosing = OFFICE.deadline(start, hours(4));
        assertThat(atClosing.due()).isEqualTo(OFFICE.add(start, hours(4))).isEqualTo(moscow("2026-01-16T18:00:00"));
        assertThat(atClosing.breach()).contains(moscow("2026-01-19T09:00:00"));

        BusinessCalendar.Deadline within = OFFICE.deadline(start, hours(3));
        assertThat(within.breach()).contains(within.due());
        assertThat(OFFICE.add(start, hours(4).plusNanos(1000))).isEqualTo(moscow("2026-01-19T09:00:00.000001"));
    }

    @Test
    @DisplayName("add(start, 0) while closed")
    void addingNothingIsTheNextOpeningWhileClosedAndTheStartWhileOpen() {
        Instant open = moscow("2026-01-12T10:00:00.123456789");

        assertThat(OFFICE.add(open, Duration.ZERO)).isEqualTo(open);
        assertThat(OFFICE.add(moscow("2026-01-12T13:00:00"), Duration.ZERO)).isEqualTo(moscow("2026-01-12T14:00:00"));
        assertThat(OFFICE.add(moscow("2026-01-16T18:00:00"), Duration.ZERO)).isEqualTo(moscow("2026-01-19T09:00:00"));
    }

    @Test
    @DisplayName("between(from, to) with to before from")
    void betweenIsZeroIfTheEndIsBeforeTheStart() {
        assertThat(OFFICE.between(moscow("2026-01-13T12:00:00"), moscow("2026-01-12T12:00:00"))).isZero();
        assertThat(OFFICE.between(moscow("2026-01-13T12:00:00"), moscow("2026-01-13T12:00:00"))).isZero();
    }

    @Nested
    @DisplayName("negative duration in add")
    class Negative {

        @Test
        void isRefused() {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> OFFICE.add(moscow("2026-01-12T10:00:00"), Duration.ofSeconds(-1)))
                    .withMessageContaining("PT-1S is negative").withMessageContaining("'subtract'");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> OFFICE.subtract(moscow("2026-01-12T10:00:00"), Duration.ofNanos(-1)));
        }

        @Test
        void walkingBackIsTheMirrorImage() {
            assertThat(OFFICE.subtract(moscow("2026-01-19T10:00:00"), hours(2)))
                    .isEqualTo(moscow("2026-01-16T17:00:00"));
            assertThat(OFFICE.subtract(moscow("2026-01-19T10:00:00"), hours(1))).as("just at opening")
                    .isEqualTo(moscow("2026-01-19T09:00:00"));
            assertThat(OFFICE.subtract(moscow("2026-01-19T09:00:00"), Duration.ZERO)).as("not open until then")
                    .isEqualTo(moscow("2026-01-16T18:00:00"));
            assertThat(OFFICE.subtract(moscow("2026-01-16T18:00:00"), Duration.ZERO)).as("open until then")
                    .isEqualTo(moscow("2026-01-16T18:00:00"));
            assertThat(OFFICE.subtract(moscow("2026-01-12T10:00:00.123456789"), Duration.ZERO))
                    .isEqualTo(moscow("2026-01-12T10:00:00.123456789"));
        }
    }

    @Nested
    @DisplayName("a calendar that never opens")
    class NeverOpens {

        private static final String MESSAGE = "this calendar never opens: there is no open time between 1910-01-01T00:00:00Z"
                + " and 2200-01-01T00:00:00Z; look at its hours and closed dates";

        @Test
        void isRefusedAtBuild() {
            assertRefused(BusinessCalendar.builder(MOSCOW), "", "never-opens", MESSAGE);
            assertRefused(
                    BusinessCalendar.builder(MOSCOW).open(LocalDate.of(2026, 1, 3), TimeRange.of("10:00", "11:00"))
                            .without(LocalDate.of(2026, 1, 3), TimeRange.of("09:00", "12:00")),
                    "", "never-opens", MESSAGE);
            assertRefused(
                    BusinessCalendar.builder(BERLIN).open(LocalDate.of(2026, 3, 29), TimeRange.of("02:00", "03:00")),
                    "",
                    "never-opens", MESSAGE);
        }

        @Test
        void isRefusedIfEveryDateIsClosed() {
            BusinessCalendar.Builder builder = office(MOSCOW);
            LocalDate leapYear = LocalDate.of(2024, 1, 1);
            for (int day = 0; day < 366; day++) {
                builder.closedYearly(MonthDay.from(leapYear.plusDays(day)), "");
            }
            assertRefused(builder, "", "never-opens", MESSAGE);
        }

        @Test
        void isRefusedAsAnIntersection() {
            BusinessCalendar sundays = BusinessCalendar.builder(MOSCOW)
                    .open(DayOfWeek.SUNDAY, TimeRange.of("00:00", "24:00")).build();

            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> OFFICE.intersection(sundays))
                    .withMessageContaining("never opens");
        }

        @Test
        void isNotOneThatOpensOnceFarAwayFromNow() {
            assertThat(violations(
                    BusinessCalendar.builder(MOSCOW).open(LocalDate.of(1910, 1, 1), TimeRange.of("10:00", "11:00"))))
                    .isEmpty();
            assertThat(violations(
                    BusinessCalendar.builder(MOSCOW).open(LocalDate.of(2199, 12, 31), TimeRange.of("10:00", "11:00"))))
                    .isEmpty();
        }
    }

    @Nested
    @DisplayName("no open time within the horizon (holidays for years)")
    class Horizon {

        private final BusinessCalendar once = BusinessCalendar.builder(MOSCOW)
                .open(LocalDate.of(2026, 1, 12), TimeRange.of("10:00", "12:00")).build();

        @Test
        void isAnErrorOfItsOwn() {
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> once.add(moscow("2026-01-12T11:00:00"), hours(2)))
                    .withMessage("This calendar has no PT2H of open time between 2026-01-12T08:00:00Z and"
                            + " 2200-01-01T00:00:00Z, which is as far as it knows: look at its hours and closed dates");
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> once.add(moscow("2026-01-13T00:00:00"), Duration.ZERO))
                    .withMessageStartingWith("This calendar has no moment of open time between");
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> once.subtract(moscow("2026-01-12T11:00:00"), hours(2)))
                    .withMessageContaining("between 1910-01-01T00:00:00Z and 2026-01-12T08:00:00Z");
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> once.subtract(moscow("2026-01-12T09:00:00"), Duration.ZERO));
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> once.add(moscow("2026-01-12T09:00:00"), BusinessDays.of(1)))
                    .withMessageContaining("no 1 business days");
        }

        @Test
        void comesAtOnceForDurationsBeyondAllMeasure() {
            Instant start = moscow("2026-01-12T11:00:00");
            for (Duration much : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(64_000),
                    Duration.ofDays(1_000_000))) {
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> BusinessCalendar.alwaysOpen(MOSCOW).add(start, much));
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> BusinessCalendar.alwaysOpen(MOSCOW).subtract(start, much));
            }
        }

        @Test
        void meansNoNextOpeningNoNextClosingAndNoBreach() {
            assertThat(once.nextOpening(moscow("2026-01-12T12:00:00"))).isEmpty();
            assertThat(once.nextOpening(moscow("2026-01-12T11:59:59"))).contains(moscow("2026-01-12T11:59:59"));
            assertThat(BusinessCalendar.alwaysOpen(MOSCOW).nextClosing(moscow("2026-01-12T12:00:00"))).isEmpty();
            assertThat(once.deadline(moscow("2026-01-12T11:00:00"), hours(1)))
                    .isEqualTo(
                            new BusinessCalendar.Deadline(moscow("2026-01-12T12:00:00"), java.util.Optional.empty()));
        }

        @Test
        void allTimeOfACalendarThatNeverClosesCanBeAdded() {
            BusinessCalendar always = BusinessCalendar.alwaysOpen(ZoneId.of("UTC"));
            Duration all = Duration.between(BusinessCalendar.EARLIEST, BusinessCalendar.HORIZON);

            assertThat(always.add(BusinessCalendar.EARLIEST, all)).isEqualTo(BusinessCalendar.HORIZON);
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> always.add(BusinessCalendar.EARLIEST, all.plusNanos(1)));
            assertThat(always.subtract(BusinessCalendar.HORIZON.minusNanos(1000), all.minusNanos(1000)))
                    .isEqualTo(BusinessCalendar.EARLIEST);
        }

        @Test
        void instantsBeyondItAreRefusedNamingThem() {
            for (Instant beyond : List.of(BusinessCalendar.EARLIEST.minusNanos(1), BusinessCalendar.HORIZON,
                    Instant.MAX,
                    Instant.MIN)) {
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.isOpen(beyond))
                        .withMessage(
                                beyond + " is outside of what a calendar knows: from 1910-01-01T00:00:00Z until before"
                                        + " 2200-01-01T00:00:00Z");
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.add(beyond, hours(1)));
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.subtract(beyond, hours(1)));
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.between(beyond, moscow("2026-01-12T12:00:00")));
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.between(moscow("2026-01-12T12:00:00"), beyond));
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.nextOpening(beyond));
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.nextClosing(beyond));
                assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                        .isThrownBy(() -> OFFICE.add(beyond, BusinessDays.of(1)));
            }
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> OFFICE.isBusinessDay(LocalDate.of(2200, 1, 2)));
        }
    }

    @Nested
    @DisplayName("precision")
    class Precision {

        @Test
        void instantsOfAnyPrecisionAreCountedExactly() {
            Instant from = moscow("2026-01-12T12:59:59.999999999");

            assertThat(OFFICE.between(from, moscow("2026-01-12T14:00:00.000000002"))).isEqualTo(Duration.ofNanos(3));
            assertThat(OFFICE.between(moscow("2026-01-12T10:00:00.5"), moscow("2026-01-12T10:00:00.75")))
                    .isEqualTo(Duration.ofMillis(250));
        }

        @Test
        void resultsAreWholeMicrosecondsAwayFromTheStart() {
            Instant start = moscow("2026-01-12T10:00:00.000000001");

            assertThat(OFFICE.add(start, Duration.ofMinutes(1))).isEqualTo(moscow("2026-01-12T10:01:00.000001"));
            assertThat(OFFICE.subtract(start, Duration.ofMinutes(1))).isEqualTo(moscow("2026-01-12T09:59:00"));
            assertThat(OFFICE.add(start, Duration.ofNanos(1))).isEqualTo(moscow("2026-01-12T10:00:00.000001"));
            assertThat(OFFICE.add(moscow("2026-01-12T10:00:00.123456"), Duration.ofNanos(1000)))
                    .isEqualTo(moscow("2026-01-12T10:00:00.123457"));
            assertThat(OFFICE.add(start, BusinessDays.of(1))).isEqualTo(moscow("2026-01-13T10:00:00.000001"));
        }

        @Test
        void instantsBeforeTheEpochAreRoundedTheSameWay() {
            assertThat(OFFICE.add(moscow("1950-01-02T10:00:00.000000001"), Duration.ofMinutes(1)))
                    .isEqualTo(moscow("1950-01-02T10:01:00.000001"));
        }
    }

    @Nested
    @DisplayName("zone rules")
    class ZoneRules {

        private BusinessCalendar daily(String zone, String from, String to) {
            return BusinessCalendar.builder(ZoneId.of(zone))
                    .open(EnumSet.allOf(DayOfWeek.class), TimeRange.of(from, to)).build();
        }

        @Test
        void halfAnHourInLordHowe() {
            BusinessCalendar calendar = daily("Australia/Lord_Howe", "01:00", "03:00");

            assertThat(openOn(calendar, "2026-04-05")).isEqualTo(Duration.ofMinutes(150));
            assertThat(openOn(calendar, "2026-10-04")).isEqualTo(Duration.ofMinutes(90));
        }

        @Test
        void aDateThatNeverCameInApia() {
            BusinessCalendar calendar = daily("Pacific/Apia", "09:00", "17:00");
            ZoneId apia = ZoneId.of("Pacific/Apia");

            assertThat(calendar.isBusinessDay(LocalDate.of(2011, 12, 30))).isFalse();
            assertThat(calendar.between(at("2011-12-29T00:00:00", apia), at("2012-01-01T00:00:00", apia)))
                    .isEqualTo(hours(16));
            assertThat(calendar.add(at("2011-12-29T16:00:00", apia), hours(2)))
                    .isEqualTo(at("2011-12-31T10:00:00", apia));
        }

        @Test
        void negativeSummerTimeInDublin() {
            assertThat(openOn(daily("Europe/Dublin", "00:30", "02:30"), "2026-03-29")).isEqualTo(hours(1));
            assertThat(openOn(daily("Europe/Dublin", "00:30", "02:30"), "2026-10-25")).isEqualTo(hours(3));
        }

        @Test
        void aDayThatBeginsAtOneInBeirut() {
            BusinessCalendar calendar = daily("Asia/Beirut", "00:00", "02:00");

            assertThat(openOn(calendar, "2024-03-31")).isEqualTo(hours(1));
            assertThat(calendar.nextOpening(at("2024-03-30T23:00:00", ZoneId.of("Asia/Beirut"))))
                    .contains(Instant.parse("2024-03-30T22:00:00Z"));
        }

        @Test
        void datesAreThoseOfTheZoneAndNotOfUtc() {
            BusinessCalendar calendar = BusinessCalendar.builder(ZoneId.of("Pacific/Kiritimati"))
                    .open(WEEKDAYS, TimeRange.of("08:00", "10:00")).closed(LocalDate.of(2026, 1, 13)).build();

            assertThat(calendar.isOpen(Instant.parse("2026-01-11T18:30:00Z"))).as("Monday 08:30 there, Sunday in UTC")
                    .isTrue();
            assertThat(calendar.nextOpening(Instant.parse("2026-01-12T00:00:00Z")))
                    .contains(Instant.parse("2026-01-13T18:00:00Z"));
        }
    }

    @Nested
    @DisplayName("whole days as a unit (\"2 business days\")")
    class WholeDays {

        private final BusinessCalendar calendar = office(MOSCOW).closed(LocalDate.of(2026, 1, 13)).build();

        @Test
        void areTheNthBusinessDateAtTheSameWallTime() {
            assertThat(calendar.add(moscow("2026-01-12T10:30:00"), BusinessDays.of(1)))
                    .isEqualTo(moscow("2026-01-14T10:30:00"));
            assertThat(calendar.add(moscow("2026-01-12T23:30:00"), BusinessDays.of(4)))
                    .isEqualTo(moscow("2026-01-19T23:30:00"));
            assertThat(calendar.add(moscow("2026-01-17T10:30:00"), BusinessDays.of(1))).as("from a Saturday")
                    .isEqualTo(moscow("2026-01-19T10:30:00"));
        }

        @Test
        void endWithTheLastHoursOfTheirDateIfAskedFor() {
            assertThat(calendar.add(moscow("2026-01-12T10:30:00"), BusinessDays.of(2).untilEndOfDay()))
                    .isEqualTo(moscow("2026-01-15T18:00:00"));
            assertThat(BusinessCalendar.builder(MOSCOW).open(WEEKDAYS, TimeRange.of("22:00", "06:00")).build()
                    .add(moscow("2026-01-12T10:30:00"), BusinessDays.of(1).untilEndOfDay()))
                    .isEqualTo(moscow("2026-01-14T06:00:00"));
        }

        @Test
        void ofWallTimesThatComeTwiceTakeTheFirstAndMoveThoseOnThatNeverCome() {
            BusinessCalendar always = BusinessCalendar.alwaysOpen(BERLIN);

            assertThat(always.add(Instant.parse("2026-10-24T00:30:00Z"), BusinessDays.of(1)))
                    .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
            assertThat(always.add(at("2026-03-28T02:30:00", BERLIN), BusinessDays.of(1)))
                    .isEqualTo(at("2026-03-29T03:30:00", BERLIN));
            assertThat(always.add(Instant.parse("2026-10-25T01:30:00Z"), BusinessDays.of(364)).atZone(BERLIN)
                    .toLocalTime())
                    .hasToString("02:30");
        }

        @Test
        void areOneToTenThousand() {
            assertThat(BusinessDays.of(BusinessDays.MAX_COUNT).count()).isEqualTo(10_000);
            assertThat(BusinessCalendar.alwaysOpen(MOSCOW).add(moscow("2026-01-12T10:30:00"), BusinessDays.of(10_000)))
                    .isEqualTo(moscow("2026-01-12T10:30:00").plus(Duration.ofDays(10_000)));
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> BusinessDays.of(0))
                    .withMessageContaining("0 is no number of business days: 1 to 10000");
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> BusinessDays.of(10_001));
        }
    }

    @Nested
    @DisplayName("holidays")
    class Holidays {

        @Test
        void arePlainDatesAndYearlyDates() {
            BusinessCalendar calendar = office(MOSCOW).closed(LocalDate.of(2026, 1, 12))
                    .closedYearly(MonthDay.of(5, 8), "Day")
                    .closedYearly(MonthDay.of(2, 29), "Leap day").build();

            assertThat(openOn(calendar, "2026-01-12")).isZero();
            assertThat(openOn(calendar, "2027-01-12")).isEqualTo(hours(8));
            assertThat(openOn(calendar, "2026-05-08")).isZero();
            assertThat(openOn(calendar, "2030-05-08")).isZero();
            assertThat(openOn(calendar, "2024-02-29")).isZero();
            assertThat(openOn(calendar, "2023-03-01")).isEqualTo(hours(8));
        }

        @Test
        void comeFromASourceForTheYearsAskedFor() {
            HolidaySource source = year -> List.of(new HolidaySource.Holiday(LocalDate.of(year, 1, 12), "Founders"),
                    new HolidaySource.Holiday(LocalDate.of(year, 1, 12), "Builders"));
            BusinessCalendar calendar = office(MOSCOW).holidays(source, 2026, 2027).build();

            assertThat(openOn(calendar, "2026-01-12")).isZero();
            assertThat(openOn(calendar, "2027-01-12")).isZero();
            assertThat(openOn(calendar, "2028-01-12")).isEqualTo(hours(8));
            assertThat(openOn(calendar, "2025-01-13")).isEqualTo(hours(8));
            assertThat(calendar.explain(moscow("2026-01-12T10:00:00"), hours(1)).segments().getFirst().detail())
                    .isEqualTo("Founders, Builders");
        }
    }

    @Nested
    @DisplayName("why is it this date")
    class Why {

        private final BusinessCalendar calendar = office(BERLIN).closed(LocalDate.of(2026, 3, 26), "Company day")
                .closed(LocalDate.of(2026, 3, 27)).open(LocalDate.of(2026, 3, 29), TimeRange.of("01:00", "04:00"))
                .without(LocalDate.of(2026, 3, 25), TimeRange.of("17:00", "17:30")).build();

        @Test
        void everySegmentHasItsReason() {
            BusinessCalendar.Explanation explanation = calendar.explain(at("2026-03-25T16:00:00", BERLIN), hours(4));

            assertThat(explanation.segments()).extracting(BusinessCalendar.Explanation.Segment::reason).containsExactly(
                    Reason.HOURS,
                    Reason.BREAK,
                    Reason.HOURS, Reason.OUTSIDE_HOURS, Reason.HOLIDAY, Reason.CLOSED_DATE, Reason.OUTSIDE_HOURS,
                    Reason.DATED_HOURS, Reason.CLOCK_CHANGE, Reason.DATED_HOURS, Reason.OUTSIDE_HOURS, Reason.HOURS);
            assertThat(explanation.segments()).filteredOn(segment -> segment.reason().isOpen())
                    .extracting(BusinessCalendar.Explanation.Segment::counted).containsExactly(hours(1),
                            Duration.ofMinutes(30),
                            hours(1), hours(1),
                            Duration.ofMinutes(30));
            assertThat(explanation.due()).isEqualTo(at("2026-03-30T09:30:00", BERLIN));
            assertThat(explanation.breach()).contains(explanation.due());
        }

        @Test
        void whatHoldsBetweenTwoInstantsIsToldWithoutAQuestionOfDuration() {
            Instant from = at("2026-03-26T12:00:00", BERLIN);
            Instant to = at("2026-03-27T00:00:30", BERLIN).plusMillis(1);

            assertThat(calendar.segments(from, to)).containsExactly(
                    new BusinessCalendar.Explanation.Segment(from, at("2026-03-27T00:00:00", BERLIN), Reason.HOLIDAY,
                            "Company day"),
                    new BusinessCalendar.Explanation.Segment(at("2026-03-27T00:00:00", BERLIN), to, Reason.CLOSED_DATE,
                            ""));
            assertThat(calendar.segments(from, from)).isEmpty();
            assertThat(calendar.segments(to, from)).isEmpty();
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> calendar.segments(from, BusinessCalendar.HORIZON));
            assertThatExceptionOfType(BusinessCalendar.HorizonException.class)
                    .isThrownBy(() -> calendar.segments(BusinessCalendar.EARLIEST.minusNanos(1), to));
        }

        @Test
        void aStretchIsToldByAnyClock() {
            BusinessCalendar.Explanation.Segment holiday = calendar
                    .segments(at("2026-03-26T12:00:00", BERLIN), at("2026-03-26T13:00:00", BERLIN)).getFirst();

            assertThat(holiday.text(ZoneId.of("Asia/Tokyo"), java.util.Locale.ENGLISH))
                    .isEqualTo("Thu 2026-03-26 20:00 - 21:00: holiday: Company day");
            assertThat(holiday.text(BERLIN, java.util.Locale.of("ru")))
                    .isEqualTo("чт 2026-03-26 12:00 - 13:00: праздник: Company day");
        }

        @Test
        void theTextSaysSoInEnglish() {
            assertThat(calendar.explain(at("2026-03-25T16:00:00", BERLIN), hours(4)).text(java.util.Locale.US))
                    .isEqualTo("""
                            4 h of open time from Wed 2026-03-25 16:00 (Europe/Berlin)
                              Wed 2026-03-25 16:00 - 17:00: open 14:00-18:00, counts 1 h
                              Wed 2026-03-25 17:00 - 17:30: break 17:00-17:30
                              Wed 2026-03-25 17:30 - 18:00: open 14:00-18:00, counts 30 min
                              Wed 2026-03-25 18:00 - Thu 2026-03-26 00:00: outside hours
                              Thu 2026-03-26 00:00 - Fri 2026-03-27 00:00: holiday: Company day
                              Fri 2026-03-27 00:00 - Sat 2026-03-28 00:00: closed on this date
                              Sat 2026-03-28 00:00 - Sun 2026-03-29 01:00: outside hours
                              Sun 2026-03-29 01:00 - 02:00: hours of this date 01:00-04:00, counts 1 h
                              Sun 2026-03-29 02:00 -> 03:00: clocks change, UTC+01:00 -> +02:00
                              Sun 2026-03-29 03:00 - 04:00: hours of this date 01:00-04:00, counts 1 h
                              Sun 2026-03-29 04:00 - Mon 2026-03-30 09:00: outside hours
                              Mon 2026-03-30 09:00 - 09:30: open 09:00-13:00, counts 30 min
                            due Mon 2026-03-30 09:30
                            """);
        }

        @Test
        void theTextSaysSoInRussian() {
            assertThat(OFFICE.explain(moscow("2026-01-16T16:59:29.5"), hours(1).plusSeconds(30).plusMillis(500))
                    .text(java.util.Locale.of("ru", "RU"))).isEqualTo("""
                            1 ч 30 с 500000 мкс рабочего времени с пт 2026-01-16 16:59:29.500 (Europe/Moscow)
                              пт 2026-01-16 16:59:29.500 - 18:00: рабочее время 14:00-18:00, в счёт 1 ч 30 с 500000 мкс
                            срок пт 2026-01-16 18:00, просрочено только с открытия, пн 2026-01-19 09:00
                            """);
        }
    }
}
