package io.opora.access;

import io.opora.InvalidInputException;
import io.opora.Names;

/**
 * A role that an actor may hold and to which a workflow gives rights. The host makes up its own; each kind of actor holds
 * the role of the same name without being given it.
 *
 * @param name a name in the sense of {@link Names}
 */
public record Role(String name) {

    /** Held by every actor of kind {@link Actor.Kind#CUSTOMER}. */
    public static final Role CUSTOMER = new Role("customer");
    /** Held by every actor of kind {@link Actor.Kind#AGENT}. */
    public static final Role AGENT = new Role("agent");
    /** Held by every actor of kind {@link Actor.Kind#BOT}. */
    public static final Role BOT = new Role("bot");
    /** Held by every actor of kind {@link Actor.Kind#SYSTEM}. */
    public static final Role SYSTEM = new Role("system");
    /** Held by whom the host gives it: may do what the {@linkplain AccessPolicy#standard() standard policy} trusts few with. */
    public static final Role SUPERVISOR = new Role("supervisor");

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it is not of the form above
     */
    public Role {
        Names.require("role", name);
    }

    /**
     * The role of this name.
     *
     * @param name the name
     * @return the role
     * @throws InvalidInputException if it is not of the form above
     */
    public static Role of(String name) {
        return new Role(name);
    }

    /**
     * The role that actors of a kind hold without being given it.
     *
     * @param kind the kind
     * @return its role
     */
    public static Role of(Actor.Kind kind) {
        return switch (kind) {
            case CUSTOMER -> CUSTOMER;
            case AGENT -> AGENT;
            case BOT -> BOT;
            case SYSTEM -> SYSTEM;
        };
    }

    /** {@return the bare name} */
    @Override
    public String toString() {
        return name;
    }
}
