package io.opora.examples.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up how far up the right entries stood. */
final class FaqScores {

    static final List<String> NAMES = List.of("MRR", "P@1", "hit@3", "nDCG@10", "recall@5", "MRR per entry");

    private final double[] sums = new double[5];
    private final Map<Set<String>, double[]> byEntry = new HashMap<>();
    private int questions;

    void add(List<String> ranked, Set<String> right) {
        questions++;
        int first = 0;
        int inFive = 0;
        double gain = 0;
        double best = 0;
        for (int i = 0; i < ranked.size(); i++) {
            if (right.contains(ranked.get(i))) {
                first = first == 0 ? i + 1 : first;
                inFive += i < 5 ? 1 : 0;
                gain += i < 10 ? discount(i) : 0;
            }
        }
        for (int i = 0; i < Math.min(10, right.size()); i++) {
            best += discount(i);
        }
        double reciprocal = first == 0 ? 0 : 1.0 / first;
        sums[0] += reciprocal;
        sums[1] += first == 1 ? 1 : 0;
        sums[2] += first >= 1 && first <= 3 ? 1 : 0;
        sums[3] += gain / best;
        sums[4] += (double) inFive / right.size();
        double[] entry = byEntry.computeIfAbsent(right, any -> new double[2]);
        entry[0] += reciprocal;
        entry[1]++;
    }

    private static double discount(int position) {
        return 1 / (Math.log(position + 2.0) / Math.log(2));
    }

    /** {@return the means, in the order of {@link #NAMES}} */
    List<Double> means() {
        double perEntry = byEntry.values().stream().mapToDouble(entry -> entry[0] / entry[1]).average().orElse(0);
        return List.of(sums[0] / questions, sums[1] / questions, sums[2] / questions, sums[3] / questions,
                sums[4] / questions, perEntry);
    }
}
