package io.opora.ticket;

import io.opora.access.Actor;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the service levels of tickets up to date: adds to what a command or time has made of a ticket how the service levels see it
 * then, and records what is due. Clocks are derived from the history anew, by those commands alone that can move one: a state in
 * the header that could be carried on instead would have to hold what each clock has used, in which cycle, by which version of the
 * policy and of its calendar, and would contradict the history as soon as one of them is edited.
 *
 * <p>
 * A part of the shell, safe for use by any number of threads.
 */
final class Clocks {

    private final TicketStore store;
    private final SlaPolicy.Versions policies;

    Clocks(TicketStore store, SlaPolicy.Versions policies) {
        this.store = store;
        this.policies = policies;
    }

    SlaPolicy.Versions policies() {
        return policies;
    }

    private boolean areUnused() {
        return policies.policies().isEmpty();
    }

    /** What is to be stored, with how the service levels see each of its tickets from then on. */
    Decision.Accepted judged(Decision.Accepted accepted) {
        if (areUnused()) {
            return accepted;
        }
        return judgedAlone(accepted).with(accepted.others().stream().map(this::judgedAlone).toList());
    }

    private Decision.Accepted judgedAlone(Decision.Accepted accepted) {
        return accepted.events().stream().anyMatch(ServiceTimeline::matters)
                ? judged(accepted, history(accepted))
                : new Decision.Accepted(accepted.ticket(), accepted.events());
    }

    private Decision.Accepted judged(Decision.Accepted accepted, List<TicketEvent> history) {
        Ticket ticket = accepted.ticket();
        Optional<Ticket.ServiceLevel> level = read(history, policies, ticket.updatedAt())
                .flatMap(reading -> level(ticket, reading));
        if (level.equals(ticket.serviceLevel())) {
            return new Decision.Accepted(ticket, accepted.events());
        }
        TicketEvent changed = new TicketEvent.ServiceLevelChanged(new TicketEvent.Stamp(ticket.id(),
                ticket.version() + 1, ticket.updatedAt(), Actor.SYSTEM), level);
        List<TicketEvent> events = new ArrayList<>(accepted.events());
        events.add(changed);
        return new Decision.Accepted(ticket.apply(changed), events);
    }

    private Optional<Ticket.ServiceLevel> level(Ticket ticket, SlaClock.Reading reading) {
        boolean needsNothing = ticket.phase().isFinished() || ticket.related().isMerged();
        Optional<Instant> due = needsNothing ? Optional.empty() : reading.due();
        return due.isEmpty() && reading.next().isEmpty()
                ? Optional.empty()
                : policies.at(reading.at()).or(() -> Optional.of(policies.policies().getFirst()))
                        .map(policy -> new Ticket.ServiceLevel(policy.version(), due, reading.next()));
    }

    /** Reads the clocks of a ticket; empty if more happened to it than service levels count, or not in the time of calendars. */
    Optional<SlaClock.Reading> read(Iterable<TicketEvent> history, SlaPolicy.Versions by, Instant at) {
        return timeline(history).filter(timeline -> ServiceTimeline.isKnown(at))
                .map(timeline -> SlaClock.read(timeline, by, at));
    }

    Optional<Timeline> timeline(Iterable<TicketEvent> history) {
        return ServiceTimeline.of(history, other -> Histories.whole(store, other));
    }

    private List<TicketEvent> history(Decision.Accepted accepted) {
        long before = accepted.ticket().version() - accepted.events().size();
        List<TicketEvent> history = before == 0
                ? new ArrayList<>()
                : Histories.until(store, accepted.ticket().id(), before);
        history.addAll(accepted.events());
        return history;
    }

    /** Whether something is due to be recorded, ahead of what the workflow does by time. */
    static boolean areDue(Ticket ticket, Optional<Instant> wakeAt, Instant now) {
        return ticket.serviceLevel().flatMap(Ticket.ServiceLevel::next)
                .filter(next -> wakeAt.filter(next::equals).isPresent() && !next.isAfter(now)).isPresent();
    }

    /** Records what is due. No events if others have done so; how the ticket is seen then is part of it. */
    Decision.Accepted timePassed(Ticket ticket, Instant now) {
        TicketLifecycle.Draft draft = new TicketLifecycle.Draft(ticket, Actor.SYSTEM, now);
        Decision.Accepted nothing = new Decision.Accepted(ticket, List.of());
        List<TicketEvent> history = history(nothing);
        Instant at = time(ticket, now);
        List<SlaClock.Happening> due = read(history, policies, at).map(SlaClock.Reading::unrecorded).orElse(List.of());
        for (SlaClock.Happening each : due) {
            draft.add(new TicketEvent.LevelReached(draft.stamp(), each.milestone(), each.at(), each.actions()));
        }
        if (!ticket.phase().isFinished() && !ticket.related().isMerged()) {
            due.stream().flatMap(each -> each.actions().stream()).forEach(action -> act(draft, action));
        }
        Decision.Accepted recorded = draft.accepted();
        history.addAll(recorded.events());
        if (recorded.events().isEmpty()) {
            return rejudged(ticket, history, at);
        }
        return judged(recorded, history);
    }

    /** How the service levels see a ticket by now, when nothing has happened to it. */
    private Decision.Accepted rejudged(Ticket ticket, List<TicketEvent> history, Instant at) {
        Optional<Ticket.ServiceLevel> level = read(history, policies, at).flatMap(reading -> level(ticket, reading));
        TicketLifecycle.Draft draft = new TicketLifecycle.Draft(ticket, Actor.SYSTEM, at);
        if (!level.equals(ticket.serviceLevel())) {
            draft.add(new TicketEvent.ServiceLevelChanged(draft.stamp(), level));
        }
        return draft.accepted();
    }

    /** How the service levels see a ticket by now: for when policies were changed. */
    Decision.Accepted rejudged(Ticket ticket, Instant now) {
        return rejudged(ticket, history(new Decision.Accepted(ticket, List.of())), time(ticket, now));
    }

    /** The time of a ticket: clocks of several nodes disagree, and within a history time does not go back. */
    static Instant time(Ticket ticket, Instant now) {
        return now.isBefore(ticket.updatedAt()) ? ticket.updatedAt() : now.truncatedTo(ChronoUnit.MICROS);
    }

    private static void act(TicketLifecycle.Draft draft, SlaPolicy.Action action) {
        switch (action) {
            case SlaPolicy.Action.Notify notify -> {
                // whoever is told of the event that holds it does that
            }
            case SlaPolicy.Action.Reassign reassign -> {
                Optional<TeamId> team = Optional.of(TeamId.of(reassign.team()));
                if (!team.equals(draft.ticket().team())) {
                    draft.assign(Optional.empty(), team);
                }
            }
            case SlaPolicy.Action.Prioritize prioritize -> {
                Priority priority = priority(prioritize.priority()).orElseThrow();
                Priority before = draft.ticket().priority();
                if (priority != before) {
                    draft.add(new TicketEvent.Prioritized(draft.stamp(), before, priority));
                }
            }
        }
    }

    /** The priority of a name as conditions spell it. */
    static Optional<Priority> priority(String name) {
        for (Priority each : Priority.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
