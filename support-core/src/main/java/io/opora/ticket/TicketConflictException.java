package io.opora.ticket;

import io.opora.SupportException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Others changed the ticket since the caller looked at it. Nothing was changed. {@link #won()} tells what they did, so that
 * the caller can look again and decide anew.
 */
public final class TicketConflictException extends SupportException {

    private static final long serialVersionUID = 1L;

    private final transient Ticket current;
    private final transient List<TicketEvent> won;

    TicketConflictException(long seen, Ticket current, List<TicketEvent> won) {
        super("Ticket " + current.number() + " was changed since version " + seen + " and is at version "
                + current.version() + " now" + won.stream().map(TicketConflictException::describe).distinct()
                        .collect(Collectors.collectingAndThen(Collectors.joining(", "),
                                all -> all.isEmpty() ? all : ": " + all))
                + ". Look at it and decide again");
        this.current = current;
        this.won = List.copyOf(won);
    }

    /** {@return the ticket as it is now, its version the one that won} */
    public Ticket current() {
        return current;
    }

    /**
     * What was done to the ticket meanwhile.
     *
     * @return the events since the version that the caller saw, in their order; of the first
     *         {@value Tickets#MAX_HISTORY_PAGE} of them, to customers only those that are shown to customers
     */
    public List<TicketEvent> won() {
        return won;
    }

    private static String describe(TicketEvent event) {
        return switch (event) {
            case TicketEvent.Opened e -> "it was opened";
            case TicketEvent.MessageAdded e -> "a public reply arrived";
            case TicketEvent.NoteAdded e -> "a note was added";
            case TicketEvent.StatusChanged e -> "it went from " + e.from() + " to " + e.to();
            case TicketEvent.Assigned e ->
                e.assignee().map(id -> "it was assigned to " + id).orElse("it was unassigned");
            case TicketEvent.Prioritized e -> "its priority became " + e.to();
            case TicketEvent.Classified e -> "its kind became " + e.to();
            case TicketEvent.TagsChanged e -> "its tags changed";
            case TicketEvent.WorkflowChanged e -> "its workflow became " + e.to();
            case TicketEvent.Reminded e -> "a reminder fell due";
            case TicketEvent.FollowedUp e -> "a follow-up ticket was opened";
            case TicketEvent.Merged e -> "it was merged into another ticket";
            case TicketEvent.Unmerged e -> "a merge of it was undone";
            case TicketEvent.Absorbed e -> "another ticket was merged into it";
            case TicketEvent.Released e -> "a ticket was taken out of it";
            case TicketEvent.MessageRelayed e -> "a public reply arrived";
            case TicketEvent.MessagesMovedOut e -> "messages were moved to another ticket";
            case TicketEvent.MessageMovedIn e -> "a message was moved into it";
            case TicketEvent.Linked e -> "it was linked with another ticket";
            case TicketEvent.Unlinked e -> "a link was taken away";
            case TicketEvent.FieldsChanged e -> "its fields changed";
            case TicketEvent.Snoozed e -> "it was put aside until " + e.until();
            case TicketEvent.Woken e -> "it was taken up again";
            case TicketEvent.Rated e -> "its solution was rated";
            case TicketEvent.ParticipantAdded e -> e.participant() + " takes part";
            case TicketEvent.ParticipantRemoved e -> e.participant() + " takes part no longer";
            case TicketEvent.LinkIssued e -> "a secret link was issued";
            case TicketEvent.LinkRevoked e -> "a secret link was revoked";
            case TicketEvent.LevelReached e ->
                "its clock " + e.milestone().clock() + " reached " + e.milestone().level();
            case TicketEvent.ServiceLevelChanged e -> "its service level changed";
            case TicketEvent.Explained e -> "rules or a macro spoke";
            case TicketEvent.Erased e -> "a person was erased";
        };
    }
}
