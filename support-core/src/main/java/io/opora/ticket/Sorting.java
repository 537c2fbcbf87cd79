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
import java.util.TreeSet;
import java.util.function.Function;

/** What rules make of a request that has just come in: pure functions. */
final class Sorting {

    private Sorting() {}

    /**
     * Opens a ticket as rules say, and beside them a classifier. What the request says itself stays: a kind other than
     * {@link RequestKind#UNSORTED}, a priority other than {@link Priority#NORMAL}, its tags; and what the rules say goes before what the
     * classifier says. The ticket follows the workflow of the kind that it gets.
     *
     * @param rules the rules, if there are any
     * @param classifier says what rules leave open, if there is one
     * @param lifecycle finds the rules of a kind's workflow
     * @param kind what the request says to be about
     * @param opening opens the ticket under a workflow, the same ticket each time
     * @return the ticket with the events of its opening and, behind them, what the desk made of it
     */
    static Decision.Accepted open(Optional<RuleSet> rules, Optional<TicketRules.Classifier> classifier,
            Function<RequestKind, TicketLifecycle> lifecycle, RequestKind kind,
            Function<TicketLifecycle, Decision.Accepted> opening) {
        Decision.Accepted opened = opening.apply(lifecycle.apply(kind));
        Optional<RuleSet.Outcome> ruled = rules
                .map(set -> set.decide(facts(opened.events()).orElseThrow()))
                .filter(outcome -> !outcome.spoken().isEmpty());
        RequestKind byRules = ruled.map(outcome -> kind(kind, outcome)).orElse(kind);
        boolean hasTeam = opened.ticket().team().isPresent() || ruled.flatMap(RuleSet.Outcome::team).isPresent();
        Optional<RuleSet.Outcome> guessed = classifier.flatMap(asked -> guess(asked, opened.events(),
                byRules.equals(RequestKind.UNSORTED), !hasTeam));
        RequestKind sorted = guessed.map(outcome -> kind(byRules, outcome)).orElse(byRules);
        Decision.Accepted begun = lifecycle.apply(sorted) == lifecycle.apply(kind)
                ? opened
                : opening.apply(lifecycle.apply(sorted));
        if (ruled.isPresent()) {
            RuleSet set = rules.orElseThrow();
            begun = sorted(begun, set.id() + '@' + set.version(), ruled.get());
        }
        return guessed.isPresent() ? sorted(begun, TicketRules.Classifier.SOURCE, guessed.get()) : begun;
    }

    /** What a classifier says of what is still open; nothing else of what it says counts. */
    private static Optional<RuleSet.Outcome> guess(TicketRules.Classifier classifier, List<TicketEvent> opening,
            boolean kind, boolean team) {
        if ((!kind && !team) || !(opening.get(0) instanceof TicketEvent.Opened opened
                && opening.get(1) instanceof TicketEvent.MessageAdded said)) {
            return Optional.empty();
        }
        RuleSet.Outcome all = classifier.classify(opened.subject() + '\n' + said.message().text());
        List<RuleSet.Spoken> spoken = all.spoken().stream().filter(each -> (kind && each.rule().kind().isPresent())
                || (team && each.rule().team().isPresent())).toList();
        return spoken.isEmpty()
                ? Optional.empty()
                : Optional.of(new RuleSet.Outcome(kind ? all.kind() : Optional.empty(),
                        team ? all.team() : Optional.empty(), Optional.empty(), new TreeSet<>(), spoken));
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

    private static Decision.Accepted sorted(Decision.Accepted opened, String source, RuleSet.Outcome outcome) {
        Ticket ticket = opened.ticket();
        TicketLifecycle.Draft draft = new TicketLifecycle.Draft(ticket, Actor.SYSTEM, ticket.updatedAt());
        draft.then(stamp -> new TicketEvent.Explained(stamp, TicketEvent.Explained.Origin.ROUTING,
                source, outcome.spoken().stream().map(Sorting::spoken).toList(), List.of(),
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
        draft.assign(ticket.assignee(), outcome.team().map(TeamId::of).or(ticket::team));
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
