package io.opora.ticket;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the history of a ticket, and those of tickets that were ever merged into it; nobody else's. */
final class HistoryReader implements Function<TicketId, List<TicketEvent>> {

    private final TicketStore store;
    private final TicketId ticket;
    private @Nullable List<TicketEvent> own;

    HistoryReader(TicketStore store, TicketId ticket) {
        this.store = store;
        this.ticket = ticket;
    }

    @Override
    public List<TicketEvent> apply(TicketId id) {
        if (own == null) {
            own = List.copyOf(Histories.whole(store, ticket));
        }
        return id.equals(ticket)
                ? own
                : own.stream().anyMatch(event -> hasAbsorbed(event, id)) ? Histories.whole(store, id) : List.of();
    }

    private static boolean hasAbsorbed(TicketEvent event, TicketId id) {
        return event instanceof TicketEvent.Absorbed absorbed
                && (absorbed.ticket().equals(id) || absorbed.along().contains(id));
    }
}
