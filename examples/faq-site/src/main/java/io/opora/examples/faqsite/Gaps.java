package io.opora.examples.faqsite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What people looked for and did not find, counted. It holds nothing that says who they are: addresses and long numbers are left out, and
 * only the questions that were asked last are kept.
 */
final class Gaps {

    static final int MOST = 500;
    private static final int LONGEST = 120;
    private static final Pattern ADDRESS = Pattern.compile("\\S{1,64}@\\S{1,64}");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d ()+-]{3,30}\\d");

    /** A question without an answer. */
    record Gap(String language, String question, int count) {}

    private record Key(String language, String question) {}

    private final Map<Key, Integer> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
            return size() > MOST;
        }
    };

    synchronized void record(String language, String question) {
        String plain = bare(question);
        if (!plain.isEmpty()) {
            counts.merge(new Key(language, plain), 1, Integer::sum);
        }
    }

    static String bare(String question) {
        String shorter = question.substring(0, Math.min(question.length(), LONGEST));
        return NUMBER.matcher(ADDRESS.matcher(shorter).replaceAll("…")).replaceAll("…").strip().replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** The most frequent first. */
    synchronized List<Gap> list() {
        List<Gap> gaps = new ArrayList<>();
        counts.forEach((key, count) -> gaps.add(new Gap(key.language(), key.question(), count)));
        gaps.sort(Comparator.comparingInt(Gap::count).reversed().thenComparing(Gap::question));
        return gaps;
    }
}
