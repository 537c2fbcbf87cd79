package io.opora.ticket;

import static java.util.Objects.requireNonNull;

/**
 * Links a ticket with another, which gets the inverse link. It changes nothing else: each goes its own way. Two tickets have
 * one link at most; linking them again replaces it. {@link Unlink} takes it away. Refused if one of the two was merged, and if
 * one of them would have more than {@value RelatedTickets#MAX_LINKS} links.
 *
 * @param other the other ticket
 * @param type what the ticket is to the other one
 */
public record Link(TicketId other, Type type) implements TicketCommand.Joint {

    /** What a ticket is to another. */
    public enum Type {
        /** It has to do with it. */
        RELATED,
        /** It asks for the same. */
        DUPLICATE,
        /** The other one cannot go on before it is solved. */
        BLOCKS,
        /** It cannot go on before the other one is solved. */
        BLOCKED_BY;

        /** {@return what the other ticket is to this one} */
        public Type inverse() {
            return switch (this) {
                case RELATED -> RELATED;
                case DUPLICATE -> DUPLICATE;
                case BLOCKS -> BLOCKED_BY;
                case BLOCKED_BY -> BLOCKS;
            };
        }
    }

    /** Checks that nothing is missing. */
    public Link {
        requireNonNull(other, "other");
        requireNonNull(type, "type");
    }

    /**
     * Says that two tickets have to do with each other.
     *
     * @param other the other ticket
     * @return the command
     */
    public static Link with(TicketId other) {
        return new Link(other, Type.RELATED);
    }
}
