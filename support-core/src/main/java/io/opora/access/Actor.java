package io.opora.access;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The person or program behind a call, as the host application knows it.
 *
 * @param id the host's id of it
 * @param kind what kind of party it is
 * @param roles what it may do beyond its kind; always holds the role of the kind
 * @param teams the names of the teams that it belongs to
 * @param link the secret link that it came by, if it did: it may then do what that link is good for and nothing else
 */
public record Actor(ActorId id, Kind kind, Set<Role> roles, Set<String> teams, Optional<SecretLink.Id> link) {

    /** The desk itself, when time or a rule acts. */
    public static final Actor SYSTEM = new Actor(ActorId.of("system"), Kind.SYSTEM, Set.of());

    /** How many roles an actor may hold, the one of its kind included. */
    public static final int MAX_ROLES = 50;

    /** How many teams an actor may belong to. */
    public static final int MAX_TEAMS = 50;

    /**
     * Adds the role of the kind, checks the rest and takes unmodifiable copies.
     *
     * @throws InvalidInputException if there are more than {@value #MAX_ROLES} roles or {@value #MAX_TEAMS} teams, or a team's
     *         name is none; lists every violation
     */
    public Actor {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(link, "link");
        Set<Role> all = new HashSet<>(roles);
        all.add(Role.of(kind));
        roles = Set.copyOf(all);
        teams = Set.copyOf(teams);
        List<Violation> violations = new ArrayList<>();
        limit(violations, "roles", roles.size(), MAX_ROLES);
        limit(violations, "teams", teams.size(), MAX_TEAMS);
        teams.stream().filter(team -> !Names.isName(team)).sorted().limit(MAX_TEAMS).forEach(team -> violations
                .add(new Violation("teams", "name", "'" + team + "' is no name of a team: " + Names.FORM)));
        if (!violations.isEmpty()) {
            throw new InvalidInputException("actor", violations);
        }
    }

    private static void limit(List<Violation> violations, String path, int size, int limit) {
        if (size > limit) {
            violations.add(new Violation(path, "size",
                    "an actor has at most " + limit + ' ' + path + ", not " + size));
        }
    }

    /**
     * An actor of no team, who came by no link.
     *
     * @param id the host's id of it
     * @param kind what kind of party it is
     * @param roles what it may do beyond its kind
     * @throws InvalidInputException if there are more than {@value #MAX_ROLES} roles
     */
    public Actor(ActorId id, Kind kind, Set<Role> roles) {
        this(id, kind, roles, Set.of(), Optional.empty());
    }

    /**
     * A customer.
     *
     * @param id the host's id of the customer
     * @return the actor
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Actor customer(String id) {
        return new Actor(ActorId.of(id), Kind.CUSTOMER, Set.of());
    }

    /**
     * A human member of the staff.
     *
     * @param id the host's id of the agent
     * @return the actor
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Actor agent(String id) {
        return new Actor(ActorId.of(id), Kind.AGENT, Set.of());
    }

    /**
     * A program that speaks in the desk's name.
     *
     * @param id the host's id of the program
     * @return the actor
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Actor bot(String id) {
        return new Actor(ActorId.of(id), Kind.BOT, Set.of());
    }

    /**
     * The same actor with more roles.
     *
     * @param more the roles to add
     * @return the actor that holds them too
     */
    public Actor withRoles(Role... more) {
        Set<Role> all = new HashSet<>(roles);
        Collections.addAll(all, more);
        return new Actor(id, kind, all, teams, link);
    }

    /**
     * The same actor in more teams.
     *
     * @param more the names of the teams
     * @return the actor that belongs to them too
     * @throws InvalidInputException if one of them is no name in the sense of {@link Names}, or there are too many
     */
    public Actor inTeams(String... more) {
        Set<String> all = new HashSet<>(teams);
        Collections.addAll(all, more);
        return new Actor(id, kind, roles, all, link);
    }

    /** {@return whether this is a customer, who sees only what customers may see} */
    public boolean isCustomer() {
        return kind == Kind.CUSTOMER;
    }

    /** What kind of party acts. Rules about people (first reply by a human, what a customer may see) reason about this. */
    public enum Kind {
        /** Someone who asks for help, or who takes part in somebody's ticket. */
        CUSTOMER,
        /** A human member of the staff. */
        AGENT,
        /** A program that speaks in the desk's name: its messages never count as a human's reply. */
        BOT,
        /** The desk itself, when time or a rule acts. */
        SYSTEM
    }
}
