package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.ActorId;

/**
 * Lets somebody take part in a ticket who did not ask, or take part in another way than before. The requester takes part
 * already, and more than any participant: naming them changes nothing.
 *
 * @param participant who takes part from now on
 * @param participation how
 */
public record AddParticipant(ActorId participant, Ticket.Participation participation) implements TicketCommand {

    /** Checks that nothing is missing. */
    public AddParticipant {
        requireNonNull(participant, "participant");
        requireNonNull(participation, "participation");
    }

    /**
     * Lets somebody see the ticket and reply to it.
     *
     * @param participant the host's id of the person
     * @return the command
     * @throws io.opora.InvalidInputException if the text is no {@link ActorId}
     */
    public static AddParticipant of(String participant) {
        return new AddParticipant(ActorId.of(participant), Ticket.Participation.REPLY);
    }
}
