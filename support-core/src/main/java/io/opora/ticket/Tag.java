package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.Locale;

/**
 * A word that agents or rules put on a ticket. Kept in lower case, so that {@code VIP} and {@code vip} are one tag.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters without blanks, commas or control characters
 */
public record Tag(String value) implements Comparable<Tag> {

    /** The longest tag, in characters. */
    public static final int MAX_LENGTH = 50;

    /**
     * Lower-cases and checks the value.
     *
     * @throws InvalidInputException if it is empty, too long, or holds a blank, a comma or a control character
     */
    public Tag {
        value = requireNonNull(value, "value").toLowerCase(Locale.ROOT);
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.matches(Line.PLAIN)
                || value.chars().anyMatch(c -> c == ',' || Character.isWhitespace(c))) {
            throw new InvalidInputException("tag", new Violation("", "tag", "a tag has 1 to " + MAX_LENGTH
                    + " characters and holds no blank, comma or control character"));
        }
    }

    /**
     * The tag of this value.
     *
     * @param value the word
     * @return the tag
     * @throws InvalidInputException if the value is no tag
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
