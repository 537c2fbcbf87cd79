package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.ActorId;

/**
 * Lets somebody take part in a ticket no longer. In the same step every {@linkplain TicketLinks secret link} of theirs to it
 * ends. The requester cannot be removed.
 *
 * @param participant who took part until now
 */
public record RemoveParticipant(ActorId participant) implements TicketCommand {

    /** Checks that nothing is missing. */
    public RemoveParticipant {
        requireNonNull(participant, "participant");
    }

    /**
     * Lets somebody take part no longer.
     *
     * @param participant the host's id of the person
     * @return the command
     * @throws io.opora.InvalidInputException if the text is no {@link ActorId}
     */
    public static RemoveParticipant of(String participant) {
        return new RemoveParticipant(ActorId.of(participant));
    }
}
