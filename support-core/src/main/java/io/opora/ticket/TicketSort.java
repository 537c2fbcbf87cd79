package io.opora.ticket;

import java.time.Instant;
import java.util.Comparator;

/** The order of an inbox. Ties are broken by the id, so that every order is total and pages never overlap. */
public enum TicketSort {
    /** By opening, the oldest first. */
    OLDEST,
    /** By opening, the newest first. */
    NEWEST,
    /** By the last event, the one that was left alone longest first. */
    LEAST_RECENTLY_UPDATED,
    /** By the last event, the latest first. */
    RECENTLY_UPDATED,
    /** By priority, the most urgent first; among equals by opening, the oldest first. */
    MOST_URGENT,
    /** By what is {@linkplain Ticket#due() due} first; behind those, the tickets for which nothing is due. */
    DUE;

    /** The instant at which tickets for which nothing is due stand in the order {@link #DUE}: later than any that is due. */
    public static final Instant NEVER_DUE = Instant.parse("9999-12-31T23:59:59.999999Z");

    /**
     * The place of a ticket in this order.
     *
     * @param ticket the ticket
     * @return the place, which is also the cursor behind the ticket
     */
    public PageCursor cursor(Ticket ticket) {
        Instant at = switch (this) {
            case OLDEST, NEWEST, MOST_URGENT -> ticket.openedAt();
            case LEAST_RECENTLY_UPDATED, RECENTLY_UPDATED -> ticket.updatedAt();
            case DUE -> ticket.due().orElse(NEVER_DUE);
        };
        Priority priority = this == MOST_URGENT ? ticket.priority() : Priority.NORMAL;
        return new PageCursor(this, priority, at, ticket.id());
    }

    /** {@return the order of the places of tickets, as {@link #cursor} gives them} */
    public Comparator<PageCursor> order() {
        Comparator<PageCursor> ascending = Comparator.comparing(PageCursor::at).thenComparing(PageCursor::id);
        return switch (this) {
            case OLDEST, LEAST_RECENTLY_UPDATED, DUE -> ascending;
            case NEWEST, RECENTLY_UPDATED -> ascending.reversed();
            case MOST_URGENT -> Comparator.comparing(PageCursor::priority).reversed().thenComparing(ascending);
        };
    }
}
