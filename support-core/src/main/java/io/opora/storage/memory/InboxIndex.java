package io.opora.storage.memory;

import static java.util.Objects.requireNonNull;

import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers inbox queries over many tickets. Two ways lead to a page: to walk along the query's order until the page is full,
 * which is quick when many tickets match; or to look at all tickets that share a value with the query (its phases, its
 * assignee, …), which is quick when those are few. Which is the quicker one cannot be known beforehand, so the walk is made
 * first and given up after as many steps as the other way would need: no query costs more than twice the better way, in steps.
 *
 * <p>
 * Not thread-safe; the store's lock guards it.
 */
final class InboxIndex {

    /** Values by which tickets are looked up: a phase, an assignee, a requester, a team, what is filled in for a field. */
    private record Facet(String name, Object value) {}

    private static final Facet SNOOZED = new Facet("snoozed", true);
    private static final String FIELD = "field "; // a blank is in no other facet's name, nor in that of a field

    /** A descending order is an ascending one walked backwards. */
    private static final Map<TicketQuery.Sort, TicketQuery.Sort> ASCENDING = Map.of(TicketQuery.Sort.NEWEST,
            TicketQuery.Sort.OLDEST,
            TicketQuery.Sort.RECENTLY_UPDATED, TicketQuery.Sort.LEAST_RECENTLY_UPDATED);

    private final Map<TicketQuery.Sort, NavigableMap<TicketQuery.Cursor, Ticket>> orders = new EnumMap<>(
            TicketQuery.Sort.class);
    private final Map<Facet, Map<TicketId, Ticket>> facets = new HashMap<>();

    InboxIndex() {
        for (TicketQuery.Sort sort : TicketQuery.Sort.values()) {
            if (!ASCENDING.containsKey(sort)) {
                orders.put(sort, new TreeMap<>(sort.order()));
            }
        }
    }

    void add(Ticket ticket) {
        orders.forEach((sort, order) -> order.put(sort.cursor(ticket), ticket));
        facets(ticket).forEach(
                facet -> facets.computeIfAbsent(facet, missing -> new HashMap<>()).put(ticket.id(), ticket));
    }

    void remove(Ticket ticket) {
        orders.forEach((sort, order) -> order.remove(sort.cursor(ticket)));
        facets(ticket).forEach(facet -> facets.computeIfPresent(facet, (same, tickets) -> {
            tickets.remove(ticket.id());
            return tickets.isEmpty() ? null : tickets;
        }));
    }

    void clear() {
        orders.values().forEach(Map::clear);
        facets.clear();
    }

    List<Ticket> find(TicketQuery query, int limit) {
        List<Ticket> walked = walk(query, limit, size(narrowest(query)));
        return walked != null ? walked : best(query, limit);
    }

    Map<Phase, Long> countByPhase(TicketQuery query) {
        return candidates(query).filter(query::matches)
                .collect(Collectors.groupingBy(Ticket::phase, () -> new EnumMap<>(Phase.class), Collectors.counting()));
    }

    /** The facets of the condition that leaves the fewest tickets; empty if no condition has an index. */
    private List<Facet> narrowest(TicketQuery query) {
        return facets(query).stream().min(Comparator.comparingInt(this::size)).orElse(List.of());
    }

    private int size(List<Facet> facets) {
        return facets.isEmpty()
                ? order(TicketQuery.Sort.OLDEST).size()
                : facets.stream().mapToInt(facet -> tickets(facet).size()).sum();
    }

    private Stream<Ticket> candidates(TicketQuery query) {
        List<Facet> facets = narrowest(query);
        if (facets.isEmpty() && query.dueBefore().isPresent()) {
            return order(TicketQuery.Sort.DUE).values().stream().takeWhile(ticket -> isDueBefore(query, ticket));
        }
        return facets.isEmpty()
                ? order(TicketQuery.Sort.OLDEST).values().stream()
                : facets.stream().flatMap(facet -> tickets(facet).stream());
    }

    private Collection<Ticket> tickets(Facet facet) {
        return facets.getOrDefault(facet, Map.of()).values();
    }

    private NavigableMap<TicketQuery.Cursor, Ticket> order(TicketQuery.Sort sort) {
        return requireNonNull(orders.get(ASCENDING.getOrDefault(sort, sort)));
    }

    private @Nullable List<Ticket> walk(TicketQuery query, int limit, int mostSteps) {
        List<Ticket> page = new ArrayList<>();
        int steps = 0;
        for (Ticket ticket : behind(query).values()) {
            if (isBehindAll(query, ticket)) {
                return page;
            }
            if (query.matches(ticket)) {
                page.add(ticket);
                if (page.size() == limit) {
                    return page;
                }
            }
            steps++;
            if (steps > mostSteps) {
                return null;
            }
        }
        return page;
    }

    /** Whether a ticket on the way, and so everything behind it, is due too late to match. */
    private static boolean isBehindAll(TicketQuery query, Ticket ticket) {
        return query.sort() == TicketQuery.Sort.DUE && query.dueBefore().isPresent() && !isDueBefore(query, ticket);
    }

    private static boolean isDueBefore(TicketQuery query, Ticket ticket) {
        return ticket.due().filter(due -> due.isBefore(query.dueBefore().orElseThrow())).isPresent();
    }

    private NavigableMap<TicketQuery.Cursor, Ticket> behind(TicketQuery query) {
        boolean backwards = ASCENDING.containsKey(query.sort());
        NavigableMap<TicketQuery.Cursor, Ticket> order = backwards
                ? order(query.sort()).descendingMap()
                : order(query.sort());
        return query.after().map(cursor -> order.tailMap(cursor, false)).orElse(order);
    }

    private List<Ticket> best(TicketQuery query, int limit) {
        Comparator<TicketQuery.Cursor> order = query.sort().order();
        Comparator<Ticket> byPlace = Comparator.comparing(query.sort()::cursor, order);
        PriorityQueue<Ticket> best = new PriorityQueue<>(byPlace.reversed()); // the last one of the page on top
        candidates(query).filter(query::matches)
                .filter(ticket -> query.after().isEmpty()
                        || order.compare(query.sort().cursor(ticket), query.after().get()) > 0)
                .forEach(ticket -> {
                    best.add(ticket);
                    if (best.size() > limit) {
                        best.remove();
                    }
                });
        return best.stream().sorted(byPlace).toList();
    }

    private static List<Facet> facets(Ticket ticket) {
        List<Facet> facets = new ArrayList<>(4);
        facets.add(phase(ticket.phase()));
        facets.add(new Facet("requester", ticket.requester().id()));
        ticket.assignee().ifPresent(id -> facets.add(new Facet("assignee", id)));
        ticket.team().ifPresent(id -> facets.add(new Facet("team", id)));
        ticket.snoozedUntil().ifPresent(until -> facets.add(SNOOZED));
        ticket.fields().forEach((name, value) -> facets.add(new Facet(FIELD + name, value)));
        return facets;
    }

    private static Facet phase(Phase phase) {
        return new Facet("phase", phase);
    }

    /** For each condition that has an index, the facets of which a match has one. */
    private static List<List<Facet>> facets(TicketQuery query) {
        List<List<Facet>> conditions = new ArrayList<>();
        if (!query.phases().isEmpty()) {
            conditions.add(query.phases().stream().map(InboxIndex::phase).toList());
        }
        query.requester().ifPresent(id -> conditions.add(List.of(new Facet("requester", id))));
        query.team().ifPresent(id -> conditions.add(List.of(new Facet("team", id))));
        if (query.assignment() instanceof TicketQuery.Assignment.To to) {
            conditions.add(List.of(new Facet("assignee", to.assignee())));
        }
        query.snoozed().filter(snoozed -> snoozed).ifPresent(snoozed -> conditions.add(List.of(SNOOZED)));
        for (TicketQuery.FieldCondition condition : query.fields()) {
            if (condition instanceof TicketQuery.FieldCondition.Equal equal) {
                conditions.add(List.of(new Facet(FIELD + equal.field(), equal.value())));
            }
        }
        return conditions;
    }
}
