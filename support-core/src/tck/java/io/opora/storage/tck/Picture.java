package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.ActorId;
import io.opora.access.SecretLink;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that can be seen of a store from outside, so that before can be compared with after.
 *
 * @param inbox every ticket, also merged ones, as the inbox gives it
 * @param counts how many there are in each phase
 * @param headers the tickets of the inbox and those asked for, as their ids find them
 * @param histories their histories, whole
 * @param links their secret links, and how those were used
 * @param due what time will do something to, in its order
 * @param answers what is kept under the keys asked for
 */
record Picture(List<Ticket> inbox, Map<Phase, Long> counts, Map<TicketId, Optional<Ticket>> headers,
        Map<TicketId, List<TicketEvent>> histories, Map<TicketId, List<SecretLink.Usage>> links, List<TicketId> due,
        List<Optional<TicketCommit.Answer>> answers) {

    /** Later than anything that happens in the kit, and a year that databases know. */
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    /** Somebody's key. */
    record Key(ActorId actor, IdempotencyKey key) {

        static Key of(TicketCommit.Answer answer) {
            return new Key(answer.actor(), answer.key());
        }
    }

    /** Every ticket there is. */
    private static final TicketQuery EVERY = TicketQuery.builder().withMerged().build();

    static Picture of(TicketStore store) {
        return of(store, List.of(), List.of());
    }

    static Picture of(TicketStore store, Collection<TicketId> ids, Collection<Key> keys) {
        List<Ticket> inbox = everything(store, EVERY);
        Map<TicketId, Optional<Ticket>> headers = new LinkedHashMap<>();
        Map<TicketId, List<TicketEvent>> histories = new LinkedHashMap<>();
        Map<TicketId, List<SecretLink.Usage>> links = new LinkedHashMap<>();
        inbox.forEach(ticket -> headers.put(ticket.id(), store.find(ticket.id())));
        ids.forEach(id -> headers.put(id, store.find(id)));
        headers.keySet().forEach(id -> histories.put(id, history(store, id)));
        headers.keySet().forEach(id -> links.put(id, store.links().of(id.toString())));
        return new Picture(inbox, store.countByPhase(EVERY), headers, histories, links,
                store.due(END_OF_TIME, Tickets.MAX_TICK),
                keys.stream().map(key -> store.findAnswer(key.actor(), key.key())).toList());
    }

    /** {@return a whole history, read page by page} */
    static List<TicketEvent> history(TicketStore store, TicketId id) {
        List<TicketEvent> history = new ArrayList<>();
        while (true) {
            long next = history.size() + 1L;
            List<TicketEvent> page = store.history(id, history.size(), Tickets.MAX_HISTORY_PAGE);
            assertThat(page.stream().limit(1)).as("the event with which a page of a history begins")
                    .allMatch(event -> event.stamp().sequence() == next);
            history.addAll(page);
            if (page.size() < Tickets.MAX_HISTORY_PAGE) {
                return history;
            }
        }
    }

    /** {@return all that match, read page by page} */
    static List<Ticket> everything(TicketStore store, TicketQuery query) {
        List<Ticket> found = new ArrayList<>();
        TicketQuery next = query;
        while (true) {
            List<Ticket> page = store.find(next, TicketQuery.MAX_LIMIT);
            found.addAll(page);
            if (page.size() < TicketQuery.MAX_LIMIT) {
                return found;
            }
            TicketQuery.Sort sort = query.sort();
            TicketQuery.Cursor last = sort.cursor(page.getLast());
            assertThat(next.after().stream()).as("the place behind which a page was asked for")
                    .allMatch(place -> sort.order().compare(place, last) < 0);
            next = next.toBuilder().after(last).build();
        }
    }
}
