package io.opora.sla;

import java.util.Arrays;

/** Half-open stretches of time in whole seconds, sorted and apart from each other: touching ones grow together. */
final class Segments {

    private long[] bounds = new long[64];
    private int size;

    /** Adds a stretch that begins no earlier than any before it. */
    void add(long from, long to) {
        if (size > 0 && from <= bounds[size - 1]) {
            bounds[size - 1] = Math.max(bounds[size - 1], to);
        } else if (from < to) {
            if (size == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * size);
            }
            bounds[size++] = from;
            bounds[size++] = to;
        }
    }

    int size() {
        return size / 2;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long from(int index) {
        return bounds[2 * index];
    }

    long to(int index) {
        return bounds[2 * index + 1];
    }

    /** What is in one of the two. */
    static Segments union(Segments a, Segments b) {
        Segments union = new Segments();
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (j == b.size() || (i < a.size() && a.from(i) <= b.from(j))) {
                union.add(a.from(i), a.to(i++));
            } else {
                union.add(b.from(j), b.to(j++));
            }
        }
        return union;
    }

    /** What is in both. */
    static Segments intersection(Segments a, Segments b) {
        Segments intersection = new Segments();
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            intersection.add(Math.max(a.from(i), b.from(j)), Math.min(a.to(i), b.to(j)));
            if (a.to(i) < b.to(j)) {
                i++;
            } else {
                j++;
            }
        }
        return intersection;
    }
}
