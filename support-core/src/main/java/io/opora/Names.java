package io.opora;

import static java.util.Objects.requireNonNull;

/**
 * The form of the names that people give to things in a configuration: roles, statuses, actions, request kinds, teams. One
 * form for all of them, so that each can stand in a JSON key, a URL, a column and a diagram without being escaped.
 */
public final class Names {

    /** The form, for people. */
    public static final String FORM = "lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters";

    /** The form, as a regular expression. */
    public static final String PATTERN = "[a-z][a-z0-9-]{0,63}";

    private static final int MAX_LENGTH = 64;

    private Names() {}

    /**
     * Tells whether a text is a name.
     *
     * @param text any text
     * @return whether it has the form
     */
    public static boolean isName(String text) {
        // not by the expression: names are checked with every header that is read
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /**
     * Refuses a text that is no name.
     *
     * @param what what is being named, such as {@code "role"}
     * @param text the text
     * @return the same text
     * @throws InvalidInputException if it does not have the form
     */
    public static String require(String what, String text) {
        if (!isName(requireNonNull(text, what))) {
            throw new InvalidInputException(what,
                    new Violation("", "name", "'" + text + "' is no name of a " + what + ": " + FORM));
        }
        return text;
    }
}
