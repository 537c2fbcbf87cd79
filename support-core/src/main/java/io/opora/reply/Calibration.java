package io.opora.reply;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a score was worth: how often the first suggestion with about this score was the right one, of those times when the right
 * one became known. Neighbouring scores are pooled until the rate rises with the score (pool adjacent violators: Ayer and others,
 * 1955). Before anything is known, a guess counts like a few such times. Immutable.
 *
 * @param right how often it was right, by score, old times counting less
 * @param total how often at all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody else sees it
record Calibration(double[] right, double[] total) {

    private static final int BINS = 24;
    private static final double GUESS = 3;
    private static final double TIE = 1e-3;
    /** Half of the weight is gone after about 1,400 times: the matcher itself gets better. */
    private static final double DECAY = 0.9995;

    static Calibration none() {
        return new Calibration(new double[BINS], new double[BINS]);
    }

    Calibration with(double score, boolean wasRight) {
        double[] newRight = right.clone();
        double[] newTotal = total.clone();
        for (int i = 0; i < BINS; i++) {
            newRight[i] *= DECAY;
            newTotal[i] *= DECAY;
        }
        int bin = bin(score);
        newRight[bin] += wasRight ? 1 : 0;
        newTotal[bin]++;
        return new Calibration(newRight, newTotal);
    }

    private static int bin(double score) {
        return (int) Math.clamp(score * BINS, 0, BINS - 1);
    }

    private static double middle(int bin) {
        return (bin + 0.5) / BINS;
    }

    void write(DataOutput out) throws IOException {
        for (int bin = 0; bin < BINS; bin++) {
            out.writeDouble(right[bin]);
            out.writeDouble(total[bin]);
        }
    }

    static Calibration read(DataInput in) throws IOException {
        Calibration read = none();
        for (int bin = 0; bin < BINS; bin++) {
            read.right[bin] = in.readDouble();
            read.total[bin] = in.readDouble();
        }
        return read;
    }

    /** The confidence for each bin. */
    double[] table() {
        double[] rate = new double[BINS];
        double[] weight = new double[BINS];
        int[] size = new int[BINS];
        int blocks = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double guess = Math.sqrt(middle(bin));
            weight[blocks] = total[bin] + GUESS;
            rate[blocks] = (right[bin] + GUESS * guess) / weight[blocks];
            size[blocks] = 1;
            blocks++;
            while (blocks > 1 && rate[blocks - 2] > rate[blocks - 1]) {
                double sum = weight[blocks - 2] + weight[blocks - 1];
                rate[blocks - 2] = (rate[blocks - 2] * weight[blocks - 2] + rate[blocks - 1] * weight[blocks - 1])
                        / sum;
                weight[blocks - 2] = sum;
                size[blocks - 2] += size[blocks - 1];
                blocks--;
            }
        }
        double[] table = new double[BINS];
        int bin = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < size[block]; i++) {
                table[bin++] = rate[block];
            }
        }
        return table;
    }

    /** Between the middles of two bins, in a straight line. */
    static double confidence(double[] table, double score) {
        double place = score * BINS - 0.5;
        int low = (int) Math.clamp(Math.floor(place), 0, BINS - 1);
        int high = Math.min(BINS - 1, low + 1);
        double part = Math.clamp(place - low, 0, 1);
        double first = place < 0 ? table[0] * Math.max(0, score * BINS * 2) : table[low];
        double pooled = first + (table[high] - table[low]) * part;
        // where scores were pooled, the higher one is still the surer one
        return Math.clamp(pooled * (1 - TIE) + score * TIE, 0, 1);
    }
}
