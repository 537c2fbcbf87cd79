package io.opora.access;

/**
 * What somebody is to a ticket. An actor is exactly one of these to each ticket, the closest one that is true. Customers are
 * requester, participant or stranger, whatever roles they hold; everybody else is assignee, member of the team or staff.
 */
public enum Relation {

    /** The customer who asked. */
    REQUESTER(true),
    /** A customer who takes part, and may be heard. */
    REPLYING_PARTICIPANT(true),
    /** A customer who takes part by looking on. */
    SEEING_PARTICIPANT(true),
    /** A customer who has nothing to do with the ticket. Nothing can be permitted to strangers. */
    STRANGER(true),
    /** The member of the staff who works on it. */
    ASSIGNEE(false),
    /** A member of the team that it belongs to. */
    TEAM_MEMBER(false),
    /** Any other member of the staff, and every program. */
    STAFF(false);

    private final boolean customers;

    Relation(boolean customers) {
        this.customers = customers;
    }

    boolean isCustomers() {
        return customers;
    }

    /** Whether whatever is permitted to the other relation is permitted to this one: it is the same, or a closer one. */
    boolean isAtLeast(Relation other) {
        return customers == other.customers && compareTo(other) <= 0;
    }
}
