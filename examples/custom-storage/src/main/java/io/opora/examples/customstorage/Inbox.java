package io.opora.examples.customstorage;

import io.opora.access.ActorId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * The orders of inboxes: all tickets, those of each requester, of each assignee and of each team, each in every order. A query
 * walks along the one that has the fewest, from its place on, and looks at each ticket. So a page of one agent's or one team's
 * tickets is quick, however many others there are, and a rare word in a subject is looked for in all.
 *
 * <pre>
 * "inbox", whose, who, order, rank, instant, id     -
 * </pre>
 */
final class Inbox {

    /** Looks at a ticket. */
    @FunctionalInterface
    interface Visitor {
        /** {@return whether to go on} */
        boolean visit(TicketId id) throws RocksDBException;
    }

    private static final List<TicketQuery.Sort> KEPT = List.of(TicketQuery.Sort.OLDEST,
            TicketQuery.Sort.LEAST_RECENTLY_UPDATED, TicketQuery.Sort.MOST_URGENT, TicketQuery.Sort.DUE);

    void add(Ticket ticket, Records records) throws RocksDBException {
        for (Tuple key : keys(ticket)) {
            records.put(key);
        }
    }

    void remove(Ticket ticket, Records records) throws RocksDBException {
        for (Tuple key : keys(ticket)) {
            records.delete(key);
        }
    }

    private static List<Tuple> keys(Ticket ticket) {
        List<Tuple> groups = new ArrayList<>();
        groups.add(Tuple.of("inbox", "all", ""));
        groups.add(ofRequester(ticket.requester().id()));
        ticket.assignee().ifPresent(id -> groups.add(Tuple.of("inbox", "assignee", id.value())));
        ticket.team().ifPresent(id -> groups.add(Tuple.of("inbox", "team", id.toString())));
        return groups.stream()
                .flatMap(group -> KEPT.stream().map(sort -> place(group.with(sort.name()), sort.cursor(ticket))))
                .toList();
    }

    static Tuple ofRequester(ActorId requester) {
        return Tuple.of("inbox", "requester", requester.value());
    }

    private static Tuple place(Tuple order, TicketQuery.Cursor cursor) {
        long rank = switch (cursor.priority()) { // the most urgent comes first
            case URGENT -> 1;
            case HIGH -> 2;
            case NORMAL -> 3;
            case LOW -> 4;
        };
        return order.with(rank, cursor.at(), cursor.id().toString());
    }

    void walk(TicketQuery query, Records records, Visitor visitor) throws RocksDBException {
        boolean backwards = query.sort() == TicketQuery.Sort.NEWEST
                || query.sort() == TicketQuery.Sort.RECENTLY_UPDATED;
        TicketQuery.Sort kept = switch (query.sort()) {
            case OLDEST, NEWEST -> TicketQuery.Sort.OLDEST;
            case LEAST_RECENTLY_UPDATED, RECENTLY_UPDATED -> TicketQuery.Sort.LEAST_RECENTLY_UPDATED;
            case MOST_URGENT -> TicketQuery.Sort.MOST_URGENT;
            case DUE -> TicketQuery.Sort.DUE;
        };
        Tuple order = narrowest(query).with(kept.name());
        Optional<Tuple> after = query.after().map(cursor -> place(order, cursor));
        Records.Visitor each = (key, value) -> {
            Tuple.Reader place = order.behind(key);
            place.number();
            Instant at = place.instant();
            boolean isBehindAll = kept == TicketQuery.Sort.DUE
                    && query.dueBefore().filter(due -> !at.isBefore(due)).isPresent();
            return !isBehindAll && visitor.visit(TicketId.of(place.text()));
        };
        if (backwards) {
            records.scanBackwards(order, after, each);
        } else {
            records.scan(order, after, each);
        }
    }

    private static Tuple narrowest(TicketQuery query) {
        if (query.requester().isPresent()) {
            return ofRequester(query.requester().get());
        }
        if (query.assignment() instanceof TicketQuery.Assignment.To to) {
            return Tuple.of("inbox", "assignee", to.assignee().value());
        }
        return query.team().map(team -> Tuple.of("inbox", "team", team.toString()))
                .orElseGet(() -> Tuple.of("inbox", "all", ""));
    }
}
