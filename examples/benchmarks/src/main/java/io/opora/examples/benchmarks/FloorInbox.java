package io.opora.examples.benchmarks;

import io.opora.ticket.Ticket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a program without a library would write for one list: a sorted set that holds its tickets and no others. */
final class FloorInbox {

    private final Ticket[] all;
    private final NavigableSet<Ticket> matching;
    private final Predicate<Ticket> condition;
    private final Comparator<Ticket> order;

    FloorInbox(List<Ticket> tickets, Predicate<Ticket> condition, Comparator<Ticket> order) {
        this.all = tickets.toArray(Ticket[]::new);
        this.condition = condition;
        this.order = order;
        this.matching = new TreeSet<>(order);
        Arrays.stream(all).filter(condition).forEach(matching::add);
    }

    /** Walks the sorted set: the least that a page can cost. */
    List<Ticket> walk(Optional<Ticket> after, int limit) {
        List<Ticket> page = new ArrayList<>(limit);
        for (Ticket ticket : after.map(last -> matching.tailSet(last, false)).orElse(matching)) {
            page.add(ticket);
            if (page.size() == limit) {
                break;
            }
        }
        return page;
    }

    /** Looks at every ticket: what it costs to have no index. */
    List<Ticket> scan(Optional<Ticket> after, int limit) {
        PriorityQueue<Ticket> best = new PriorityQueue<>(limit + 1, order.reversed());
        for (Ticket ticket : all) {
            if (condition.test(ticket) && (after.isEmpty() || order.compare(ticket, after.get()) > 0)
                    && (best.size() < limit || order.compare(ticket, best.element()) < 0)) {
                best.add(ticket);
                if (best.size() > limit) {
                    best.remove();
                }
            }
        }
        List<Ticket> page = new ArrayList<>(best);
        page.sort(order);
        return page;
    }
}
