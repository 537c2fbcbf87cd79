package io.opora.sla;

import io.opora.sla.BusinessCalendar.Explanation.Reason;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Weekly hours with exceptions by date, in a zone. An instant is open when the wall clock shows an open time. So the year is
 * cut where the clocks change; between two such cuts wall time and instants differ by a constant, and what is open by wall
 * time is open, clipped to the cuts. Nothing else needs to be known of gaps and overlaps: wall times that never come fall
 * out, those that come twice are open twice.
 */
final class WeeklyRules implements CalendarRules {

    static final int DAY = 86_400;
    private static final int[] CLOSED = {};

    private final ZoneId zone;
    private final Map<DayOfWeek, List<TimeRange>> week;
    private final NavigableMap<LocalDate, List<TimeRange>> hours;
    private final NavigableMap<LocalDate, String> closed;
    private final NavigableMap<MonthDay, String> yearly;
    private final NavigableMap<LocalDate, List<TimeRange>> breaks;
    // derived from the above
    private final int hash;
    private final int[][] windowsOfWeek = new int[7][];
    private final Segments wallBreaks = new Segments();

    /**
     * Takes what has been checked and put into order: the ranges of a day sorted and apart.
     *
     * @param closed names by date, empty for those without one; so is {@code yearly}
     */
    WeeklyRules(ZoneId zone, Map<DayOfWeek, List<TimeRange>> week, NavigableMap<LocalDate, List<TimeRange>> hours,
            NavigableMap<LocalDate, String> closed, NavigableMap<MonthDay, String> yearly,
            NavigableMap<LocalDate, List<TimeRange>> breaks) {
        this.zone = zone;
        this.week = week;
        this.hours = hours;
        this.closed = closed;
        this.yearly = yearly;
        this.breaks = breaks;
        this.hash = Objects.hash(zone, week, hours, closed, yearly, breaks);
        for (DayOfWeek day : DayOfWeek.values()) {
            windowsOfWeek[day.getValue() - 1] = windows(week.getOrDefault(day, List.of()));
        }
        breaks.forEach((date, ranges) -> ranges.forEach(range -> wallBreaks.add(
                date.toEpochDay() * DAY + range.fromSecond(), date.toEpochDay() * DAY + range.end())));
    }

    private static int[] windows(List<TimeRange> ranges) {
        return ranges.stream().flatMapToInt(range -> IntStream.of(range.fromSecond(), range.end()))
                .toArray();
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    Map<DayOfWeek, List<TimeRange>> week() {
        return week;
    }

    NavigableMap<LocalDate, List<TimeRange>> hours() {
        return hours;
    }

    NavigableMap<LocalDate, String> closed() {
        return closed;
    }

    NavigableMap<MonthDay, String> yearly() {
        return yearly;
    }

    NavigableMap<LocalDate, List<TimeRange>> breaks() {
        return breaks;
    }

    @Override
    public int size() {
        return 1;
    }

    /** Is shown each stretch of time within which the clocks do not change. */
    private interface Stretch {
        void see(long from, long to, int offset);
    }

    private void betweenClockChanges(long from, long to, Stretch stretch) {
        ZoneRules rules = zone.getRules();
        long at = from;
        while (at < to) {
            Instant instant = Instant.ofEpochSecond(at);
            ZoneOffsetTransition next = rules.nextTransition(instant);
            long end = next == null ? to : Math.min(to, next.toEpochSecond());
            stretch.see(at, end, rules.getOffset(instant).getTotalSeconds());
            at = end;
        }
    }

    @Override
    public Segments open(long from, long to) {
        Segments open = new Segments();
        betweenClockChanges(from, to, (start, end, offset) -> {
            long firstDay = Math.floorDiv(start + offset, (long) DAY) - 1;
            long lastDay = Math.floorDiv(end + offset - 1, (long) DAY);
            openByTheWall(firstDay, windows(firstDay, lastDay), start, end, offset, open);
        });
        return open;
    }

    @Override
    public Segments openOn(LocalDate date) {
        // wide enough for any offset, and for hours that run to the end of the next day
        long midnight = date.toEpochDay() * DAY;
        Segments open = new Segments();
        betweenClockChanges(midnight - DAY, midnight + 3 * DAY, (start, end, offset) -> openByTheWall(date.toEpochDay(),
                new int[][]{windows(rangesOn(date))}, start, end, offset, open));
        return open;
    }

    /** Starts and ends of the hours of each day, in seconds since its midnight. */
    private int[][] windows(long firstDay, long lastDay) {
        int[][] windows = new int[(int) (lastDay - firstDay) + 1][];
        for (int i = 0; i < windows.length; i++) {
            // 1970-01-01 was a Thursday
            windows[i] = windowsOfWeek[(int) Math.floorMod(firstDay + i + 3, 7L)];
        }
        LocalDate first = LocalDate.ofEpochDay(firstDay);
        LocalDate last = LocalDate.ofEpochDay(lastDay);
        for (int year = first.getYear(); year <= last.getYear(); year++) {
            for (MonthDay day : yearly.keySet()) {
                long index = day.isValidYear(year) ? day.atYear(year).toEpochDay() - firstDay : -1;
                if (index >= 0 && index < windows.length) {
                    windows[(int) index] = CLOSED;
                }
            }
        }
        closed.subMap(first, true, last, true).keySet()
                .forEach(date -> windows[(int) (date.toEpochDay() - firstDay)] = CLOSED);
        hours.subMap(first, true, last, true)
                .forEach((date, ranges) -> windows[(int) (date.toEpochDay() - firstDay)] = windows(ranges));
        return windows;
    }

    /** Adds what is open by the hours of some days, as far as it lies within a stretch without a change of the clocks. */
    private void openByTheWall(long firstDay, int[][] windows, long start, long end, int offset, Segments open) {
        long from = 0;
        long to = Long.MIN_VALUE;
        for (int i = 0; i < windows.length; i++) {
            long midnight = (firstDay + i) * DAY - offset;
            for (int w = 0; w < windows[i].length; w += 2) {
                long opens = midnight + windows[i][w];
                if (opens > to) {
                    addWithoutBreaks(Math.max(from, start), Math.min(to, end), offset, open);
                    from = opens;
                    to = opens;
                }
                to = Math.max(to, midnight + windows[i][w + 1]);
            }
        }
        addWithoutBreaks(Math.max(from, start), Math.min(to, end), offset, open);
    }

    private void addWithoutBreaks(long from, long to, int offset, Segments open) {
        if (from >= to) {
            return;
        }
        long at = from;
        for (int i = wallBreaks.isEmpty() ? 0 : firstBreakAfter(from + offset); i < wallBreaks.size()
                && wallBreaks.from(i) - offset < to; i++) {
            open.add(at, wallBreaks.from(i) - offset);
            at = wallBreaks.to(i) - offset;
        }
        open.add(at, to);
    }

    /** The first break that ends after a wall time. */
    private int firstBreakAfter(long wall) {
        int low = 0;
        int high = wallBreaks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (wallBreaks.to(middle) <= wall) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<TimeRange> rangesOn(LocalDate date) {
        List<TimeRange> dated = hours.get(date);
        return dated != null
                ? dated
                : closed.containsKey(date) || yearly.containsKey(MonthDay.from(date))
                        ? List.of()
                        : week.getOrDefault(date.getDayOfWeek(), List.of());
    }

    @Override
    public List<Piece> pieces(long from, long to) {
        List<Piece> pieces = new ArrayList<>();
        betweenClockChanges(from, to, (start, end, offset) -> {
            long at = start;
            for (long cut : cuts(start + offset, end + offset)) {
                CalendarRules.append(pieces, at, cut - offset, label(at + offset));
                at = cut - offset;
            }
        });
        return pieces;
    }

    /** The wall times within a stretch at which something may begin or end, and its end. */
    private SortedSet<Long> cuts(long from, long to) {
        NavigableSet<Long> cuts = new TreeSet<>();
        for (long day = Math.floorDiv(from, (long) DAY) - 1; day * DAY < to; day++) {
            LocalDate date = LocalDate.ofEpochDay(day);
            cuts.add(day * DAY);
            for (List<TimeRange> ranges : Arrays.asList(rangesOn(date), breaks.getOrDefault(date, List.of()))) {
                for (TimeRange range : ranges) {
                    cuts.add(day * DAY + range.fromSecond());
                    cuts.add(day * DAY + range.end());
                }
            }
        }
        cuts.headSet(from, true).clear();
        cuts.tailSet(to, true).clear();
        cuts.add(to);
        return cuts;
    }

    private Label label(long wall) {
        LocalDate today = LocalDate.ofEpochDay(Math.floorDiv(wall, (long) DAY));
        LocalDate yesterday = today.minusDays(1);
        int second = (int) Math.floorMod(wall, (long) DAY);
        TimeRange todays = at(second, rangesOn(today));
        TimeRange window = todays != null ? todays : at(second + DAY, rangesOn(yesterday));
        if (window == null) {
            return closedOn(today);
        }
        TimeRange todaysBreak = at(second, breaks.getOrDefault(today, List.of()));
        TimeRange pause = todaysBreak != null
                ? todaysBreak
                : at(second + DAY, breaks.getOrDefault(yesterday, List.of()));
        if (pause != null) {
            return new Label(Reason.BREAK, pause.toString());
        }
        return new Label(hours.containsKey(todays != null ? today : yesterday) ? Reason.DATED_HOURS : Reason.HOURS,
                window.toString());
    }

    private static @Nullable TimeRange at(int second, List<TimeRange> ranges) {
        for (TimeRange range : ranges) {
            if (range.fromSecond() <= second && second < range.end()) {
                return range;
            }
        }
        return null;
    }

    private Label closedOn(LocalDate date) {
        String name = hours.containsKey(date) ? null : closed.getOrDefault(date, yearly.get(MonthDay.from(date)));
        return name == null
                ? new Label(Reason.OUTSIDE_HOURS, "")
                : new Label(name.isEmpty() ? Reason.CLOSED_DATE : Reason.HOLIDAY, name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WeeklyRules that && hash == that.hash && zone.equals(that.zone)
                && week.equals(that.week) && hours.equals(that.hours) && closed.equals(that.closed)
                && yearly.equals(that.yearly) && breaks.equals(that.breaks);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Zone and weekly hours, and how many exceptions there are. */
    @Override
    public String toString() {
        return zone + " " + week + " and " + (hours.size() + closed.size() + yearly.size() + breaks.size())
                + " exceptions";
    }
}
