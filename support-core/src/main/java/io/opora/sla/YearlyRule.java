package io.opora.sla;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How an event is repeated every year or every few years: the part of iCalendar's rules that holidays need.
 *
 * @param interval every how many years
 * @param count how often in all, the first time included
 * @param until the last date on which it may begin
 * @param months in which months; in the one of its first day if empty
 * @param monthDays on which days of the month, negative ones counted from its end; on that of its first day if this and
 *        {@code weekdays} are empty
 * @param weekdays on which days of the week
 */
record YearlyRule(int interval, int count, LocalDate until, List<Month> months, List<Integer> monthDays,
        List<Weekday> weekdays) {

    private static final int MAX_COUNT = 1_000;
    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
    private static final Pattern WEEKDAY = Pattern.compile("([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)");

    /** A day of the week; of the month the n-th one, the n-th last one if negative, every one if 0. */
    record Weekday(int number, DayOfWeek day) {

        boolean is(LocalDate date) {
            int week = (date.getDayOfMonth() - 1) / 7 + 1;
            int fromEnd = -((date.lengthOfMonth() - date.getDayOfMonth()) / 7 + 1);
            return date.getDayOfWeek() == day && (number == 0 || number == week || number == fromEnd);
        }
    }

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException saying what is not understood
     */
    static YearlyRule parse(String text) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : text.toUpperCase(Locale.ROOT).split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + part + "' has no value");
            }
            parts.put(part.substring(0, equals), part.substring(equals + 1));
        }
        String frequency = parts.getOrDefault("FREQ", "nothing");
        if (!frequency.equals("YEARLY")) {
            throw new IllegalArgumentException("FREQ has to be YEARLY, not " + frequency);
        }
        parts.keySet().stream().filter(name -> !List.of("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY",
                "BYDAY", "WKST").contains(name)).findFirst().ifPresent(name -> {
                    throw new IllegalArgumentException("there is no " + name);
                });
        String until = parts.getOrDefault("UNTIL", "99991231");
        YearlyRule rule = new YearlyRule(number("INTERVAL", parts.getOrDefault("INTERVAL", "1"), 1, 100),
                number("COUNT", parts.getOrDefault("COUNT", "" + MAX_COUNT), 1, MAX_COUNT),
                LocalDate.parse(until.length() > 8 ? until.substring(0, 8) : until, DateTimeFormatter.BASIC_ISO_DATE),
                each(parts, "BYMONTH").map(month -> Month.of(number("BYMONTH", month, 1, 12))).toList(),
                each(parts, "BYMONTHDAY").map(day -> number("BYMONTHDAY", day, -31, 31)).toList(),
                each(parts, "BYDAY").map(YearlyRule::weekday).toList());
        if (rule.months.isEmpty() && !(rule.monthDays.isEmpty() && rule.weekdays.isEmpty())) {
            throw new IllegalArgumentException("BYMONTHDAY and BYDAY need BYMONTH");
        }
        return rule;
    }

    private static Stream<String> each(Map<String, String> parts, String name) {
        return parts.containsKey(name) ? Stream.of(parts.getOrDefault(name, "").split(",", -1)) : Stream.empty();
    }

    private static int number(String name, String text, int from, int to) {
        int number = text.matches("[+-]?\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (number < from || number > to || number == 0) {
            throw new IllegalArgumentException(
                    name + " has to be a number from " + from + " to " + to + ", not " + text);
        }
        return number;
    }

    private static Weekday weekday(String text) {
        Matcher matcher = WEEKDAY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no day for BYDAY: write MO, 4TH or -1MO");
        }
        String number = matcher.group(1);
        return new Weekday(number == null ? 0 : Integer.parseInt(number),
                DayOfWeek.of(DAYS.indexOf(matcher.group(2)) + 1));
    }

    /** The dates in a year on which an event begins whose first day is another. */
    List<LocalDate> from(LocalDate first, int year) {
        int left = count;
        for (int at = first.getYear(); at <= year && left > 0; at += interval) {
            List<LocalDate> dates = in(first, at);
            if (at == year) {
                return dates.subList(0, Math.min(left, dates.size()));
            }
            left -= dates.size();
        }
        return List.of();
    }

    private List<LocalDate> in(LocalDate first, int year) {
        TreeSet<LocalDate> dates = new TreeSet<>();
        for (Month month : months.isEmpty() ? List.of(first.getMonth()) : months) {
            YearMonth yearMonth = YearMonth.of(year, month);
            for (int day = 1; day <= yearMonth.lengthOfMonth(); day++) {
                LocalDate date = yearMonth.atDay(day);
                int fromEnd = day - yearMonth.lengthOfMonth() - 1;
                boolean onDay = monthDays.isEmpty()
                        ? !weekdays.isEmpty() || day == first.getDayOfMonth()
                        : monthDays.contains(day) || monthDays.contains(fromEnd);
                boolean onWeekday = weekdays.isEmpty() || weekdays.stream().anyMatch(weekday -> weekday.is(date));
                if (onDay && onWeekday && !date.isBefore(first) && !date.isAfter(until)) {
                    dates.add(date);
                }
            }
        }
        return new ArrayList<>(dates);
    }
}
