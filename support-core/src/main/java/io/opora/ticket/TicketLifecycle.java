package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.SecretLink;
import io.opora.workflow.Effect;
import io.opora.workflow.Guard;
import io.opora.workflow.Lifecycle;
import io.opora.workflow.ReplyRule;
import io.opora.workflow.Status;
import io.opora.workflow.TimeRule;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import io.opora.workflow.WorkflowMap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules of a ticket's life under one workflow, as pure functions: they read no clock, no store and no configuration but
 * what they are given, and change nothing. {@link Tickets} is the shell that feeds them; used alone they answer which moves
 * are allowed, for whom, and what would happen.
 *
 * <p>
 * Who may see a ticket at all is not decided here. Instants given are cut to microseconds, and one that lies before the
 * ticket's last event counts as that event's: clocks of several nodes disagree, and times within a history never decrease.
 *
 * <p>
 * Immutable; safe for use by any number of threads if the guards are.
 */
public final class TicketLifecycle {

    private final Lifecycle<Move.Context> moves;
    private final Workflow workflow;
    private final FieldSet fields;

    private TicketLifecycle(Lifecycle<Move.Context> moves, FieldSet fields) {
        this.moves = moves;
        this.workflow = moves.workflow();
        this.fields = fields;
    }

    /**
     * Binds a workflow to the guards that it names. Tickets have no fields but those that the workflow names.
     *
     * @param workflow the workflow
     * @param guards guards by name; names that the workflow does not use do no harm
     * @return the rules
     * @throws io.opora.InvalidInputException if the workflow names a guard that is not there
     */
    public static TicketLifecycle of(Workflow workflow, Map<String, Guard<Move.Context>> guards) {
        return of(workflow, guards, FieldSet.none());
    }

    /**
     * Binds a workflow to the guards that it names and to the fields of a desk.
     *
     * @param workflow the workflow
     * @param guards guards by name; names that the workflow does not use do no harm
     * @param fields what may be filled in, beside what the workflow names
     * @return the rules
     * @throws io.opora.InvalidInputException if the workflow names a guard that is not there
     */
    public static TicketLifecycle of(Workflow workflow, Map<String, Guard<Move.Context>> guards, FieldSet fields) {
        return new TicketLifecycle(Lifecycle.of(workflow, guards, fields.requiredOn()),
                fields.with(List.of(workflow)));
    }

    /** {@return the workflow} */
    public Workflow workflow() {
        return workflow;
    }

    /**
     * Opens a ticket.
     *
     * @param command what is asked for, with the requester filled in
     * @param id the new ticket's id
     * @param number the new ticket's number
     * @param locale the requester's language if the command names none
     * @param actor who asks
     * @param now when
     * @return the new ticket and its first two events, the opening and the opening message
     * @throws NullPointerException if the command names no requester
     * @throws InvalidInputException if a field cannot be filled in as the command wants it, or the kind requires one that the
     *         command lacks
     */
    public Decision.Accepted open(OpenTicket command, TicketId id, TicketNumber number, Locale locale, Actor actor,
            Instant now) {
        Locale spoken = command.locale().orElse(locale);
        Requester requester = requireNonNull(command.requester().orElse(null), "requester");
        Message message = new Message(command.channel(), spoken, command.text(), command.attachments(),
                command.origin());
        FieldSet.Reading filled = fields.read(command.fields(), command.kind(), actor.isCustomer());
        if (!filled.faults().isEmpty()) {
            throw new InvalidInputException("request", filled.violations());
        }
        return open(id, number, command.kind(), command.priority(), requester, spoken, command.channel(),
                command.subject(), command.tags(), filled.values(), Optional.empty(), message, actor, now);
    }

    /**
     * Opens the ticket that continues a closed one with a message that came too late for it. Fields that the workflow names,
     * such as the resolution, tell about the moves of the closed ticket and are left behind, unless the kind requires them.
     *
     * @param closed the closed ticket
     * @param command the message
     * @param id the new ticket's id
     * @param number the new ticket's number
     * @param actor who wrote
     * @param now when
     * @return the new ticket, of the same kind, priority, requester, subject, tags, fields and participants, and its first
     *         events: the opening, the message, and one for each participant
     */
    public Decision.Accepted openFollowUp(Ticket closed, Reply command, TicketId id, TicketNumber number, Actor actor,
            Instant now) {
        Message message = message(closed, command);
        Map<String, FieldValue> kept = new HashMap<>(closed.fields());
        Set<String> left = FieldSet.namedBy(workflow);
        kept.keySet().removeIf(name -> left.contains(name) && !fields.isRequiredFor(closed.kind(), name));
        Decision.Accepted opened = open(id, number, closed.kind(), closed.priority(), closed.requester(),
                closed.locale(), message.channel(), closed.subject(), closed.tags(), kept, Optional.of(closed.id()),
                message, actor, now);
        Draft draft = new Draft(opened.ticket(), actor, now);
        draft.events = opened.events();
        closed.participants().keySet().stream().sorted(Comparator.comparing(ActorId::value)).forEach(
                participant -> draft.participate(participant, requireNonNull(closed.participants().get(participant))));
        return draft.accepted();
    }

    /**
     * Opens the ticket that a split moves messages into.
     *
     * @param ticket the ticket that they are moved out of
     * @param messages where they were written, the oldest first
     */
    Decision.Accepted openSplit(Ticket ticket, Split command, List<TicketEvent.MessageRef> messages, TicketId id,
            TicketNumber number, Actor actor, Instant now) {
        TicketEvent.Opened opened = new TicketEvent.Opened(
                new TicketEvent.Stamp(id, 1, now.truncatedTo(ChronoUnit.MICROS), actor), number, workflow.ref(),
                workflow.initial(), command.kind().orElse(ticket.kind()), ticket.priority(), ticket.requester(),
                ticket.locale(), ticket.channel(), command.subject(), ticket.tags(), ticket.fields(), Optional.empty());
        Draft draft = new Draft(opened);
        messages.forEach(message -> draft.then(stamp -> new TicketEvent.MessageMovedIn(stamp, ticket.id(), message)));
        return draft.accepted();
    }

    private Decision.Accepted open(TicketId id, TicketNumber number, RequestKind kind, Priority priority,
            Requester requester, Locale locale, Channel channel, String subject, Set<Tag> tags,
            Map<String, FieldValue> filled, Optional<TicketId> followUpOf, Message message, Actor actor, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        TicketEvent.Opened opened = new TicketEvent.Opened(new TicketEvent.Stamp(id, 1, at, actor), number,
                workflow.ref(), workflow.initial(), kind, priority, requester, locale, channel, subject, tags,
                filled, followUpOf);
        TicketEvent.MessageAdded said = new TicketEvent.MessageAdded(new TicketEvent.Stamp(id, 2, at, actor), message);
        return new Decision.Accepted(Ticket.opened(opened).apply(said), List.of(opened, said));
    }

    /**
     * Records in a closed ticket that another one continues it.
     *
     * @param closed the closed ticket
     * @param followUp the ticket that continues it
     * @param actor who wrote the message that it began with
     * @param now when
     * @return the closed ticket and the event that says so
     */
    public Decision.Accepted linkFollowUp(Ticket closed, TicketId followUp, Actor actor, Instant now) {
        Draft draft = new Draft(closed, actor, now);
        draft.add(new TicketEvent.FollowedUp(draft.stamp(), followUp));
        return draft.accepted();
    }

    /**
     * Decides a command that concerns one ticket. A merged ticket takes messages, notes and tags, and refuses everything
     * else; what a message does where the conversation goes on is not told here.
     *
     * @param ticket the ticket as it is; has to follow this workflow
     * @param command what is asked for
     * @param actor who asks
     * @param now when
     * @return what becomes of it
     * @throws IllegalArgumentException if the command is a {@link TicketCommand.Joint} or an {@link ApplyMacro}, which
     *         {@link Tickets} decides
     */
    public Decision decide(Ticket ticket, TicketCommand command, Actor actor, Instant now) {
        requireNonNull(actor, "actor");
        requireOwn(ticket);
        if (ticket.related().isMerged() && !commutes(command)) {
            return new Decision.Refused(List.of(Merging.merged(ticket, actor)));
        }
        return switch (command) {
            case TicketCommand.Joint joint -> throw new IllegalArgumentException(
                    joint.getClass().getSimpleName() + " concerns several tickets: Tickets.handle decides it");
            case ApplyMacro apply -> throw new IllegalArgumentException(
                    "a macro is a list of commands, which Tickets knows: Tickets.handle decides it");
            case Move move -> move(ticket, move, actor, now);
            case Reply reply -> reply(ticket, reply, actor, now);
            case AddNote note -> {
                Draft draft = new Draft(ticket, actor, now);
                draft.add(new TicketEvent.NoteAdded(draft.stamp(), new Note(note.text(), note.attachments())));
                yield draft.accepted();
            }
            case Assign assign -> {
                Draft draft = new Draft(ticket, actor, now);
                draft.assign(assign.assignee(), assign.team().or(ticket::team));
                yield draft.accepted();
            }
            case Prioritize prioritize -> {
                Draft draft = new Draft(ticket, actor, now);
                if (prioritize.priority() != ticket.priority()) {
                    draft.add(new TicketEvent.Prioritized(draft.stamp(), ticket.priority(), prioritize.priority()));
                }
                yield draft.accepted();
            }
            case Classify classify -> {
                Draft draft = new Draft(ticket, actor, now);
                if (!classify.kind().equals(ticket.kind())) {
                    draft.add(new TicketEvent.Classified(draft.stamp(), ticket.kind(), classify.kind()));
                }
                yield draft.accepted();
            }
            case ChangeTags tags -> {
                Draft draft = new Draft(ticket, actor, now);
                draft.tag(tags.add(), tags.remove());
                int count = draft.ticket.tags().size();
                yield count <= Ticket.MAX_TAGS
                        ? draft.accepted()
                        : new Decision.Refused(List.of(new Reason("too-many-tags",
                                "A ticket has at most {limit} tags, and this would make {tags}",
                                Map.of("limit", Ticket.MAX_TAGS, "tags", count))));
            }
            case ChangeWorkflow change -> changeWorkflow(ticket, change.map(), actor, now);
            case SetFields set -> Filling.decide(fields, ticket, set, actor, now);
            case Snooze snooze -> Snoozing.decide(ticket, snooze, actor, now);
            case Rate rate -> Ratings.decide(ticket, rate, actor, now);
            case AddParticipant add -> addParticipant(ticket, add, actor, now);
            case RemoveParticipant remove -> removeParticipant(ticket, remove.participant(), actor, now);
        };
    }

    /** Whether a command means the same whatever others did to the ticket meanwhile. */
    static boolean commutes(TicketCommand command) {
        return switch (command) {
            case Reply c -> true;
            case AddNote c -> true;
            case ChangeTags c -> true;
            case Link c -> true;
            case Unlink c -> true;
            case AddParticipant c -> true;
            case RemoveParticipant c -> true;
            case Move c -> false;
            case Assign c -> false;
            case Prioritize c -> false;
            case Classify c -> false;
            case ChangeWorkflow c -> false;
            case Merge c -> false;
            case Unmerge c -> false;
            case Split c -> false;
            case SetFields c -> false;
            case Snooze c -> false;
            case Rate c -> false;
            case ApplyMacro c -> false;
        };
    }

    private static Decision addParticipant(Ticket ticket, AddParticipant add, Actor actor, Instant now) {
        Draft draft = new Draft(ticket, actor, now);
        boolean isThere = add.participant().equals(ticket.requester().id())
                || add.participation() == ticket.participants().get(add.participant());
        if (!isThere) {
            draft.participate(add.participant(), add.participation());
        }
        return draft.ticket.participants().size() <= Ticket.MAX_PARTICIPANTS
                ? draft.accepted()
                : new Decision.Refused(List.of(new Reason("too-many-participants",
                        "At most {limit} take part in a ticket", Map.of("limit", Ticket.MAX_PARTICIPANTS))));
    }

    private static Decision removeParticipant(Ticket ticket, ActorId participant, Actor actor, Instant now) {
        if (participant.equals(ticket.requester().id())) {
            return new Decision.Refused(List.of(new Reason("requester-stays",
                    "{requester} asked for this and cannot be removed", Map.of("requester", participant))));
        }
        Draft draft = new Draft(ticket, actor, now);
        if (ticket.participants().containsKey(participant)) {
            draft.add(new TicketEvent.ParticipantRemoved(draft.stamp(), participant));
        }
        return draft.accepted();
    }

    /** Records that a link got a token. */
    static Decision.Accepted linkIssued(Ticket ticket, SecretLink link, Actor actor, Instant now) {
        Draft draft = new Draft(ticket, actor, now);
        draft.add(new TicketEvent.LinkIssued(draft.stamp(), link.id(), link.participant(), link.scopes(),
                link.expiresAt()));
        return draft.accepted();
    }

    /** Records that a link was revoked. */
    static Decision.Accepted linkRevoked(Ticket ticket, SecretLink.Id link, Actor actor, Instant now) {
        Draft draft = new Draft(ticket, actor, now);
        draft.add(new TicketEvent.LinkRevoked(draft.stamp(), link));
        return draft.accepted();
    }

    private Decision move(Ticket ticket, Move move, Actor actor, Instant now) {
        FieldSet.Reading given = fields.read(move.fields(), actor.isCustomer());
        Set<String> filled = Filling.filledAfter(ticket, move);
        List<Reason> faults = Filling.faults(given, filled.size());
        Lifecycle.MoveDecision decision = moves.asksGuards(ticket.status(), move.action())
                ? moves.decide(ticket.status(), move.action(), actor.roles(), filled,
                        new Move.Context(ticket, move.action(), given.values(), actor, now))
                : moves.decide(ticket.status(), move.action(), actor.roles(), filled);
        return switch (decision) {
            case Lifecycle.MoveDecision.Denied denied when faults.isEmpty() -> new Decision.Refused(denied.reasons());
            case Lifecycle.MoveDecision.Denied denied -> new Decision.Refused(
                    Stream.concat(faults.stream(), denied.reasons().stream()).toList());
            case Lifecycle.MoveDecision.Taken taken when faults.isEmpty() -> {
                if (ticket.snoozedUntil().isEmpty() && given.values().isEmpty()
                        && hasNoEffect(taken.transition(), ticket)) {
                    yield moved(ticket, taken.transition(), actor, now);
                }
                Draft draft = new Draft(ticket, actor, now);
                draft.take(taken.transition(), TicketEvent.Cause.COMMAND, given.values());
                yield draft.accepted();
            }
            case Lifecycle.MoveDecision.Taken taken -> new Decision.Refused(faults);
        };
    }

    /** A move that a rule makes: the rule is the right to it, as with time rules, and what the workflow requires is given. */
    Decision moveByRule(Ticket ticket, Move move, Instant now) {
        requireOwn(ticket);
        FieldSet.Reading given = fields.read(move.fields(), false);
        Set<String> filled = Filling.filledAfter(ticket, move);
        List<Reason> faults = new ArrayList<>(Filling.faults(given, filled.size()));
        Lifecycle.MoveDecision decision = moves.decideByRule(ticket.status(), move.action(), filled,
                new Move.Context(ticket, move.action(), given.values(), Actor.SYSTEM, now));
        if (decision instanceof Lifecycle.MoveDecision.Taken taken && faults.isEmpty()) {
            Draft draft = new Draft(ticket, Actor.SYSTEM, now);
            draft.take(taken.transition(), TicketEvent.Cause.COMMAND, given.values());
            return draft.accepted();
        }
        if (decision instanceof Lifecycle.MoveDecision.Denied denied) {
            faults.addAll(denied.reasons());
        }
        return new Decision.Refused(faults);
    }

    private static boolean hasNoEffect(Transition transition, Ticket ticket) {
        List<Effect> effects = transition.effects();
        for (int i = 0; i < effects.size(); i++) { // by index, without an iterator to allocate
            if (!(effects.get(i) instanceof Effect.ClearField clear) || ticket.fields().containsKey(clear.field())) {
                return false;
            }
        }
        return true;
    }

    /** What most moves are: one event and nothing else, made without a draft. */
    private static Decision moved(Ticket ticket, Transition transition, Actor actor, Instant now) {
        TicketEvent event = new TicketEvent.StatusChanged(
                new TicketEvent.Stamp(ticket.id(), ticket.version() + 1, notBefore(ticket, now), actor),
                transition.action(), transition.from(), transition.to(), TicketEvent.Cause.COMMAND, Map.of());
        return new Decision.Accepted(ticket.apply(event), List.of(event));
    }

    private static Instant notBefore(Ticket ticket, Instant now) {
        return now.isBefore(ticket.updatedAt()) ? ticket.updatedAt() : now.truncatedTo(ChronoUnit.MICROS);
    }

    private Decision reply(Ticket ticket, Reply reply, Actor actor, Instant now) {
        Draft said = said(ticket, reply, actor, now);
        return ticket.related().isMerged() || reply.origin().isAutomatic()
                ? said.accepted()
                : answered(said, ticket, actor, now).<Decision>map(Draft::accepted)
                        .orElseGet(() -> new Decision.FollowUp(ticket));
    }

    /**
     * Decides a reply to a ticket that was merged into one of this workflow. The message stands in the merged ticket; those
     * that its conversation goes on in refer to it, and in the last one it does what any reply does.
     *
     * @param merged the ticket that was written to
     * @param path the tickets that its conversation goes on in, the nearest first; the last one has to follow this workflow
     */
    Decision relay(Ticket merged, List<Ticket> path, Reply reply, Actor actor, Instant now) {
        Ticket target = path.getLast();
        requireOwn(target);
        Draft said = said(merged, reply, actor, now);
        TicketEvent.MessageRef message = new TicketEvent.MessageRef(merged.id(), said.ticket.version());
        Optional<Draft> answered = answered(relayed(target, message, actor, now), target, actor, now);
        if (answered.isEmpty()) {
            // what others began is not continued in their name
            return new Decision.FollowUp(target.requester().id().equals(merged.requester().id()) ? target : merged);
        }
        List<Decision.Accepted> others = new ArrayList<>();
        path.subList(0, path.size() - 1).forEach(each -> others.add(relayed(each, message, actor, now).accepted()));
        others.add(answered.get().accepted());
        return said.accepted().with(others);
    }

    private static Draft said(Ticket ticket, Reply reply, Actor actor, Instant now) {
        Draft draft = new Draft(ticket, actor, now);
        draft.add(new TicketEvent.MessageAdded(draft.stamp(), message(ticket, reply)));
        return draft;
    }

    private static Draft relayed(Ticket ticket, TicketEvent.MessageRef message, Actor actor, Instant now) {
        return new Draft(ticket, actor, now).then(stamp -> new TicketEvent.MessageRelayed(stamp, message));
    }

    /** Lets a message do what the workflow says; empty if it comes too late for the ticket. */
    private Optional<Draft> answered(Draft draft, Ticket ticket, Actor actor, Instant now) {
        if (actor.isCustomer()) {
            draft.wake(TicketEvent.Cause.CUSTOMER_REPLY);
        }
        ReplyRule rule = actor.kind() == Actor.Kind.CUSTOMER
                ? workflow.onCustomerReply(ticket.phase())
                : new ReplyRule.Keep();
        return switch (rule) {
            case ReplyRule.Keep keep -> Optional.of(draft);
            case ReplyRule.Take take -> Optional.of(taken(draft, ticket, take.action(), actor, now));
            case ReplyRule.TakeWithin within -> now.isAfter(ticket.statusSince().plus(within.within()))
                    ? Optional.empty()
                    : Optional.of(taken(draft, ticket, within.action(), actor, now));
            case ReplyRule.FollowUp followUp -> Optional.empty();
        };
    }

    private Draft taken(Draft draft, Ticket ticket, String action, Actor actor, Instant now) {
        Move.Context context = new Move.Context(ticket, action, Map.of(), actor, now);
        // A customer's message is never refused because of the status: where a guard says no, it is kept without the move.
        if (moves.decideByRule(ticket.status(), action, context) instanceof Lifecycle.MoveDecision.Taken taken) {
            draft.take(taken.transition(), TicketEvent.Cause.CUSTOMER_REPLY, Map.of());
        }
        return draft;
    }

    private static Message message(Ticket ticket, Reply reply) {
        return new Message(reply.channel().orElse(ticket.channel()), reply.locale().orElse(ticket.locale()),
                reply.text(), reply.attachments(), reply.origin());
    }

    private static Decision changeWorkflow(Ticket ticket, WorkflowMap map, Actor actor, Instant now) {
        Optional<Status> target = map.target(ticket.status());
        if (!map.from().equals(ticket.workflow()) || target.isEmpty()) {
            return new Decision.Refused(List.of(new Reason("other-workflow",
                    "The map leads from workflow {map}, but the ticket follows {workflow}",
                    Map.of("map", map.from(), "workflow", ticket.workflow()))));
        }
        Draft draft = new Draft(ticket, actor, now);
        draft.add(new TicketEvent.WorkflowChanged(draft.stamp(), map.from(), map.to(), ticket.status(), target.get()));
        draft.wakeIfFinished(TicketEvent.Cause.COMMAND);
        return draft.accepted();
    }

    /**
     * Lists the moves that somebody may make now. A move whose fields still have to be given is among them.
     *
     * @param ticket the ticket; has to follow this workflow
     * @param actor who would move it
     * @param now when
     * @return the transitions, in the workflow's order; none if the ticket was merged
     */
    public List<Transition> moves(Ticket ticket, Actor actor, Instant now) {
        requireOwn(ticket);
        if (ticket.related().isMerged()) {
            return List.of();
        }
        return workflow.transitionsFrom(ticket.status()).stream().map(Transition::action).distinct().flatMap(
                action -> moves
                        .moves(ticket.status(), actor.roles(), new Move.Context(ticket, action, Map.of(), actor, now))
                        .stream().filter(transition -> transition.action().equals(action)))
                .toList();
    }

    /**
     * Tells when time alone does something to a ticket next.
     *
     * @param ticket the ticket; has to follow this workflow
     * @return the instant, or empty if time does nothing to it: neither does the workflow in its phase any more, unless the ticket
     *         was put aside, nor is there anything that the service levels have to {@linkplain Ticket.ServiceLevel#next record}.
     *         The workflow does nothing to a ticket that was merged
     */
    public Optional<Instant> wakeAt(Ticket ticket) {
        Optional<Instant> own = ownWakeAt(ticket);
        Optional<Instant> level = ticket.serviceLevel().flatMap(Ticket.ServiceLevel::next);
        return level.isPresent() && (own.isEmpty() || level.get().isBefore(own.get())) ? level : own;
    }

    private Optional<Instant> ownWakeAt(Ticket ticket) {
        requireOwn(ticket);
        if (ticket.related().isMerged()) {
            return Optional.empty();
        }
        Optional<Instant> rule = ruleDue(ticket);
        return ticket.snoozedUntil().filter(snooze -> rule.isEmpty() || !rule.get().isBefore(snooze)).or(() -> rule);
    }

    private Optional<Instant> ruleDue(Ticket ticket) {
        List<TimeRule> rules = workflow.timeRules(ticket.phase());
        return ticket.timeRulesRun() < rules.size()
                ? Optional.of(ticket.quietSince().plus(rules.get(ticket.timeRulesRun()).after()))
                : Optional.empty();
    }

    /**
     * Does what time alone does to a ticket by its workflow: the one thing that is due first, if anything is. What falls due after
     * it is due at the instant that {@link #wakeAt} gives for the new header. What service levels record is not done here.
     *
     * @param ticket the ticket; has to follow this workflow
     * @param now the time
     * @return the header and the events; no events if nothing is due yet
     */
    public Decision.Accepted timePassed(Ticket ticket, Instant now) {
        Draft draft = new Draft(ticket, Actor.SYSTEM, now);
        Optional<Instant> due = ownWakeAt(ticket);
        if (due.isEmpty() || due.get().isAfter(now)) {
            return draft.accepted();
        }
        if (due.equals(ticket.snoozedUntil())) {
            draft.wake(TicketEvent.Cause.TIME);
        } else {
            TimeRule rule = workflow.timeRules(ticket.phase()).get(ticket.timeRulesRun());
            if (rule.action().isPresent()) {
                String action = rule.action().get();
                Move.Context context = new Move.Context(ticket, action, Map.of(), Actor.SYSTEM, now);
                if (!(moves.decideByRule(ticket.status(), action,
                        context) instanceof Lifecycle.MoveDecision.Taken taken)) {
                    // Workflow.build() refuses time rules whose transition is missing, guarded or asks for fields
                    throw new IllegalStateException("time cannot take " + action + " from " + ticket.status());
                }
                draft.take(taken.transition(), TicketEvent.Cause.TIME, Map.of());
            } else {
                draft.add(new TicketEvent.Reminded(draft.stamp()));
            }
        }
        return draft.accepted();
    }

    private void requireOwn(Ticket ticket) {
        if (!ticket.workflow().equals(workflow.ref())) {
            throw new IllegalArgumentException(
                    "ticket " + ticket.number() + " follows " + ticket.workflow() + ", not " + workflow.ref());
        }
    }

    /** A ticket on its way through one command: the header so far, and the events that led there. */
    static final class Draft {

        private final Actor actor;
        private final Instant at;
        private List<TicketEvent> events = List.of();
        private Ticket ticket;

        Draft(Ticket ticket, Actor actor, Instant now) {
            this.ticket = ticket;
            this.actor = actor;
            this.at = notBefore(ticket, now);
        }

        /** A new ticket. */
        Draft(TicketEvent.Opened opened) {
            this.ticket = Ticket.opened(opened);
            this.actor = opened.stamp().by();
            this.at = opened.stamp().at();
            this.events = List.of(opened);
        }

        Ticket ticket() {
            return ticket;
        }

        TicketEvent.Stamp stamp() {
            return new TicketEvent.Stamp(ticket.id(), ticket.version() + 1, at, actor);
        }

        void add(TicketEvent event) {
            ticket = ticket.apply(event);
            if (events.isEmpty()) {
                events = List.of(event); // one event is the usual case
            } else {
                events = new ArrayList<>(events);
                events.add(event);
            }
        }

        Draft then(Function<TicketEvent.Stamp, TicketEvent> fact) {
            add(fact.apply(stamp()));
            return this;
        }

        void assign(Optional<ActorId> assignee, Optional<TeamId> team) {
            if (!assignee.equals(ticket.assignee()) || !team.equals(ticket.team())) {
                add(new TicketEvent.Assigned(stamp(), assignee, team));
            }
        }

        void participate(ActorId participant, Ticket.Participation participation) {
            add(new TicketEvent.ParticipantAdded(stamp(), participant, participation));
        }

        void tag(Set<Tag> add, Set<Tag> remove) {
            Set<Tag> added = new HashSet<>(add);
            added.removeAll(ticket.tags());
            Set<Tag> removed = new HashSet<>(remove);
            removed.retainAll(ticket.tags());
            removed.removeAll(add);
            if (!added.isEmpty() || !removed.isEmpty()) {
                add(new TicketEvent.TagsChanged(stamp(), added, removed));
            }
        }

        /** Fills fields in and empties others, as far as that changes anything. */
        void fill(Map<String, FieldValue> values, Set<String> emptied) {
            Map<String, FieldValue> set = new HashMap<>(values);
            set.entrySet().removeAll(ticket.fields().entrySet());
            Set<String> cleared = new HashSet<>(emptied);
            cleared.retainAll(ticket.fields().keySet());
            if (!set.isEmpty() || !cleared.isEmpty()) {
                add(new TicketEvent.FieldsChanged(stamp(), set, cleared));
            }
        }

        void wake(TicketEvent.Cause cause) {
            if (ticket.snoozedUntil().isPresent()) {
                add(new TicketEvent.Woken(stamp(), cause));
            }
        }

        /** Nobody wants to be reminded of a ticket that needs nothing any more. */
        void wakeIfFinished(TicketEvent.Cause cause) {
            if (ticket.phase().isFinished()) {
                wake(cause);
            }
        }

        void take(Transition transition, TicketEvent.Cause cause, Map<String, FieldValue> given) {
            add(new TicketEvent.StatusChanged(stamp(), transition.action(), transition.from(), transition.to(), cause,
                    given));
            wakeIfFinished(cause);
            List<Effect> effects = transition.effects();
            for (int i = 0; i < effects.size(); i++) { // by index: an iterator would be one more allocation
                apply(effects.get(i));
            }
        }

        private void apply(Effect effect) {
            switch (effect) {
                case Effect.AssignToActor e -> assign(Optional.of(actor.id()), ticket.team());
                case Effect.Unassign e -> assign(Optional.empty(), ticket.team());
                case Effect.AddTag e -> {
                    if (ticket.tags().size() < Ticket.MAX_TAGS) { // a rule must not fail because of a tag
                        tag(Set.of(Tag.of(e.tag())), Set.of());
                    }
                }
                case Effect.RemoveTag e -> tag(Set.of(), Set.of(Tag.of(e.tag())));
                case Effect.ClearField e -> clear(e.field());
            }
        }

        private void clear(String field) {
            if (ticket.fields().containsKey(field)) {
                fill(Map.of(), Set.of(field));
            }
        }

        Decision.Accepted accepted() {
            return new Decision.Accepted(ticket, events);
        }
    }
}
