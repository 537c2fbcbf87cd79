package io.opora.routing;

import io.opora.Findings;
import io.opora.Spelling;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Texts with holes: {@code {{name}}} stands for the value of that name. Nothing else in a text has a meaning. */
final class Placeholders {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private Placeholders() {}

    /** Reports holes that are not closed or not known, so that no customer is ever sent a raw brace. */
    static void check(String text, Set<String> known, String path, Findings findings) {
        int from = 0;
        while (!findings.full()) {
            int open = text.indexOf(OPEN, from);
            int close = text.indexOf(CLOSE, from);
            if (open < 0 && close < 0) {
                return;
            }
            if (close < open || close < 0 || open < 0) {
                int alone = open < 0 || (close >= 0 && close < open) ? close : open;
                findings.add(path, "placeholder", "the braces at character " + (alone + 1)
                        + " have no counterpart: a placeholder is written {{name}}");
                return;
            }
            String name = text.substring(open + OPEN.length(), close).strip();
            if (!known.contains(name)) {
                findings.add(path, "unknown-placeholder",
                        Spelling.quote(name) + " is no placeholder here" + Spelling.hintFor(name, known));
            }
            from = close + CLOSE.length();
        }
    }

    /** Whether a text has any hole. */
    static boolean in(String text) {
        return text.contains(OPEN);
    }

    /**
     * Puts something into each hole of a text that has been checked; what is put there is not looked into again.
     *
     * @param values gives the value for a name
     */
    static String fill(String text, UnaryOperator<String> values) {
        StringBuilder filled = new StringBuilder(text.length());
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = text.indexOf(CLOSE, open);
            filled.append(text, from, open).append(values.apply(text.substring(open + OPEN.length(), close).strip()));
            from = close + CLOSE.length();
        }
        return filled.append(text, from, text.length()).toString();
    }
}
