package io.opora.ticket;

import static java.util.Objects.requireNonNull;

/**
 * Merges a ticket into another: the conversation goes on there. What was merged into it before comes along. The ticket itself
 * stays as it is; it leaves the inbox, time does nothing to it any more, and what is said through it reaches the other one too.
 * {@link Unmerge} undoes it.
 *
 * <p>
 * Nobody gains sight of a ticket by it: a customer goes on to see the conversations of their own tickets and no others.
 *
 * <p>
 * Refused if one of the two was merged already or is closed, if the other one goes on in this one, and if more than
 * {@value RelatedTickets#MAX_MERGED} tickets would go on in the other.
 *
 * @param into the ticket where the conversation goes on
 */
public record Merge(TicketId into) implements TicketCommand.Joint {

    /** Checks that nothing is missing. */
    public Merge {
        requireNonNull(into, "into");
    }

    /**
     * Merges a ticket into another.
     *
     * @param ticket the ticket where the conversation goes on
     * @return the command
     */
    public static Merge into(TicketId ticket) {
        return new Merge(ticket);
    }
}
