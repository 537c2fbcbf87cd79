package io.opora.examples.quickstart;

import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketPage;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A ticket and everything that happened to it.
 *
 * @param ticket the ticket as it is
 * @param events its history
 */
record History(Ticket ticket, List<TicketEvent> events) {

    /** Who looks at tickets to count them; reports take the right of a supervisor. */
    static final Actor READER = Actor.bot("quickstart").withRoles(Role.SUPERVISOR);

    History {
        events = List.copyOf(events);
    }

    /** Reads the history of a ticket to its end, page by page. */
    static History of(Tickets tickets, Ticket ticket) {
        List<TicketEvent> events = new ArrayList<>();
        List<TicketEvent> page;
        do {
            page = tickets.history(READER, ticket.id(), events.size(), Tickets.MAX_HISTORY_PAGE);
            events.addAll(page);
        } while (page.size() == Tickets.MAX_HISTORY_PAGE);
        return new History(ticket, events);
    }

    /** All histories of a desk, in the order in which the tickets were opened. */
    static List<History> all(Tickets tickets) {
        List<History> histories = new ArrayList<>();
        TicketQuery query = TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).limit(TicketQuery.MAX_LIMIT).build();
        while (true) {
            TicketPage page = tickets.inbox(READER, query);
            page.tickets().forEach(ticket -> histories.add(of(tickets, ticket)));
            if (page.next().isEmpty()) {
                return histories;
            }
            query = query.toBuilder().after(page.next().get()).build();
        }
    }

    /** Everything that happened on a desk from one instant on. */
    static List<TicketEvent> since(Tickets tickets, Instant from) {
        List<TicketEvent> events = new ArrayList<>();
        TicketQuery query = TicketQuery.builder().sort(TicketQuery.Sort.RECENTLY_UPDATED).limit(TicketQuery.MAX_LIMIT)
                .build();
        while (true) {
            TicketPage page = tickets.inbox(READER, query);
            for (Ticket ticket : page.tickets()) {
                if (ticket.updatedAt().isBefore(from)) {
                    return events;
                }
                of(tickets, ticket).events().stream().filter(event -> !event.stamp().at().isBefore(from))
                        .forEach(events::add);
            }
            if (page.next().isEmpty()) {
                return events;
            }
            query = query.toBuilder().after(page.next().get()).build();
        }
    }
}
