package io.opora.ticket;

import io.opora.InvalidInputException;
import io.opora.Names;

/**
 * The id of a team that tickets are handed to.
 *
 * @param name a name in the sense of {@link Names}
 */
public record TeamId(String name) {

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it is no name
     */
    public TeamId {
        Names.require("team", name);
    }

    /**
     * The team of this name.
     *
     * @param name a name in the sense of {@link Names}
     * @return the team
     * @throws InvalidInputException if it is no name
     */
    public static TeamId of(String name) {
        return new TeamId(name);
    }

    /** {@return the bare name} */
    @Override
    public String toString() {
        return name;
    }
}
