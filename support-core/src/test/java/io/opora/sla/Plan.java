package io.opora.sla;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a calendar is to say, and the answer to "open or not?" by looking at the wall clock and nothing else. */
sealed interface Plan {

    boolean isOpen(Instant instant);

    BusinessCalendar build();

    record Either(Plan first, Plan second, boolean both) implements Plan {

        @Override
        public boolean isOpen(Instant instant) {
            return both
                    ? first.isOpen(instant) && second.isOpen(instant)
                    : first.isOpen(instant) || second.isOpen(instant);
        }

        @Override
        public BusinessCalendar build() {
            return both ? first.build().intersection(second.build()) : first.build().union(second.build());
        }
    }

    /** Ranges are pairs of seconds; an end beyond 86,400 is on the next day. */
    record Weekly(ZoneId zone, Map<DayOfWeek, List<int[]>> week, Map<LocalDate, List<int[]>> hours,
            Map<LocalDate, String> closed, Map<MonthDay, String> yearly, Map<LocalDate, List<int[]>> breaks)
            implements
            Plan {

        @Override
        public boolean isOpen(Instant instant) {
            LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
            LocalDate today = wall.toLocalDate();
            LocalDate yesterday = today.minusDays(1);
            int second = wall.toLocalTime().toSecondOfDay();
            return (in(rangesOn(today), second) || in(rangesOn(yesterday), second + 86_400))
                    && !in(breaks.get(today), second) && !in(breaks.get(yesterday), second + 86_400);
        }

        private @Nullable List<int[]> rangesOn(LocalDate date) {
            if (hours.containsKey(date)) {
                return hours.get(date);
            }
            return closed.containsKey(date) || yearly.containsKey(MonthDay.from(date))
                    ? null
                    : week.get(date.getDayOfWeek());
        }

        private static boolean in(@Nullable List<int[]> ranges, int second) {
            if (ranges != null) {
                for (int[] range : ranges) {
                    if (range[0] <= second && second < range[1]) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public BusinessCalendar build() {
            BusinessCalendar.Builder builder = BusinessCalendar.builder(zone);
            week.forEach((day, ranges) -> builder.open(day, ranges(ranges)));
            hours.forEach((date, ranges) -> builder.open(date, ranges(ranges)));
            closed.forEach(builder::closed);
            yearly.forEach(builder::closedYearly);
            breaks.forEach((date, ranges) -> builder.without(date, ranges(ranges)));
            return builder.build();
        }

        private static TimeRange[] ranges(List<int[]> ranges) {
            return ranges.stream()
                    .map(range -> new TimeRange(range[0], range[1] > 86_400 ? range[1] - 86_400 : range[1]))
                    .toArray(TimeRange[]::new);
        }
    }

    /** A plan whose exceptions lie around a date, and whose bounds are whole steps of some seconds. */
    static Plan random(Random random, ZoneId zone, LocalDate around, int step) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            Plan other = weekly(random, random.nextBoolean() ? zone : ZoneId.of("Asia/Kathmandu"), around, step, false);
            return new Either(weekly(random, zone, around, step, false), other, kind == 0);
        }
        return weekly(random, zone, around, step, kind == 2);
    }

    private static Plan weekly(Random random, ZoneId zone, LocalDate around, int step, boolean always) {
        Map<DayOfWeek, List<int[]>> week = new EnumMap<>(DayOfWeek.class);
        int end = 0;
        for (DayOfWeek day : DayOfWeek.values()) {
            // Monday has hours in every plan, none of them so early that Sunday's could run into them
            if (always) {
                week.put(day, List.of(new int[]{0, 86_400}));
            } else if (day == DayOfWeek.MONDAY || random.nextInt(4) > 0) {
                List<int[]> ranges = ranges(random, day == DayOfWeek.MONDAY ? 30_000 : Math.max(0, end - 86_400),
                        day == DayOfWeek.SUNDAY ? 100_000 : 170_000, step);
                week.put(day, ranges);
                end = ranges.getLast()[1];
            } else {
                end = 0;
            }
        }
        Map<LocalDate, List<int[]>> hours = new TreeMap<>();
        Map<LocalDate, String> closed = new TreeMap<>();
        Map<MonthDay, String> yearly = new TreeMap<>();
        Map<LocalDate, List<int[]>> breaks = new TreeMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            LocalDate date = around.plusDays(random.nextInt(12) - 4L);
            switch (random.nextInt(4)) {
                case 0 -> {
                    boolean alone = !hours.containsKey(date.minusDays(1)) && !hours.containsKey(date.plusDays(1));
                    hours.put(date, ranges(random, 0, alone ? 170_000 : 86_400, step));
                    if (!alone) {
                        hours.remove(date.minusDays(1));
                    }
                }
                case 1 -> closed.put(date, random.nextBoolean() ? "" : "Holiday");
                case 2 -> yearly.put(MonthDay.from(date), "Yearly holiday");
                default -> breaks.put(date, ranges(random, 0, 86_400, step));
            }
        }
        return new Weekly(zone, week, hours, closed, yearly, breaks);
    }

    /** One to three ranges apart from each other; only the last may end on the next day, at most a day after its start. */
    private static List<int[]> ranges(Random random, int from, int to, int step) {
        List<int[]> ranges = new ArrayList<>();
        int at = from;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int start = up(at + (i == 0 ? random.nextInt(20_000) : random.nextInt(10_000)), step);
            int longest = Math.min(i == 0 ? to : 86_400, start + 86_399);
            if (start >= 86_400 || longest - start < 2 * step) {
                break;
            }
            int end = Math.min(up(start + 1 + random.nextInt(i == 0 ? longest - start : 15_000), step),
                    longest / step * step);
            if (end > 86_400 && end - 86_400 >= start) {
                end = 86_400;
            }
            if ((end == 86_400 && i > 0) || end <= start) {
                break;
            }
            ranges.add(new int[]{start, end});
            at = end;
        }
        if (ranges.isEmpty()) {
            ranges.add(new int[]{up(from, step), up(from, step) + step});
        }
        return ranges;
    }

    private static int up(int second, int step) {
        return (second + step - 1) / step * step;
    }
}
