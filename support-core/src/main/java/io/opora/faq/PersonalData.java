package io.opora.faq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what in a text may say who wrote it. By form alone, so it finds too much rather than too little: addresses, links, numbers of
 * four digits or more however they are grouped, words with two digits or more in them, words behind "my name is" and its like, names
 * that are given, and words with a capital letter within a sentence, but for languages that write all nouns so. A name in small letters
 * that nothing introduces is not found.
 */
final class PersonalData {

    /** What stands for what was taken out. */
    static final String GONE = "…";

    private static final int FEWEST_DIGITS = 4;
    private static final int FEWEST_DIGITS_OF_A_WORD = 2;
    private static final int MOST_WORDS_OF_A_NAME = 3;
    private static final Set<String> CAPITAL_NOUNS = Set.of("de", "lb");
    private static final Pattern LINK = Pattern.compile("(?iU)\\b(?:[a-z]{2,10}://|www\\.)\\S{1,2000}");
    private static final Pattern ADDRESS = Pattern.compile("\\S{0,64}@\\S{1,255}");
    private static final Pattern NUMBER = Pattern
            .compile("(?U)[+(]{0,2}\\d(?:[\\d\\h.,()/:\\-\u2010-\u2015]{0,40}\\d)?");
    private static final Pattern WORD_WITH_DIGITS = Pattern.compile("(?U)[#№]?[\\p{L}\\p{M}\\d_/-]{2,80}");
    private static final Pattern INTRODUCED = Pattern.compile(
            "(?iU)\\b(?:my name is|i am called|name:|меня зовут|мо[её] имя|имя:|фамилия:|(?:kind |best )?regards,?|sincerely,?"
                    + "|с уважением,?)\\s{1,5}");
    private static final Pattern WORD = Pattern.compile("(?U)\\p{L}[\\p{L}\\p{M}'’-]{0,80}");

    private PersonalData() {}

    /** What was found. */
    enum Kind {
        /** An e-mail address, or a name behind an at sign. */
        ADDRESS,
        /** The address of a page. */
        LINK,
        /** A number of a telephone, a card, an order, a document, a date. */
        NUMBER,
        /** What may be somebody's name. */
        NAME
    }

    /** A piece of a text. */
    record Found(int start, int end, Kind kind) {}

    /** Finds all pieces, in their order, none within another. */
    static List<Found> find(String text, Locale locale, Collection<String> names) {
        List<Found> found = new ArrayList<>();
        matches(LINK, text, Kind.LINK, 0, found);
        matches(ADDRESS, text, Kind.ADDRESS, 0, found);
        matches(NUMBER, text, Kind.NUMBER, FEWEST_DIGITS, found);
        wordsWithDigits(text, found);
        names(text, locale, names, found);
        found.sort(Comparator.comparingInt(Found::start).thenComparing(Comparator.comparingInt(Found::end).reversed()));
        List<Found> apart = new ArrayList<>();
        for (Found each : found) {
            if (apart.isEmpty() || each.start() >= apart.getLast().end()) {
                apart.add(each);
            } else if (each.end() > apart.getLast().end()) {
                Found last = apart.removeLast();
                apart.add(new Found(last.start(), each.end(), last.kind()));
            }
        }
        return apart;
    }

    private static void matches(Pattern pattern, String text, Kind kind, int digits, List<Found> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (digits(matcher.group()) >= digits) {
                found.add(new Found(matcher.start(), matcher.end(), kind));
            }
        }
    }

    private static long digits(String text) {
        return text.codePoints().filter(Character::isDigit).count();
    }

    private static void wordsWithDigits(String text, List<Found> found) {
        Matcher matcher = WORD_WITH_DIGITS.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            if (digits(word) >= FEWEST_DIGITS_OF_A_WORD && (digits(word) >= FEWEST_DIGITS
                    || word.codePoints().anyMatch(c -> Character.isLetter(c) || c == '#' || c == '№'))) {
                found.add(new Found(matcher.start(), matcher.end(), Kind.NUMBER));
            }
        }
    }

    /** A word, and whether a sentence begins with it. */
    private record Word(int start, int end, String text, boolean first) {

        boolean isCapital() {
            return text.length() > 1 && Character.isUpperCase(text.codePointAt(0))
                    && text.codePoints().skip(1).anyMatch(Character::isLowerCase);
        }
    }

    private static void names(String text, Locale locale, Collection<String> names, List<Found> found) {
        List<Word> words = words(text);
        Set<String> given = new HashSet<>();
        names.forEach(name -> words(name).stream().filter(word -> word.text().length() > 1)
                .forEach(word -> given.add(word.text().toLowerCase(Locale.ROOT))));
        boolean guess = !CAPITAL_NOUNS.contains(locale.getLanguage());
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean nextIsCapital = i + 1 < words.size() && !words.get(i + 1).first() && words.get(i + 1).isCapital();
            if (given.contains(word.text().toLowerCase(Locale.ROOT))
                    || (guess && word.isCapital() && (!word.first() || nextIsCapital))) {
                found.add(new Found(word.start(), word.end(), Kind.NAME));
            }
        }
        Matcher introduced = INTRODUCED.matcher(text);
        while (introduced.find()) {
            int from = introduced.end();
            words.stream().filter(word -> word.start() >= from).limit(MOST_WORDS_OF_A_NAME)
                    .takeWhile(word -> text.substring(from, word.start()).chars()
                            .noneMatch(c -> c == '.' || c == ',' || c == '\n' || c == ';' || c == '!'))
                    .forEach(word -> found.add(new Found(word.start(), word.end(), Kind.NAME)));
        }
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        int before = 0;
        while (matcher.find()) {
            String between = text.substring(before, matcher.start());
            boolean initial = !words.isEmpty() && words.getLast().text().length() == 1 && between.startsWith(".");
            boolean first = words.isEmpty()
                    || (!initial && between.chars().anyMatch(c -> ".!?…:\n\"«“„".indexOf(c) >= 0));
            words.add(new Word(matcher.start(), matcher.end(), matcher.group(), first));
            before = matcher.end();
        }
        return words;
    }

    /** The text without what was found. */
    static String without(String text, List<Found> found) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (Found each : found) {
            rest.append(text, at, each.start()).append(GONE);
            at = each.end();
        }
        return rest.append(text, at, text.length()).toString();
    }

    /** What is kept of a question: without what may say who asked, in small letters, and no longer than a question is; if anything is left. */
    static Optional<String> kept(String text, Locale locale) {
        String read = cut(text, FaqQuery.MAX_TEXT);
        String plain = without(read, find(read, locale, List.of())).toLowerCase(locale)
                .replaceAll("[\\s\\p{Cntrl}]+", " ").replaceAll("[\\x{D800}-\\x{DFFF}]", "").strip();
        String kept = cut(once(plain), FaqStore.Asked.MAX_QUESTION).strip();
        return Optional.of(kept).filter(words -> words.codePoints().anyMatch(Character::isLetterOrDigit));
    }

    /** Pieces that were taken out side by side are one. */
    private static String once(String text) {
        String[] pieces = text.split(GONE, -1);
        StringBuilder once = new StringBuilder(pieces[0]);
        for (int i = 1; i < pieces.length; i++) {
            once.append(i == 1 || !isBetween(pieces[i - 1]) ? GONE : "");
            once.append(i == pieces.length - 1 || !isBetween(pieces[i]) ? pieces[i] : "");
        }
        return once.toString();
    }

    private static boolean isBetween(String piece) {
        return piece.chars().allMatch(c -> " ,.;:".indexOf(c) >= 0);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
