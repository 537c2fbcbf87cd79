package io.opora.examples.quickstart;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.access.Role;
import java.util.List;
import java.util.Set;

/**
 * Somebody, or some program, that works at the desk.
 *
 * @param actor who acts, with the roles that say what they may do
 * @param name  name shown to customers
 * @param team  {@code first-line}, {@code billing} or {@code engineering}
 */
record TeamMember(Actor actor, String name, String team) {

    /** Reads a member from a line of {@code team.jsonl}: {@code id}, {@code name}, {@code team} and {@code roles}. */
    static TeamMember of(JsonObject line) throws MalformedLineException {
        line.allowOnly(Set.of("id", "name", "team", "roles"));
        try {
            List<Role> roles = line.texts("roles").stream().map(Role::of).toList();
            Actor actor = roles.contains(Role.BOT)
                    ? Actor.bot(line.required("id"))
                    : Actor.agent(line.required("id"));
            return new TeamMember(actor.withRoles(roles.toArray(Role[]::new)), line.required("name"),
                    line.required("team"));
        } catch (InvalidInputException e) {
            throw MalformedLineException.of(e);
        }
    }
}
