package io.opora.examples.sla;

import io.opora.examples.sla.Month.Day;
import io.opora.sla.BusinessCalendar.Explanation.Segment;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;

/**
 * A month as an SVG image: a row for each week, a cell for each date. The bar of a date is its time from midnight to midnight, so
 * that an hour is wider on a day of 23 hours. What is too long for its cell is cut, and whole in the cell's tooltip.
 */
final class MonthDrawing {

    private static final int LEFT = 44;
    private static final int TOP = 104;
    private static final int CELL_WIDTH = 140;
    private static final int CELL_HEIGHT = 120;
    private static final int WIDTH = LEFT + 7 * CELL_WIDTH + 16;
    private static final int FOOT = 56;
    private static final int INSET = 8;
    private static final int BAR_WIDTH = CELL_WIDTH - 2 * INSET;
    private static final int BAR_TOP = 30;
    private static final int BAR_HEIGHT = 14;
    private static final int FIRST_LINE = 72;
    private static final int LINE = 13;
    private static final int LINES = 4;
    private static final int LINE_LENGTH = 20;

    private static final String INK = "#1e293b";
    private static final String FAINT = "#64748b";
    private static final String RULE = "#cbd5e1";
    private static final String PAPER = "#ffffff";
    private static final String NO_BUSINESS = "#f8fafc";
    private static final String HOLIDAY = "#fff1f2";
    private static final String HOLIDAY_INK = "#9f1239";
    private static final String CLOSED = "#e2e8f0";
    private static final String HOURS = "#15803d";
    private static final String DATED_HOURS = "#1d4ed8";
    private static final String BREAK = "url(#break)";
    private static final String BREAK_INK = "#92400e";
    private static final String CHANGE = "#c2410c";

    private final Month month;
    private final Words words;

    MonthDrawing(Month month, Words words) {
        this.month = month;
        this.words = words;
    }

    /** How much of a month is open, such as "21 days, 168 h open". */
    static String total(Month month, Words words) {
        return words.say(words.span(month.open()) + " open, days with open hours: " + month.openDays(),
                "открыто " + words.span(month.open()) + ", дней с рабочими часами: " + month.openDays());
    }

    /** The image, a whole file. */
    String svg() {
        int before = month.month().atDay(1).getDayOfWeek().getValue() - 1;
        int weeks = (before + month.days().size() + 6) / 7;
        int height = TOP + weeks * CELL_HEIGHT + FOOT;
        Svg svg = new Svg(WIDTH, height, words.locale, words.month(month.month()) + ", " + month.zone());
        svg.hatch("break", "#fef3c7", "#d97706");
        svg.rect(0, 0, WIDTH, height, PAPER);
        heading(svg);
        for (int week = 0; week < weeks; week++) {
            int y = TOP + week * CELL_HEIGHT;
            Day thursday = month.days().get(Math.clamp(week * 7L - before + 3, 0, month.days().size() - 1));
            svg.text(LEFT - 10, y + 22, 11, FAINT, "end",
                    "" + thursday.date().get(WeekFields.ISO.weekOfWeekBasedYear()));
            for (int day = 0; day < 7; day++) {
                int index = week * 7 + day - before;
                int x = LEFT + day * CELL_WIDTH;
                if (index < 0 || index >= month.days().size()) {
                    svg.cell(x, y, CELL_WIDTH, CELL_HEIGHT, NO_BUSINESS, RULE);
                    svg.end();
                } else {
                    draw(svg, x, y, month.days().get(index));
                }
            }
        }
        legend(svg, height - FOOT + 32);
        return svg.finish();
    }

    private void heading(Svg svg) {
        svg.title(LEFT, 40, 24, INK, words.month(month.month()));
        svg.text(LEFT, 62, 13, FAINT, "start", words.say("by the clock of ", "по часам ") + month.zone());
        svg.text(WIDTH - 16, 40, 13, INK, "end", total(month, words));
        svg.text(LEFT - 10, TOP - 10, 11, FAINT, "end", words.say("week", "нед."));
        List<String> weekdays = words.weekdays();
        for (int day = 0; day < 7; day++) {
            svg.title(LEFT + day * CELL_WIDTH + INSET, TOP - 10, 13, INK, weekdays.get(day));
        }
    }

    private void draw(Svg svg, int x, int y, Day day) {
        svg.cell(x, y, CELL_WIDTH, CELL_HEIGHT, day.isHoliday() ? HOLIDAY : day.open().isZero() ? NO_BUSINESS : PAPER,
                RULE);
        svg.tooltip(tooltip(day));
        svg.title(INSET, 22, 16, day.isHoliday() ? HOLIDAY_INK : INK, "" + day.date().getDayOfMonth());
        if (day.length().isZero()) {
            svg.text(INSET, FIRST_LINE, 11, CHANGE, "start", words.say("the clocks skip it", "этой даты не было"));
        } else {
            svg.text(CELL_WIDTH - INSET, 20, 11, FAINT, "end",
                    amount(day));
            bar(svg, day);
            lines(svg, day);
        }
        svg.end();
    }

    private String amount(Day day) {
        String open = day.open().isZero() ? words.say("closed", "закрыто") : words.span(day.open());
        return day.change().isEmpty() ? open : open + words.say(" of ", " из ") + words.span(day.length());
    }

    private String tooltip(Day day) {
        StringBuilder text = new StringBuilder(words.date(day.date()));
        day.segments().forEach(
                segment -> text.append('\n').append(segment.text(month.zone(), words.locale)));
        return text.toString();
    }

    private void bar(Svg svg, Day day) {
        svg.rect(INSET, BAR_TOP, BAR_WIDTH, BAR_HEIGHT, CLOSED);
        for (Segment segment : day.segments()) {
            String colour = switch (segment.reason()) {
                case HOURS -> HOURS;
                case DATED_HOURS -> DATED_HOURS;
                case BREAK -> BREAK;
                case OUTSIDE_HOURS, HOLIDAY, CLOSED_DATE, PAUSE, CLOCK_CHANGE -> "";
            };
            if (!colour.isEmpty()) {
                double from = at(day, segment.from());
                svg.rect(from, BAR_TOP, at(day, segment.to()) - from, BAR_HEIGHT, colour);
            }
        }
        for (int hour = 6; hour <= 18; hour += 6) {
            double tick = at(day, day.date().atTime(hour, 0).atZone(month.zone()).toInstant());
            svg.rect(tick - 0.5, BAR_TOP + BAR_HEIGHT, 1, 3, FAINT);
            svg.text(tick, BAR_TOP + BAR_HEIGHT + 12, 9, FAINT, "middle", "" + hour);
        }
        day.change().ifPresent(change -> svg.rect(at(day, change.getInstant()) - 1, BAR_TOP - 3, 2, BAR_HEIGHT + 6,
                CHANGE));
    }

    private static double at(Day day, Instant instant) {
        return INSET + BAR_WIDTH * Math.clamp(day.share(instant), 0, 1);
    }

    private record Line(String text, String colour) {}

    private void lines(Svg svg, Day day) {
        List<Line> lines = new ArrayList<>();
        if (day.isHoliday()) {
            wrap(day.holiday().orElse(words.say("closed on this date", "в эту дату закрыто")))
                    .forEach(part -> lines.add(new Line(part, HOLIDAY_INK)));
        }
        day.change().ifPresent(change -> lines.add(new Line(words.say("clocks ", "часы ")
                + Words.time(change.getDateTimeBefore().toLocalTime()) + " → "
                + Words.time(change.getDateTimeAfter().toLocalTime()), CHANGE)));
        for (Segment segment : day.segments()) {
            switch (segment.reason()) {
                case HOURS -> lines.add(new Line(hours(segment), HOURS));
                case DATED_HOURS -> lines.add(new Line(hours(segment), DATED_HOURS));
                case BREAK -> lines.add(new Line(words.say("break ", "перерыв ") + hours(segment), BREAK_INK));
                case OUTSIDE_HOURS, HOLIDAY, CLOSED_DATE, PAUSE, CLOCK_CHANGE -> {}
            }
        }
        int shown = lines.size() <= LINES ? lines.size() : LINES - 1;
        for (int i = 0; i < shown; i++) {
            svg.text(INSET, FIRST_LINE + i * LINE, 11, lines.get(i).colour(), "start", lines.get(i).text());
        }
        if (shown < lines.size()) {
            svg.text(INSET, FIRST_LINE + shown * LINE, 11, FAINT, "start",
                    words.say("and " + (lines.size() - shown) + " more", "и ещё " + (lines.size() - shown)));
        }
    }

    private String hours(Segment segment) {
        LocalTime from = segment.from().atZone(month.zone()).toLocalTime();
        // what ends where the clocks change ends by the clock that ran until then
        LocalTime to = segment.to().minusNanos(1).atZone(month.zone()).toLocalTime().plusNanos(1);
        return Words.range(from, to);
    }

    /** At most two lines; what does not fit is left to the tooltip. */
    static List<String> wrap(String text) {
        if (text.length() <= LINE_LENGTH) {
            return List.of(text);
        }
        int blank = text.lastIndexOf(' ', LINE_LENGTH);
        int end = blank > 0 ? blank : LINE_LENGTH;
        if (blank <= 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        String rest = text.substring(end).strip();
        if (rest.length() <= LINE_LENGTH) {
            return List.of(text.substring(0, end), rest);
        }
        int cut = Character.isHighSurrogate(rest.charAt(LINE_LENGTH - 2)) ? LINE_LENGTH - 2 : LINE_LENGTH - 1;
        return List.of(text.substring(0, end), rest.substring(0, cut) + '…');
    }

    private void legend(Svg svg, int y) {
        int x = LEFT;
        x = entry(svg, x, y, HOURS, words.say("hours of the week", "часы недели"));
        x = entry(svg, x, y, DATED_HOURS, words.say("hours of this date only", "часы только этой даты"));
        x = entry(svg, x, y, BREAK, words.say("break", "перерыв"));
        x = entry(svg, x, y, CLOSED, words.say("closed", "закрыто"));
        x = entry(svg, x, y, HOLIDAY, words.say("closed date", "нерабочая дата"));
        entry(svg, x, y, CHANGE, words.say("the clocks change", "перевод часов"));
    }

    private static int entry(Svg svg, int x, int y, String colour, String text) {
        svg.frame(x, y - 11, 14, 14, colour, RULE);
        svg.text(x + 20, y, 12, INK, "start", text);
        return x + 20 + 7 * text.length() + 20;
    }
}
