package io.opora.lucene;

import java.util.HashMap;
import java.util.Map;

/** What somebody meant whose keyboard was switched to the other language, English or Russian. */
final class Keyboard {

    private static final String LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?";
    private static final String RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,";

    private static final Map<Character, Character> TO_RUSSIAN = new HashMap<>();
    private static final Map<Character, Character> TO_LATIN = new HashMap<>();

    static {
        for (int i = 0; i < LATIN.length(); i++) {
            TO_RUSSIAN.put(LATIN.charAt(i), RUSSIAN.charAt(i));
            TO_LATIN.put(RUSSIAN.charAt(i), LATIN.charAt(i));
        }
    }

    private Keyboard() {}

    static String russian(String typed) {
        return translated(typed, TO_RUSSIAN);
    }

    static String latin(String typed) {
        return translated(typed, TO_LATIN);
    }

    private static String translated(String typed, Map<Character, Character> table) {
        StringBuilder meant = new StringBuilder(typed.length());
        for (int i = 0; i < typed.length(); i++) {
            meant.append((char) table.getOrDefault(typed.charAt(i), typed.charAt(i)));
        }
        return meant.toString();
    }
}
