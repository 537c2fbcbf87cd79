package io.opora.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/**
 * The stems of one segment, found by what they look like: by a common beginning, by few edits, by shared trigrams. A segment never
 * changes, so this is made once for each. Thread-safe.
 */
final class LookAlikes {

    /** How many words resemble one at the most. */
    static final int MOST = 15;

    private static final int LEAST_LETTERS = 4;
    private static final int MOST_KEPT = 20_000;
    private static final float ONE_EDIT = .85f;
    private static final float TWO_EDITS = .7f;
    private static final int[] NONE = {};

    private final List<String> stems = new ArrayList<>();
    private final Map<String, int[]> byTrigram = new HashMap<>();
    private final int[] trigramCount;
    private final Map<String, Map<String, Float>> kept = new ConcurrentHashMap<>();

    LookAlikes(LeafReader reader) throws IOException {
        Map<String, IntList> lists = new HashMap<>();
        Terms terms = reader.terms(Fields.PHRASINGS);
        if (terms != null) {
            TermsEnum all = terms.iterator();
            for (BytesRef term = all.next(); term != null; term = all.next()) {
                String stem = term.utf8ToString();
                if (stem.length() >= LEAST_LETTERS && !Character.isDigit(stem.charAt(0))) {
                    int number = stems.size();
                    stems.add(stem);
                    trigrams(stem).forEach(gram -> lists.computeIfAbsent(gram, any -> new IntList()).add(number));
                }
            }
        }
        lists.forEach((gram, list) -> byTrigram.put(gram, list.trimmed()));
        trigramCount = new int[stems.size()];
        byTrigram.values().forEach(list -> {
            for (int stem : list) {
                trigramCount[stem]++;
            }
        });
    }

    /**
     * The stems that resemble one, itself left out.
     *
     * @param stem any stem
     * @return stems with their likeness, below 1; the likest first
     */
    Map<String, Float> of(String stem) {
        if (stem.length() < LEAST_LETTERS || Character.isDigit(stem.charAt(0))) {
            return Map.of();
        }
        Map<String, Float> known = kept.get(stem);
        if (known == null) {
            known = find(stem);
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(stem, known);
        }
        return known;
    }

    private Map<String, Float> find(String stem) {
        List<String> grams = trigrams(stem);
        int[] shared = new int[stems.size()];
        IntList candidates = new IntList();
        for (String gram : grams) {
            for (int candidate : byTrigram.getOrDefault(gram, NONE)) {
                if (shared[candidate]++ == 0) {
                    candidates.add(candidate);
                }
            }
        }
        List<Map.Entry<String, Float>> found = new ArrayList<>();
        for (int candidate : candidates.trimmed()) {
            String other = stems.get(candidate);
            float likeness = other.equals(stem)
                    ? 0
                    : likeness(stem, other, shared[candidate], grams.size(), trigramCount[candidate]);
            if (likeness > 0) {
                found.add(Map.entry(other, likeness));
            }
        }
        found.sort(Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        Map<String, Float> best = new LinkedHashMap<>();
        found.stream().limit(MOST).forEach(each -> best.put(each.getKey(), each.getValue()));
        return best;
    }

    /**
     * How alike two words are.
     *
     * @param shared how many trigrams are in both
     * @param ofOne how many the first has
     * @param ofOther how many the second has
     * @return 0 if they are not, below 1
     */
    static float likeness(String one, String other, int shared, int ofOne, int ofOther) {
        int shorter = Math.min(one.length(), other.length());
        int longer = Math.max(one.length(), other.length());
        float dice = 2f * shared / (ofOne + ofOther);
        float likeness = dice >= .5f ? .8f * dice : 0;
        int common = 0;
        while (common < shorter && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        if (common >= LEAST_LETTERS && common >= .6f * longer) {
            likeness = Math.max(likeness, .8f * common / longer + .1f);
        }
        int most = shorter >= 7 && likeness < TWO_EDITS ? 2 : 1;
        // an edit takes away three trigrams, or four if it swaps two letters: most pairs need not be compared letter by letter
        if (likeness < ONE_EDIT && longer - shorter <= most && shared >= Math.max(ofOne, ofOther) - 4 * most) {
            int edits = Edits.between(one, other, most);
            if (edits == 1) {
                likeness = ONE_EDIT;
            } else if (edits == 2 && most == 2) {
                likeness = TWO_EDITS;
            }
        }
        return likeness;
    }

    static List<String> trigrams(String word) {
        String marked = "_" + word + "_";
        List<String> grams = new ArrayList<>(marked.length());
        for (int i = 0; i + 3 <= marked.length(); i++) {
            String gram = marked.substring(i, i + 3);
            if (!grams.contains(gram)) {
                grams.add(gram);
            }
        }
        return grams;
    }

    /** Numbers without a box around each: there are some for every letter of the index. */
    private static final class IntList {
        private int[] values = new int[4];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int[] trimmed() {
            return Arrays.copyOf(values, size);
        }
    }
}
