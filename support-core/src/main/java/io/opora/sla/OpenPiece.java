package io.opora.sla;

/**
 * The open time of 2^25 seconds (388 days) as sorted segments with running totals. Times are seconds since its start. Two
 * coarse indexes, by time and by total, lead next to the segment that is looked for.
 */
final class OpenPiece {

    static final int SHIFT = 25;

    private static final int TIME_SLOT = 17;
    private static final int TIME_SLOTS = 1 << (SHIFT - TIME_SLOT);
    private static final int TOTAL_SLOTS = 256;

    private final int[] starts;
    /** The open seconds before each segment, and after the last one. */
    private final int[] before;
    /** For each of equal parts of the time, the first segment that ends after the beginning of the part. */
    private final int[] byTime = new int[TIME_SLOTS];
    /** For each of equal parts of the total, the segment in which the part begins or the one before it ends. */
    private final int[] byTotal = new int[TOTAL_SLOTS];

    private OpenPiece(int[] starts, int[] before) {
        this.starts = starts;
        this.before = before;
        for (int slot = 0, i = 0; slot < TIME_SLOTS; slot++) {
            while (i < size() && end(i) <= slot << TIME_SLOT) {
                i++;
            }
            byTime[slot] = i;
        }
        for (int slot = 0, i = 0; slot < TOTAL_SLOTS; slot++) {
            while (i < size() - 1 && (long) before[i + 1] * TOTAL_SLOTS < (long) slot * total()) {
                i++;
            }
            byTotal[slot] = i;
        }
    }

    /** The piece that begins at a second and has these segments in it. */
    static OpenPiece of(Segments open, long origin) {
        int[] starts = new int[open.size()];
        int[] before = new int[open.size() + 1];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = (int) (open.from(i) - origin);
            before[i + 1] = before[i] + (int) (open.to(i) - open.from(i));
        }
        return new OpenPiece(starts, before);
    }

    int size() {
        return starts.length;
    }

    int total() {
        return before[starts.length];
    }

    long bytes() {
        return 4L * (starts.length + before.length + byTime.length + byTotal.length);
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return starts[index] + before[index + 1] - before[index];
    }

    /** The open seconds before a segment; before {@link #size()}, all. */
    int before(int index) {
        return before[index];
    }

    /** Whether the segment {@link #after} a time has begun by then. */
    boolean contains(int index, int time) {
        return index < starts.length && starts[index] <= time;
    }

    /** The first segment that ends after a time: the one in which it lies, else the next one, else {@link #size()}. */
    int after(int time) {
        int i = byTime[time >>> TIME_SLOT];
        while (i < starts.length && end(i) <= time) {
            i++;
        }
        return i;
    }

    /** The segment in which a number of open seconds is reached, from 1 to {@link #total()}. */
    int reaching(long seconds) {
        int i = byTotal[(int) ((seconds - 1) * TOTAL_SLOTS / total())];
        while (before[i + 1] < seconds) {
            i++;
        }
        return i;
    }

    /** The segment in which a number of open seconds is left behind, from 0 to less than {@link #total()}. */
    int leaving(long seconds) {
        int i = byTotal[(int) (seconds * TOTAL_SLOTS / total())];
        while (before[i + 1] <= seconds) {
            i++;
        }
        return i;
    }
}
