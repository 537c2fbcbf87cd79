package io.opora.reply;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.regex.Pattern;

/**
 * The id of a reply template, made and printed as its bare value.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible characters of ASCII
 */
public record TemplateId(String value) implements Comparable<TemplateId> {

    /** The longest id, in characters. */
    public static final int MAX_LENGTH = 100;

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1," + MAX_LENGTH + "}");

    /**
     * Checks the form.
     *
     * @throws InvalidInputException if the value has another form
     */
    public TemplateId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidInputException("template id", new Violation("", "template-id",
                    "the id of a template has 1 to " + MAX_LENGTH
                            + " visible ASCII characters, such as refund-policy"));
        }
    }

    /**
     * The id with this value.
     *
     * @param value the value
     * @return the id
     * @throws InvalidInputException if the value does not have the form above
     */
    public static TemplateId of(String value) {
        return new TemplateId(value);
    }

    @Override
    public int compareTo(TemplateId other) {
        return value.compareTo(other.value);
    }

    /** {@return the bare value} */
    @Override
    public String toString() {
        return value;
    }
}
