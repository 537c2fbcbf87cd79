package io.opora;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A word that people or rules put on things to find them again. Kept in lower case, so that {@code VIP} and {@code vip} are one
 * tag.
 *
 * @param value a word of the {@linkplain #FORM form}
 */
public record Tag(String value) implements Comparable<Tag> {

    /** The longest tag, in characters. */
    public static final int MAX_LENGTH = 50;

    /** The form, for people. */
    public static final String FORM = "1 to " + MAX_LENGTH
            + " characters without blanks, commas and control characters";

    /** Halves of surrogate pairs are left out too: they have no UTF-8. */
    private static final Pattern PATTERN = Pattern
            .compile("(?U)[^\\s,\\x00-\\x1F\\x7F-\\x9F\\x{D800}-\\x{DFFF}]{1," + MAX_LENGTH + "}");

    /**
     * Lower-cases and checks the value.
     *
     * @throws InvalidInputException if it does not have the form
     */
    public Tag {
        value = requireNonNull(value, "value").toLowerCase(Locale.ROOT);
        if (!isTag(value)) {
            throw new InvalidInputException("tag", new Violation("", "tag", "a tag has " + FORM));
        }
    }

    /**
     * Tells whether a text is a tag.
     *
     * @param text any text
     * @return whether it has the form
     */
    public static boolean isTag(String text) {
        return text.length() <= MAX_LENGTH && PATTERN.matcher(text).matches();
    }

    /**
     * The tag of this value.
     *
     * @param value the word
     * @return the tag
     * @throws InvalidInputException if the value does not have the form
     */
    public static Tag of(String value) {
        return new Tag(value);
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    /** {@return the bare word} */
    @Override
    public String toString() {
        return value;
    }
}
