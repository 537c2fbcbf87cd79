package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarJsonTest {

    private static final String EVERYTHING = """
            {
              "schema": 1,
              "zone": "Europe/Moscow",
              "week": {
                "MONDAY": [ "09:00-13:00", "14:00-18:00" ],
                "FRIDAY": [ "22:00-06:00" ]
              },
              "hours": {
                "2026-01-03": [ "10:00-14:00" ]
              },
              "closed": {
                "2026-01-01": "",
                "2026-01-02": "Новый год"
              },
              "yearly": {
                "02-29": "",
                "05-09": "Victory Day"
              },
              "breaks": {
                "2026-01-12": [ "12:00:30-12:30" ]
              }
            }
            """;

    private static final BusinessCalendar CALENDAR = BusinessCalendar.builder(ZoneId.of("Europe/Moscow"))
            .open(DayOfWeek.FRIDAY, TimeRange.of("22:00", "06:00"))
            .open(DayOfWeek.MONDAY, TimeRange.of("14:00", "18:00"), TimeRange.of("09:00", "13:00"))
            .open(LocalDate.of(2026, 1, 3), TimeRange.of("10:00", "14:00"))
            .closed(LocalDate.of(2026, 1, 2), "Новый год")
            .closed(LocalDate.of(2026, 1, 1)).closedYearly(MonthDay.of(5, 9), "Victory Day")
            .closedYearly(MonthDay.of(2, 29), "").without(LocalDate.of(2026, 1, 12), TimeRange.of("12:00:30", "12:30"))
            .build();

    private static List<Violation> violations(String json) {
        try {
            BusinessCalendar.fromJson(json);
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("Invalid calendar in JSON:");
            return e.violations();
        }
        return List.of();
    }

    @Test
    void everythingIsWrittenInItsPlaceAndReadBack() {
        assertThat(CALENDAR.toJson()).isEqualTo(EVERYTHING);
        assertThat(BusinessCalendar.fromJson(EVERYTHING)).isEqualTo(CALENDAR);
    }

    @Test
    void whatIsNotSaidMayBeLeftOut() {
        assertThat(BusinessCalendar.fromJson("{\"schema\":1,\"zone\":\"UTC\",\"week\":{\"MONDAY\":[\"09:00-10:00\"]}}"))
                .isEqualTo(BusinessCalendar.builder(ZoneId.of("UTC"))
                        .open(DayOfWeek.MONDAY, TimeRange.of("09:00", "10:00"))
                        .build());
    }

    @Test
    void unionsAndIntersectionsAreWrittenAsTheirParts() {
        BusinessCalendar other = BusinessCalendar.builder(ZoneId.of("+03:00"))
                .open(DayOfWeek.MONDAY, TimeRange.of("08:00", "10:00")).build();
        BusinessCalendar both = CALENDAR.union(other).intersection(BusinessCalendar.alwaysOpen(ZoneId.of("UTC")));

        assertThat(both.toJson()).startsWith("""
                {
                  "schema": 1,
                  "intersection": [ {
                    "union": [ {
                      "zone": "Europe/Moscow",
                """);
        assertThat(BusinessCalendar.fromJson(both.toJson())).isEqualTo(both).isNotEqualTo(CALENDAR);
        assertThat(BusinessCalendar.fromJson(both.toJson()).toJson()).isEqualTo(both.toJson());
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnceWithItsPath() {
        assertThat(violations("""
                { "schema": 1, "zone": "Europe/Moskow", "weak": {},
                  "week": { "MONTAG": [ "09:00-10:00" ], "MONDAY": [ "9-5", 7 ], "TUESDAY": "09:00-10:00" },
                  "hours": { "2026-02-30": [ "09:00-10:00" ] }, "closed": { "2026-01-01": null },
                  "yearly": { "5-9": "Victory Day" }, "breaks": [] }
                """)).containsExactly(
                new Violation("weak", "unknown-field", "there is no field 'weak' here; did you mean 'week'?"),
                new Violation("zone", "zone",
                        "'Europe/Moskow' is no time zone: write it as 'Europe/Moscow' or '+03:00'; did you"
                                + " mean 'Europe/Moscow'?"),
                new Violation("week.MONTAG", "unknown-value", "'MONTAG' is no day of the week; did you mean 'MONDAY'?"),
                new Violation("week.MONDAY[0]", "time-range",
                        "'9-5' is no range of time: write 09:00-13:00; 24:00 ends a day"),
                new Violation("week.MONDAY[1]", "wrong-type", "a text is needed here, not the number 7"),
                new Violation("week.TUESDAY", "wrong-type", "an array is needed here, not a text"),
                new Violation("hours.2026-02-30", "date", "'2026-02-30' is no date: write 2026-01-31"),
                new Violation("closed.2026-01-01", "wrong-type", "a text is needed here, not null"),
                new Violation("yearly.5-9", "date", "'5-9' is no date of a year: write 05-09"),
                new Violation("breaks", "wrong-type", "an object is needed here, not an array"));
    }

    @Test
    void whatTheChecksOfACalendarRefuseIsReportedBesideUnknownFields() {
        assertThat(violations(
                """
                        { "schema": 1, "zone": "UTC", "x": 1, "week": { "MONDAY": [ "09:00-12:00", "11:00-13:00" ], "FRIDAY": [] },
                          "closed": { "1909-12-31": "" } }
                        """))
                .extracting(Violation::path, Violation::code).containsExactly(
                        org.assertj.core.groups.Tuple.tuple("x", "unknown-field"),
                        org.assertj.core.groups.Tuple.tuple("week.MONDAY", "overlap"),
                        org.assertj.core.groups.Tuple.tuple("week.FRIDAY", "no-range"),
                        org.assertj.core.groups.Tuple.tuple("closed.1909-12-31", "date"));
        assertThat(violations("{ \"schema\": 1, \"zone\": \"UTC\" }")).extracting(Violation::path, Violation::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("", "never-opens"));
    }

    @Test
    void thePathOfAPartOfAUnionSaysWhichPart() {
        String part = "{ \"zone\": \"UTC\", \"week\": { \"MONDAY\": [ \"09:00-12:00\", \"11:00-13:00\" ] } }";
        assertThat(violations("{ \"schema\": 1, \"union\": [ " + part + ", " + part + " ] }"))
                .extracting(Violation::path)
                .containsExactly("union[0].week.MONDAY", "union[1].week.MONDAY");
        assertThat(violations("{ \"schema\": 1, \"intersection\": [ { \"zone\": \"UTC\" } ] }"))
                .containsExactly(new Violation("intersection", "parts",
                        "1 calendars are not two, which is what a union or an intersection is made of"));
        assertThat(violations("{ \"schema\": 1, \"zone\": \"UTC\", \"union\": [ ] }")).extracting(Violation::path)
                .containsExactly("zone", "union");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{ \"zone\": \"UTC\" }|schema|missing", "{ \"schema\": 2 }|schema|schema",
            "{ \"schema\": \"1\" }|schema|wrong-type", "[]||wrong-type", "{||json-syntax", "''||json-syntax"})
    void aFormThatIsNotKnownIsRefused(String json, String path, String code) {
        assertThat(violations(json).getFirst()).satisfies(violation -> {
            assertThat(violation.path()).isEqualTo(path == null ? "" : path);
            assertThat(violation.code()).isEqualTo(code);
        });
    }

    @Test
    void aNewerFormIsNamed() {
        assertThat(violations("{ \"schema\": 2, \"zone\": \"UTC\" }")).containsExactly(
                new Violation("schema", "schema", "the form of version 2 is not known: this is version 1"));
    }

    @Test
    void aTextTooLongOrTooDeepIsRefused() {
        assertThat(violations(" ".repeat(BusinessCalendar.MAX_JSON_LENGTH + 1))).extracting(Violation::code)
                .containsExactly("json-too-long");
        assertThat(violations("{\"union\":[".repeat(30) + "]}".repeat(30))).extracting(Violation::code)
                .contains("json-limit");
    }

    @Test
    void aCalendarIsPrintedInALine() {
        assertThat(CALENDAR).hasToString("BusinessCalendar[Europe/Moscow {MONDAY=[09:00-13:00, 14:00-18:00],"
                + " FRIDAY=[22:00-06:00]} and 6 exceptions]");
    }
}
