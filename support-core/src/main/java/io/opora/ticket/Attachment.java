package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * A file that belongs to a message. Opora keeps no files: the host does, and says where.
 *
 * @param name the file's name as the sender wrote it, for display only; at most 255 characters, no path separators
 * @param mediaType such as {@code image/png}; at most 127 characters
 * @param size in bytes, at most 1 TiB
 * @param reference where the host keeps the file, in a form of its own; at most 1,000 characters
 */
public record Attachment(
        @Line(max = 255) @Pattern(regexp = "[^/\\\\]*", message = "must hold no path separator") String name,
        @Line(max = 127) @Pattern(regexp = "[a-zA-Z0-9!#$&^_.+-]+/[a-zA-Z0-9!#$&^_.+-]+", message = "must be a media type such as image/png") String mediaType,
        @PositiveOrZero @Max(1L << 40) long size,
        @Line(max = 1_000) String reference) {

    /** Checks that nothing is missing; the desk checks the rest when the attachment comes in with a command. */
    public Attachment {
        requireNonNull(name, "name");
        requireNonNull(mediaType, "mediaType");
        requireNonNull(reference, "reference");
    }
}
