package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.ActorId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Looks for tickets that a request repeats, among the latest of the same requester and the latest of anybody. The cost is
 * bounded: two inbox queries, and the first message of each ticket that they find in the window.
 */
final class Duplicates {

    /** How many tickets each of the two queries looks at. */
    static final int MAX_CANDIDATES = 50;

    /** How many duplicates are reported. */
    static final int MAX_REPORTED = 10;

    /** How much of a text is looked at, in characters. */
    private static final int MAX_TEXT_LENGTH = 4_000;

    private static final int MAX_ORDER_NUMBERS = 20;
    private static final double SAME_REQUESTER = 0.3;
    private static final double SAME_ORDER_NUMBER = 0.6;

    /** What is compared of a request: who asks, and what stands in it. */
    private record Wording(ActorId requester, Set<String> orderNumbers, Set<Long> trigrams) {}

    private final TicketStore store;
    private final Tickets.Duplicate.Rules rules;

    Duplicates(TicketStore store, Tickets.Duplicate.Rules rules) {
        this.store = store;
        this.rules = rules;
    }

    /** The duplicates of a request that would be opened now. */
    List<Tickets.Duplicate> of(ActorId requester, OpenTicket request, Instant now, boolean ownOnly,
            Predicate<Ticket> visible) {
        return find(wording(requester, request.subject(), request.text()), TicketQuery.builder(), now, ownOnly,
                visible);
    }

    /** The duplicates of a ticket among those that were opened before. */
    List<Tickets.Duplicate> of(Ticket ticket, boolean ownOnly,
            Predicate<Ticket> visible) {
        return find(wording(ticket), TicketQuery.builder().after(TicketQuery.Sort.NEWEST.cursor(ticket)),
                ticket.openedAt(),
                ownOnly, visible);
    }

    private List<Tickets.Duplicate> find(Wording asked, TicketQuery.Builder query, Instant until, boolean ownOnly,
            Predicate<Ticket> visible) {
        Map<TicketId, Ticket> candidates = new HashMap<>();
        Stream<Ticket> others = ownOnly ? Stream.empty() : store.find(query.build(), MAX_CANDIDATES).stream();
        Stream<Ticket> own = store.find(query.requester(asked.requester()).build(), MAX_CANDIDATES).stream();
        Instant since = until.minus(rules.window());
        Stream.concat(others, own).filter(ticket -> !ticket.openedAt().isBefore(since))
                .forEach(ticket -> candidates.put(ticket.id(), ticket));
        return candidates.values().stream().filter(visible).flatMap(ticket -> compare(asked, ticket).stream())
                .sorted(Comparator.comparingDouble(Tickets.Duplicate::score).thenComparing(Tickets.Duplicate::ticket)
                        .reversed())
                .limit(MAX_REPORTED).toList();
    }

    private Optional<Tickets.Duplicate> compare(Wording asked, Ticket ticket) {
        Wording before = wording(ticket);
        List<Reason> reasons = new ArrayList<>();
        double unlike = 1;
        if (asked.requester().equals(before.requester())) {
            reasons.add(new Reason("same-requester", "The same person asked", Map.of("score", SAME_REQUESTER)));
            unlike *= 1 - SAME_REQUESTER;
        }
        Optional<String> common = asked.orderNumbers().stream().filter(before.orderNumbers()::contains).sorted()
                .findFirst();
        if (common.isPresent()) {
            reasons.add(new Reason("same-order-number", "Both name the order {order}",
                    Map.of("order", common.get(), "score", SAME_ORDER_NUMBER)));
            unlike *= 1 - SAME_ORDER_NUMBER;
        }
        double likeness = jaccard(asked.trigrams(), before.trigrams());
        if (likeness >= rules.likeness()) {
            reasons.add(new Reason("similar-wording", "{percent} % of the wording is the same",
                    Map.of("percent", Math.round(likeness * 100), "score", likeness)));
            unlike *= 1 - likeness;
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new Tickets.Duplicate(ticket.id(), ticket.number(), 1 - unlike, reasons));
    }

    private Wording wording(Ticket ticket) {
        String text = store.history(ticket.id(), 1, 1).stream().flatMap(event -> message(event).stream())
                .map(Message::text).findFirst().orElse("");
        return wording(ticket.requester().id(), ticket.subject(), text);
    }

    /** What a ticket began with; it was written in another one if it was split off. */
    private Optional<Message> message(TicketEvent first) {
        if (first instanceof TicketEvent.MessageMovedIn moved) {
            return Optional.of(new MessageReader(store).read(moved.message()).message());
        }
        return first instanceof TicketEvent.MessageAdded said ? Optional.of(said.message()) : Optional.empty();
    }

    private Wording wording(ActorId requester, String subject, String text) {
        String all = subject + "\n" + text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH));
        return new Wording(requester, orderNumbers(all), trigrams(all));
    }

    private Set<String> orderNumbers(String text) {
        Set<String> numbers = new HashSet<>();
        Matcher matcher = rules.orderNumber().matcher(text);
        while (numbers.size() < MAX_ORDER_NUMBERS && matcher.find()) {
            // AB-10023 and ab10023 are one order
            numbers.add(matcher.group().replaceAll("[^\\p{L}\\p{N}]", "").toUpperCase(Locale.ROOT));
        }
        return numbers;
    }

    /** All sequences of three characters, word limits included, each as one number. */
    private static Set<Long> trigrams(String text) {
        String words = TicketQuery.words(text);
        Set<Long> trigrams = new HashSet<>();
        for (int i = 2; i < words.length(); i++) {
            trigrams.add((long) words.charAt(i - 2) << 32 | (long) words.charAt(i - 1) << 16 | words.charAt(i));
        }
        return trigrams;
    }

    /** The share of what two sets have in common in all that is in either; 0 if both are empty. */
    private static double jaccard(Set<Long> some, Set<Long> others) {
        long common = some.stream().filter(others::contains).count();
        long all = some.size() + others.size() - common;
        return all == 0 ? 0 : (double) common / all;
    }
}
