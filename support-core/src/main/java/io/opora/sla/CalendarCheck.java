package io.opora.sla;

import io.opora.Findings;
import io.opora.Spelling;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Checks what was said of a calendar and puts it into canonical order: equal calendars, equal rules. */
final class CalendarCheck {

    private static final LocalDate FIRST_DATE = LocalDate.ofInstant(BusinessCalendar.EARLIEST, ZoneOffset.UTC);
    private static final LocalDate END_DATE = LocalDate.ofInstant(BusinessCalendar.HORIZON, ZoneOffset.UTC);

    private final String prefix;
    private final Findings findings;

    CalendarCheck(String prefix, Findings findings) {
        this.prefix = prefix;
        this.findings = findings;
    }

    /** What the calendar says, to be used only if nothing was found to be wrong with it. */
    CalendarRules rules(ZoneId zone, Map<DayOfWeek, List<TimeRange>> week,
            NavigableMap<LocalDate, List<TimeRange>> hours, NavigableMap<LocalDate, String> closed,
            NavigableMap<MonthDay, String> yearly, NavigableMap<LocalDate, List<TimeRange>> breaks) {
        Map<DayOfWeek, List<TimeRange>> orderedWeek = new EnumMap<>(DayOfWeek.class);
        week.forEach((day, ranges) -> orderedWeek.put(day, ordered("week." + day, day.toString(), ranges)));
        orderedWeek.forEach((day, ranges) -> overnight("week." + day, day, ranges, day.plus(1),
                orderedWeek.getOrDefault(day.plus(1), List.of())));
        NavigableMap<LocalDate, List<TimeRange>> orderedHours = ordered("hours", hours);
        NavigableMap<LocalDate, List<TimeRange>> orderedBreaks = ordered("breaks", breaks);
        dates("closed", closed);
        closed.forEach((date, name) -> name("closed." + date, name));
        yearly.forEach((day, name) -> name("yearly." + day.toString().substring(2), name));
        return new WeeklyRules(zone, orderedWeek, orderedHours, new TreeMap<>(closed), new TreeMap<>(yearly),
                orderedBreaks);
    }

    private NavigableMap<LocalDate, List<TimeRange>> ordered(String path,
            NavigableMap<LocalDate, List<TimeRange>> days) {
        NavigableMap<LocalDate, List<TimeRange>> ordered = new TreeMap<>();
        dates(path, days);
        days.forEach((date, ranges) -> ordered.put(date, ordered(path + '.' + date, date.toString(), ranges)));
        ordered.forEach((date, ranges) -> overnight(path + '.' + date, date, ranges, date.plusDays(1),
                ordered.getOrDefault(date.plusDays(1), List.of())));
        return ordered;
    }

    /** By their start, touching ones as one. */
    private List<TimeRange> ordered(String path, String day, List<TimeRange> ranges) {
        if (ranges.isEmpty()) {
            findings.add(prefix + path, "no-range", day + " is given no range of time; a date is closed by 'closed'");
        }
        if (ranges.size() > BusinessCalendar.MAX_RANGES) {
            findings.add(prefix + path, "too-many",
                    ranges.size() + " ranges of time on " + day + " are too many: at most "
                            + BusinessCalendar.MAX_RANGES);
            return List.of();
        }
        List<TimeRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(TimeRange::fromSecond).thenComparingInt(TimeRange::end));
        List<TimeRange> ordered = new ArrayList<>();
        for (TimeRange range : sorted) {
            TimeRange last = ordered.isEmpty() ? null : ordered.getLast();
            if (last != null && last.end() > range.fromSecond()) {
                findings.add(prefix + path, "overlap", day + ": " + last + " and " + range + " overlap");
            } else if (last != null && last.end() == range.fromSecond() && last.fromSecond() != range.toSecond()) {
                ordered.set(ordered.size() - 1, new TimeRange(last.fromSecond(), range.toSecond()));
            } else {
                ordered.add(range);
            }
        }
        return List.copyOf(ordered);
    }

    private void overnight(String path, Object day, List<TimeRange> ranges, Object nextDay, List<TimeRange> next) {
        if (!ranges.isEmpty() && !next.isEmpty()) {
            TimeRange last = ranges.getLast();
            if (last.end() - WeeklyRules.DAY > next.getFirst().fromSecond()) {
                findings.add(prefix + path, "overlap",
                        last + " on " + day + " runs into " + next.getFirst() + " on " + nextDay);
            }
        }
    }

    private void dates(String path, NavigableMap<LocalDate, ?> dates) {
        if (dates.size() > BusinessCalendar.MAX_DATES) {
            findings.add(prefix + path, "too-many",
                    dates.size() + " dates are too many: at most " + BusinessCalendar.MAX_DATES);
        }
        for (LocalDate date : dates.keySet()) {
            if (date.isBefore(FIRST_DATE) || !date.isBefore(END_DATE)) {
                findings.add(prefix + path + '.' + date, "date",
                        date + " is outside of what a calendar knows: " + FIRST_DATE
                                + " to " + END_DATE.minusDays(1));
            }
        }
    }

    private void name(String path, String name) {
        if (name.length() > BusinessCalendar.MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            findings.add(prefix + path, "name", Spelling.quote(name) + " is no name of a date: at most "
                    + BusinessCalendar.MAX_NAME_LENGTH + " characters, no control characters among them");
        }
    }
}
