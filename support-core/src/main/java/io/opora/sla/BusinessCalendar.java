package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.SupportException;
import io.opora.Violation;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is there: weekly hours, exceptions by date, and arithmetic in the time that this leaves open.
 *
 * <p>
 * An instant is open while the wall clock in the calendar's zone shows an open time. A time that the clocks skip never comes,
 * one that comes twice is open twice, and a day of 23 or 25 hours counts the seconds it has. The instant of closing is no
 * longer open. Instants of any precision are counted exactly; those in answers are whole microseconds, rounded away from
 * where the counting began.
 *
 * <p>
 * A calendar knows the time from {@link #EARLIEST} until before {@link #HORIZON}; every method that is given another instant
 * throws a {@link HorizonException}. Immutable and safe for use by any number of threads. Calendars that say the same are
 * equal and share what they compute. What an answer costs does not depend on how far apart its instants are.
 */
public final class BusinessCalendar {

    /** The first instant that calendars know, 1910-01-01T00:00:00Z. */
    public static final Instant EARLIEST = Instant.ofEpochSecond(OpenTable.FIRST);
    /** The first instant that calendars no longer know, 2200-01-01T00:00:00Z. */
    public static final Instant HORIZON = Instant.ofEpochSecond(OpenTable.END);
    /** The most ranges of time for a weekday or a date. */
    public static final int MAX_RANGES = 48;
    /** The most dates with hours of their own, the most closed dates, and the most dates with breaks. */
    public static final int MAX_DATES = 10_000;
    /** The longest name of a closed date, in characters. */
    public static final int MAX_NAME_LENGTH = 200;
    /** The longest JSON text, read or written, in characters. */
    public static final int MAX_JSON_LENGTH = 1_000_000;
    /** Of how many calendars a union or an intersection may be made. */
    public static final int MAX_PARTS = 16;

    private static final long NANOS = 1_000_000_000L;

    private final OpenTable table;

    private BusinessCalendar(CalendarRules rules) {
        this.table = OpenTable.of(rules);
    }

    /**
     * The calendar of these rules.
     *
     * @throws InvalidInputException if it is never open
     */
    static BusinessCalendar of(CalendarRules rules) {
        if (rules.size() > MAX_PARTS) {
            throw refused("too-many", "a calendar of " + rules.size() + " others is too much: at most " + MAX_PARTS);
        }
        CalendarJson.tooLong(rules).ifPresent(violation -> {
            throw new InvalidInputException("calendar", violation);
        });
        if (OpenTable.neverOpens(rules)) {
            throw refused("never-opens",
                    "this calendar never opens: there is no open time between " + EARLIEST + " and "
                            + HORIZON + "; look at its hours and closed dates");
        }
        return new BusinessCalendar(rules);
    }

    private static InvalidInputException refused(String code, String message) {
        return new InvalidInputException("calendar", new Violation("", code, message));
    }

    /**
     * Begins a calendar without any hours.
     *
     * @param zone the zone of its wall clock
     * @return a builder; not for use by several threads at once
     */
    public static Builder builder(ZoneId zone) {
        return new Builder(requireNonNull(zone, "zone"));
    }

    /**
     * The calendar of those who never close.
     *
     * @param zone the zone in whose dates it counts days
     * @return the calendar
     */
    public static BusinessCalendar alwaysOpen(ZoneId zone) {
        return builder(zone).open(Set.of(DayOfWeek.values()), TimeRange.of("00:00", "24:00")).build();
    }

    /**
     * Reads a calendar from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @return the calendar
     * @throws InvalidInputException listing everything that is wrong, each with its path: syntax with line and column, unknown,
     *         missing and mistyped fields, and if the structure could be read, everything that {@link Builder#build()} refuses
     */
    public static BusinessCalendar fromJson(String json) {
        return CalendarJson.read(requireNonNull(json, "json"));
    }

    /** {@return this calendar as JSON, which {@link #fromJson} reads back to an equal one; equal ones give the same text} */
    public String toJson() {
        return CalendarJson.write(rules());
    }

    CalendarRules rules() {
        return table.rules;
    }

    /** {@return the zone of its wall clock and its dates; of a union or an intersection, that of the first} */
    public ZoneId zone() {
        return table.rules.zone();
    }

    /**
     * The first instant at which so much open time has passed: if it runs out at closing, the instant of closing.
     *
     * @param start from when to count
     * @param duration how much open time; not negative
     * @return that instant; for no time at all the start while open, else the next opening
     * @throws InvalidInputException if the duration is negative
     * @throws HorizonException if there is not so much open time until the horizon
     */
    public Instant add(Instant start, Duration duration) {
        long nanos = nanos(duration);
        if (nanos == 0) {
            return nextOpening(start).orElseThrow(() -> HorizonException.unreachable("moment", start, HORIZON));
        }
        long due = due(start, nanos);
        if (due == OpenTable.NEVER) {
            throw HorizonException.unreachable(duration.toString(), start, HORIZON);
        }
        return micros(due + 999);
    }

    private long due(Instant start, long nanos) {
        requireKnown(start);
        return table.add(start.getEpochSecond(), start.getNano(), nanos);
    }

    /**
     * The mirror image of {@link #add}: the last instant such that so much open time lies between it and the end. If that is
     * just at opening, it is the instant of opening.
     *
     * @param end from when to count back
     * @param duration how much open time; not negative
     * @return that instant; for no time at all the end if it was open until then, else the last closing
     * @throws InvalidInputException if the duration is negative
     * @throws HorizonException if there is not so much open time since {@link #EARLIEST}
     */
    public Instant subtract(Instant end, Duration duration) {
        long nanos = nanos(duration);
        requireKnown(end);
        long since = nanos == 0
                ? table.previousClosing(end.getEpochSecond(), end.getNano())
                : table.subtract(end.getEpochSecond(), end.getNano(), nanos);
        if (since == OpenTable.NEVER) {
            throw HorizonException.unreachable(nanos == 0 ? "moment" : duration.toString(), EARLIEST, end);
        }
        return nanos == 0 && since == end.getEpochSecond() * NANOS + end.getNano() ? end : micros(since);
    }

    /**
     * The open time between two instants.
     *
     * @param from from when, inclusive
     * @param to until when, exclusive
     * @return how much; zero if {@code to} is not after {@code from}
     */
    public Duration between(Instant from, Instant to) {
        requireKnown(from);
        requireKnown(to);
        return from.isBefore(to)
                ? Duration.ofNanos(
                        table.between(from.getEpochSecond(), from.getNano(), to.getEpochSecond(), to.getNano()))
                : Duration.ZERO;
    }

    /**
     * Tells whether somebody is there.
     *
     * @param instant when
     * @return whether it is open then
     */
    public boolean isOpen(Instant instant) {
        return table.isOpen(requireKnown(instant));
    }

    /**
     * The first instant, at or after another, at which it is open.
     *
     * @param instant from when
     * @return that instant, the given one itself while open; nothing if it does not open again
     */
    public Optional<Instant> nextOpening(Instant instant) {
        return found(instant, table.nextOpening(requireKnown(instant)));
    }

    /**
     * The first instant, at or after another, at which it is closed.
     *
     * @param instant from when
     * @return that instant, the given one itself while closed; nothing if it does not close again
     */
    public Optional<Instant> nextClosing(Instant instant) {
        return found(instant, table.nextClosing(requireKnown(instant)));
    }

    private static Optional<Instant> found(Instant instant, long second) {
        return second == OpenTable.NEVER
                ? Optional.empty()
                : Optional.of(second == instant.getEpochSecond() ? instant : Instant.ofEpochSecond(second));
    }

    /**
     * When something is due and when it is overdue, which differ if the time runs out at closing.
     *
     * @param due the first instant at which the time has passed, as {@link #add} answers it
     * @param breach the first open instant at or after that, when somebody is there to notice; nothing if there is none
     */
    public record Deadline(Instant due, Optional<Instant> breach) {

        /** Checks that nothing is missing. */
        public Deadline {
            requireNonNull(due, "due");
            requireNonNull(breach, "breach");
        }
    }

    /**
     * When so much open time has passed, and when somebody is there to notice.
     *
     * @param start from when to count
     * @param duration how much open time; not negative
     * @return both instants
     * @throws InvalidInputException if the duration is negative
     * @throws HorizonException if there is not so much open time until the horizon
     */
    public Deadline deadline(Instant start, Duration duration) {
        Instant due = add(start, duration);
        return new Deadline(due, breach(due));
    }

    /** The first open instant at or after one that was answered, which may be the horizon itself. */
    Optional<Instant> breach(Instant due) {
        return due.isBefore(HORIZON) ? nextOpening(due) : Optional.empty();
    }

    /** What {@link #add} answers; nothing if there is not so much open time. */
    Optional<Instant> reach(Instant start, long nanos) {
        if (nanos == 0) {
            return nextOpening(start);
        }
        long due = due(start, nanos);
        return due == OpenTable.NEVER ? Optional.empty() : Optional.of(micros(due + 999));
    }

    /** {@link #between} in nanoseconds, for two instants in their order. */
    long nanosBetween(Instant from, Instant to) {
        requireKnown(from);
        requireKnown(to);
        return table.between(from.getEpochSecond(), from.getNano(), to.getEpochSecond(), to.getNano());
    }

    /**
     * When a number of business days is over. The date of the start is not counted, open or not.
     *
     * @param start from when to count
     * @param days how many
     * @return that instant, in whole microseconds
     * @throws HorizonException if there are not so many until the horizon
     */
    public Instant add(Instant start, BusinessDays days) {
        requireKnown(start);
        ZonedDateTime local = start.atZone(zone());
        LocalDate horizon = HORIZON.atZone(zone()).toLocalDate();
        LocalDate date = local.toLocalDate();
        for (int left = days.count(); left > 0;) {
            date = date.plusDays(1);
            if (!date.isBefore(horizon)) {
                throw HorizonException.unreachable(days.count() + " business days", start, HORIZON);
            }
            left -= isBusinessDay(date) ? 1 : 0;
        }
        return switch (days.until()) {
            case SAME_TIME -> {
                Instant same = ZonedDateTime.of(date, local.toLocalTime(), zone()).withEarlierOffsetAtOverlap()
                        .toInstant();
                yield same.getNano() % 1000 == 0 ? same : micros(same.getEpochSecond() * NANOS + same.getNano() + 999);
            }
            case END_OF_DAY -> {
                Segments open = rules().openOn(date);
                yield Instant.ofEpochSecond(open.to(open.size() - 1));
            }
        };
    }

    /**
     * Tells whether a date has open time. Hours after midnight belong to the date on which they started.
     *
     * @param date a date in the calendar's zone
     * @return whether it is a business day
     */
    public boolean isBusinessDay(LocalDate date) {
        requireKnown(date.atStartOfDay(zone()).toInstant());
        return !rules().openOn(date).isEmpty();
    }

    /**
     * A calendar that is open whenever this one or another is. It counts days in this one's zone.
     *
     * @param other the other
     * @return the calendar
     * @throws InvalidInputException if it would be made of more than {@value #MAX_PARTS} calendars
     */
    public BusinessCalendar union(BusinessCalendar other) {
        return of(new CalendarRules.Union(rules(), other.rules()));
    }

    /**
     * A calendar that is open while this one and another both are. Its dates are those of this one.
     *
     * @param other the other
     * @return the calendar
     * @throws InvalidInputException if the two are never open at the same time, or if it would be made of more than
     *         {@value #MAX_PARTS} calendars
     */
    public BusinessCalendar intersection(BusinessCalendar other) {
        return of(new CalendarRules.Intersection(rules(), other.rules()));
    }

    /**
     * Why something is due when it is: what counts from the start to the instant that {@link #add} answers, what does not,
     * and for which reason.
     *
     * @param start from when to count
     * @param duration how much open time; not negative
     * @return the explanation
     * @throws InvalidInputException if the duration is negative, or if there is too much to explain: more than
     *         {@value Explanation#MAX_SEGMENTS} segments
     * @throws HorizonException if there is not so much open time until the horizon
     */
    public Explanation explain(Instant start, Duration duration) {
        return Explanation.of(this, start, duration);
    }

    /**
     * What holds between two instants, and why: what there is to draw of a week or a month.
     *
     * @param from from when, inclusive
     * @param to until when, exclusive
     * @return the stretches in their order, without gaps, with the changes of the clock in between; none if {@code to} is not after
     *         {@code from}
     * @throws InvalidInputException if there are more than {@value Explanation#MAX_SEGMENTS}
     */
    public List<Explanation.Segment> segments(Instant from, Instant to) {
        requireKnown(from);
        requireKnown(to);
        List<Explanation.Segment> segments = new ArrayList<>();
        Explanation.explain(this, from, to, segments);
        return List.copyOf(segments);
    }

    /**
     * Whether anybody is there, and until when or when again, as a customer understands it.
     *
     * @param now when they ask
     * @param zone the zone of their clock
     * @param locale their language: Russian, or English for every other
     * @return the answer
     */
    public Availability availability(Instant now, ZoneId zone, Locale locale) {
        boolean open = isOpen(now);
        Optional<Instant> changesAt = open ? nextClosing(now) : nextOpening(now);
        return new Availability(open, changesAt,
                Language.of(locale).availability(open, changesAt, now, requireNonNull(zone, "zone")));
    }

    static long requireKnown(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < OpenTable.FIRST || second >= OpenTable.END) {
            throw HorizonException.outside(instant);
        }
        return second;
    }

    private static long nanos(Duration duration) {
        if (duration.isNegative()) {
            throw new InvalidInputException("duration", new Violation("", "negative", duration
                    + " is negative: open time is added by 'add' and taken back by 'subtract', both in positive durations"));
        }
        return duration.toSeconds() > OpenTable.END - OpenTable.FIRST ? Long.MAX_VALUE : duration.toNanos();
    }

    /** The last whole microsecond at or before some nanoseconds since the epoch. */
    private static Instant micros(long nanos) {
        long micros = Math.floorDiv(nanos, 1000L);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BusinessCalendar that && rules().equals(that.rules());
    }

    @Override
    public int hashCode() {
        return rules().hashCode();
    }

    /** {@return its zone and how it is made, in one line} */
    @Override
    public String toString() {
        return "BusinessCalendar[" + rules() + ']';
    }

    /**
     * Describes a calendar; {@link #build()} checks it as a whole. Methods that take hours, breaks or dates add to what was
     * said before. Not for use by several threads at once.
     */
    public static final class Builder {

        private final ZoneId zone;
        private final Map<DayOfWeek, List<TimeRange>> week = new EnumMap<>(DayOfWeek.class);
        private final NavigableMap<LocalDate, List<TimeRange>> hours = new TreeMap<>();
        private final NavigableMap<LocalDate, String> closed = new TreeMap<>();
        private final NavigableMap<MonthDay, String> yearly = new TreeMap<>();
        private final NavigableMap<LocalDate, List<TimeRange>> breaks = new TreeMap<>();

        private Builder(ZoneId zone) {
            this.zone = zone;
        }

        /**
         * Opens a day of the week.
         *
         * @param day the day
         * @param ranges the hours; those over midnight belong to this day
         * @return this
         */
        public Builder open(DayOfWeek day, TimeRange... ranges) {
            week.computeIfAbsent(requireNonNull(day, "day"), key -> new ArrayList<>()).addAll(List.of(ranges));
            return this;
        }

        /**
         * Opens several days of the week.
         *
         * @param days the days
         * @param ranges the hours of each
         * @return this
         */
        public Builder open(Collection<DayOfWeek> days, TimeRange... ranges) {
            days.forEach(day -> open(day, ranges));
            return this;
        }

        /**
         * Gives a date hours of its own instead of those of its weekday, also if it is closed otherwise.
         *
         * @param date the date
         * @param ranges the hours
         * @return this
         */
        public Builder open(LocalDate date, TimeRange... ranges) {
            hours.computeIfAbsent(requireNonNull(date, "date"), key -> new ArrayList<>()).addAll(List.of(ranges));
            return this;
        }

        /**
         * Closes a date: all hours that start on it fall out.
         *
         * @param date the date
         * @return this
         */
        public Builder closed(LocalDate date) {
            return closed(date, "");
        }

        /**
         * Closes a date that has a name.
         *
         * @param date the date
         * @param name what it is called, such as {@code Victory Day}; at most {@value #MAX_NAME_LENGTH} characters
         * @return this
         */
        public Builder closed(LocalDate date, String name) {
            closed.merge(requireNonNull(date, "date"), requireNonNull(name, "name"), Builder::names);
            return this;
        }

        /**
         * Closes a date of every year.
         *
         * @param day the date; 29 February in leap years only
         * @param name what it is called, at most {@value #MAX_NAME_LENGTH} characters; empty for no name
         * @return this
         */
        public Builder closedYearly(MonthDay day, String name) {
            yearly.merge(requireNonNull(day, "day"), requireNonNull(name, "name"), Builder::names);
            return this;
        }

        private static String names(String one, String other) {
            return one.isEmpty() || one.equals(other) ? other : other.isEmpty() ? one : one + ", " + other;
        }

        /**
         * Closes holidays, which are asked for now. The calendar knows those of no other year.
         *
         * @param source where they come from
         * @param firstYear the first year
         * @param lastYear the last year, inclusive
         * @return this
         */
        public Builder holidays(HolidaySource source, int firstYear, int lastYear) {
            int horizon = HORIZON.atZone(java.time.ZoneOffset.UTC).getYear();
            for (int year = firstYear; year <= Math.min(lastYear, horizon); year++) {
                source.holidays(year).forEach(holiday -> closed(holiday.date(), holiday.name()));
            }
            return this;
        }

        /**
         * Takes a break out of whatever is open on a date, by the wall clock.
         *
         * @param date the date
         * @param ranges the breaks
         * @return this
         */
        public Builder without(LocalDate date, TimeRange... ranges) {
            breaks.computeIfAbsent(requireNonNull(date, "date"), key -> new ArrayList<>()).addAll(List.of(ranges));
            return this;
        }

        /**
         * Checks everything and makes the calendar.
         *
         * @return the calendar
         * @throws InvalidInputException listing everything that is wrong: ranges that overlap, days without any, dates that no
         *         calendar knows, names too long, too much of something; else, that it never opens
         */
        public BusinessCalendar build() {
            Findings findings = new Findings();
            CalendarRules rules = check("", findings);
            findings.refuse("calendar");
            return of(rules);
        }

        /** What was said, to be used only if nothing was found to be wrong with it. */
        CalendarRules check(String path, Findings findings) {
            return new CalendarCheck(path.isEmpty() ? "" : path + '.', findings)
                    .rules(zone, week, hours, closed, yearly, breaks);
        }
    }

    /**
     * The answer to "is anybody there, and when again?", for one customer.
     *
     * @param open whether it is open now
     * @param changesAt while open, when it closes; while closed, when it opens again; nothing if it never does
     * @param sentence the same in words that a customer may read, in their language and by their clock
     */
    public record Availability(boolean open, Optional<Instant> changesAt, String sentence) {

        /** Checks that nothing is missing. */
        public Availability {
            requireNonNull(changesAt, "changesAt");
            requireNonNull(sentence, "sentence");
        }
    }

    /**
     * Why something is due when it is: every stretch of time from the start to that instant, with the reason for which it counts
     * or does not.
     *
     * @param zone the zone of the calendar
     * @param start from when was counted
     * @param duration how much open time was asked for
     * @param due when it had passed
     * @param breach the first open instant at or after that; nothing if there is none
     * @param segments the stretches in their order, without gaps; at most {@value #MAX_SEGMENTS}
     */
    public record Explanation(ZoneId zone, Instant start, Duration duration, Instant due, Optional<Instant> breach,
            List<Segment> segments) {

        /** The most segments; a span that has more is not explained. */
        public static final int MAX_SEGMENTS = 10_000;

        /** How much of a calendar is looked at in one go. */
        private static final Duration STEP = Duration.ofDays(31);

        /** Why a stretch of time counts or does not. */
        public enum Reason {
            /** It lies in the hours of its weekday, and counts. */
            HOURS,
            /** It lies in the hours that its date has instead of those of its weekday, and counts. */
            DATED_HOURS,
            /** Nobody works at that time of that day. */
            OUTSIDE_HOURS,
            /** The date is closed and has a name. */
            HOLIDAY,
            /** The date is closed and has no name. */
            CLOSED_DATE,
            /** There is a break. */
            BREAK,
            /** The clock was paused. */
            PAUSE,
            /** The wall clock jumps: an instant, not a stretch. */
            CLOCK_CHANGE;

            /** {@return whether time of this kind counts} */
            public boolean isOpen() {
                return this == HOURS || this == DATED_HOURS;
            }
        }

        /**
         * A stretch of time in which one thing holds.
         *
         * @param from when it begins
         * @param to when it ends, exclusive; for {@link Reason#CLOCK_CHANGE} the same
         * @param reason what holds
         * @param detail the range of hours or of the break, the name of the holiday, the phase of the pause, the offsets from UTC
         *        before and after a clock change; else empty
         */
        public record Segment(Instant from, Instant to, Reason reason, String detail) {

            /** Checks that nothing is missing. */
            public Segment {
                requireNonNull(from, "from");
                requireNonNull(to, "to");
                requireNonNull(reason, "reason");
                requireNonNull(detail, "detail");
            }

            /** {@return how much of it counts: all or nothing} */
            public Duration counted() {
                return reason.isOpen() ? Duration.between(from, to) : Duration.ZERO;
            }

            /**
             * This stretch for people, in one line.
             *
             * @param zone the zone of the clock by which they read it
             * @param locale the language: Russian, or English for every other
             * @return the line, without an end
             */
            public String text(ZoneId zone, Locale locale) {
                return Language.of(locale).line(this, requireNonNull(zone, "zone"));
            }
        }

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Explanation {
            requireNonNull(zone, "zone");
            requireNonNull(start, "start");
            requireNonNull(duration, "duration");
            requireNonNull(due, "due");
            requireNonNull(breach, "breach");
            segments = List.copyOf(segments);
        }

        /**
         * The explanation for people, one line for each segment.
         *
         * @param locale the language: Russian, or English for every other
         * @return the text, its lines ended by '\n'
         */
        public String text(Locale locale) {
            return Language.of(locale).explanation(this);
        }

        static Explanation of(BusinessCalendar calendar, Instant start, Duration duration) {
            BusinessCalendar.Deadline deadline = calendar.deadline(start, duration);
            List<Segment> segments = new ArrayList<>();
            explain(calendar, start, deadline.due(), segments);
            return new Explanation(calendar.zone(), start, duration, deadline.due(), deadline.breach(), segments);
        }

        /** Adds what a calendar has between two instants. */
        static void explain(BusinessCalendar calendar, Instant from, Instant to, List<Segment> segments) {
            Instant at = from;
            while (at.isBefore(to)) {
                ZoneOffsetTransition change = calendar.zone().getRules().nextTransition(at);
                Instant step = at.plus(STEP);
                Instant end = step.isBefore(to) ? step : to;
                boolean changes = change != null && change.getInstant().isBefore(end);
                end = changes ? change.getInstant() : end;
                for (CalendarRules.Piece piece : calendar.rules().pieces(at.getEpochSecond(), ceiling(end))) {
                    Instant begins = Instant.ofEpochSecond(piece.from());
                    Instant ends = Instant.ofEpochSecond(piece.to());
                    append(segments, new Segment(begins.isBefore(at) ? at : begins, ends.isAfter(end) ? end : ends,
                            piece.label().reason(), piece.label().detail()));
                }
                if (changes) {
                    append(segments, new Segment(end, end, Reason.CLOCK_CHANGE,
                            change.getOffsetBefore() + " -> " + change.getOffsetAfter()));
                }
                at = end;
            }
        }

        private static long ceiling(Instant instant) {
            return instant.plusNanos(999_999_999).getEpochSecond();
        }

        /** Adds a segment; one that only goes on with the last one lengthens it. */
        static void append(List<Segment> segments, Segment segment) {
            Segment last = segments.isEmpty() ? null : segments.getLast();
            if (last != null && last.reason() == segment.reason() && last.detail().equals(segment.detail())) {
                segments.set(segments.size() - 1, new Segment(last.from(), segment.to(), last.reason(), last.detail()));
            } else if (segments.size() == MAX_SEGMENTS) {
                throw new InvalidInputException("explanation", new Violation("", "too-long", "from "
                        + segments.getFirst().from() + " to " + segment.to() + " there is too much to explain: at most "
                        + MAX_SEGMENTS + " segments; ask for a shorter span"));
            } else {
                segments.add(segment);
            }
        }
    }

    /**
     * A calendar was asked for an instant that it does not know: one before {@link BusinessCalendar#EARLIEST} or at or after
     * {@link BusinessCalendar#HORIZON}, or one that would lie there, because there is not enough open time until then.
     */
    public static final class HorizonException extends SupportException {

        private static final long serialVersionUID = 1L;

        private HorizonException(String message) {
            super(message);
        }

        static HorizonException outside(Instant instant) {
            return new HorizonException(
                    instant + " is outside of what a calendar knows: from " + BusinessCalendar.EARLIEST
                            + " until before " + BusinessCalendar.HORIZON);
        }

        static HorizonException unreachable(String what, Instant from, Instant until) {
            return new HorizonException(
                    "This calendar has no " + what + " of open time between " + from + " and " + until
                            + ", which is as far as it knows: look at its hours and closed dates");
        }
    }
}
