package io.opora.ticket;

import java.util.ArrayList;
import java.util.List;

/** Reads histories that may be longer than what a store gives at once. */
final class Histories {

    private Histories() {}

    /** All events of a ticket; empty if there is no such ticket. */
    static List<TicketEvent> whole(TicketStore store, TicketId id) {
        return until(store, id, Long.MAX_VALUE);
    }

    /** The events of a ticket up to a place in its history, in a list of the caller's. */
    static List<TicketEvent> until(TicketStore store, TicketId id, long last) {
        List<TicketEvent> history = new ArrayList<>();
        while (history.size() < last) {
            int limit = (int) Math.min(Tickets.MAX_HISTORY_PAGE, last - history.size());
            List<TicketEvent> page = store.history(id, history.size(), limit);
            history.addAll(page);
            if (page.size() < limit) {
                break;
            }
        }
        return history;
    }
}
