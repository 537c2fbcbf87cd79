package io.opora.sla;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a calendar says, as a value: from it everything else is computed. Instants are whole seconds since the epoch here,
 * because nothing opens, closes or changes its offset within a second.
 */
sealed interface CalendarRules permits WeeklyRules, CalendarRules.Union, CalendarRules.Intersection {

    /** In whose dates it counts days. */
    ZoneId zone();

    /** When it is open from one instant, inclusive, to another. */
    Segments open(long from, long to);

    /** When it is open by the hours of a date; those after midnight belong to the date on which they started. */
    Segments openOn(LocalDate date);

    /** What holds when, and why, from one instant to another: pieces without gaps, in their order. */
    List<Piece> pieces(long from, long to);

    /** Of how many calendars of its own it is made. */
    int size();

    /**
     * A stretch in which one thing holds.
     *
     * @param label what holds, and why
     */
    record Piece(long from, long to, Label label) {

        boolean isOpen() {
            return label.reason().isOpen();
        }
    }

    /** Why a calendar is open or closed. */
    record Label(BusinessCalendar.Explanation.Reason reason, String detail) {}

    /** Open whenever one of the two is. */
    record Union(CalendarRules first, CalendarRules second) implements CalendarRules {

        @Override
        public ZoneId zone() {
            return first.zone();
        }

        @Override
        public Segments open(long from, long to) {
            return Segments.union(first.open(from, to), second.open(from, to));
        }

        @Override
        public Segments openOn(LocalDate date) {
            return Segments.union(first.openOn(date), second.openOn(date));
        }

        @Override
        public List<Piece> pieces(long from, long to) {
            return combine(first.pieces(from, to), second.pieces(from, to), true);
        }

        @Override
        public int size() {
            return first.size() + second.size();
        }
    }

    /** Open while both are. */
    record Intersection(CalendarRules first, CalendarRules second) implements CalendarRules {

        @Override
        public ZoneId zone() {
            return first.zone();
        }

        @Override
        public Segments open(long from, long to) {
            return Segments.intersection(first.open(from, to), second.open(from, to));
        }

        @Override
        public Segments openOn(LocalDate date) {
            Segments here = first.openOn(date);
            return here.isEmpty()
                    ? here
                    : Segments.intersection(here, second.open(here.from(0), here.to(here.size() - 1)));
        }

        @Override
        public List<Piece> pieces(long from, long to) {
            return combine(first.pieces(from, to), second.pieces(from, to), false);
        }

        @Override
        public int size() {
            return first.size() + second.size();
        }
    }

    /** Cuts both at each other's bounds; where they differ in being open, the one that decides is the one that is so. */
    private static List<Piece> combine(List<Piece> a, List<Piece> b, boolean openDecides) {
        List<Piece> combined = new ArrayList<>();
        for (int i = 0, j = 0; i < a.size() && j < b.size();) {
            Piece one = a.get(i);
            Piece other = b.get(j);
            boolean second = one.isOpen() != other.isOpen() && other.isOpen() == openDecides;
            append(combined, Math.max(one.from(), other.from()), Math.min(one.to(), other.to()),
                    second ? other.label() : one.label());
            i += one.to() <= other.to() ? 1 : 0;
            j += other.to() <= one.to() ? 1 : 0;
        }
        return combined;
    }

    /** Adds a piece; one that only goes on with the last one lengthens it. */
    static void append(List<Piece> pieces, long from, long to, Label label) {
        Piece last = pieces.isEmpty() ? null : pieces.getLast();
        if (last != null && last.to() == from && last.label().equals(label)) {
            pieces.set(pieces.size() - 1, new Piece(last.from(), to, label));
        } else if (from < to) {
            pieces.add(new Piece(from, to, label));
        }
    }
}
