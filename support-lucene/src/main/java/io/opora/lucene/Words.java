package io.opora.lucene;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes texts apart into words: runs of letters, digits and marks, with an apostrophe inside and {@code +} or {@code #} behind them
 * ({@code don't}, {@code c++}). Scripts that leave no blanks between words give pairs of neighbouring characters.
 */
final class Words {

    /** A longer run is no word of any language; what is beyond is another one. */
    static final int MAX_LETTERS = 64;

    private static final Set<UnicodeScript> WITHOUT_BLANKS = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA, UnicodeScript.HANGUL, UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private Words() {}

    /**
     * Takes a text apart.
     *
     * @param text any text
     * @param most how many words are wanted at the most
     * @return the words in their order
     */
    static List<Word> of(String text, int most) {
        List<Word> words = new ArrayList<>();
        int start = -1;
        int letters = 0;
        boolean pairs = false;
        int at = 0;
        while (at <= text.length() && words.size() < most) {
            int c = at < text.length() ? text.codePointAt(at) : ' ';
            boolean part = at < text.length() && isPart(c, text, at, start);
            boolean unspaced = part && WITHOUT_BLANKS.contains(UnicodeScript.of(c));
            if (start >= 0 && (!part || letters == MAX_LETTERS || unspaced != pairs)) {
                add(words, text, start, at, pairs, most);
                start = -1;
            }
            if (part && start < 0) {
                start = at;
                letters = 0;
                pairs = unspaced;
            }
            letters++;
            at += Character.charCount(c);
        }
        return words;
    }

    private static boolean isPart(int c, String text, int at, int start) {
        if (Character.isLetterOrDigit(c)) {
            return true;
        }
        if (start < 0) {
            return false;
        }
        return switch (c) {
            case '\'', '’' -> at + 1 < text.length() && Character.isLetter(text.codePointAt(at + 1));
            case '+', '#' -> (Character.isLetter(text.codePointBefore(at)) && endsSoon(text, at))
                    || (text.charAt(at - 1) == '+' && c == '+');
            default -> isMark(c);
        };
    }

    /** Whether only one more of the same follows before the word ends, as in {@code c++}. */
    private static boolean endsSoon(String text, int at) {
        int next = at + 1;
        if (next < text.length() && text.charAt(next) == text.charAt(at)) {
            next++;
        }
        return next >= text.length() || Character.isWhitespace(text.charAt(next))
                || ",.?!;:)".indexOf(text.charAt(next)) >= 0;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static void add(List<Word> words, String text, int start, int end, boolean pairs, int most) {
        if (!pairs || text.codePointCount(start, end) < 3) {
            words.add(new Word(normalized(text.substring(start, end)), start, end));
            return;
        }
        int first = start;
        int second = text.offsetByCodePoints(first, 1);
        while (second < end && words.size() < most) {
            int behind = text.offsetByCodePoints(second, 1);
            words.add(new Word(normalized(text.substring(first, behind)), first, behind));
            first = second;
            second = behind;
        }
    }

    /** One form for what people write in several. */
    private static String normalized(String word) {
        String text = plain(word) ? word : Normalizer.normalize(word, Normalizer.Form.NFKC);
        String lower = text.toLowerCase(Locale.ROOT).replace('ё', 'е').replace('’', '\'');
        return lower.isEmpty() ? word : lower;
    }

    private static boolean plain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c > 0x7F && (c < 0x410 || c > 0x451)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The word without accents, which people leave out; letters that are others without them stay ({@code й}).
     *
     * @param word a normalized word
     * @return the word
     */
    static String withoutAccents(String word) {
        boolean ascii = true;
        for (int i = 0; i < word.length() && ascii; i++) {
            ascii = word.charAt(i) < 0x80 || (word.charAt(i) >= 0x430 && word.charAt(i) <= 0x44F);
        }
        if (ascii) {
            return word;
        }
        String apart = Normalizer.normalize(word, Normalizer.Form.NFD);
        StringBuilder bare = new StringBuilder(word.length());
        int base = 0;
        for (int i = 0; i < apart.length(); i++) {
            char c = apart.charAt(i);
            boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
            if (!mark) {
                base = c;
            }
            if (!mark || !dropsMarks(base, c)) {
                bare.append(c);
            }
        }
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    private static boolean dropsMarks(int base, char mark) {
        return switch (UnicodeScript.of(base)) {
            case LATIN, GREEK -> true;
            case CYRILLIC -> mark == '\u0301' || mark == '\u0300';
            default -> false;
        };
    }
}
