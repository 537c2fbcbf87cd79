package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.ActorId;
import java.util.Optional;

/**
 * Hands a ticket to somebody. Naming a team moves the ticket there and takes it away from whoever had it; naming none leaves
 * it in the team where it is.
 *
 * @param team the team that gets it, or empty to leave the team as it is
 * @param assignee who works on it from now on, or empty for nobody
 */
public record Assign(Optional<TeamId> team, Optional<ActorId> assignee) implements TicketCommand {

    /** Checks that nothing is missing. */
    public Assign {
        requireNonNull(team, "team");
        requireNonNull(assignee, "assignee");
    }

    /**
     * Hands it to a person.
     *
     * @param assignee the host's id of the person
     * @return the command
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Assign to(String assignee) {
        return to(ActorId.of(assignee));
    }

    /**
     * Hands it to a person.
     *
     * @param assignee the person
     * @return the command
     */
    public static Assign to(ActorId assignee) {
        return new Assign(Optional.empty(), Optional.of(assignee));
    }

    /**
     * Hands it to a team, where nobody has it yet.
     *
     * @param team the team
     * @return the command
     */
    public static Assign toTeam(TeamId team) {
        return new Assign(Optional.of(team), Optional.empty());
    }

    /** {@return a command that takes it away from whoever has it and leaves the team as it is} */
    public static Assign toNobody() {
        return new Assign(Optional.empty(), Optional.empty());
    }
}
