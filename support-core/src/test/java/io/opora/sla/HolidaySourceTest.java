package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidaySourceTest {

    private static String calendar(String... lines) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + String.join("\r\n", lines) + "\r\nEND:VCALENDAR\r\n";
    }

    private static String event(String... lines) {
        return "BEGIN:VEVENT\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT";
    }

    private static List<String> dates(String text, int year) {
        return HolidaySource.iCalendar(text).holidays(year).stream().map(holiday -> holiday.date().toString()).sorted()
                .toList();
    }

    private static List<Violation> violations(String text) {
        try {
            HolidaySource.iCalendar(text);
        } catch (InvalidInputException e) {
            return e.violations();
        }
        return List.of();
    }

    @Nested
    class ICalendarText {

        @Test
        void givesItsAllDayEvents() {
            String text = calendar("X-WR-CALNAME:Holidays", event("DTSTART;VALUE=DATE:20260101", "SUMMARY:New Year"),
                    event("UID:1", "DTSTART;VALUE=DATE:20251230", "DTEND;VALUE=DATE:20260103", "SUMMARY:Winter break"),
                    event("DTSTART:20260509", "DURATION:P2D",
                            "summary;LANGUAGE=\"ru:RU\";X=\"a;b\":День\\, который\\nдолгий\\;"));

            assertThat(HolidaySource.iCalendar(text).holidays(2026)).containsExactlyInAnyOrder(
                    new HolidaySource.Holiday(LocalDate.of(2026, 1, 1), "New Year"),
                    new HolidaySource.Holiday(LocalDate.of(2026, 1, 1), "Winter break"),
                    new HolidaySource.Holiday(LocalDate.of(2026, 1, 2), "Winter break"),
                    new HolidaySource.Holiday(LocalDate.of(2026, 5, 9), "День, который долгий;"),
                    new HolidaySource.Holiday(LocalDate.of(2026, 5, 10), "День, который долгий;"));
            assertThat(dates(text, 2025)).containsExactly("2025-12-30", "2025-12-31");
            assertThat(dates(text, 2027)).isEmpty();
        }

        @Test
        void isUnfolded() {
            assertThat(HolidaySource.iCalendar(calendar(event("DTSTART:2026", " 0101", "SUMMARY:New", "\t Year")))
                    .holidays(2026))
                    .containsExactly(new HolidaySource.Holiday(LocalDate.of(2026, 1, 1), "New Year"));
        }

        @Test
        void mayEndItsLinesTheUnixWay() {
            assertThat(dates(calendar(event("DTSTART:20260101")).replace("\r\n", "\n"), 2026))
                    .containsExactly("2026-01-01");
        }

        @Test
        void leavesOutWhatIsNoHoliday() {
            assertThat(dates(calendar(event("DTSTART:20260101T090000Z", "DTEND:20260101T100000Z", "SUMMARY:Meeting"),
                    event("DTSTART:20260102", "STATUS:CANCELLED"), "BEGIN:VTODO\r\nDTSTART:20260103\r\nEND:VTODO",
                    event("DTSTART:20260104", "BEGIN:VALARM\r\nDTSTART:20260105\r\nDURATION:bad\r\nEND:VALARM")), 2026))
                    .containsExactly("2026-01-04");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
                "20200101|FREQ=YEARLY|2026|2026-01-01", "20200101|freq=yearly;WKST=MO|2019|''",
                "20200229|FREQ=YEARLY|2023|''", "20200229|FREQ=YEARLY|2024|2024-02-29",
                "20200101|FREQ=YEARLY;INTERVAL=3|2026|2026-01-01", "20200101|FREQ=YEARLY;INTERVAL=3|2025|''",
                "20200101|FREQ=YEARLY;COUNT=3|2022|2022-01-01", "20200101|FREQ=YEARLY;COUNT=3|2023|''",
                "20200101|FREQ=YEARLY;UNTIL=20230101|2023|2023-01-01",
                "20200102|FREQ=YEARLY;UNTIL=20230101T235959Z|2023|''",
                "20201126|FREQ=YEARLY;BYMONTH=11;BYDAY=4TH|2026|2026-11-26",
                "20200525|FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO|2026|2026-05-25",
                "20201103|FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8|2028|2028-11-07",
                "20200131|FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=-1|2026|2026-01-31 2026-02-28",
                "20200501|FREQ=YEARLY;BYMONTH=5;BYDAY=FR|2026|2026-05-01 2026-05-08 2026-05-15 2026-05-22 2026-05-29",
                "20200501|FREQ=YEARLY;BYMONTH=5;BYDAY=FR;COUNT=7|2021|2021-05-07 2021-05-14",
                "20200515|FREQ=YEARLY;BYMONTH=4,6|2020|2020-05-15 2020-06-15"})
        void isRepeatedByItsRule(String start, String rule, int year, String dates) {
            assertThat(String.join(" ", dates(calendar(event("DTSTART:" + start, "RRULE:" + rule)), year)))
                    .isEqualTo(dates);
        }

        @Test
        void isRepeatedOnFurtherDatesAndNotOnExceptedOnes() {
            String text = calendar(event("DTSTART:20260101", "RRULE:FREQ=YEARLY", "RDATE;VALUE=DATE:20260301,20260302",
                    "EXDATE:20270101", "EXDATE:20260302,20260101T000000Z"));

            assertThat(dates(text, 2026)).containsExactly("2026-01-01", "2026-03-01");
            assertThat(dates(text, 2027)).isEmpty();
            assertThat(dates(text, 2028)).containsExactly("2028-01-01");
        }

        @Test
        void isRepeatedWithAllItsDaysAcrossTheYear() {
            String text = calendar(event("DTSTART:20201231", "DURATION:P1W", "RRULE:FREQ=YEARLY"));

            assertThat(dates(text, 2026)).containsExactly("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04",
                    "2026-01-05",
                    "2026-01-06", "2026-12-31");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"FREQ=DAILY|FREQ has to be YEARLY, not DAILY",
                "INTERVAL=1|FREQ has to be YEARLY, not nothing",
                "FREQ=YEARLY;BYWEEKNO=20|there is no BYWEEKNO", "FREQ=YEARLY;COUNT|'COUNT' has no value",
                "FREQ=YEARLY;COUNT=0|COUNT has to be a number from 1 to 1000, not 0",
                "FREQ=YEARLY;COUNT=1001|COUNT has to be a number from 1 to 1000, not 1001",
                "FREQ=YEARLY;INTERVAL=101|INTERVAL has to be a number from 1 to 100, not 101",
                "FREQ=YEARLY;BYMONTH=13|BYMONTH has to be a number from 1 to 12, not 13",
                "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=0|BYMONTHDAY has to be a number from -31 to 31, not 0",
                "FREQ=YEARLY;BYMONTH=1;BYDAY=6MO|'6MO' is no day for BYDAY: write MO, 4TH or -1MO",
                "FREQ=YEARLY;BYDAY=1MO|BYMONTHDAY and BYDAY need BYMONTH",
                "FREQ=YEARLY;UNTIL=soon|Text 'SOON' could not be parsed at index 0"})
        void isRefusedIfItsRuleIsNotUnderstood(String rule, String why) {
            assertThat(violations(calendar(event("DTSTART:20260101", "RRULE:" + rule)))).containsExactly(
                    new Violation("line 5", "unsupported", "the rule '" + rule + "' is not understood: " + why));
        }

        @Test
        void isRefusedWithEverythingThatIsWrong() {
            assertThat(violations(calendar(event("SUMMARY:x"), event("DTSTART:2026-01-01"),
                    event("DTSTART:20260101", "DTEND:20260101"),
                    event("DTSTART:20260101", "DURATION:PT24H"), event("DTSTART:20260101", "DTEND:20280101"),
                    "nonsense",
                    event("DTSTART:20260101", "EXDATE:x", "RECURRENCE-ID:20260101", "EXRULE:FREQ=YEARLY"))))
                    .containsExactly(
                            new Violation("line 21", "syntax",
                                    "'nonsense' is no line of an iCalendar text: a name, ':' and a value are needed"),
                            new Violation("line 5", "missing", "an event has no DTSTART"),
                            new Violation("line 7", "date", "'2026-01-01' is no date: write 20260131"),
                            new Violation("line 11", "days", "an event lasts 1 to 366 days, not 0"),
                            new Violation("line 15", "duration",
                                    "'PT24H' is no number of days or weeks: write P1D or P2W"),
                            new Violation("line 19", "days", "an event lasts 1 to 366 days, not 730"),
                            new Violation("line 24", "date", "'x' is no date: write 20260131"),
                            new Violation("line 25", "unsupported",
                                    "RECURRENCE-ID is not understood: write such a holiday as an event of its own"),
                            new Violation("line 26", "unsupported",
                                    "EXRULE is not understood: write such a holiday as an event of its own"));
        }

        @Test
        void isRefusedIfItsPartsAreNotNested() {
            assertThat(violations("")).containsExactly(
                    new Violation("", "nesting", "the text is empty: BEGIN:VCALENDAR is needed"));
            assertThat(violations("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR")).containsExactly(
                    new Violation("line 3", "nesting", "END:VCALENDAR ends nothing that has begun here"));
            assertThat(violations("BEGIN:VCALENDAR")).containsExactly(
                    new Violation("", "nesting", "the text ends before END:VCALENDAR"));
        }

        @Test
        void isBounded() {
            assertThat(violations(" ".repeat(ICalendar.MAX_LENGTH + 1))).containsExactly(
                    new Violation("", "too-long", "the text is too long: at most 2000000 characters"));
            String[] events = IntStream.range(0, ICalendar.MAX_EVENTS).mapToObj(i -> event("DTSTART:20260101"))
                    .toArray(String[]::new);
            assertThat(dates(calendar(events), 2026)).hasSize(ICalendar.MAX_EVENTS);
            assertThat(violations(calendar(String.join("\r\n", events), event("DTSTART:20260101"))))
                    .containsExactly(new Violation("", "too-many", "there are too many events: at most 10000"));
            assertThat(dates(calendar(event("DTSTART:20240101", "DURATION:P366D")), 2024)).hasSize(366);
            assertThat(violations(calendar(event("DTSTART:20240101", "DURATION:P367D")))).hasSize(1);
            assertThat(HolidaySource.iCalendar(calendar(event("DTSTART:20260101", "SUMMARY:" + "x".repeat(500))))
                    .holidays(2026))
                    .allSatisfy(holiday -> assertThat(holiday.name()).hasSize(BusinessCalendar.MAX_NAME_LENGTH));
        }

        @Test
        void canBeAFile(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("holidays.ics");
            Files.writeString(file, calendar(event("DTSTART:20260101", "SUMMARY:Новый год")));

            assertThat(HolidaySource.iCalendar(file).holidays(2026))
                    .containsExactly(new HolidaySource.Holiday(LocalDate.of(2026, 1, 1), "Новый год"));
            assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(() -> HolidaySource.iCalendar(folder.resolve("none.ics")));
            Files.writeString(file, " ".repeat(4 * ICalendar.MAX_LENGTH + 1));
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> HolidaySource.iCalendar(file))
                    .withMessageContaining("too long");
        }
    }

    @Nested
    class Jollyday {

        @Test
        void knowsTheHolidaysOfACountryAndOfARegion() {
            List<HolidaySource.Holiday> bavarian = JollydayHolidays.of(Locale.GERMAN, "DE", "by").holidays(2026);

            assertThat(bavarian).contains(new HolidaySource.Holiday(LocalDate.of(2026, 1, 6), "Heilige Drei Könige"));
            assertThat(JollydayHolidays.of(Locale.GERMAN, "de").holidays(2026)).isNotEmpty()
                    .noneMatch(holiday -> holiday.date().equals(LocalDate.of(2026, 1, 6)))
                    .contains(new HolidaySource.Holiday(LocalDate.of(2026, 12, 25), "1. Weihnachtsfeiertag"));
        }

        @Test
        void namesWhatIsNotKnown() {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> JollydayHolidays.of(Locale.ENGLISH, "xx"))
                    .withMessageContaining("there are no holidays of 'xx'");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> JollydayHolidays.of(Locale.ENGLISH, "de", "zz"))
                    .withMessageContaining("Germany has no region 'zz'");
        }
    }
}
