package io.opora.examples.benchmarks;

import io.opora.sla.BusinessCalendar;
import io.opora.sla.TimeRange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The office whose hours the calendars are measured with: New York, Monday to Friday with a lunch break, 26 years with 110
 * holidays. Its clocks change on Sundays, when it is closed; so a peer that knows no zones can give the same answers.
 */
final class Hours {

    static final ZoneId ZONE = ZoneId.of("America/New_York");
    static final LocalDate FIRST = LocalDate.of(2010, 1, 1);
    /** The date after the last one. */
    static final LocalDate END = LocalDate.of(2036, 1, 1);
    static final Set<DayOfWeek> WEEK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    /** Opening, closing, opening, closing. */
    static final List<LocalTime> TIMES = List.of(LocalTime.of(9, 0), LocalTime.of(12, 30), LocalTime.of(13, 30),
            LocalTime.of(18, 0));
    static final int HOLIDAYS = 110;
    /** How many questions are asked in turn: more than a processor remembers the branches of. A power of two. */
    static final int QUESTIONS = 1 << 14;

    private static final int YEARS_OF_STARTS = 15;

    private Hours() {}

    /** On days of the week that are open otherwise. */
    static List<LocalDate> holidays() {
        List<LocalDate> holidays = new ArrayList<>();
        long days = END.toEpochDay() - FIRST.toEpochDay();
        for (int i = 0; i < HOLIDAYS; i++) {
            LocalDate date = FIRST.plusDays(days * i / HOLIDAYS);
            while (!WEEK.contains(date.getDayOfWeek())) {
                date = date.plusDays(1);
            }
            holidays.add(date);
        }
        return holidays;
    }

    /** The library's calendar; calendars with different names of their holidays are different ones. */
    static BusinessCalendar calendar(String nameOfHolidays) {
        BusinessCalendar.Builder builder = BusinessCalendar.builder(ZONE).open(WEEK,
                TimeRange.of(TIMES.get(0).toString(), TIMES.get(1).toString()),
                TimeRange.of(TIMES.get(2).toString(), TIMES.get(3).toString()));
        holidays().forEach(date -> builder.closed(date, nameOfHolidays));
        return builder.build();
    }

    /** Whole minutes anywhere in fifteen years, open or not, always the same ones. */
    static Instant[] starts() {
        SplittableRandom random = new SplittableRandom(42);
        long first = FIRST.atStartOfDay(ZONE).toEpochSecond() / 60;
        long minutes = FIRST.plusYears(YEARS_OF_STARTS).atStartOfDay(ZONE).toEpochSecond() / 60 - first;
        Instant[] starts = new Instant[QUESTIONS];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = Instant.ofEpochSecond((first + random.nextLong(minutes)) * 60);
        }
        return starts;
    }

    /** Where each span ends that begins at one of the starts and has so much open time. */
    static Instant[] ends(Instant[] starts, Duration open) {
        FloorHours floor = new FloorHours();
        Instant[] ends = new Instant[starts.length];
        for (int i = 0; i < starts.length; i++) {
            ends[i] = floor.add(starts[i], open);
        }
        return ends;
    }
}
