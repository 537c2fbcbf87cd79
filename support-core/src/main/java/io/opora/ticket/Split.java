package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves messages into a new ticket of the same requester, priority, language, channel and tags. The messages stay in the
 * history in which they were written, so that what a person wrote is kept, and can be erased, in one place; the new ticket
 * refers to them. A customer sees them in the new ticket, and in the old one that they went there.
 *
 * <p>
 * Refused for what is no message of the ticket, for its first message, for messages that were moved before or that reached the
 * ticket through a merged one, and if more than {@value RelatedTickets#MAX_MOVED} would have been moved out of the ticket.
 *
 * @param messages which, by their sequence in the history; 1 to {@value #MAX_MESSAGES}
 * @param subject what the new ticket is about, in a line; 1 to {@value Ticket#MAX_SUBJECT_LENGTH} characters
 * @param kind what it is about; by default the same
 */
public record Split(
        @Size(min = 1, max = Split.MAX_MESSAGES) Set<Long> messages,
        @Line(max = Ticket.MAX_SUBJECT_LENGTH) String subject,
        Optional<RequestKind> kind) implements TicketCommand.Joint {

    /** How many messages may be moved at once. */
    public static final int MAX_MESSAGES = 50;

    /** Checks that nothing is missing and takes an unmodifiable copy of the messages. */
    public Split {
        messages = Set.copyOf(messages);
        requireNonNull(subject, "subject");
        requireNonNull(kind, "kind");
    }

    /**
     * Moves messages into a new ticket of the same kind.
     *
     * @param subject what the new ticket is about, in a line
     * @param messages which, by their sequence in the history
     * @return the command
     */
    public static Split of(String subject, long... messages) {
        return new Split(Arrays.stream(messages).boxed().collect(Collectors.toSet()), subject, Optional.empty());
    }

    /**
     * The same split into a ticket of another kind.
     *
     * @param value what the new ticket is about
     * @return the command
     */
    public Split withKind(RequestKind value) {
        return new Split(messages, subject, Optional.of(value));
    }
}
