package io.opora.reply;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * For each template a logistic regression over the buckets of a message, trained by stochastic gradient descent; two views, words
 * and letters, are trained apart and averaged, which is better than either. Immutable to readers: a {@link Trainer} copies what it
 * changes and hands over a new model, so that who reads sees one state and waits for nobody.
 */
final class LinearModel {

    static final int VIEWS = 2;

    private static final int CHUNK = 256;
    private static final double STEP = 10;
    private static final double CLEARLY = 1.5;
    private static final double NEGLIGIBLE = 1e-3;
    private static final int GROWTH = 16;

    /** By the high and the low byte of a bucket; a row has one weight for each template. */
    private final float[] @Nullable [] @Nullable [] rows;
    private final float[][] bias;

    private LinearModel(float[] @Nullable [] @Nullable [] rows, float[][] bias) {
        this.rows = rows;
        this.bias = bias;
    }

    static LinearModel empty() {
        return new LinearModel(new float[CHUNK][][], new float[VIEWS][0]);
    }

    /** A message as a vector: its buckets with their weights; each view is of length 1. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody else sees it
    record Vector(char[] buckets, float[] values) {

        static Vector of(char[] buckets, int[] frequencies, int messages) {
            float[] values = new float[buckets.length];
            double words = 0;
            double letters = 0;
            for (int i = 0; i < buckets.length; i++) {
                int bucket = buckets[i];
                // rare ones tell more: inverse document frequency, smoothed
                double value = MessageFeatures.weight(bucket)
                        * Math.log(1 + (messages + 1.0) / (frequencies[bucket] + 0.5));
                values[i] = (float) value;
                if (bucket < MessageFeatures.LETTERS) {
                    words += value * value;
                } else {
                    letters += value * value;
                }
            }
            float word = (float) (words > 0 ? 1 / Math.sqrt(words) : 0);
            float letter = (float) (letters > 0 ? 1 / Math.sqrt(letters) : 0);
            for (int i = 0; i < buckets.length; i++) {
                values[i] *= buckets[i] < MessageFeatures.LETTERS ? word : letter;
            }
            return new Vector(buckets, values);
        }
    }

    private static int view(int bucket) {
        return bucket < MessageFeatures.LETTERS ? 0 : 1;
    }

    /** What each view says of each template. */
    float[][] views(Vector vector, int templates) {
        float[][] scores = new float[VIEWS][templates];
        for (int view = 0; view < VIEWS; view++) {
            System.arraycopy(bias[view], 0, scores[view], 0, Math.min(templates, bias[view].length));
        }
        for (int i = 0; i < vector.buckets().length; i++) {
            float[] row = row(vector.buckets()[i]);
            if (row != null) {
                float value = vector.values()[i];
                float[] into = scores[view(vector.buckets()[i])];
                int until = Math.min(row.length, templates);
                for (int template = 0; template < until; template++) {
                    into[template] += row[template] * value;
                }
            }
        }
        return scores;
    }

    private float @Nullable [] row(int bucket) {
        float[] @Nullable [] chunk = rows[bucket / CHUNK];
        return chunk == null ? null : chunk[bucket % CHUNK];
    }

    /**
     * Whether what was learned from the others speaks clearly against a template: then somebody may have picked the wrong one, and it
     * is not insisted on. So a few wrong picks do little harm.
     */
    boolean contradicts(Vector vector, int template) {
        float[][] scores = views(vector, Math.max(template + 1, bias[0].length));
        double own = scores[0][template] + scores[1][template];
        for (int each = 0; each < scores[0].length; each++) {
            if (scores[0][each] + scores[1][each] - own > CLEARLY) {
                return true;
            }
        }
        return false;
    }

    /** How much a bucket of a message speaks for a template. */
    double weight(int bucket, int template) {
        float[] row = row(bucket);
        return row == null || template >= row.length ? 0 : row[template];
    }

    void write(DataOutput out) throws IOException {
        for (float[] view : bias) {
            writeRow(out, view);
        }
        int count = 0;
        for (int bucket = 0; bucket < MessageFeatures.COUNT; bucket++) {
            count += row(bucket) == null ? 0 : 1;
        }
        out.writeInt(count);
        for (int bucket = 0; bucket < MessageFeatures.COUNT; bucket++) {
            float[] row = row(bucket);
            if (row != null) {
                out.writeChar(bucket);
                writeRow(out, row);
            }
        }
    }

    private static void writeRow(DataOutput out, float[] row) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES);
        bytes.asFloatBuffer().put(row);
        out.writeShort(row.length);
        out.write(bytes.array());
    }

    static LinearModel read(DataInput in) throws IOException {
        float[][] bias = new float[VIEWS][];
        for (int view = 0; view < VIEWS; view++) {
            bias[view] = readRow(in);
        }
        float[][][] rows = new float[CHUNK][][];
        for (int left = in.readInt(); left > 0; left--) {
            int bucket = in.readChar();
            if (rows[bucket / CHUNK] == null) {
                rows[bucket / CHUNK] = new float[CHUNK][];
            }
            rows[bucket / CHUNK][bucket % CHUNK] = readRow(in);
        }
        return new LinearModel(rows, bias);
    }

    private static float[] readRow(DataInput in) throws IOException {
        float[] row = new float[in.readUnsignedShort()];
        byte[] bytes = new byte[row.length * Float.BYTES];
        in.readFully(bytes);
        ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
        return row;
    }

    Trainer trainer(int templates) {
        return new Trainer(templates);
    }

    static double sigmoid(double score) {
        return 1 / (1 + Math.exp(-score));
    }

    /** Learns, on copies of what it changes. Used by one thread. */
    final class Trainer {

        private final float[] @Nullable [] @Nullable [] mine = rows.clone();
        private final float[][] bias;
        private final boolean[] ownChunk = new boolean[CHUNK];
        private final BitSet ownRow = new BitSet(MessageFeatures.COUNT);
        private final int templates;

        private Trainer(int templates) {
            this.templates = templates;
            this.bias = new float[VIEWS][];
            for (int view = 0; view < VIEWS; view++) {
                bias[view] = Arrays.copyOf(LinearModel.this.bias[view], templates);
            }
        }

        /** The model as far as it has got; it changes with the next step. */
        LinearModel soFar() {
            return new LinearModel(mine, bias);
        }

        /**
         * Takes a step.
         *
         * @param template whose message it is, or is not
         * @param right whether it is; if not, only this template learns from it
         * @param pace how large the step is, 1 being a whole one
         */
        void learn(Vector vector, int template, boolean right, double pace) {
            float[][] scores = soFar().views(vector, templates);
            double[][] steps = new double[VIEWS][templates];
            for (int view = 0; view < VIEWS; view++) {
                for (int each = 0; each < templates; each++) {
                    if (right || each == template) {
                        double step = (right && each == template ? 1 : 0) - sigmoid(scores[view][each]);
                        steps[view][each] = Math.abs(step) < NEGLIGIBLE ? 0 : step * pace;
                        bias[view][each] += (float) steps[view][each];
                    }
                }
            }
            for (int i = 0; i < vector.buckets().length; i++) {
                int bucket = vector.buckets()[i];
                double[] step = steps[view(bucket)];
                double by = STEP * vector.values()[i];
                float[] row = own(bucket);
                for (int each = 0; each < templates; each++) {
                    row[each] += (float) (by * step[each]);
                }
            }
        }

        private float[] own(int bucket) {
            int high = bucket / CHUNK;
            int low = bucket % CHUNK;
            float[] @Nullable [] chunk = mine[high];
            if (chunk == null || !ownChunk[high]) {
                chunk = chunk == null ? new float[CHUNK][] : chunk.clone();
                mine[high] = chunk;
                ownChunk[high] = true;
            }
            float[] row = chunk[low];
            if (row == null || !ownRow.get(bucket)) {
                int length = row == null ? 0 : row.length;
                int needed = length >= templates ? length : (templates + GROWTH - 1) / GROWTH * GROWTH;
                row = row == null ? new float[needed] : Arrays.copyOf(row, needed);
                chunk[low] = row;
                ownRow.set(bucket);
            }
            return row;
        }

        /** The model that has learned; this trainer must not be used any more. */
        LinearModel done() {
            return soFar();
        }
    }
}
