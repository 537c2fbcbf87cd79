package io.opora.examples.benchmarks;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import net.sf.mpxj.Duration;
import net.sf.mpxj.LocalTimeRange;
import net.sf.mpxj.ProjectCalendar;
import net.sf.mpxj.ProjectCalendarHours;
import net.sf.mpxj.ProjectFile;
import net.sf.mpxj.TimeUnit;

/** The same hours in the calendar of MPXJ. It knows no zones, and is given wall time that was converted before. */
final class MpxjHours {

    private final ProjectCalendar calendar = new ProjectFile().addCalendar();

    MpxjHours() {
        for (DayOfWeek day : DayOfWeek.values()) {
            calendar.setWorkingDay(day, Hours.WEEK.contains(day));
            ProjectCalendarHours hours = calendar.addCalendarHours(day);
            for (int i = 0; i < Hours.TIMES.size() && Hours.WEEK.contains(day); i += 2) {
                hours.add(new LocalTimeRange(Hours.TIMES.get(i), Hours.TIMES.get(i + 1)));
            }
        }
        for (LocalDate date : Hours.holidays()) {
            calendar.addCalendarException(date);
        }
    }

    static LocalDateTime wallTime(Instant instant) {
        return instant.atZone(Hours.ZONE).toLocalDateTime();
    }

    static LocalDateTime[] wallTimes(Instant[] instants) {
        LocalDateTime[] times = new LocalDateTime[instants.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = wallTime(instants[i]);
        }
        return times;
    }

    static Duration hours(int hours) {
        return Duration.getInstance(hours, TimeUnit.HOURS);
    }

    LocalDateTime add(LocalDateTime start, Duration open) {
        return calendar.getDate(start, open);
    }

    Duration between(LocalDateTime from, LocalDateTime to) {
        return calendar.getWork(from, to, TimeUnit.MINUTES);
    }
}
