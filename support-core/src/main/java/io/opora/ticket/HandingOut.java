package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.routing.Assignment;
import io.opora.sla.BusinessCalendar;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses who gets the requests that wait in staffed teams: a part of the shell, safe for use by any number of threads. What was
 * chosen is stored together with the turn, so whoever chose on what others have changed meanwhile chooses again.
 */
final class HandingOut {

    /** The phases in which it is the staff's turn. */
    private static final Set<Phase> PHASES = Set.of(Phase.NEW, Phase.OPEN);
    private static final int MOST_WAITING = 100;
    private static final Logger LOG = LoggerFactory.getLogger(HandingOut.class);

    private final TicketStore store;
    private final Map<TeamId, Staffing> teams;

    HandingOut(TicketStore store, Collection<Staffing> teams) {
        this.store = store;
        this.teams = teams.stream().collect(Collectors.toUnmodifiableMap(Staffing::team, Function.identity()));
    }

    /** What comes of offering a request, and the turn that is taken by it. */
    record Offer(Decision.Accepted accepted, TicketCommit.Turn turn) {}

    boolean isWaiting(Ticket ticket) {
        return ticket.assignee().isEmpty() && ticket.snoozedUntil().isEmpty() && isStaffsTurn(ticket);
    }

    private boolean isStaffsTurn(Ticket ticket) {
        return staffing(ticket).isPresent() && PHASES.contains(ticket.phase()) && !ticket.related().isMerged();
    }

    private Optional<Staffing> staffing(Ticket ticket) {
        return ticket.team().map(teams::get);
    }

    /** Offers a request that is waiting; empty if nobody can take it now. */
    Optional<Offer> offer(Ticket ticket, Instant now) {
        Staffing staffing = staffing(ticket).orElseThrow();
        // in this order: whoever is given something between the two is noticed by the turn
        Assignment.Turns turns = store.turns(staffing.team());
        return ask(staffing, ticket).map(asked -> staffing.strategy().choose(asked.needs(), loaded(asked), turns))
                .filter(Assignment.Choice.Chosen.class::isInstance).map(Assignment.Choice.Chosen.class::cast)
                .map(chosen -> new Offer(given(ticket, staffing.team(), chosen, now),
                        new TicketCommit.Turn(staffing.team(), chosen.turns())));
    }

    /** Whether anybody of a waiting request's team could take one that needs no skill. */
    boolean hasRoom(Ticket ticket) {
        return ask(staffing(ticket).orElseThrow(), ticket).stream()
                .flatMap(asked -> loaded(new Asked(Set.of(), asked.agents())).stream())
                .anyMatch(agent -> agent.available() && agent.load() < agent.capacity());
    }

    /** What the host says: what a request needs, and who is there, before their requests are counted. */
    private record Asked(Set<String> needs, List<Assignment.Agent> agents) {}

    private Optional<Asked> ask(Staffing staffing, Ticket ticket) {
        Optional<ActorId> last = lastAssignee(ticket);
        try {
            List<Assignment.Agent> agents = staffing.members().get().stream()
                    .map(member -> new Assignment.Agent(member.id().value(), member.skills(), member.capacity(), 0,
                            member.available() && !last.equals(Optional.of(member.id()))))
                    .toList();
            Set<String> needs = Set.copyOf(staffing.needs().apply(ticket));
            staffing.strategy().choose(needs, agents, Assignment.Turns.none()); // throws if something is not allowed
            return Optional.of(new Asked(needs, agents));
        } catch (RuntimeException e) {
            LOG.warn("Ticket {} waits in team {}, because asking for the members ended in {}", ticket.number(),
                    staffing.team(), e.getClass().getName());
            return Optional.empty();
        }
    }

    /** The agents with how much they have, as far as that can make a difference. */
    private List<Assignment.Agent> loaded(Asked asked) {
        return asked.agents().stream().map(agent -> agent.available() && agent.capacity() > 0
                && agent.skills().containsAll(asked.needs())
                        ? new Assignment.Agent(agent.id(), agent.skills(), agent.capacity(), load(agent.id()), true)
                        : agent)
                .toList();
    }

    private int load(String agent) {
        Map<Phase, Long> counts = store.countByPhase(
                TicketQuery.builder().assignee(ActorId.of(agent)).phases(PHASES.toArray(Phase[]::new)).build());
        return Math.toIntExact(counts.values().stream().mapToLong(Long::longValue).sum());
    }

    private Optional<ActorId> lastAssignee(Ticket ticket) {
        Optional<ActorId> last = Optional.empty();
        for (TicketEvent event : Histories.until(store, ticket.id(), ticket.version())) {
            if (event instanceof TicketEvent.Assigned assigned && assigned.assignee().isPresent()) {
                last = assigned.assignee();
            }
        }
        return last;
    }

    /** The requests of staffed teams that wait, the most urgent of each team first. */
    List<List<Ticket>> waiting(int limit) {
        return teams.keySet().stream().map(team -> store.find(TicketQuery.builder().team(team).unassigned()
                .snoozed(false).phases(PHASES.toArray(Phase[]::new)).sort(TicketQuery.Sort.MOST_URGENT).build(),
                Math.min(limit, MOST_WAITING))).toList();
    }

    /**
     * When a request goes back to its team if nobody touches it.
     *
     * @param fresh the last events of the ticket, which are not stored yet
     */
    Optional<Instant> returnsAt(Ticket ticket, List<TicketEvent> fresh) {
        Optional<Staffing.Return> untouched = staffing(ticket).flatMap(Staffing::untouched);
        if (untouched.isEmpty() || ticket.assignee().isEmpty() || !isStaffsTurn(ticket)) {
            return Optional.empty();
        }
        ActorId assignee = ticket.assignee().get();
        return given(fresh, assignee)
                .or(() -> given(Histories.until(store, ticket.id(), ticket.version() - fresh.size()), assignee))
                .map(TicketEvent::stamp)
                // what people have given stays where they wanted it
                .filter(given -> given.by().kind() == Actor.Kind.SYSTEM)
                .flatMap(given -> end(given.at(), untouched.get()));
    }

    /**
     * The last event that gave a ticket to somebody, or the first one by which they have touched it since; empty if neither is among
     * the events.
     */
    private static Optional<TicketEvent> given(List<TicketEvent> events, ActorId assignee) {
        for (int i = events.size() - 1; i >= 0; i--) {
            TicketEvent event = events.get(i);
            boolean isGift = event instanceof TicketEvent.Assigned assigned
                    && assigned.assignee().equals(Optional.of(assignee));
            if (isGift || event.stamp().by().id().equals(assignee)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> end(Instant given, Staffing.Return untouched) {
        try {
            return Optional.of(untouched.calendar().add(given, untouched.after()));
        } catch (BusinessCalendar.HorizonException e) {
            return Optional.empty(); // nobody will ever work that long
        }
    }

    /** Takes a request back that nobody has touched in time; empty if it is not time. */
    Optional<Decision.Accepted> returned(Ticket ticket, Instant now) {
        if (returnsAt(ticket, List.of()).filter(at -> !at.isAfter(now)).isEmpty()) {
            return Optional.empty();
        }
        TicketLifecycle.Draft draft = explained(ticket, ticket.team().orElseThrow(),
                Reason.of("untouched", "nothing was done with it in the time that there is for it"), now);
        draft.assign(Optional.empty(), ticket.team());
        return Optional.of(draft.accepted());
    }

    private static Decision.Accepted given(Ticket ticket, TeamId team, Assignment.Choice.Chosen chosen, Instant now) {
        TicketLifecycle.Draft draft = explained(ticket, team, chosen.because(), now);
        draft.assign(Optional.of(ActorId.of(chosen.agent())), ticket.team());
        return draft.accepted();
    }

    private static TicketLifecycle.Draft explained(Ticket ticket, TeamId team, Reason because, Instant now) {
        return new TicketLifecycle.Draft(ticket, Actor.SYSTEM, now).then(stamp -> new TicketEvent.Explained(stamp,
                TicketEvent.Explained.Origin.ASSIGNMENT, team.name(),
                List.of(new TicketEvent.Explained.Spoken(because.code(), List.of(because.message()))), List.of(), 0));
    }
}
