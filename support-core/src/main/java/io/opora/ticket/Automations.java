package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.Actor;
import io.opora.condition.Facts;
import io.opora.routing.Automation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the rules of automation about tickets: a part of the shell. Where a ticket stands with them is derived from its history, so
 * that what one node has done is known to all; the history is read only for tickets of which a rule's condition holds. Safe for use
 * by any number of threads.
 */
final class Automations {

    private final Optional<Automation> rules;
    private final TicketStore store;
    private final Macros macros;

    Automations(Optional<Automation> rules, TicketStore store, Macros macros) {
        this.rules = rules;
        this.store = store;
        this.macros = macros;
    }

    /** What a rule did because of an event. */
    private record Done(String rule, long of) {}

    private record Past(Automation.Standing standing, Set<Done> done) {}

    /** Whether some rule listens for an event. */
    boolean listensFor(TicketEvent event) {
        Optional<String> name = TicketFacts.happening(event);
        return name.isPresent() && rules.stream().flatMap(all -> all.rules().stream())
                .anyMatch(rule -> rule.trigger() instanceof Automation.Trigger.On(String on) && on.equals(name.get()));
    }

    /**
     * When time alone makes a rule speak.
     *
     * @param fresh the last events of the ticket, which are not stored yet
     */
    Optional<Instant> next(Ticket ticket, List<TicketEvent> fresh) {
        if (rules.isEmpty() || ticket.related().isMerged()) {
            return Optional.empty();
        }
        Facts facts = TicketFacts.about(ticket);
        return rules.get().next(facts, untouched(ticket)).isEmpty()
                ? Optional.empty()
                : rules.get().next(facts, past(ticket, fresh).standing());
    }

    /** What comes of an event by the first rule that speaks; empty if none does, or those that do have done so before. */
    Optional<Decision.Accepted> hears(TicketEvent event, Ticket ticket, TicketLifecycle lifecycle, Instant now) {
        Optional<String> name = TicketFacts.happening(event);
        if (rules.isEmpty() || name.isEmpty() || ticket.related().isMerged()) {
            return Optional.empty();
        }
        Facts facts = TicketFacts.about(ticket);
        if (rules.get().on(name.get(), facts, untouched(ticket)).planned().isEmpty()) {
            return Optional.empty();
        }
        Past past = past(ticket, List.of());
        long of = event.stamp().sequence();
        return rules.get().on(name.get(), facts, past.standing()).planned().stream()
                // an event can be told again after what it set off has begun another stay
                .filter(planned -> !past.done().contains(new Done(planned.rule(), of))).findFirst()
                .map(planned -> applied(planned, lifecycle, ticket, of, now));
    }

    /** What comes of time having passed by the first rule that speaks; empty if none does. */
    Optional<Decision.Accepted> wakes(Ticket ticket, TicketLifecycle lifecycle, Instant now) {
        if (rules.isEmpty() || ticket.related().isMerged()) {
            return Optional.empty();
        }
        return rules.get().at(now, TicketFacts.about(ticket), past(ticket, List.of()).standing()).planned().stream()
                .findFirst().map(planned -> applied(planned, lifecycle, ticket, 0, now));
    }

    private Decision.Accepted applied(Automation.Planned planned, TicketLifecycle lifecycle, Ticket ticket, long of,
            Instant now) {
        return macros.byRule(lifecycle, ticket, planned.macro(), new TicketEvent.Explained.Spoken(planned.rule(),
                Sorting.sentences(planned.because())), of, now);
    }

    /** What rules that need not be the desk's own would do with a ticket because of an event, or of time if there is none. */
    Automation.Decision preview(Automation others, Optional<String> event, Ticket ticket, Instant now) {
        if (ticket.related().isMerged()) {
            return new Automation.Decision(List.of(), List.of());
        }
        Facts facts = TicketFacts.about(ticket);
        Automation.Standing standing = past(ticket, List.of()).standing();
        return event.isPresent() ? others.on(event.get(), facts, standing) : others.at(now, facts, standing);
    }

    /** Where a ticket would stand if no rule had ever spoken: whoever has nothing to do then has nothing to do at all. */
    private static Automation.Standing untouched(Ticket ticket) {
        return new Automation.Standing(ticket.version(), ticket.statusSince(), Set.of(), 0);
    }

    private Past past(Ticket ticket, List<TicketEvent> fresh) {
        long stored = ticket.version() - fresh.size();
        List<TicketEvent> history = new ArrayList<>();
        while (history.size() < stored) {
            List<TicketEvent> page = store.history(ticket.id(), history.size(), Tickets.MAX_HISTORY_PAGE);
            page.stream().limit(stored - history.size()).forEach(history::add);
            if (page.isEmpty()) {
                break; // a new ticket
            }
        }
        history.addAll(fresh);
        return past(history);
    }

    private static Past past(List<TicketEvent> history) {
        TicketEvent.Stamp entered = history.getFirst().stamp();
        Set<String> ran = new HashSet<>();
        Set<Done> done = new HashSet<>();
        int chain = 0;
        for (TicketEvent event : history) {
            Actor.Kind by = event.stamp().by().kind();
            if (by == Actor.Kind.CUSTOMER || by == Actor.Kind.AGENT) {
                chain = 0;
            }
            switch (event) {
                case TicketEvent.Explained explained when explained
                        .origin() == TicketEvent.Explained.Origin.AUTOMATION -> {
                    explained.rules().forEach(rule -> {
                        ran.add(rule.rule());
                        done.add(new Done(rule.rule(), explained.of()));
                    });
                    chain++;
                }
                case TicketEvent.StatusChanged moved -> {
                    entered = moved.stamp();
                    ran.clear();
                }
                case TicketEvent.WorkflowChanged moved -> {
                    entered = moved.stamp();
                    ran.clear();
                }
                case TicketEvent other -> requireNonNull(other);
            }
        }
        return new Past(new Automation.Standing(entered.sequence(), entered.at(), ran, chain), done);
    }
}
