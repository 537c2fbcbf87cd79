package io.opora.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class LookAlikesTest {

    private static final int LETTERS = 5;

    private static LookAlikes of(List<String> stems) throws IOException {
        try (Directory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
                Document document = new Document();
                stems.forEach(stem -> document.add(new StringField(Fields.PHRASINGS, stem, Field.Store.NO)));
                writer.addDocument(document);
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                return new LookAlikes(reader.leaves().getFirst().reader());
            }
        }
    }

    @Test
    void formsAndMisspellingsOfAWordLookLikeIt() throws IOException {
        LookAlikes words = of(List.of("deliver", "delivery", "delibery", "devilry", "refund", "доставк", "доставщик"));

        assertThat(words.of("deliver").keySet()).containsExactlyInAnyOrder("delivery", "delibery");
        assertThat(words.of("доставк")).containsOnlyKeys("доставщик");
        assertThat(words.of("window")).isEmpty();
    }

    /** Most pairs are told apart by the trigrams they share: that must not lose one that a letter by letter comparison finds. */
    @Test
    void noneIsMissedOfThoseThatACompareOfAllFinds() throws IOException {
        Random random = new Random(7);
        List<String> stems = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            // few letters, so that many are alike
            stems.add(random.ints(4 + random.nextInt(7), 0, LETTERS).collect(StringBuilder::new,
                    (word, letter) -> word.append((char) ('a' + letter)), StringBuilder::append).toString());
        }
        List<String> distinct = stems.stream().distinct().sorted().toList();
        LookAlikes words = of(distinct);

        for (String asked : distinct.subList(0, 300)) {
            assertThat(words.of(asked)).as(asked).isEqualTo(comparedOneByOne(asked, distinct));
        }
    }

    /** By the rules of likeness alone. */
    private static Map<String, Float> comparedOneByOne(String asked, List<String> stems) {
        List<String> grams = LookAlikes.trigrams(asked);
        Map<String, Float> alike = new LinkedHashMap<>();
        for (String stem : stems) {
            List<String> others = LookAlikes.trigrams(stem);
            int shared = (int) grams.stream().filter(others::contains).count();
            if (shared > 0 && !stem.equals(asked)) {
                float dice = 2f * shared / (grams.size() + others.size());
                float likeness = dice >= .5f ? .8f * dice : 0;
                int longer = Math.max(asked.length(), stem.length());
                int common = 0;
                while (common < Math.min(asked.length(), stem.length())
                        && asked.charAt(common) == stem.charAt(common)) {
                    common++;
                }
                if (common >= 4 && common >= .6f * longer) {
                    likeness = Math.max(likeness, .8f * common / longer + .1f);
                }
                int edits = Edits.between(asked, stem, 2);
                if (edits == 1) {
                    likeness = Math.max(likeness, .85f);
                } else if (edits == 2 && Math.min(asked.length(), stem.length()) >= 7) {
                    likeness = Math.max(likeness, .7f);
                }
                if (likeness > 0) {
                    alike.put(stem, likeness);
                }
            }
        }
        Map<String, Float> best = new LinkedHashMap<>();
        alike.entrySet().stream().sorted(Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey())).limit(LookAlikes.MOST)
                .forEach(each -> best.put(each.getKey(), each.getValue()));
        return best;
    }
}
