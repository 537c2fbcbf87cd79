package io.opora.ticket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Reads what a customer may see of a ticket, also where its history refers to others. A message that came through a merged
 * ticket is shown to whoever may see that ticket, one that a split moved to whoever may see the ticket that it was moved to.
 * Used for one view and by one thread.
 */
final class CustomerViewReader {

    private final TicketStore store;
    private final FieldSet fields;
    private final Predicate<Ticket> sees;
    private final MessageReader messages;
    private final Map<TicketId, Boolean> seen = new HashMap<>();

    /**
     * Makes a reader.
     *
     * @param fields says which fields customers see
     * @param sees whether the customer may see a ticket
     */
    CustomerViewReader(TicketStore store, FieldSet fields, Predicate<Ticket> sees) {
        this.store = store;
        this.fields = fields;
        this.sees = sees;
        this.messages = new MessageReader(store);
    }

    CustomerView read(Ticket ticket, long after, int limit) {
        List<CustomerView.Entry> entries = new ArrayList<>();
        long read = after;
        while (true) {
            List<TicketEvent> page = store.history(ticket.id(), read, Tickets.MAX_HISTORY_PAGE);
            for (TicketEvent event : page) {
                Optional<? extends CustomerView.Entry> entry = entry(ticket, event);
                if (entry.isPresent() && entries.size() == limit) {
                    return view(ticket, entries, OptionalLong.of(read));
                }
                entry.ifPresent(entries::add);
                read = event.stamp().sequence();
            }
            if (page.size() < Tickets.MAX_HISTORY_PAGE) {
                return view(ticket, entries, OptionalLong.empty());
            }
        }
    }

    private CustomerView view(Ticket ticket, List<CustomerView.Entry> entries, OptionalLong next) {
        return new CustomerView(ticket.id(), ticket.number(), ticket.subject(), ticket.phase(), ticket.openedAt(),
                fields.visibleToCustomers(ticket.fields()), entries, ticket.related().target().filter(this::mayBeSeen),
                next);
    }

    private Optional<? extends CustomerView.Entry> entry(Ticket ticket, TicketEvent event) {
        if (wasMovedOut(ticket, event)) {
            return Optional.empty();
        }
        if (event instanceof TicketEvent.MessageRelayed relayed) {
            return mayBeSeen(relayed.message().ticket()) ? said(relayed.message()) : Optional.empty();
        }
        if (event instanceof TicketEvent.MessageMovedIn moved) {
            return said(moved.message());
        }
        if (event instanceof TicketEvent.MessagesMovedOut moved) {
            return Optional.of(new CustomerView.MovedOut(moved.stamp().at(), moved.to()))
                    .filter(entry -> mayBeSeen(entry.to()));
        }
        return CustomerView.entry(event);
    }

    private Optional<CustomerView.Said> said(TicketEvent.MessageRef message) {
        return Optional.of(CustomerView.said(messages.read(message)));
    }

    /** Whether this shows a message that the customer is shown elsewhere: it is nobody's gain to hide it from them here. */
    private boolean wasMovedOut(Ticket ticket, TicketEvent event) {
        TicketId now = ticket.related().moved().get(event.stamp().sequence());
        return now != null && mayBeSeen(now);
    }

    private boolean mayBeSeen(TicketId id) {
        return seen.computeIfAbsent(id, each -> store.find(each).filter(sees).isPresent());
    }
}
