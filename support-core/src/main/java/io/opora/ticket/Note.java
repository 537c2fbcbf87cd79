package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An internal note of a ticket: for the staff only.
 *
 * @param text the text, plain, as it was written; at most {@value Message#MAX_LENGTH} characters
 * @param attachments files that came with it; at most {@value Message#MAX_ATTACHMENTS}
 */
public record Note(String text, List<Attachment> attachments) {

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public Note {
        requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
    }

    /** {@return the sizes alone: what people write does not belong into logs} */
    @Override
    public String toString() {
        return "Note[" + text.length() + " characters, " + attachments.size() + " attachments]";
    }
}
