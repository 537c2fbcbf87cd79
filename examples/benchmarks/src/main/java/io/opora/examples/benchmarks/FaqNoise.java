package io.opora.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Spoils questions the way people do. */
final class FaqNoise {

    private static final String LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
    private static final String RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю";

    private static final Map<Character, String> IN_LATIN = Map.ofEntries(Map.entry('а', "a"), Map.entry('б', "b"),
            Map.entry('в', "v"), Map.entry('г', "g"), Map.entry('д', "d"), Map.entry('е', "e"), Map.entry('ё', "yo"),
            Map.entry('ж', "zh"), Map.entry('з', "z"), Map.entry('и', "i"), Map.entry('й', "y"), Map.entry('к', "k"),
            Map.entry('л', "l"), Map.entry('м', "m"), Map.entry('н', "n"), Map.entry('о', "o"), Map.entry('п', "p"),
            Map.entry('р', "r"), Map.entry('с', "s"), Map.entry('т', "t"), Map.entry('у', "u"), Map.entry('ф', "f"),
            Map.entry('х', "h"), Map.entry('ц', "ts"), Map.entry('ч', "ch"), Map.entry('ш', "sh"),
            Map.entry('щ', "sch"), Map.entry('ъ', ""), Map.entry('ы', "y"), Map.entry('ь', ""), Map.entry('э', "e"),
            Map.entry('ю', "yu"), Map.entry('я', "ya"));

    private static final Pattern LONG_WORD = Pattern.compile("[\\p{IsLatin}\\p{IsCyrillic}]{4,}");

    private FaqNoise() {}

    static boolean isRussian(String text) {
        return text.chars().anyMatch(c -> (c >= 'а' && c <= 'я') || (c >= 'А' && c <= 'Я'));
    }

    /** Changes, drops, doubles or swaps a letter of a word of four or more, so many times. */
    static String typos(String text, int count, Random random) {
        String spoiled = text;
        for (int i = 0; i < count; i++) {
            List<MatchResult> words = new ArrayList<>(LONG_WORD.matcher(spoiled).results().toList());
            if (words.isEmpty()) {
                return spoiled;
            }
            MatchResult word = words.get(random.nextInt(words.size()));
            int at = word.start() + random.nextInt(word.group().length());
            String before = spoiled.substring(0, at);
            String letter = spoiled.substring(at, at + 1);
            String behind = spoiled.substring(at + 1);
            spoiled = switch (random.nextInt(4)) {
                case 0 -> before + other(letter, random) + behind;
                case 1 -> before + behind;
                case 2 -> before + letter + other(letter, random) + behind;
                default -> at + 1 < word.end()
                        ? before + behind.charAt(0) + letter + behind.substring(1)
                        : before + behind;
            };
        }
        return spoiled;
    }

    private static char other(String letter, Random random) {
        return isRussian(letter) ? (char) ('а' + random.nextInt(32)) : (char) ('a' + random.nextInt(26));
    }

    /** What comes out when the keyboard is in the other language. */
    static String otherLayout(String text) {
        boolean russian = isRussian(text);
        String from = russian ? RUSSIAN : LATIN;
        String to = russian ? LATIN : RUSSIAN;
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char lower = Character.toLowerCase(c);
            // signs keep their keys: people find them where they always are
            int key = Character.isLetter(lower) ? from.indexOf(lower) : -1;
            typed.append(key < 0 ? c : to.charAt(key));
        }
        return typed.toString();
    }

    static String transliterated(String text) {
        StringBuilder latin = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            latin.append(IN_LATIN.getOrDefault(Character.toLowerCase(c), String.valueOf(c)));
        }
        return latin.toString();
    }
}
