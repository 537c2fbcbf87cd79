package io.opora.sla;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The open time of a calendar as sorted segments with running totals, in pieces of 2^25 seconds (388 days) that are computed
 * when somebody first asks for them. A look-up by time and one by running total lead into each piece, so that an answer
 * costs the same wherever and however far apart its instants are.
 *
 * <p>
 * Safe for use by any number of threads. Equal rules share one table for as long as somebody uses it. Bounded: there are
 * {@value #PIECES} pieces between the first and the last instant that a calendar knows.
 */
final class OpenTable {

    /** The first second that calendars know, 1910-01-01T00:00:00Z. */
    static final long FIRST = -1_893_456_000L;
    /** The second after the last one, 2200-01-01T00:00:00Z. So all open time, in nanoseconds, fits into a long. */
    static final long END = 7_258_118_400L;
    /** What the searches answer if there is nothing before {@link #FIRST} or {@link #END}. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int SHIFT = OpenPiece.SHIFT;
    private static final int MASK = (1 << SHIFT) - 1;
    private static final int FIRST_PIECE = (int) (FIRST >> SHIFT);
    private static final int END_PIECE = (int) ((END - 1) >> SHIFT) + 1;
    private static final int PIECES = END_PIECE - FIRST_PIECE;
    private static final long NANOS = 1_000_000_000L;

    /** Tables by what they were computed from. Holds neither: what nobody uses any more vanishes. */
    private static final Map<CalendarRules, WeakReference<OpenTable>> SHARED = new WeakHashMap<>();

    final CalendarRules rules;
    private volatile Span span;

    private OpenTable(CalendarRules rules) {
        this.rules = rules;
        this.span = new Span(0, new OpenPiece[0]);
    }

    static OpenTable of(CalendarRules rules) {
        synchronized (SHARED) {
            WeakReference<OpenTable> known = SHARED.get(rules);
            OpenTable table = known == null ? null : known.get();
            if (table == null) {
                table = new OpenTable(rules);
                // the entry lives as long as its key, so the key has to be the one that the table holds
                SHARED.remove(rules);
                SHARED.put(rules, new WeakReference<>(table));
            }
            return table;
        }
    }

    /** A table of its own, whatever others there are. */
    static OpenTable unshared(CalendarRules rules) {
        return new OpenTable(rules);
    }

    /** Whether there is no open time at all. Keeps nothing. */
    static boolean neverOpens(CalendarRules rules) {
        int present = (int) (1_750_000_000L >> SHIFT);
        for (int i = 0; i < PIECES; i++) {
            int number = present + i < END_PIECE ? present + i : END_PIECE - 1 - i;
            if (!rules.open(startOf(number), endOf(number)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static long startOf(int number) {
        return Math.max(FIRST, (long) number << SHIFT);
    }

    private static long endOf(int number) {
        return Math.min(END, (long) (number + 1) << SHIFT);
    }

    /** Pieces next to each other. */
    private static final class Span {

        /** The number of the first piece. */
        final int first;
        final OpenPiece[] pieces;
        /** The open seconds before each piece, and after the last one. */
        final long[] before;

        Span(int first, OpenPiece[] pieces) {
            this.first = first;
            this.pieces = pieces;
            this.before = new long[pieces.length + 1];
            for (int i = 0; i < pieces.length; i++) {
                before[i + 1] = before[i] + pieces[i].total();
            }
        }

        int end() {
            return first + pieces.length;
        }

        boolean covers(int from, int to) {
            return first <= from && to < end();
        }

        /** The nanoseconds of open time in this span before an instant of it. */
        long openBefore(long second, int nano) {
            int index = piece(second) - first;
            int time = time(second);
            OpenPiece piece = pieces[index];
            int i = piece.after(time);
            long seconds = before[index] + piece.before(i);
            return piece.contains(i, time) ? (seconds + time - piece.start(i)) * NANOS + nano : seconds * NANOS;
        }

        /** The instant in a piece at which the open nanoseconds of this span reach a number. */
        long reaching(int index, long nanos) {
            long rest = nanos - before[index] * NANOS;
            return instant(index, pieces[index].reaching((rest + NANOS - 1) / NANOS), rest);
        }

        /** The last instant in a piece at which the open nanoseconds of this span are not more than a number. */
        long leaving(int index, long nanos) {
            long rest = nanos - before[index] * NANOS;
            return instant(index, pieces[index].leaving(rest / NANOS), rest);
        }

        private long instant(int index, int segment, long rest) {
            OpenPiece piece = pieces[index];
            return (((long) (first + index) << SHIFT) + piece.start(segment) - piece.before(segment)) * NANOS + rest;
        }
    }

    private Span covering(int from, int to) {
        Span now = span;
        return now.covers(from, to) ? now : extend(from, to);
    }

    private synchronized Span extend(int from, int to) {
        Span now = span;
        boolean none = now.pieces.length == 0;
        int first = none ? from : Math.min(from, now.first);
        OpenPiece[] pieces = new OpenPiece[(none ? to + 1 : Math.max(to + 1, now.end())) - first];
        for (int i = 0; i < pieces.length; i++) {
            int number = first + i;
            pieces[i] = now.covers(number, number)
                    ? now.pieces[number - now.first]
                    : OpenPiece.of(rules.open(startOf(number), endOf(number)), (long) number << SHIFT);
        }
        Span extended = new Span(first, pieces);
        span = extended;
        return extended;
    }

    private static int piece(long second) {
        return (int) (second >> SHIFT);
    }

    private static int time(long second) {
        return (int) (second & MASK);
    }

    /** How much memory it takes, apart from a few objects. */
    long bytes() {
        Span known = span;
        long bytes = 12L * known.before.length;
        for (OpenPiece piece : known.pieces) {
            bytes += piece.bytes();
        }
        return bytes;
    }

    boolean isOpen(long second) {
        int number = piece(second);
        Span known = covering(number, number);
        OpenPiece piece = known.pieces[number - known.first];
        int time = time(second);
        return piece.contains(piece.after(time), time);
    }

    /** The nanoseconds of open time from one instant to a later one. */
    long between(long from, int fromNano, long to, int toNano) {
        Span known = covering(piece(from), piece(to));
        return known.openBefore(to, toNano) - known.openBefore(from, fromNano);
    }

    /**
     * When so much open time has passed, more than none.
     *
     * @return nanoseconds since the epoch, {@link #NEVER} if there is not so much
     */
    long add(long from, int nano, long nanos) {
        if (nanos > (END - from) * NANOS) {
            return NEVER;
        }
        int number = piece(from);
        Span known = covering(number, number);
        while (true) {
            long reached = known.openBefore(from, nano) + nanos;
            for (int i = number - known.first; i < known.pieces.length; i++) {
                if (reached <= known.before[i + 1] * NANOS) {
                    return known.reaching(i, reached);
                }
            }
            if (known.end() >= END_PIECE) {
                return NEVER;
            }
            known = covering(known.first, further(known));
        }
    }

    /**
     * When it was so much open time ago, more than none.
     *
     * @return nanoseconds since the epoch, {@link #NEVER} if there was not so much
     */
    long subtract(long from, int nano, long nanos) {
        if (nanos > (from + 1 - FIRST) * NANOS) {
            return NEVER;
        }
        int number = piece(from);
        Span known = covering(number, number);
        while (true) {
            long left = known.openBefore(from, nano) - nanos;
            for (int i = number - known.first; i >= 0 && left >= 0; i--) {
                if (left >= known.before[i] * NANOS && left < known.before[i + 1] * NANOS) {
                    return known.leaving(i, left);
                }
            }
            if (known.first <= FIRST_PIECE) {
                return NEVER;
            }
            known = covering(earlier(known), known.end() - 1);
        }
    }

    private static int earlier(Span known) {
        return Math.max(FIRST_PIECE, known.first - known.pieces.length);
    }

    private static int further(Span known) {
        return Math.min(END_PIECE - 1, known.end() + known.pieces.length - 1);
    }

    /**
     * When the open time before an instant was reached: then, if the instant before it is open, else when it last closed.
     *
     * @return nanoseconds since the epoch, {@link #NEVER} if it has never been open
     */
    long previousClosing(long second, int nano) {
        int number = piece(second);
        Span known = covering(number, number);
        while (true) {
            long reached = known.openBefore(second, nano);
            for (int i = number - known.first; i >= 0 && reached > 0; i--) {
                if (reached > known.before[i] * NANOS) {
                    return known.reaching(i, reached);
                }
            }
            if (known.first <= FIRST_PIECE) {
                return NEVER;
            }
            known = covering(earlier(known), known.end() - 1);
        }
    }

    /** The first second at or after one that is open, {@link #NEVER} if there is none. */
    long nextOpening(long second) {
        int number = piece(second);
        int time = time(second);
        Span known = covering(number, number);
        while (true) {
            for (; number < known.end(); number++, time = 0) {
                OpenPiece piece = known.pieces[number - known.first];
                int segment = piece.after(time);
                if (segment < piece.size()) {
                    return ((long) number << SHIFT) + Math.max(time, piece.start(segment));
                }
            }
            if (number == END_PIECE) {
                return NEVER;
            }
            known = covering(known.first, further(known));
        }
    }

    /** The first second at or after one that is closed, {@link #NEVER} if there is none. */
    long nextClosing(long second) {
        int number = piece(second);
        int time = time(second);
        Span known = covering(number, number);
        while (true) {
            for (; number < known.end(); number++, time = 0) {
                OpenPiece piece = known.pieces[number - known.first];
                int segment = piece.after(time);
                if (!piece.contains(segment, time)) {
                    return ((long) number << SHIFT) + time;
                }
                // what ends with its piece may go on in the next one; the last piece ends early
                if (piece.end(segment) <= MASK) {
                    long closing = ((long) number << SHIFT) + piece.end(segment);
                    return closing < END ? closing : NEVER;
                }
            }
            known = covering(known.first, further(known));
        }
    }
}
