package io.opora.ticket;

/**
 * Undoes a {@link Merge}: the ticket goes on by itself, in the status that it had, with everything that was said through it
 * meanwhile. What was merged into it comes along. Time counts from now. The ticket that it was merged into keeps what it
 * learnt. Refused if the ticket is not merged.
 */
public record Unmerge() implements TicketCommand.Joint {}
