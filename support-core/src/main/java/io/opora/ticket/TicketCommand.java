package io.opora.ticket;

/**
 * What somebody wants of a ticket that exists. {@link OpenTicket} is not among them because it has no ticket yet.
 *
 * <p>
 * Commands hold raw input. They declare by annotations what is allowed and check nothing themselves, so that
 * {@link Tickets} can answer with everything that is wrong at once; only {@code null} is refused on construction.
 */
public sealed interface TicketCommand
        permits Reply, AddNote, Move, Assign, Prioritize, Classify, ChangeTags, ChangeWorkflow, SetFields, Snooze, Rate,
        AddParticipant, RemoveParticipant, ApplyMacro, TicketCommand.Joint {

    /**
     * A command that concerns other tickets as well. What becomes of all of them is stored together or not at all, and each
     * history says so. {@link Tickets} does these; the rules of a single ticket cannot.
     */
    sealed interface Joint extends TicketCommand permits Merge, Unmerge, Split, Link, Unlink {}
}
