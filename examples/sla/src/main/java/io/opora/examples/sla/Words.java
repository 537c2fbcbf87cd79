package io.opora.examples.sla;

import io.opora.Spelling;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the program says beside what the library says, in both languages. */
enum Words {

    ENGLISH("en"),
    RUSSIAN("ru");

    final Locale locale;
    private final DateTimeFormatter moment;
    private final DateTimeFormatter month;

    Words(String language) {
        this.locale = Locale.of(language);
        this.moment = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", locale);
        this.month = DateTimeFormatter.ofPattern("LLLL uuuu", locale);
    }

    static Words of(String language) {
        return switch (language) {
            case "en" -> ENGLISH;
            case "ru" -> RUSSIAN;
            default -> throw new UsageException(
                    "--language: " + Spelling.quote(language) + " is not spoken here; there is en, ru");
        };
    }

    String say(String english, String russian) {
        return this == RUSSIAN ? russian : english;
    }

    /** Such as "Fri 2026-03-06 16:00". */
    String moment(Instant instant, ZoneId zone) {
        return moment.format(instant.atZone(zone));
    }

    /** Such as "Fri 2026-03-06". */
    String date(LocalDate date) {
        return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale) + ' ' + date;
    }

    /** Such as "March 2026". */
    String month(YearMonth month) {
        String name = this.month.format(month);
        return name.substring(0, 1).toUpperCase(locale) + name.substring(1);
    }

    List<String> weekdays() {
        return Stream.of(DayOfWeek.values()).map(day -> day.getDisplayName(TextStyle.SHORT, locale))
                .toList();
    }

    /** Such as "4 h 30 min". */
    String span(Duration span) {
        StringBuilder text = new StringBuilder();
        append(text, span.toHours(), say(" h", " ч"));
        append(text, span.toMinutesPart(), say(" min", " мин"));
        append(text, span.toSecondsPart(), say(" s", " с"));
        return text.isEmpty() ? say("0 h", "0 ч") : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(unit);
        }
    }

    /** Such as "09:00–13:00"; midnight at the end of a day is "24:00". */
    static String range(LocalTime from, LocalTime to) {
        return time(from) + '–' + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : time(to));
    }

    static String time(LocalTime time) {
        return DateTimeFormatter.ofPattern(time.getSecond() == 0 ? "HH:mm" : "HH:mm:ss", Locale.ROOT).format(time);
    }
}
