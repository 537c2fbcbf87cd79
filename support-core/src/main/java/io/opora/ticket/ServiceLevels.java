package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.Timeline;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The service levels of a desk's tickets: how their clocks stand and why, what a customer may be told, what another policy would
 * change. A desk that was built without a policy promises nothing, and here no ticket has a clock.
 *
 * <p>
 * What the clocks count of a ticket's history: a reply is a public message of a human agent, through whatever channel; customers'
 * messages are those of the requester and of participants; what machines write counts for nothing, and neither does automatic mail. The opening message is the
 * request itself. A ticket that was merged stops its clocks, and the one where its conversation goes on keeps its own, unless the
 * policy says otherwise; undoing the merge counts as a reopening. A follow-up ticket and one that a split made are requests of their
 * own, made when they came to be. A ticket with more than {@value Timeline#MAX_EVENTS} such facts has no clocks, and neither has one
 * beyond the time that calendars know.
 *
 * <p>
 * Every method throws {@link StorageException} if the store failed and {@link ClosedException} after the desk was closed. Safe for use by any number of threads.
 */
public final class ServiceLevels {

    private static final Phase[] OPEN_PHASES = Stream.of(Phase.values()).filter(phase -> !phase.isFinished())
            .toArray(Phase[]::new);

    private final Tickets tickets;
    private final Gate gate;
    private final TicketStore store;
    private final Clocks clocks;

    ServiceLevels(Tickets tickets, Gate gate, TicketStore store, Clocks clocks) {
        this.tickets = tickets;
        this.gate = gate;
        this.store = store;
        this.clocks = clocks;
    }

    /** {@return the versions of the policy that the desk was built with; none if it promises nothing} */
    public SlaPolicy.Versions policies() {
        tickets.requireOpen();
        return clocks.policies();
    }

    /**
     * Records what is due: each warning, breach and level as a {@link TicketEvent.LevelReached}, and what it wants done. It is
     * {@link Tickets#tick} by another name: a ticket has one wake-up, for whatever time does to it, so a host calls one of the two.
     *
     * @param limit the most tickets to look at, 1 to {@value Tickets#MAX_TICK}
     * @return how many tickets were changed; call again while this is not 0 to catch up
     * @throws InvalidInputException if the limit is out of range
     */
    public int tick(int limit) {
        return tickets.tick(limit);
    }

    /**
     * Reads the clocks of a ticket, by the rules that were valid at each time.
     *
     * @param actor who asks
     * @param id the ticket
     * @return how they stand now
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#READ} it
     */
    public SlaClock.Reading clocks(Actor actor, TicketId id) {
        return clocks(actor, id, clocks.policies());
    }

    /**
     * Reads the clocks of a ticket by other rules: for a second judgement of what was judged by the rules of its time.
     *
     * @param actor who asks
     * @param id the ticket
     * @param by the rules, such as {@link SlaPolicy.Versions#always} the newest ones
     * @return how they would stand now; {@link SlaClock.Reading#differences} tells two readings apart
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#READ} it
     */
    public SlaClock.Reading clocks(Actor actor, TicketId id, SlaPolicy.Versions by) {
        tickets.requireOpen();
        requireNonNull(by, "by");
        return read(tickets.admit(actor, Operation.READ, id), by);
    }

    /**
     * Explains why a clock of a ticket is due when it is.
     *
     * @param actor who asks
     * @param id the ticket
     * @param kind which clock
     * @return the explanation of its last cycle; nothing if that is not due, or there is none
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#READ} it
     * @throws InvalidInputException if there is too much to explain
     */
    public Optional<BusinessCalendar.Explanation> explain(Actor actor, TicketId id, SlaClock.Kind kind) {
        tickets.requireOpen();
        requireNonNull(kind, "kind");
        Ticket ticket = tickets.admit(actor, Operation.READ, id);
        return clocks.timeline(Histories.whole(store, id))
                .filter(timeline -> ServiceTimeline.isKnown(time(ticket)))
                .flatMap(timeline -> SlaClock.explain(timeline, clocks.policies(), time(ticket), kind));
    }

    /**
     * Tells what a customer may be told about an answer. Of a ticket that was merged, it is what is promised where its conversation
     * goes on.
     *
     * @param actor who asks, such as the customer
     * @param id the ticket
     * @param locale the customer's language: Russian, or English for every other
     * @param zone the zone of the customer's clock
     * @return until when an answer is promised, and a sentence that says so; nothing if none is promised: nobody waits for one, no
     *         policy applies, or the clock stands still
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#VIEW} it
     */
    public Optional<SlaClock.Promise> promise(Actor actor, TicketId id, Locale locale, ZoneId zone) {
        tickets.requireOpen();
        requireNonNull(locale, "locale");
        requireNonNull(zone, "zone");
        Ticket asked = tickets.admit(actor, Operation.VIEW, id);
        Ticket ticket = asked.related().target().map(tickets::find).orElse(asked);
        return ticket.phase().isFinished() ? Optional.empty() : read(ticket, clocks.policies()).promise(zone, locale);
    }

    /**
     * A ticket that another policy judges otherwise.
     *
     * @param ticket the ticket
     * @param number its number
     * @param differences the cycles that are judged otherwise, by the present policy and by the other
     */
    public record Changed(TicketId ticket, TicketNumber number, List<SlaClock.Difference> differences) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Changed {
            requireNonNull(ticket, "ticket");
            requireNonNull(number, "number");
            differences = List.copyOf(differences);
        }
    }

    /**
     * What a policy would make of some tickets.
     *
     * @param tickets how many were looked at
     * @param changed those whose result would change
     * @param present how their cycles stand by the present policy, by clock; {@link SlaClock.Tally#share} is the share met
     * @param proposed how they would stand by the other one
     * @param next where to go on; nothing if these were the last ones
     */
    public record Trial(int tickets, List<Changed> changed, Map<SlaClock.Kind, SlaClock.Tally> present,
            Map<SlaClock.Kind, SlaClock.Tally> proposed, Optional<TicketQuery.Cursor> next) {

        /** Checks that nothing is missing and takes unmodifiable copies. */
        public Trial {
            changed = List.copyOf(changed);
            present = copy(present);
            proposed = copy(proposed);
            requireNonNull(next, "next");
        }

        private static Map<SlaClock.Kind, SlaClock.Tally> copy(Map<SlaClock.Kind, SlaClock.Tally> tallies) {
            Map<SlaClock.Kind, SlaClock.Tally> copy = new EnumMap<>(SlaClock.Kind.class);
            copy.putAll(tallies);
            return Collections.unmodifiableMap(copy);
        }
    }

    /**
     * Tries a policy out on tickets as they are, without saving anything: a dry run, which lists the tickets whose result would
     * change, and a what-if, which replays past tickets and counts what would have been met. Goes page by page and holds one history
     * at a time, so that any number of tickets can be asked about; tallies of pages are {@linkplain SlaClock.Tally#plus added up}.
     *
     * @param actor who asks; what is permitted only for some teams or kinds has to be asked with a query that names them
     * @param proposed the policy: {@link #policies} {@linkplain SlaPolicy.Versions#with with} a new version that holds from some
     *        instant on, or {@link SlaPolicy.Versions#always always} that version for what would have been
     * @param query which tickets, in which order, from where on, at most {@value TicketQuery#MAX_LIMIT} at once
     * @return what it would make of them
     * @throws AccessDeniedException if the actor may not read a {@link Operation#REPORT} as far as the query goes
     * @throws InvalidInputException if the query breaks its limits; lists every violation
     */
    public Trial tryOut(Actor actor, SlaPolicy.Versions proposed, TicketQuery query) {
        tickets.requireOpen();
        requireNonNull(proposed, "proposed");
        gate.requireQuery(actor, Operation.REPORT, query);
        TicketPage page = tickets.page(query);
        List<Changed> changed = new ArrayList<>();
        Map<SlaClock.Kind, SlaClock.Tally> before = new EnumMap<>(SlaClock.Kind.class);
        Map<SlaClock.Kind, SlaClock.Tally> after = new EnumMap<>(SlaClock.Kind.class);
        for (Ticket ticket : page.tickets()) {
            Optional<Timeline> timeline = clocks.timeline(Histories.whole(store, ticket.id()));
            if (timeline.isPresent() && ServiceTimeline.isKnown(time(ticket))) {
                SlaClock.Reading present = SlaClock.read(timeline.get(), clocks.policies(), time(ticket));
                SlaClock.Reading other = SlaClock.read(timeline.get(), proposed, time(ticket));
                List<SlaClock.Difference> differences = present.differences(other);
                if (!differences.isEmpty()) {
                    changed.add(new Changed(ticket.id(), ticket.number(), differences));
                }
                count(present, before);
                count(other, after);
            }
        }
        return new Trial(page.tickets().size(), changed, before, after, page.next());
    }

    private static void count(SlaClock.Reading reading, Map<SlaClock.Kind, SlaClock.Tally> tallies) {
        SlaClock.Tally.of(List.of(reading))
                .forEach((kind, tally) -> tallies.merge(kind, tally, SlaClock.Tally::plus));
    }

    /**
     * How far a renewal has got.
     *
     * @param tickets how many were looked at
     * @param changed how many the service levels see otherwise now
     * @param next where to go on; nothing if these were the last ones
     */
    public record Renewal(int tickets, int changed, Optional<TicketQuery.Cursor> next) {

        /** Checks that nothing is missing. */
        public Renewal {
            requireNonNull(next, "next");
        }
    }

    /**
     * Looks at open tickets again after the desk was built with other policies or calendars, so that what is stored with each says
     * when it is due by these. Until then, a ticket that nothing happens to is due when it was by the former ones; it is looked at
     * again by itself when something happens to it, and when a version takes effect that was known the last time. A ticket that
     * somebody else changes at the same time is left to them.
     *
     * @param actor who asks
     * @param after where to go on, if not from the beginning
     * @param limit the most tickets to look at, 1 to {@value TicketQuery#MAX_LIMIT}
     * @return how far it has got; call again with its place until there is none
     * @throws AccessDeniedException if the actor may not {@link Operation#CONFIGURE} the desk
     * @throws InvalidInputException if the limit is out of range, or the place belongs to another order than the oldest first
     */
    public Renewal renew(Actor actor, Optional<TicketQuery.Cursor> after, int limit) {
        tickets.requireOpen();
        gate.requireDesk(actor, Operation.CONFIGURE);
        TicketQuery.Builder query = TicketQuery.builder().phases(OPEN_PHASES).sort(TicketQuery.Sort.OLDEST)
                .limit(limit);
        after.ifPresent(query::after);
        TicketPage page = tickets.page(query.build());
        int changed = 0;
        for (Ticket ticket : page.tickets()) {
            if (tickets.store(clocks.rejudged(ticket, tickets.now()))) {
                changed++;
            }
        }
        return new Renewal(page.tickets().size(), changed, page.next());
    }

    /**
     * Translates a history into what the clocks count of it. A pure function, for reports and for trying things out; the class says
     * what counts.
     *
     * @param history the events of a ticket, from the first one on
     * @param others gives the histories of the tickets that were merged into it, from the first event on; nothing of them counts
     *        but how long their customers had been waiting
     * @return the timeline; empty if there is more in it than clocks count, or it lies beyond what calendars know: before
     *         {@link BusinessCalendar#EARLIEST}, or not before {@link BusinessCalendar#HORIZON}
     * @throws StorageException if the history is empty, has a gap, or mixes tickets
     */
    public static Optional<Timeline> timeline(Iterable<TicketEvent> history,
            Function<TicketId, List<TicketEvent>> others) {
        return ServiceTimeline.of(history, requireNonNull(others, "others"));
    }

    private SlaClock.Reading read(Ticket ticket, SlaPolicy.Versions by) {
        Instant at = time(ticket);
        return clocks.read(Histories.whole(store, ticket.id()), by, at).orElseGet(
                () -> new SlaClock.Reading(at, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty()));
    }

    private Instant time(Ticket ticket) {
        return Clocks.time(ticket, tickets.now());
    }

    /** Refuses what a policy wants done that no desk can do. */
    static void requireDoable(SlaPolicy.Versions policies) {
        List<Violation> violations = new ArrayList<>();
        for (SlaPolicy policy : policies.policies()) {
            for (SlaPolicy.Rule rule : policy.rules()) {
                rule.levels().stream().flatMap(level -> level.actions().stream()).forEach(action -> {
                    String path = policy.version() + "." + rule.id();
                    if (action instanceof SlaPolicy.Action.Prioritize to && Clocks.priority(to.priority()).isEmpty()) {
                        violations.add(new Violation(path, "priority", "tickets have no priority '" + to.priority()
                                + "': build the policy with TicketFacts.tickets(), which knows them"));
                    }
                });
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException("service levels", violations);
        }
    }
}
