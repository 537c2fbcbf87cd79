package io.opora.examples.sla;

import io.opora.sla.BusinessCalendar;
import io.opora.sla.BusinessCalendar.Explanation.Reason;
import io.opora.sla.BusinessCalendar.Explanation.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a calendar has in a month, by its own clock.
 *
 * @param month the month
 * @param zone the calendar's zone
 * @param days every date
 */
record Month(YearMonth month, ZoneId zone, List<Day> days) {

    static Month of(BusinessCalendar calendar, YearMonth month) {
        return new Month(month, calendar.zone(), IntStream.rangeClosed(1, month.lengthOfMonth())
                .mapToObj(day -> Day.of(calendar, month.atDay(day))).toList());
    }

    Duration open() {
        return days.stream().map(Day::open).reduce(Duration.ZERO, Duration::plus);
    }

    long openDays() {
        return days.stream().filter(day -> !day.open().isZero()).count();
    }

    /**
     * A date, from midnight to midnight.
     *
     * @param date the date
     * @param from when it begins
     * @param to when it ends; the same, if the clocks skip the whole date
     * @param segments what holds when, clock changes among them
     * @param change how the clocks change on it
     */
    record Day(LocalDate date, Instant from, Instant to, List<Segment> segments,
            Optional<ZoneOffsetTransition> change) {

        static Day of(BusinessCalendar calendar, LocalDate date) {
            ZoneId zone = calendar.zone();
            Instant from = date.atStartOfDay(zone).toInstant();
            Instant to = date.plusDays(1).atStartOfDay(zone).toInstant();
            // some clocks change at midnight, which belongs to the day that begins then
            ZoneOffsetTransition change = zone.getRules().nextTransition(from.minusNanos(1));
            return new Day(date, from, to, calendar.segments(from, to),
                    Optional.ofNullable(change).filter(found -> found.getInstant().isBefore(to)));
        }

        Duration length() {
            return Duration.between(from, to);
        }

        Duration open() {
            return segments.stream().map(Segment::counted).reduce(Duration.ZERO, Duration::plus);
        }

        /** Which part of the day has passed at an instant, from 0 to 1. */
        double share(Instant instant) {
            return (double) Duration.between(from, instant).toMillis() / length().toMillis();
        }

        boolean isHoliday() {
            return segments.stream().anyMatch(
                    segment -> segment.reason() == Reason.HOLIDAY || segment.reason() == Reason.CLOSED_DATE);
        }

        /** The name of the holiday, if it has one. */
        Optional<String> holiday() {
            return segments.stream().filter(segment -> segment.reason() == Reason.HOLIDAY).map(Segment::detail)
                    .findFirst();
        }
    }
}
