package io.opora.examples.benchmarks;

import io.opora.faq.FaqEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Entries of made-up words, some of which are as frequent as those of any language, and questions of ten words. The same every time. */
final class FaqPopulation {

    private static final int VOCABULARY = 20_000;
    private static final int QUESTION_WORDS = 8;
    private static final int ANSWER_WORDS = 60;
    private static final int ASKED_FROM_QUESTION = 6;
    private static final int ASKED_BESIDE = 4;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";

    private final Random random = new Random(42);
    private final List<String> vocabulary = new ArrayList<>();
    private final List<FaqEntry> entries;

    FaqPopulation(int size) {
        for (int i = 0; i < VOCABULARY; i++) {
            vocabulary.add(syllables(2 + i % 3));
        }
        entries = IntStream.range(0, size)
                .mapToObj(i -> FaqEntry.of("e" + i, Locale.ENGLISH, words(QUESTION_WORDS), words(ANSWER_WORDS)))
                .toList();
    }

    private String syllables(int count) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < count; i++) {
            word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
                    .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        return word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length()))).toString();
    }

    /** Words by Zipf's law: the n-th is as frequent as 1/n. */
    private String words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(VOCABULARY));
            words.add(vocabulary.get(Math.min(rank, VOCABULARY - 1)));
        }
        return String.join(" ", words);
    }

    List<FaqEntry> entries() {
        return entries;
    }

    /**
     * Questions of ten words, six of them from the question of an entry.
     *
     * @param count how many
     * @param misspelt in how many words of each a letter is left out
     */
    List<String> questions(int count, int misspelt) {
        return IntStream.range(0, count).mapToObj(i -> {
            List<String> words = new ArrayList<>(
                    List.of(entries.get(random.nextInt(entries.size())).question().split(" ", -1))
                            .subList(0, ASKED_FROM_QUESTION));
            words.addAll(List.of(words(ASKED_BESIDE).split(" ", -1)));
            for (int j = 0; j < misspelt; j++) {
                String word = words.get(j);
                int at = random.nextInt(word.length());
                words.set(j, word.substring(0, at) + word.substring(at + 1));
            }
            return String.join(" ", words) + "?";
        }).toList();
    }

    /** {@return what somebody has typed of questions: two words and the beginning of a third} */
    List<String> beginnings(int count) {
        return IntStream.range(0, count).mapToObj(i -> {
            String[] words = entries.get(random.nextInt(entries.size())).question().split(" ", -1);
            return words[0] + " " + words[1] + " " + words[2].substring(0, 3);
        }).toList();
    }
}
