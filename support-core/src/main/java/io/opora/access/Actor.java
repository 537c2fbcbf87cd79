package io.opora.access;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * The person or program behind a call, as the host application knows it.
 *
 * @param id the host's id of it
 * @param kind what kind of party it is
 * @param roles what it may do beyond its kind; always holds the role of the kind
 */
public record Actor(ActorId id, ActorKind kind, Set<Role> roles) {

    /** The desk itself, when time or a rule acts. */
    public static final Actor SYSTEM = new Actor(ActorId.of("system"), ActorKind.SYSTEM, Set.of());

    /** How many roles an actor may hold, the one of its kind included. */
    public static final int MAX_ROLES = 50;

    /**
     * Adds the role of the kind and takes an unmodifiable copy of the roles.
     *
     * @throws InvalidInputException if there are more than {@value #MAX_ROLES}
     */
    public Actor {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        Set<Role> all = new HashSet<>(roles);
        all.add(Role.of(kind));
        if (all.size() > MAX_ROLES) {
            throw new InvalidInputException("actor", new Violation("roles", "size",
                    "an actor holds at most " + MAX_ROLES + " roles, not " + all.size()));
        }
        roles = Set.copyOf(all);
    }

    /**
     * A customer.
     *
     * @param id the host's id of the customer
     * @return the actor
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Actor customer(String id) {
        return new Actor(ActorId.of(id), ActorKind.CUSTOMER, Set.of());
    }

    /**
     * A human member of the staff.
     *
     * @param id the host's id of the agent
     * @return the actor
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Actor agent(String id) {
        return new Actor(ActorId.of(id), ActorKind.AGENT, Set.of());
    }

    /**
     * A program that speaks in the desk's name.
     *
     * @param id the host's id of the program
     * @return the actor
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Actor bot(String id) {
        return new Actor(ActorId.of(id), ActorKind.BOT, Set.of());
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
        return new Actor(id, kind, all);
    }

    /** {@return whether this is a customer, who sees only what customers may see} */
    public boolean isCustomer() {
        return kind == ActorKind.CUSTOMER;
    }
}
