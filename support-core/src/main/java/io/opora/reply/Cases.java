package io.opora.reply;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages that were learned, by their buckets, and where each bucket occurs. Written by one thread at a time; readers use no
 * more of it than the number of cases that they were told, so it may grow while they read.
 */
final class Cases {

    /** How many places are looked at for one message, the rarest buckets first: more changes nothing but the time. */
    private static final int MAX_PLACES = 60_000;
    private static final int NEIGHBOURS = 20;
    private static final int NONE = Integer.MAX_VALUE;

    private final int[] @Nullable [] places = new int[MessageFeatures.COUNT][];
    private final int[] frequencies = new int[MessageFeatures.COUNT];
    private char[][] buckets = new char[64][];
    private int[] templates = new int[64];
    private double[] lengths = new double[64];
    private String[] references = new String[64];

    int[] frequencies() {
        return frequencies;
    }

    int template(int index) {
        return templates[index];
    }

    char[] buckets(int index) {
        return buckets[index];
    }

    String reference(int index) {
        return references[index];
    }

    /** Counts the buckets of a message, before or without its being added. */
    void count(char[] message) {
        for (char bucket : message) {
            frequencies[bucket]++;
        }
    }

    double length(int index) {
        return lengths[index];
    }

    void add(int index, char[] message, int template, String reference, int messages) {
        double sum = 0;
        for (char bucket : message) {
            sum += square(value(bucket, messages));
        }
        put(index, message, template, reference, Math.sqrt(sum));
    }

    void put(int index, char[] message, int template, String reference, double length) {
        if (index == templates.length) {
            char[][] moreBuckets = Arrays.copyOf(buckets, index * 2);
            int[] moreTemplates = Arrays.copyOf(templates, index * 2);
            double[] moreLengths = Arrays.copyOf(lengths, index * 2);
            String[] moreReferences = Arrays.copyOf(references, index * 2);
            VarHandle.releaseFence(); // who reads meanwhile may find the new arrays, and has to find them filled
            buckets = moreBuckets;
            templates = moreTemplates;
            lengths = moreLengths;
            references = moreReferences;
        }
        buckets[index] = message;
        templates[index] = template;
        references[index] = reference;
        lengths[index] = length;
        for (char bucket : message) {
            int[] at = places[bucket];
            int size = at == null ? 0 : at[0];
            if (at == null || size + 1 == at.length) {
                int[] larger = new int[at == null ? 4 : at.length * 2];
                Arrays.fill(larger, NONE);
                if (at != null) {
                    System.arraycopy(at, 0, larger, 0, at.length);
                }
                VarHandle.releaseFence();
                places[bucket] = larger;
                at = larger;
            }
            at[size + 1] = index;
            at[0] = size + 1;
        }
    }

    private static double square(double value) {
        return value * value;
    }

    private double value(int bucket, int messages) {
        return MessageFeatures.weight(bucket) * Math.log(1 + (messages + 1.0) / (frequencies[bucket] + 0.5));
    }

    /**
     * The cases that resemble a message most.
     *
     * @param indexes which, the nearest first
     * @param likeness how much, the cosine of their vectors
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody else sees it
    record Neighbours(int[] indexes, double[] likeness) {}

    /** Without itself, if the message is one of the cases. */
    Neighbours near(char[] message, int cases, int messages, char @Nullable [] itself) {
        Integer[] order = new Integer[message.length];
        double length = 0;
        for (int i = 0; i < message.length; i++) {
            order[i] = i;
            length += square(value(message[i], messages));
        }
        Arrays.sort(order, (one, other) -> Integer.compare(frequencies[message[one]], frequencies[message[other]]));
        double[] sums = new double[cases];
        int looked = 0;
        for (int i : order) {
            int[] at = places[message[i]];
            if (at == null) {
                continue;
            }
            if (looked > MAX_PLACES) {
                break;
            }
            double weight = square(value(message[i], messages));
            for (int place = 1; place < at.length && at[place] < cases; place++) {
                sums[at[place]] += weight;
                looked++;
            }
        }
        return nearest(sums, Math.sqrt(length), itself);
    }

    @SuppressWarnings("ReferenceEquality") // the very same message is meant, and not one that is like it
    private Neighbours nearest(double[] sums, double length, char @Nullable [] itself) {
        int[] indexes = new int[NEIGHBOURS];
        double[] likeness = new double[NEIGHBOURS];
        int found = 0;
        for (int index = 0; index < sums.length; index++) {
            double like = sums[index] == 0 || lengths[index] == 0 ? 0 : sums[index] / (length * lengths[index]);
            if (like > 0 && buckets[index] != itself && (found < NEIGHBOURS || like > likeness[found - 1])) {
                int place = found < NEIGHBOURS ? found++ : found - 1;
                for (; place > 0 && likeness[place - 1] < like; place--) {
                    likeness[place] = likeness[place - 1];
                    indexes[place] = indexes[place - 1];
                }
                likeness[place] = Math.min(1, like);
                indexes[place] = index;
            }
        }
        return new Neighbours(Arrays.copyOf(indexes, found), Arrays.copyOf(likeness, found));
    }
}
