package io.opora.sla;

import io.opora.sla.BusinessCalendar.Explanation.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** What this room says to people, in the languages it speaks. */
enum Language {

    ENGLISH(Locale.ENGLISH),
    RUSSIAN(Locale.of("ru"));

    private final Locale locale;
    private final DateTimeFormatter weekday;
    private final DateTimeFormatter day;

    Language(Locale locale) {
        this.locale = locale;
        this.weekday = DateTimeFormatter.ofPattern("EEE", locale);
        this.day = DateTimeFormatter.ofPattern("EEEE, d MMMM", locale);
    }

    static Language of(Locale locale) {
        return locale.getLanguage().equals(RUSSIAN.locale.getLanguage()) ? RUSSIAN : ENGLISH;
    }

    private String say(String english, String russian) {
        return this == RUSSIAN ? russian : english;
    }

    // what customers read

    String availability(boolean open, Optional<Instant> changesAt, Instant now, ZoneId zone) {
        if (open) {
            return changesAt
                    .map(until -> say("We are here now, until ", "Мы на связи до ") + when(until, now, zone) + '.')
                    .orElseGet(() -> say("We are here around the clock.", "Мы на связи круглосуточно."));
        }
        return say("We are closed now. ", "Сейчас мы не работаем. ")
                + changesAt.map(again -> say("We are back at ", "Снова на связи с ") + when(again, now, zone) + '.')
                        .orElseGet(
                                () -> say("We do not know yet when we are back.", "Когда откроемся, пока неизвестно."));
    }

    String promise(Instant answerBy, boolean late, BusinessCalendar.Availability availability, Instant now,
            ZoneId zone) {
        String by = when(wholeMinute(answerBy), now, zone) + '.';
        String promise = late
                ? say("Our answer is late, and we are sorry: it was due by ",
                        "Мы опаздываем с ответом, просим прощения: обещали до ") + by
                : say("You will have an answer by ", "Мы ответим до ") + by;
        return availability.open() ? promise : promise + ' ' + availability.sentence();
    }

    /** The end of the minute: nobody is told of seconds, nor of less time than is promised. */
    private static Instant wholeMinute(Instant instant) {
        Instant minute = instant.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(instant) ? minute : minute.plus(1, ChronoUnit.MINUTES);
    }

    /** An instant by a customer's clock, such as "09:00 tomorrow, Tuesday, 13 January (UTC+3)". */
    String when(Instant instant, Instant now, ZoneId zone) {
        ZonedDateTime moment = instant.atZone(zone);
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate date = moment.toLocalDate();
        String day = date.equals(today)
                ? say(" today", " сегодня")
                : date.equals(today.plusDays(1))
                        ? say(" tomorrow, ", " завтра, ") + date(date, today)
                        : say(" on ", ", ") + date(date, today);
        return time(moment.toLocalTime()) + day + " (" + offset(moment.getOffset()) + ')';
    }

    private String date(LocalDate date, LocalDate today) {
        return this.day.format(date) + (date.getYear() == today.getYear() ? "" : say(" ", " ") + date.getYear());
    }

    private static String offset(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0
                ? "UTC"
                : "UTC" + offset.getId().replaceFirst("^([+-])0", "$1").replaceFirst(":00$", "");
    }

    // explanations

    String explanation(BusinessCalendar.Explanation explanation) {
        ZoneId zone = explanation.zone();
        StringBuilder text = new StringBuilder();
        text.append(span(explanation.duration())).append(say(" of open time from ", " рабочего времени с "))
                .append(moment(explanation.start(), zone)).append(" (").append(zone).append(")\n");
        for (Segment segment : explanation.segments()) {
            text.append("  ").append(line(segment, zone)).append('\n');
        }
        text.append(say("due ", "срок ")).append(moment(explanation.due(), zone));
        explanation.breach().filter(breach -> !breach.equals(explanation.due()))
                .ifPresent(breach -> text
                        .append(say(", overdue only when it opens again, ", ", просрочено только с открытия, "))
                        .append(moment(breach, zone)));
        return text.append('\n').toString();
    }

    String line(Segment segment, ZoneId zone) {
        LocalDateTime to = segment.to().atZone(zone).toLocalDateTime();
        // what ends where the clocks change ends by the clock that ran until then
        LocalDateTime end = segment.to().minusNanos(1).atZone(zone).toLocalDateTime().plusNanos(1);
        StringBuilder line = new StringBuilder();
        if (segment.reason() == BusinessCalendar.Explanation.Reason.CLOCK_CHANGE) {
            line.append(moment(end)).append(" -> ").append(time(end, to));
        } else {
            LocalDateTime from = segment.from().atZone(zone).toLocalDateTime();
            line.append(moment(from)).append(" - ").append(time(from, end));
        }
        line.append(": ").append(reason(segment));
        if (segment.reason().isOpen()) {
            line.append(", ").append(say("counts ", "в счёт ")).append(span(segment.counted()));
        }
        return line.toString();
    }

    /** A time after another one, with its date only where that differs. */
    private String time(LocalDateTime other, LocalDateTime time) {
        return other.toLocalDate().equals(time.toLocalDate()) ? time(time.toLocalTime()) : moment(time);
    }

    private String reason(Segment segment) {
        String detail = segment.detail();
        return switch (segment.reason()) {
            case HOURS -> say("open ", "рабочее время ") + detail;
            case DATED_HOURS -> say("hours of this date ", "часы этой даты ") + detail;
            case OUTSIDE_HOURS -> say("outside hours", "нерабочее время");
            case HOLIDAY -> say("holiday: ", "праздник: ") + detail;
            case CLOSED_DATE -> say("closed on this date", "в эту дату закрыто");
            case BREAK -> say("break ", "перерыв ") + detail;
            case PAUSE -> say("paused: ", "пауза: ") + detail;
            case CLOCK_CHANGE -> say("clocks change, UTC", "перевод часов, UTC") + detail;
        };
    }

    private String moment(Instant instant, ZoneId zone) {
        return moment(instant.atZone(zone).toLocalDateTime());
    }

    /** Such as "Fri 2026-01-09 17:00", the same length and order in every language. */
    private String moment(LocalDateTime moment) {
        return weekday.format(moment) + ' ' + moment.toLocalDate() + ' ' + time(moment.toLocalTime());
    }

    private static String time(LocalTime time) {
        return time.getNano() != 0
                ? time.toString()
                : time.getSecond() != 0
                        ? DateTimeFormatter.ISO_LOCAL_TIME.format(time)
                        : time.toString();
    }

    /** Such as "1 h 30 min". */
    String span(Duration span) {
        StringBuilder text = new StringBuilder();
        append(text, span.toHours(), say(" h", " ч"));
        append(text, span.toMinutesPart(), say(" min", " мин"));
        append(text, span.toSecondsPart(), say(" s", " с"));
        append(text, span.toNanosPart() / 1000, say(" us", " мкс"));
        return text.isEmpty() ? say("0 min", "0 мин") : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(unit);
        }
    }
}
