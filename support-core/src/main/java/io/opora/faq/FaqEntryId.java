package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.regex.Pattern;

/**
 * The id of an FAQ entry, given by whoever writes it and fit to stand in an address: {@code refund}, {@code delivery/abroad}.
 * All translations of an entry share it.
 *
 * @param value a word of the {@linkplain #FORM form}
 */
public record FaqEntryId(String value) implements Comparable<FaqEntryId> {

    /** The longest id, in characters. */
    public static final int MAX_LENGTH = 200;

    /** The form, for people. */
    public static final String FORM = "1 to " + MAX_LENGTH + " characters without blanks and control characters";

    private static final Pattern PATTERN = Pattern
            .compile("(?U)[^\\s\\x00-\\x1F\\x7F-\\x9F\\x{D800}-\\x{DFFF}]{1," + MAX_LENGTH + "}");

    /**
     * Checks the value.
     *
     * @throws InvalidInputException if it does not have the form
     */
    public FaqEntryId {
        if (requireNonNull(value, "value").length() > MAX_LENGTH || !PATTERN.matcher(value).matches()) {
            throw new InvalidInputException("FAQ entry id",
                    new Violation("", "faq-entry-id", "an FAQ entry's id has " + FORM));
        }
    }

    /**
     * The id of this value.
     *
     * @param value the word
     * @return the id
     * @throws InvalidInputException if the value does not have the form
     */
    public static FaqEntryId of(String value) {
        return new FaqEntryId(value);
    }

    @Override
    public int compareTo(FaqEntryId other) {
        return value.compareTo(other.value);
    }

    /** {@return the bare word} */
    @Override
    public String toString() {
        return value;
    }
}
