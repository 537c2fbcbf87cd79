package io.opora.reply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A message as numbers: which of {@value #COUNT} buckets its word stems, pairs of neighbouring words, pairs with one word between, and
 * its letter sequences of three to five fall into. So many words share a bucket that none can be read back from one. Numbers count
 * by their length alone, and addresses of people and pages not at all, so that an order number or an e-mail address is in no bucket.
 *
 * @param buckets in ascending order, each once
 * @param words the words as they were written, by the buckets that they are in; for telling what spoke for a template, and kept
 *        no longer than that
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its own equals
record MessageFeatures(char[] buckets, Map<String, char[]> words) {

    /** How many buckets there are. */
    static final int COUNT = 1 << 16;

    /** From here on, letter sequences. */
    static final int LETTERS = COUNT * 5 / 8;

    /** From here on, and below {@link #LETTERS}, pairs with one word between. */
    private static final int FAR_PAIRS = COUNT / 2;

    private static final int MAX_WORDS = 400;
    private static final int MAX_WORD_LENGTH = 40;
    private static final int SHORTEST_SEQUENCE = 3;
    private static final int LONGEST_SEQUENCE = 5;
    private static final float HALF = 0.5f;
    private static final int MAX_LENGTH = 20_000;

    /** How much a bucket counts beside the others of its kind. */
    static float weight(int bucket) {
        return bucket >= FAR_PAIRS ? HALF : 1;
    }

    static MessageFeatures of(String message) {
        Map<String, TreeSet<Integer>> byWord = new LinkedHashMap<>();
        TreeSet<Integer> all = new TreeSet<>();
        List<String> stems = new ArrayList<>();
        List<String> words = words(message);
        for (String word : words) {
            String plain = plain(word);
            TreeSet<Integer> own = byWord.computeIfAbsent(word, any -> new TreeSet<>());
            stems.add(Stems.of(plain));
            own.add(bucket('w', stems.getLast(), 0, FAR_PAIRS));
            String framed = '_' + plain + '_';
            for (int length = SHORTEST_SEQUENCE; length <= LONGEST_SEQUENCE; length++) {
                for (int at = 0; at + length <= framed.length(); at++) {
                    own.add(bucket('l', framed.substring(at, at + length), LETTERS, COUNT));
                }
            }
        }
        for (int i = 0; i <= stems.size(); i++) {
            String before = i == 0 ? "<" : stems.get(i - 1);
            String after = i == stems.size() ? ">" : stems.get(i);
            int pair = bucket('p', before + ' ' + after, 0, FAR_PAIRS);
            if (i > 0) {
                add(byWord, words.get(i - 1), pair);
            }
            if (i < stems.size()) {
                add(byWord, words.get(i), pair);
            }
            if (i + 2 < stems.size()) {
                int far = bucket('f', stems.get(i) + ' ' + stems.get(i + 2), FAR_PAIRS, LETTERS);
                add(byWord, words.get(i), far);
                add(byWord, words.get(i + 2), far);
            }
        }
        Map<String, char[]> kept = new LinkedHashMap<>();
        byWord.forEach((word, buckets) -> {
            all.addAll(buckets);
            kept.put(word, array(buckets));
        });
        return new MessageFeatures(array(all), kept);
    }

    private static void add(Map<String, TreeSet<Integer>> byWord, String word, int bucket) {
        TreeSet<Integer> own = byWord.get(word);
        if (own != null) {
            own.add(bucket);
        }
    }

    private static char[] array(TreeSet<Integer> buckets) {
        char[] array = new char[buckets.size()];
        int i = 0;
        for (int bucket : buckets) {
            array[i++] = (char) bucket;
        }
        return array;
    }

    /** Runs of letters and digits, as they are written, but for those in addresses of people and pages. */
    private static List<String> words(String message) {
        String text = message.substring(0, Math.min(message.length(), MAX_LENGTH));
        List<String> words = new ArrayList<>();
        for (String piece : text.split("\\s+", -1)) {
            if (!piece.contains("@") && !piece.contains("://") && !piece.startsWith("www.")) {
                addWords(piece, words);
            }
        }
        return words;
    }

    private static void addWords(String piece, List<String> words) {
        int start = -1;
        for (int i = 0; i <= piece.length() && words.size() < MAX_WORDS;) {
            int c = i < piece.length() ? piece.codePointAt(i) : ' ';
            boolean part = Character.isLetterOrDigit(c) || (start >= 0 && isApostrophe(c));
            if (part && start < 0) {
                start = i;
            } else if (!part && start >= 0) {
                words.add(piece.substring(start, Math.min(i, start + MAX_WORD_LENGTH)));
                start = -1;
            }
            i += Character.charCount(c);
        }
    }

    private static boolean isApostrophe(int c) {
        return c == '\'' || c == '\u2019';
    }

    private static String plain(String word) {
        StringBuilder plain = new StringBuilder();
        word.toLowerCase(Locale.ROOT).codePoints().filter(c -> !isApostrophe(c))
                .map(c -> Character.isDigit(c) ? '0' : c == 'ё' ? 'е' : c).forEach(plain::appendCodePoint);
        return plain.isEmpty() ? "'" : plain.toString();
    }

    /** FNV-1a (Fowler, Noll, Vo), with the finish of MurmurHash3, which spreads the low bits. */
    private static int bucket(char kind, String text, int from, int to) {
        int hash = 0x811C9DC5;
        hash = (hash ^ kind) * 0x01000193;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
        }
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >>> 13;
        hash *= 0xC2B2AE35;
        hash ^= hash >>> 16;
        return from + Integer.remainderUnsigned(hash, to - from);
    }

    /** {@return the sizes alone} */
    @Override
    public String toString() {
        return "MessageFeatures[" + buckets.length + " buckets]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageFeatures that && Arrays.equals(buckets, that.buckets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(buckets);
    }
}
