package io.opora.ticket;

import io.opora.Reason;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.condition.Facts;
import io.opora.routing.RuleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What rules make of a request that has just come in: pure functions. */
final class Sorting {

    private Sorting() {}

    /**
     * Opens a ticket as rules say. What the request says itself stays: a kind other than {@link RequestKind#UNSORTED}, a priority
     * other than {@link Priority#NORMAL}, its tags. The ticket follows the workflow of the kind that it gets.
     *
     * @param rules the rules, if there are any
     * @param lifecycle finds the rules of a kind's workflow
     * @param kind what the request says to be about
     * @param opening opens the ticket under a workflow, the same ticket each time
     * @return the ticket with the events of its opening and, behind them, what the desk made of it by the rules
     */
    static Decision.Accepted open(Optional<RuleSet> rules, Function<RequestKind, TicketLifecycle> lifecycle,
            RequestKind kind, Function<TicketLifecycle, Decision.Accepted> opening) {
        Decision.Accepted opened = opening.apply(lifecycle.apply(kind));
        if (rules.isEmpty()) {
            return opened;
        }
        RuleSet.Outcome outcome = rules.get().decide(facts(opened.events()).orElseThrow());
        if (outcome.spoken().isEmpty()) {
            return opened;
        }
        RequestKind sorted = kind(kind, outcome);
        return sorted(lifecycle.apply(sorted) == lifecycle.apply(kind)
                ? opened
                : opening.apply(lifecycle.apply(sorted)), rules.get(), outcome);
    }

    /** What was known of a request when it came in; empty if the history does not begin with one, as after a split. */
    static Optional<Facts> facts(List<TicketEvent> history) {
        return history.size() >= 2 && history.get(0) instanceof TicketEvent.Opened opened
                && history.get(1) instanceof TicketEvent.MessageAdded said
                        ? Optional.of(TicketFacts.about(opened, said.message().text()))
                        : Optional.empty();
    }

    private static RequestKind kind(RequestKind said, RuleSet.Outcome outcome) {
        return said.equals(RequestKind.UNSORTED) ? outcome.kind().map(RequestKind::of).orElse(said) : said;
    }

    private static Decision.Accepted sorted(Decision.Accepted opened, RuleSet rules, RuleSet.Outcome outcome) {
        Ticket ticket = opened.ticket();
        TicketLifecycle.Draft draft = new TicketLifecycle.Draft(ticket, Actor.SYSTEM, ticket.updatedAt());
        draft.then(stamp -> new TicketEvent.Explained(stamp, TicketEvent.Explained.Origin.ROUTING,
                rules.id() + '@' + rules.version(), outcome.spoken().stream().map(Sorting::spoken).toList(), List.of(),
                0));
        RequestKind kind = kind(ticket.kind(), outcome);
        if (!kind.equals(ticket.kind())) {
            draft.then(stamp -> new TicketEvent.Classified(stamp, ticket.kind(), kind));
        }
        if (ticket.priority() == Priority.NORMAL) {
            outcome.priority().map(Macros::priority).filter(priority -> priority != Priority.NORMAL).ifPresent(
                    priority -> draft.then(stamp -> new TicketEvent.Prioritized(stamp, Priority.NORMAL, priority)));
        }
        Set<Tag> tags = new HashSet<>();
        // a rule must not fail because of a tag
        outcome.tags().stream().filter(tag -> !ticket.tags().contains(tag))
                .limit((long) Ticket.MAX_TAGS - ticket.tags().size()).forEach(tags::add);
        draft.tag(tags, Set.of());
        draft.assign(Optional.empty(), outcome.team().map(TeamId::of));
        Decision.Accepted sorted = draft.accepted();
        List<TicketEvent> events = new ArrayList<>(opened.events());
        events.addAll(sorted.events());
        return new Decision.Accepted(sorted.ticket(), events);
    }

    private static TicketEvent.Explained.Spoken spoken(RuleSet.Spoken spoken) {
        return new TicketEvent.Explained.Spoken(spoken.rule().id(), sentences(spoken.because()));
    }

    static List<String> sentences(List<Reason> reasons) {
        return reasons.stream().map(Reason::message).toList();
    }
}
