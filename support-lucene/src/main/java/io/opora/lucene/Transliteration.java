package io.opora.lucene;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Russian in Latin letters. People do it in many ways, so there are two steps: a word in Cyrillic letters that is right for most
 * of them, and a key that is the same for all of them.
 */
final class Transliteration {

    /** The longest first. */
    private static final String[][] GROUPS = {{"iya", "ия"}, {"iyu", "ию"}, {"iye", "ие"}, {"yye", "ые"}, {"yya", "ыя"},
            {"shch", "щ"}, {"shh", "щ"}, {"sch", "щ"}, {"zh", "ж"}, {"kh", "х"},
            {"ch", "ч"},
            {"sh", "ш"}, {"ts", "ц"}, {"tc", "ц"}, {"yu", "ю"}, {"ju", "ю"}, {"iu", "ю"}, {"ya", "я"}, {"ja", "я"},
            {"ia", "я"}, {"yo", "е"}, {"jo", "е"}, {"ye", "е"}, {"je", "е"}, {"yy", "ый"}, {"iy", "ий"}, {"ij", "ий"},
            {"yj", "ый"}, {"eh", "э"}};

    private static final Map<Character, String> LETTERS = Map.ofEntries(Map.entry('a', "а"), Map.entry('b', "б"),
            Map.entry('c', "ц"), Map.entry('d', "д"), Map.entry('e', "е"), Map.entry('f', "ф"), Map.entry('g', "г"),
            Map.entry('h', "х"), Map.entry('i', "и"), Map.entry('j', "й"), Map.entry('k', "к"), Map.entry('l', "л"),
            Map.entry('m', "м"), Map.entry('n', "н"), Map.entry('o', "о"), Map.entry('p', "п"), Map.entry('q', "к"),
            Map.entry('r', "р"), Map.entry('s', "с"), Map.entry('t', "т"), Map.entry('u', "у"), Map.entry('v', "в"),
            Map.entry('w', "в"), Map.entry('x', "кс"), Map.entry('y', "ы"), Map.entry('z', "з"),
            Map.entry('\'', "ь"));

    private static final String FROM = "абвгдежзиклмнопрстуфхчшщэюя";
    private static final String[] TO = {"a", "b", "v", "g", "d", "e", "J", "z", "i", "k", "l", "m", "n", "o", "p", "r",
            "s", "t", "u", "f", "h", "C", "S", "S", "e", "U", "A"};

    private static final String VOWELS = "аеиоуыэюя";

    private Transliteration() {}

    /**
     * A word in Cyrillic letters.
     *
     * @param latin a word in Latin letters, lower case
     * @return how it is most likely written
     */
    static String cyrillic(String latin) {
        StringBuilder word = new StringBuilder(latin.length());
        int at = 0;
        while (at < latin.length()) {
            String[] group = groupAt(latin, at);
            if (group != null) {
                word.append(group[1]);
                at += group[0].length();
            } else {
                word.append(letter(latin, at, word));
                at++;
            }
        }
        return word.toString();
    }

    private static String @Nullable [] groupAt(String latin, int at) {
        for (String[] group : GROUPS) {
            if (latin.startsWith(group[0], at)) {
                return group;
            }
        }
        return null;
    }

    private static String letter(String latin, int at, StringBuilder before) {
        char c = latin.charAt(at);
        boolean behindVowel = !before.isEmpty() && VOWELS.indexOf(before.charAt(before.length() - 1)) >= 0;
        if (c == 'y' && (behindVowel || before.isEmpty())) {
            return "й";
        }
        return LETTERS.getOrDefault(c, String.valueOf(c));
    }

    /**
     * A word in Latin letters: names of foreign things are often written as they are heard.
     *
     * @param cyrillic a word in Cyrillic letters, lower case
     * @return how it sounds in Latin letters
     */
    static String latin(String cyrillic) {
        StringBuilder word = new StringBuilder(cyrillic.length());
        for (int i = 0; i < cyrillic.length(); i++) {
            char c = cyrillic.charAt(i);
            word.append(switch (c) {
                case 'ж' -> "zh";
                case 'ч' -> "ch";
                case 'ш' -> "sh";
                case 'щ' -> "sch";
                case 'ю' -> "yu";
                case 'я' -> "ya";
                case 'й', 'ы' -> "y";
                case 'ц' -> "ts";
                case 'ь', 'ъ' -> "";
                default -> {
                    int known = FROM.indexOf(c);
                    yield known < 0 ? String.valueOf(c) : TO[known];
                }
            });
        }
        return word.toString();
    }

    /**
     * A key that a Russian word shares with what its transliterations become in Cyrillic letters.
     *
     * @param cyrillic a word in Cyrillic letters, lower case
     * @return the key
     */
    static String key(String cyrillic) {
        StringBuilder key = new StringBuilder(cyrillic.length());
        for (int i = 0; i < cyrillic.length(); i++) {
            char c = cyrillic.charAt(i);
            String next = switch (c) {
                case 'ь', 'ъ' -> "";
                case 'й', 'ы' -> "i";
                case 'ц' -> "ts";
                default -> {
                    int known = FROM.indexOf(c);
                    yield known < 0 ? String.valueOf(c) : TO[known];
                }
            };
            if (!next.isEmpty()) {
                key.append(next);
            }
        }
        return key.toString().replace("io", "e").replaceAll("i+(?=[ieUA])", "").replaceAll("i+", "i")
                .replaceAll("(.)\\1+", "$1");
    }
}
