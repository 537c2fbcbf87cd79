package io.opora.examples.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Writes times as people at the desk read them. */
final class Times {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE dd MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("EEE dd MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("EEE dd MMM uuuu HH:mm", Locale.ENGLISH);

    private Times() {}

    /** Such as {@code Mon 02 Mar}. */
    static String day(LocalDate date) {
        return DAY.format(date);
    }

    /** Such as {@code Mon 02 Mar 08:15}. */
    static String minute(Instant at, ZoneId zone) {
        return MINUTE.format(at.atZone(zone));
    }

    /** Such as {@code Mon 02 Mar 2026 08:15}. */
    static String full(Instant at, ZoneId zone) {
        return FULL.format(at.atZone(zone));
    }

    /** The two largest units of a duration, such as {@code 2 d 04 h}. */
    static String brief(Duration duration) {
        if (duration.toDays() > 0) {
            return String.format(Locale.ROOT, "%d d %02d h", duration.toDays(), duration.toHoursPart());
        }
        if (duration.toHours() > 0) {
            return String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
        }
        return duration.toMinutes() + " min";
    }

    /** The same, or a dash where there is none. */
    static String brief(Optional<Duration> duration) {
        return duration.map(Times::brief).orElse("–");
    }
}
