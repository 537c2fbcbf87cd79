package io.opora.desk;

import io.opora.NotFoundException;
import io.opora.access.Actor;
import io.opora.reply.Replies;
import io.opora.reply.TemplateStore;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What agents wrote to customers, read from the histories. */
final class WrittenReplies {

    private static final int PAGE = 1_000;
    private static final long FIRST_MESSAGE = 2;

    private final TicketStore tickets;
    private final TemplateStore templates;

    WrittenReplies(TicketStore tickets, TemplateStore templates) {
        this.tickets = tickets;
        this.templates = templates;
    }

    /** A reply, by its number in the history of a ticket. */
    Replies.Written of(Ticket ticket, long message) {
        List<Replies.Written> found = new ArrayList<>();
        read(ticket, (said, reply) -> {
            if (said == message) {
                found.add(reply);
            }
        });
        if (found.isEmpty()) {
            throw new NotFoundException("reply of the staff's", ticket.id() + ":" + message);
        }
        return found.getFirst();
    }

    /** Replies to the tickets that were opened last, without those that were sent with a template, as far as that is recorded. */
    List<Replies.Written> latest(int most) {
        Set<String> withTemplate = withTemplate();
        List<Replies.Written> replies = new ArrayList<>();
        latest(tickets, most, ticket -> read(ticket, (said, reply) -> {
            if (!withTemplate.contains(reply.request()) && replies.size() < Replies.MAX_WRITTEN) {
                replies.add(reply);
            }
        }));
        return replies;
    }

    /** Shows the tickets that were opened last, the latest first. */
    static void latest(TicketStore store, int most, Consumer<Ticket> reader) {
        TicketQuery.Builder query = TicketQuery.builder().withMerged().sort(TicketQuery.Sort.NEWEST);
        int left = most;
        while (left > 0) {
            int asked = Math.min(left, TicketQuery.MAX_LIMIT);
            List<Ticket> page = store.find(query.limit(asked).build(), asked);
            page.forEach(reader);
            left = page.size() < asked ? 0 : left - asked;
            if (left > 0) {
                query.after(TicketQuery.Sort.NEWEST.cursor(page.getLast()));
            }
        }
    }

    private Set<String> withTemplate() {
        Set<String> requests = new HashSet<>();
        List<TemplateStore.Use> page = templates.uses(0, PAGE);
        while (!page.isEmpty()) {
            for (TemplateStore.Use use : page) {
                switch (use.outcome()) {
                    // whoever was forgotten may have been answered with it
                    case SENT, EDITED, FORGOTTEN -> requests.add(use.request());
                    case REJECTED, UNDONE -> {}
                }
            }
            page = templates.uses(page.getLast().number(), PAGE);
        }
        return requests;
    }

    private interface Reader {

        void read(long message, Replies.Written reply);
    }

    private void read(Ticket ticket, Reader reader) {
        long asked = FIRST_MESSAGE;
        List<TicketEvent> page = tickets.history(ticket.id(), 0, Tickets.MAX_HISTORY_PAGE);
        while (!page.isEmpty()) {
            for (TicketEvent event : page) {
                if (event instanceof TicketEvent.MessageAdded said && !said.message().origin().isAutomatic()
                        && !said.message().text().isBlank()
                        && !said.message().text().equals(TicketEvent.Erased.TEXT)) {
                    if (said.stamp().by().isCustomer()) {
                        asked = said.stamp().sequence();
                    } else if (said.stamp().by().kind() == Actor.Kind.AGENT
                            && said.stamp().sequence() > FIRST_MESSAGE) {
                        reader.read(said.stamp().sequence(), written(ticket, asked, said));
                    }
                }
            }
            page = tickets.history(ticket.id(), page.getLast().stamp().sequence(), Tickets.MAX_HISTORY_PAGE);
        }
    }

    private static Replies.Written written(Ticket ticket, long asked, TicketEvent.MessageAdded said) {
        Set<String> names = new HashSet<>(Set.of(said.stamp().by().id().value(), ticket.requester().id().value()));
        ticket.assignee().ifPresent(assignee -> names.add(assignee.value()));
        return new Replies.Written(reference(ticket.id(), asked), ticket.requester().id().value(),
                ticket.requester().name(), names, said.message().locale(), said.message().text());
    }

    private static String reference(TicketId ticket, long message) {
        return ticket + ":" + message;
    }
}
