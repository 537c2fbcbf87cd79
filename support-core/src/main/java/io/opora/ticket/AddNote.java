package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Adds an internal note, which no customer ever sees.
 *
 * @param text what to note; 1 to {@value Message#MAX_LENGTH} characters
 * @param attachments files that come with it; at most {@value Message#MAX_ATTACHMENTS}
 */
public record AddNote(
        @Text(max = Message.MAX_LENGTH) String text,
        @Size(max = Message.MAX_ATTACHMENTS) List<@Valid Attachment> attachments) implements TicketCommand {

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public AddNote {
        requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
    }

    /**
     * A note without files.
     *
     * @param text what to note
     * @return the command
     */
    public static AddNote of(String text) {
        return new AddNote(text, List.of());
    }

    /**
     * The same note with these files.
     *
     * @param files the files
     * @return the command
     */
    public AddNote withAttachments(List<Attachment> files) {
        return new AddNote(text, files);
    }
}
