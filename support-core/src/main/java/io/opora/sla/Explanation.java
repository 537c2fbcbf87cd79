package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
