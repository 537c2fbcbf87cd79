package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of wall time within a day, half-open: its end no longer belongs to it. One whose end is before its start runs over
 * midnight and belongs to the day on which it starts.
 *
 * @param fromSecond where it starts, in seconds of the day by the wall clock: 0 to 86,399
 * @param toSecond where it ends, in seconds of the day by the wall clock: 1 to 86,400 (midnight, the end of the day)
 */
public record TimeRange(int fromSecond, int toSecond) {

    private static final int DAY = 86_400;
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d))?");
    private static final int SHOWN = 40;

    /**
     * Checks the bounds.
     *
     * @throws InvalidInputException if one is no second of the day, or if the range is empty
     */
    public TimeRange {
        if (fromSecond == toSecond) {
            throw wrong("from " + time(fromSecond) + " to " + time(toSecond) + " is no time at all; the whole day is"
                    + " 00:00-24:00");
        }
        if (fromSecond < 0 || fromSecond >= DAY || toSecond < 1 || toSecond > DAY) {
            throw wrong(
                    "a range begins at second 0 to 86399 of the day and ends at second 1 to 86400, not " + fromSecond
                            + " to " + toSecond);
        }
    }

    /**
     * The range between two times.
     *
     * @param from the start as {@code 09:00} or {@code 09:00:30}
     * @param to the end in the same form; {@code 24:00} ends the day, and so does {@code 00:00} unless the range starts there
     *        too; before the start it is meant to be on the next day
     * @return the range
     * @throws InvalidInputException if one is no time of day, or if the range is empty
     */
    public static TimeRange of(String from, String to) {
        int start = seconds(from);
        int end = seconds(to);
        if (start == DAY) {
            throw wrong("24:00 only ends a range; one that starts at midnight starts at 00:00");
        }
        return new TimeRange(start, end == 0 && start > 0 ? DAY : end);
    }

    /**
     * Reads what {@link #toString()} writes.
     *
     * @param text such as {@code 09:00-13:00}
     * @return the range
     * @throws InvalidInputException if it is none
     */
    public static TimeRange parse(String text) {
        int hyphen = requireNonNull(text, "text").indexOf('-');
        if (hyphen < 0) {
            throw wrong("'" + shown(text) + "' is no range of time: write it as 09:00-13:00");
        }
        return of(text.substring(0, hyphen), text.substring(hyphen + 1));
    }

    private static int seconds(String time) {
        if (time.equals("24:00") || time.equals("24:00:00")) {
            return DAY;
        }
        Matcher matcher = TIME.matcher(time);
        if (!matcher.matches()) {
            throw wrong("'" + shown(time) + "' is no time of day: write it as 09:00 or 09:00:30, from 00:00 to 24:00");
        }
        String second = matcher.group(3);
        return Integer.parseInt(matcher.group(1)) * 3600 + Integer.parseInt(matcher.group(2)) * 60
                + (second == null ? 0 : Integer.parseInt(second));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static InvalidInputException wrong(String message) {
        return new InvalidInputException("range of time", new Violation("", "time-range", message));
    }

    /** {@return whether it ends on the day after the one on which it starts} */
    public boolean isOverMidnight() {
        return toSecond < fromSecond;
    }

    /** Where it ends, in seconds since the midnight before its start; more than a day if it runs over midnight. */
    int end() {
        return isOverMidnight() ? toSecond + DAY : toSecond;
    }

    /** {@return start and end, such as {@code 09:00-13:00}, with seconds only where there are any} */
    @Override
    public String toString() {
        return time(fromSecond) + '-' + time(toSecond);
    }

    private static String time(int seconds) {
        StringBuilder time = new StringBuilder(8);
        two(time, seconds / 3600).append(':');
        two(time, seconds / 60 % 60);
        return seconds % 60 == 0 ? time.toString() : two(time.append(':'), seconds % 60).toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
