package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.access.AccessDeniedException;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.Operation;
import io.opora.access.SecretLink;
import io.opora.event.EventConsumer;
import io.opora.event.Listeners;
import io.opora.event.OutboxStore;
import io.opora.event.Relay;
import io.opora.routing.Automation;
import io.opora.routing.Catalog;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.sla.SlaPolicy;
import io.opora.workflow.Guard;
import io.opora.workflow.Phase;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickets of a desk: the door through which they are opened, changed and read.
 *
 * <p>
 * Each command is checked against what its type declares, decided by the rules of the ticket's workflow, and stored together
 * with its events in one atomic step, in the caller's own transaction if the store can join one. What comes back is the ticket
 * as it is then. What goes wrong is said by exception, and then nothing was changed:
 * <ul>
 * <li>{@link InvalidInputException}: the input breaks its declarations; lists every violation;
 * <li>{@link NotFoundException}: there is no such ticket, or the actor may not know that there is;
 * <li>{@link AccessDeniedException}: the {@link AccessPolicy} does not permit this to the actor;
 * <li>{@link TransitionNotAllowedException}, {@link CommandRefusedException}: a rule says no; lists every reason;
 * <li>{@link TicketConflictException}: others changed the ticket first; tells what they did;
 * <li>{@link IdempotencyKey.ReusedException}: the key stands for another command;
 * <li>{@link StorageException}: the store failed, and whether anything was changed is unknown;
 * <li>{@link ClosedException}: the desk was closed.
 * </ul>
 *
 * <p>
 * Messages, notes, tags, links and participants commute with whatever others do: they are decided again on the newer state. Every other
 * command conflicts when the ticket has changed since the version that the caller {@linkplain CommandOptions#seen saw}, or
 * while it was being decided. What the {@linkplain ServiceLevels service levels} record meanwhile is in nobody's way.
 *
 * <p>
 * A ticket that was {@linkplain Merge merged} still takes messages, which reach the ticket where its conversation goes on as
 * well, and notes and tags. Whatever else is asked of it is refused, naming that ticket.
 *
 * <p>
 * Safe for use by any number of threads. Holds a validator until it is closed; closes neither store nor clock.
 */
public final class Tickets implements AutoCloseable {

    /** The most events that {@link #history} gives at once. */
    public static final int MAX_HISTORY_PAGE = 1_000;

    /** The most tickets that {@link #tick} looks at in one call. */
    public static final int MAX_TICK = 10_000;

    /** The most tickets that {@link #handleAll} takes at once. */
    public static final int MAX_BULK = 200;

    /** The name under which automation is told of events, which no other consumer can have. */
    public static final String AUTOMATION = "automation";
    private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);

    /** How often a commuting command is decided again; each time, somebody else has succeeded. */
    private static final int MAX_ATTEMPTS = 10_000;

    private final TicketStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Locale defaultLocale;
    private final Map<Workflow.Ref, TicketLifecycle> lifecycles;
    private final Map<RequestKind, TicketLifecycle> lifecyclesByKind;
    private final TicketLifecycle defaultLifecycle;
    private final JointCommands joint;
    private final Duplicates duplicates;
    private final FieldSet fields;
    private final TicketFacts facts;
    private final Gate gate;
    private final TicketLinks links;
    private final Clocks clocks;
    private final ServiceLevels sla;
    private final Optional<RuleSet> routing;
    private final Optional<TicketRules.Classifier> classifier;
    private final Macros macros;
    private final Automations automations;
    private final HandingOut handingOut;
    private final TicketRules rules;
    private final People people;
    private final Configuration configuration;
    private final Listeners<TicketEvent> listeners;
    private final BiFunction<? super Operation, Supplier<Ticket>, Ticket> around;
    private final Optional<TicketEvents> events;
    private final InputValidator validator = new InputValidator();
    private volatile boolean closed;

    private Tickets(Builder builder) {
        store = builder.store;
        clock = builder.clock;
        random = builder.random;
        defaultLocale = builder.locale;
        fields = builder.fields.with(builder.workflows.values());
        facts = TicketFacts.of(fields, builder.workflows.values());
        lifecycles = new HashMap<>();
        builder.workflows
                .forEach((ref, workflow) -> lifecycles.put(ref, TicketLifecycle.of(workflow, builder.guards, fields)));
        lifecyclesByKind = new HashMap<>();
        builder.workflowsByKind.forEach((kind, ref) -> lifecyclesByKind.put(kind, lifecycle(ref)));
        defaultLifecycle = lifecycle(builder.defaultWorkflow.ref());
        duplicates = new Duplicates(store, builder.duplicates);
        joint = new JointCommands(store, random, this::admit, this::lifecycle, this::lifecycle);
        gate = new Gate(builder.access, store.links());
        links = new TicketLinks(this, gate, store, new Attempts(builder.linkAttempts, builder.linkWindow),
                random);
        clocks = new Clocks(store, builder.sla);
        sla = new ServiceLevels(this, gate, store, clocks);
        routing = builder.routing.map(set -> RuleSet.fromJson(set.toJson(), facts.requests()));
        classifier = builder.classifier;
        macros = new Macros(builder.checkedMacros(facts.catalog()), gate, validator);
        automations = new Automations(builder.checkedAutomation(facts.catalog()), store, macros);
        handingOut = new HandingOut(store, builder.staffing.values());
        people = new People(this, gate, store, builder.places.values());
        configuration = new Configuration(this, gate, builder.configuration, builder.documents(fields));
        rules = new TicketRules(this, store, gate, macros, automations);
        listeners = Listeners.of(builder.listeners, builder.listenerErrors);
        around = builder.around;
        events = builder.outbox.map(outbox -> new TicketEvents(store, outbox, Relay.of(outbox,
                (stream, sequence) -> TicketEvents.read(store, stream, sequence), consumers(builder), builder.relay,
                clock, random), gate, this::requireOpen));
    }

    /**
     * Begins to build the tickets of a desk.
     *
     * @param store where they are kept
     * @return a builder with the defaults that its methods describe
     */
    public static Builder builder(TicketStore store) {
        return new Builder(requireNonNull(store, "store"));
    }

    private List<EventConsumer<TicketEvent>> consumers(Builder builder) {
        List<EventConsumer<TicketEvent>> all = new ArrayList<>(builder.consumers);
        builder.acknowledgement.ifPresent(how -> {
            Attempts attempts = new Attempts(how.most(), how.window());
            all.add(EventConsumer.of(Acknowledgement.CONSUMER, TicketEvent.Opened.class,
                    told -> how.acknowledge(told.event(), this, store, attempts)));
        });
        if (builder.listensForEvents()) {
            all.add(new EventConsumer<>(AUTOMATION, automations::listensFor, told -> automate(told.event())));
        }
        return all;
    }

    /** {@return the macros of the desk, and what rules would do before they do it; always the same object} */
    public TicketRules rules() {
        return rules;
    }

    /** {@return the configuration of the desk and the trail of its changes; always the same object} */
    public Configuration configuration() {
        return configuration;
    }

    /** {@return the door to erase and export persons; always the same object} */
    public People people() {
        return people;
    }

    /** {@return the secret links to these tickets; always the same object} */
    public TicketLinks links() {
        return links;
    }

    /** {@return the service levels of these tickets; always the same object} */
    public ServiceLevels sla() {
        return sla;
    }

    /**
     * Opens a ticket.
     *
     * @param actor who asks
     * @param command what is asked for
     * @return the ticket, with the number to tell the customer
     * @throws io.opora.SupportException as the class says
     */
    public Ticket open(Actor actor, OpenTicket command) {
        return open(actor, command, CommandOptions.NONE);
    }

    /**
     * Opens a ticket.
     *
     * @param actor who asks
     * @param command what is asked for
     * @param options a key under which the command opens only one ticket; a seen version has no meaning here
     * @return the ticket, with the number to tell the customer
     * @throws io.opora.SupportException as the class says
     */
    public Ticket open(Actor actor, OpenTicket command, CommandOptions options) {
        requireOpen();
        return around.apply(Operation.OPEN, () -> opened(actor, command, options));
    }

    private Ticket opened(Actor actor, OpenTicket command, CommandOptions options) {
        gate.requireOpening(actor, command.kind());
        OpenTicket complete = withRequester(actor, command);
        Submission submission = new Submission(actor, options, Fingerprint.of(complete));
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Ticket> answered = answered(submission);
            if (answered.isPresent()) {
                return answered.get();
            }
            Instant now = now();
            TicketId id = TicketId.generate(now, random);
            TicketNumber number = store.reserveNumber();
            Decision.Accepted opened = clocks.judged(Sorting.open(routing, classifier, this::lifecycle, complete.kind(),
                    lifecycle -> lifecycle.open(complete, id, number, defaultLocale, actor, now)));
            if (append(submission, opened) == TicketStore.AppendResult.STORED) {
                return opened.ticket();
            }
        }
        throw outOfAttempts();
    }

    /** A request as it would be opened, without the rules that sort it; nothing of it is stored. */
    Decision.Accepted draft(Actor actor, OpenTicket request) {
        gate.requireOpening(actor, request.kind());
        Instant now = now();
        return lifecycle(request.kind()).open(withRequester(actor, request), TicketId.generate(now, random),
                TicketNumber.of(1), defaultLocale, actor, now);
    }

    /** What would come of a macro. */
    Decision decideMacro(Ticket ticket, ApplyMacro command, Actor actor) {
        validator.require("command", command);
        return macros.decide(lifecycle(ticket.workflow()), ticket, command, actor, now());
    }

    /**
     * Finds the tickets that a request would repeat if it were opened now, so that whoever asks can be shown them first.
     * Opens nothing. Looks at a bounded number of tickets: the latest of the requester and the latest of anybody.
     *
     * @param actor who asks; a customer is told of their own tickets only
     * @param request what would be asked for
     * @return the likely duplicates that were opened within the {@linkplain Duplicate.Rules#window window}, the likeliest
     *         first, at most 10; merged tickets are not among them
     * @throws InvalidInputException if the request breaks its declarations; lists every violation
     */
    public List<Duplicate> duplicatesOf(Actor actor, OpenTicket request) {
        requireOpen();
        gate.requireOpening(actor, request.kind());
        OpenTicket complete = withRequester(actor, request);
        return duplicates.of(complete.requester().orElseThrow().id(), complete, now(), actor.isCustomer(),
                mayView(actor));
    }

    /**
     * Finds the tickets that a ticket repeats, among those that were opened before it, as
     * {@link #duplicatesOf(Actor, OpenTicket)} does for a request.
     *
     * @param actor who asks; a customer is told of their own tickets only
     * @param id the ticket
     * @return the likely duplicates, the likeliest first, at most 10
     * @throws NotFoundException if there is no such ticket, or it is another customer's
     */
    public List<Duplicate> duplicatesOf(Actor actor, TicketId id) {
        requireOpen();
        return duplicates.of(admit(actor, Operation.VIEW, id), actor.isCustomer(), mayView(actor));
    }

    private Predicate<Ticket> mayView(Actor actor) {
        return ticket -> gate.permits(actor, Operation.VIEW, ticket, now());
    }

    /** {@return the fields that tickets may have: those that the desk was built with, and those that its workflows name} */
    public FieldSet fields() {
        return fields;
    }

    /**
     * {@return what conditions may ask about these tickets, with any kind and team; the same as of {@link TicketFacts#of}, for
     * rules that are written while the desk runs}
     */
    public TicketFacts facts() {
        return facts;
    }

    private OpenTicket withRequester(Actor actor, OpenTicket command) {
        List<Violation> violations = new ArrayList<>();
        if (actor.isCustomer() && !command.requester().map(who -> who.id().equals(actor.id())).orElse(true)) {
            violations.add(new Violation("requester.id", "own-id", "a customer asks in their own name only"));
        } else if (!actor.isCustomer() && command.requester().isEmpty()) {
            violations.add(new Violation("requester", "required", "staff say for whom they open a ticket"));
        }
        violations.addAll(fields.read(command.fields(), command.kind(), actor.isCustomer()).violations());
        validator.require("request", command, violations.toArray(Violation[]::new));
        return command.requester().isPresent() ? command : command.withRequester(Requester.of(actor.id()));
    }

    /**
     * Does what a command asks of a ticket.
     *
     * @param actor who asks
     * @param id the ticket
     * @param command what is asked for
     * @return the ticket after it; another one than was asked for if a customer's reply came too late and continues the
     *         matter in a {@linkplain Ticket.FollowUps follow-up ticket}, and the new one after a {@link Split}
     * @throws io.opora.SupportException as the class says
     */
    public Ticket handle(Actor actor, TicketId id, TicketCommand command) {
        return handle(actor, id, command, CommandOptions.NONE);
    }

    /**
     * Does what a command asks of a ticket.
     *
     * @param actor who asks
     * @param id the ticket
     * @param command what is asked for
     * @param options a key under which the command takes effect only once, and the version that the caller saw
     * @return the ticket after it; another one than was asked for if a customer's reply came too late and continues the
     *         matter in a {@linkplain Ticket.FollowUps follow-up ticket}, and the new one after a {@link Split}
     * @throws io.opora.SupportException as the class says
     */
    public Ticket handle(Actor actor, TicketId id, TicketCommand command, CommandOptions options) {
        requireOpen();
        requireNonNull(id, "id");
        Operation operation = operation(command);
        return around.apply(operation, () -> handled(actor, id, command, options, operation));
    }

    private Ticket handled(Actor actor, TicketId id, TicketCommand command, CommandOptions options,
            Operation operation) {
        Submission submission = new Submission(actor, options, Fingerprint.of(id, command));
        Optional<TicketId> redirected = Optional.empty();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Ticket asked = admit(actor, operation, id);
            if (attempt == 0) {
                // whoever may not do this is told neither what is wrong with it nor what was answered before
                validator.require("command", command, faultsOfFields(actor, command));
            }
            Optional<Ticket> answered = answered(submission);
            if (answered.isPresent()) {
                return answered.get();
            }
            // who may reply to a ticket need not see the one that continues it
            Ticket ticket = redirected.isEmpty() ? asked : find(redirected.get());
            if (command instanceof ChangeWorkflow change) {
                lifecycle(change.map().to());
            }
            Optional<TicketConflictException> conflict = conflict(ticket, command, options, actor);
            if (conflict.isPresent()) {
                return answered(submission).orElseThrow(conflict::get);
            }
            TicketLifecycle lifecycle = lifecycle(ticket.workflow());
            Instant now = now();
            switch (decide(lifecycle, ticket, command, actor, now)) {
                case Decision.Refused refused -> {
                    // the same command may have been done, under the same key, while this one was being decided
                    return answered(submission)
                            .orElseThrow(() -> refusal(ticket, command, refused.reasons(), lifecycle, actor, now));
                }
                case Decision.FollowUp followUp when followUp.ticket().followUps().next().isPresent() ->
                    redirected = followUp.ticket().followUps().next();
                case Decision.FollowUp followUp -> {
                    TicketId next = TicketId.generate(now, random);
                    TicketNumber number = store.reserveNumber();
                    Decision.Accepted opened = Sorting.open(routing, classifier, this::lifecycle,
                            followUp.ticket().kind(),
                            rules -> rules.openFollowUp(followUp.ticket(), (Reply) command, next, number, actor, now));
                    Decision.Accepted linked = lifecycle.linkFollowUp(followUp.ticket(), opened.ticket().id(), actor,
                            now);
                    Decision.Accepted both = clocks.judged(opened.with(List.of(linked)));
                    if (append(submission, both) == TicketStore.AppendResult.STORED) {
                        return both.ticket();
                    }
                }
                case Decision.Accepted decided -> {
                    Decision.Accepted accepted = clocks.judged(decided);
                    TicketStore.AppendResult result = append(submission, accepted);
                    if (result == TicketStore.AppendResult.STORED) {
                        return accepted.ticket();
                    }
                    if (result == TicketStore.AppendResult.OVERTAKEN && !TicketLifecycle.commutes(command)) {
                        Ticket current = find(ticket.id());
                        // nobody said to have seen the other tickets of the command: if one of those changed, once more
                        if (!onlyClocksMoved(ticket.id(), ticket.version())
                                && (!(command instanceof TicketCommand.Joint)
                                        || current.version() != ticket.version())) {
                            return answered(submission).orElseThrow(() -> conflict(ticket.version(), current, actor));
                        }
                    }
                }
            }
        }
        throw outOfAttempts();
    }

    /**
     * Does what a command asks of many tickets, of one after the other: what is refused for one of them is done for the others.
     *
     * @param actor who asks
     * @param ids the tickets, at most {@value #MAX_BULK}; one that is named twice is asked once
     * @param command what is asked for
     * @return what became of each, in their order
     * @throws InvalidInputException if the command breaks its declarations or there are too many tickets; nothing was changed
     * @throws StorageException if the store failed; what was done before stays done
     * @throws ClosedException if the desk was closed
     */
    public Map<TicketId, BulkOutcome> handleAll(Actor actor, Collection<TicketId> ids, TicketCommand command) {
        return handleAll(actor, ids, command, Optional.empty());
    }

    /**
     * Does what a command asks of many tickets, at most once for each however often it is sent under one key.
     *
     * @param actor who asks
     * @param ids the tickets, at most {@value #MAX_BULK}; one that is named twice is asked once
     * @param command what is asked for
     * @param key the key; the command has the key {@code "<key>/<ticket id>"} for each ticket
     * @return what became of each, in their order
     * @throws InvalidInputException if the command breaks its declarations, there are too many tickets, or the key is longer
     *         than {@value IdempotencyKey#MAX_LENGTH} characters with an id behind it; nothing was changed
     * @throws IdempotencyKey.ReusedException if the key stands for another command; what was done before stays done
     * @throws StorageException if the store failed; what was done before stays done, and is not done again under the same key
     * @throws ClosedException if the desk was closed
     */
    public Map<TicketId, BulkOutcome> handleAll(Actor actor, Collection<TicketId> ids, TicketCommand command,
            IdempotencyKey key) {
        return handleAll(actor, ids, command, Optional.of(key));
    }

    private Map<TicketId, BulkOutcome> handleAll(Actor actor, Collection<TicketId> ids, TicketCommand command,
            Optional<IdempotencyKey> key) {
        requireOpen();
        Set<TicketId> all = new LinkedHashSet<>(ids);
        if (all.size() > MAX_BULK) {
            throw new InvalidInputException("tickets", new Violation("ids", "size",
                    "must be at most " + MAX_BULK + " tickets, not " + all.size()));
        }
        Map<TicketId, BulkOutcome> outcomes = new LinkedHashMap<>();
        for (TicketId id : all) {
            outcomes.put(id, outcome(actor, id, command,
                    key.map(each -> CommandOptions.key(each + "/" + id)).orElse(CommandOptions.NONE)));
        }
        return Collections.unmodifiableMap(outcomes);
    }

    private BulkOutcome outcome(Actor actor, TicketId id, TicketCommand command, CommandOptions options) {
        try {
            return new BulkOutcome.Done(handle(actor, id, command, options));
        } catch (CommandRefusedException e) {
            return new BulkOutcome.Refused(e.reasons());
        } catch (AccessDeniedException e) {
            return new BulkOutcome.Refused(List.of(Reason.of("access-denied", String.valueOf(e.getMessage()))));
        } catch (TicketConflictException e) {
            return new BulkOutcome.Conflict(e.current(), e.won());
        } catch (NotFoundException e) {
            return new BulkOutcome.NotFound();
        }
    }

    private Decision decide(TicketLifecycle lifecycle, Ticket ticket, TicketCommand command, Actor actor, Instant now) {
        if (command instanceof TicketCommand.Joint together) {
            return joint.decide(ticket, together, actor, now);
        }
        if (command instanceof ApplyMacro apply) {
            return macros.decide(lifecycle, ticket, apply, actor, now);
        }
        return command instanceof Reply reply && ticket.related().isMerged() && !reply.origin().isAutomatic()
                ? joint.relay(ticket, reply, actor, now)
                : lifecycle.decide(ticket, command, actor, now);
    }

    private Violation[] faultsOfFields(Actor actor, TicketCommand command) {
        Map<String, String> given = command instanceof Move move
                ? move.fields()
                : command instanceof SetFields set ? set.fields() : Map.of();
        return fields.read(given, actor.isCustomer()).violations().toArray(Violation[]::new);
    }

    /** What the access policy calls a command. */
    private static Operation operation(TicketCommand command) {
        return switch (command) {
            case Reply c -> Operation.REPLY;
            case Move c -> Operation.MOVE;
            case AddNote c -> Operation.NOTE;
            case Assign c -> Operation.ASSIGN;
            case Prioritize c -> Operation.PRIORITIZE;
            case Classify c -> Operation.CLASSIFY;
            case ChangeTags c -> Operation.TAG;
            case ChangeWorkflow c -> Operation.CHANGE_WORKFLOW;
            case Merge c -> Operation.MERGE;
            case Unmerge c -> Operation.UNMERGE;
            case Split c -> Operation.SPLIT;
            case Link c -> Operation.RELATE;
            case Unlink c -> Operation.RELATE;
            case SetFields c -> Operation.CHANGE_FIELDS;
            case Snooze c -> Operation.SNOOZE;
            case Rate c -> Operation.RATE;
            case AddParticipant c -> Operation.CHANGE_PARTICIPANTS;
            case RemoveParticipant c -> Operation.CHANGE_PARTICIPANTS;
            case ApplyMacro c -> Operation.APPLY_MACRO;
        };
    }

    private Optional<TicketConflictException> conflict(Ticket ticket, TicketCommand command, CommandOptions options,
            Actor actor) {
        if (options.seen().isEmpty() || TicketLifecycle.commutes(command)) {
            return Optional.empty();
        }
        long seen = options.seen().getAsLong();
        if (seen < 1 || seen > ticket.version()) {
            throw new InvalidInputException("command options", new Violation("seen", "version",
                    "the ticket has the versions 1 to " + ticket.version() + ", none was ever " + seen));
        }
        return seen == ticket.version() || onlyClocksMoved(ticket.id(), seen)
                ? Optional.empty()
                : Optional.of(conflict(seen, ticket, actor));
    }

    /** Whether nobody did anything since a version: what service levels record is in nobody's way. */
    private boolean onlyClocksMoved(TicketId id, long since) {
        List<TicketEvent> events = store.history(id, since, MAX_HISTORY_PAGE);
        return !events.isEmpty() && events.size() < MAX_HISTORY_PAGE
                && events.stream().allMatch(event -> event instanceof TicketEvent.LevelReached
                        || event instanceof TicketEvent.ServiceLevelChanged);
    }

    private TicketConflictException conflict(long seen, Ticket current, Actor actor) {
        List<TicketEvent> won = store.history(current.id(), seen, MAX_HISTORY_PAGE);
        return new TicketConflictException(seen, current, actor.isCustomer()
                ? won.stream().filter(event -> CustomerView.entry(event).isPresent()).toList()
                : won);
    }

    private static CommandRefusedException refusal(Ticket ticket, TicketCommand command, List<Reason> reasons,
            TicketLifecycle lifecycle, Actor actor, Instant now) {
        return command instanceof Move move
                ? new TransitionNotAllowedException(ticket, move.action(), reasons, lifecycle.moves(ticket, actor, now))
                : new CommandRefusedException("Ticket " + ticket.number() + " stays as it is", reasons);
    }

    /** What became of one ticket when a command was sent to many with {@link Tickets#handleAll}. */
    public sealed interface BulkOutcome {

        /**
         * It was done.
         *
         * @param ticket what {@link Tickets#handle} returns
         */
        record Done(Ticket ticket) implements BulkOutcome {

            /** Checks that nothing is missing. */
            public Done {
                requireNonNull(ticket, "ticket");
            }
        }

        /**
         * A rule or a missing right forbids it.
         *
         * @param reasons every reason, at least one; {@code access-denied} if the actor may not do this
         */
        record Refused(List<Reason> reasons) implements BulkOutcome {

            /** Takes an unmodifiable copy of the reasons. */
            public Refused {
                reasons = List.copyOf(reasons);
            }
        }

        /**
         * Others changed the ticket at the same moment.
         *
         * @param current the ticket as it is now
         * @param won what they did
         */
        record Conflict(Ticket current, List<TicketEvent> won) implements BulkOutcome {

            /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
            public Conflict {
                requireNonNull(current, "current");
                won = List.copyOf(won);
            }
        }

        /** There is no such ticket, or none that the actor may know of; or something that the command names is not there. */
        record NotFound() implements BulkOutcome {}
    }

    /** A command on its way: who sent it, with which options, and what makes it the same command. */
    private record Submission(Actor actor, CommandOptions options, String fingerprint) {}

    private Optional<Ticket> answered(Submission submission) {
        return submission.options().key().flatMap(key -> store.findAnswer(submission.actor().id(), key))
                .map(answer -> {
                    if (!answer.fingerprint().equals(submission.fingerprint())) {
                        throw new IdempotencyKey.ReusedException(answer.key());
                    }
                    return atVersion(answer.ticket(), answer.version());
                });
    }

    private TicketStore.AppendResult append(Submission submission, Decision.Accepted accepted) {
        Set<SecretLink.Id> ended = new HashSet<>();
        all(accepted).flatMap(change -> change.events().stream()).forEach(event -> {
            if (event instanceof TicketEvent.ParticipantRemoved removed) {
                ended.addAll(links.of(event.stamp().ticket(), removed.participant()));
            }
        });
        return append(submission, accepted, new LinkStore.Changes(List.of(), ended));
    }

    private static Stream<Decision.Accepted> all(Decision.Accepted accepted) {
        return Stream.concat(Stream.of(accepted), accepted.others().stream());
    }

    private TicketStore.AppendResult append(Submission submission, Decision.Accepted accepted,
            LinkStore.Changes linkChanges) {
        return append(submission, accepted, linkChanges, Optional.empty());
    }

    private TicketStore.AppendResult append(Submission submission, Decision.Accepted accepted,
            LinkStore.Changes linkChanges, Optional<TicketCommit.Turn> turn) {
        List<TicketChange> changes = all(accepted).filter(change -> !change.events().isEmpty())
                .map(change -> new TicketChange(change.ticket(), change.events(),
                        wakeAt(change.ticket(), change.events())))
                .toList();
        Ticket result = accepted.ticket();
        Optional<TicketCommit.Answer> answer = submission.options().key()
                .map(key -> new TicketCommit.Answer(submission.actor().id(), key, submission.fingerprint(), result.id(),
                        result.version()));
        if (changes.isEmpty() && answer.isEmpty()) {
            return TicketStore.AppendResult.STORED;
        }
        TicketStore.AppendResult appended = store.append(new TicketCommit(changes, answer, linkChanges,
                events.map(told -> told.entries(changes)).orElse(List.of()), Optional.empty(), turn));
        if (appended == TicketStore.AppendResult.STORED) {
            changes.forEach(change -> change.events().forEach(listeners::tell));
            changes.stream().map(TicketChange::ticket).filter(handingOut::isWaiting).forEach(this::handOut);
        }
        return appended;
    }

    /** Gives a waiting request to somebody, chosen again as often as others are faster; tells whether anybody could take it. */
    private boolean handOut(Ticket asStored) {
        Ticket ticket = asStored;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<HandingOut.Offer> offer = handingOut.offer(ticket, now());
            if (offer.isEmpty()) {
                return false;
            }
            if (append(new Submission(Actor.SYSTEM, CommandOptions.NONE, ""), clocks.judged(offer.get().accepted()),
                    LinkStore.Changes.NONE, Optional.of(offer.get().turn())) == TicketStore.AppendResult.STORED) {
                return true;
            }
            ticket = find(ticket.id());
            if (!handingOut.isWaiting(ticket)) {
                return false;
            }
        }
        throw outOfAttempts();
    }

    /** Hands out what has waited, until nobody of a team can take more. */
    private int handOutWaiting(int limit) {
        int changed = 0;
        for (List<Ticket> ofTeam : handingOut.waiting(limit)) {
            for (Ticket ticket : ofTeam) {
                if (handOut(ticket)) {
                    changed++;
                } else if (!handingOut.hasRoom(ticket)) {
                    break;
                }
            }
        }
        return changed;
    }

    private Optional<Instant> wakeAt(Ticket ticket, List<TicketEvent> fresh) {
        return Stream.of(lifecycle(ticket.workflow()).wakeAt(ticket), automations.next(ticket, fresh),
                handingOut.returnsAt(ticket, fresh))
                .flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** Lets the rules of automation speak of an event, one after the other. */
    private void automate(TicketEvent event) {
        Optional<Decision.Accepted> applied;
        do {
            Instant now = now();
            applied = store.find(event.stamp().ticket())
                    .flatMap(ticket -> automations.hears(event, ticket, lifecycle(ticket.workflow()), now));
            // whether it was stored or somebody was faster, the rules are asked again about what is there now
            applied.map(clocks::judged).ifPresent(this::store);
        } while (applied.isPresent());
    }

    /** What becomes of a ticket's links, and the event that says so. */
    record LinkStep(Decision.Accepted accepted, LinkStore.Changes changes) {}

    /** Changes links of a ticket, decided again on the newer state as often as others are faster. */
    LinkStep changeLinks(Actor actor, TicketId id, Function<Ticket, LinkStep> decision) {
        Submission submission = new Submission(actor, CommandOptions.NONE, "");
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            LinkStep step = decision.apply(admit(actor, Operation.MANAGE_LINKS, id));
            if (append(submission, step.accepted(), step.changes()) == TicketStore.AppendResult.STORED) {
                return step;
            }
        }
        throw outOfAttempts();
    }

    private static StorageException outOfAttempts() {
        return new StorageException("Others changed the ticket first " + MAX_ATTEMPTS
                + " times in a row. Nothing was changed; try again later", null);
    }

    /**
     * Does what time alone does: reminds, solves, closes, as the workflows of the tickets say, brings back what was put aside,
     * records what the service levels have due, with what that wants done, applies macros as rules that wait say, takes back what
     * nobody has touched, and hands out what waits in staffed teams, up to 100 requests of each. A host calls this every now and then,
     * on any number of nodes; each thing is done exactly once, late rather than never.
     *
     * @param limit the most tickets to look at, 1 to {@value #MAX_TICK}
     * @return how many tickets were changed; call again while this is not 0 to catch up
     * @throws InvalidInputException if the limit is out of range
     * @throws StorageException if the store failed; what was done before stays done
     * @throws ClosedException if the desk was closed
     */
    public int tick(int limit) {
        requireOpen();
        requireLimit(limit, MAX_TICK);
        Instant now = now();
        int changed = 0;
        Set<TicketId> idle = new HashSet<>();
        for (TicketId id : store.due(now, limit)) {
            Optional<Decision.Accepted> passed = store.find(id).map(ticket -> timePassed(ticket, now))
                    .filter(accepted -> !accepted.events().isEmpty());
            if (passed.isEmpty()) {
                idle.add(id);
            } else if (store(passed.get())) {
                // whoever overtakes has changed the ticket and its wake-up: there is nothing left to do here then
                changed++;
            }
        }
        changed += handOutWaiting(limit);
        return idle.isEmpty() ? changed : changed + rewind(idle, now, limit);
    }

    /** Sets timers anew that were set by rules which are there no longer: they would be due for ever. */
    private int rewind(Set<TicketId> idle, Instant now, int limit) {
        int changed = 0;
        for (TicketId id : store.due(now, limit)) {
            Optional<Ticket> ticket = idle.contains(id) ? store.find(id) : Optional.empty();
            if (ticket.isPresent() && wakeAt(ticket.get(), List.of()).filter(at -> !at.isAfter(now)).isEmpty()) {
                Decision.Accepted told = Macros.explained(ticket.get(), Actor.SYSTEM, now,
                        TicketEvent.Explained.Origin.TIMER, "timer", List.of(), List.of("no rule waits for it now"), 0);
                changed += store(told) ? 1 : 0;
            }
        }
        return changed;
    }

    private Decision.Accepted timePassed(Ticket ticket, Instant now) {
        TicketLifecycle lifecycle = lifecycle(ticket.workflow());
        if (Clocks.areDue(ticket, lifecycle.wakeAt(ticket), now)) {
            return clocks.timePassed(ticket, now);
        }
        Decision.Accepted passed = lifecycle.timePassed(ticket, now);
        return clocks.judged(passed.events().isEmpty()
                ? automations.wakes(ticket, lifecycle, now).or(() -> handingOut.returned(ticket, now)).orElse(passed)
                : passed);
    }

    /** Erases a person from a ticket, as often as others are faster; tells whether there was anything to erase. */
    boolean erase(Actor actor, TicketId id, ActorId person) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Ticket ticket = find(id);
            Erasure erasure = new Erasure(ticket, person, random);
            List<TicketEvent> history = Histories.until(store, id, ticket.version());
            List<TicketEvent> replaced = history.stream().filter(erasure::concerns).map(erasure::erased).toList();
            if (replaced.isEmpty()) {
                return false;
            }
            TicketEvent erased = new TicketEvent.Erased(new TicketEvent.Stamp(id, ticket.version() + 1,
                    Stream.of(now(), ticket.updatedAt()).max(Comparator.naturalOrder()).orElseThrow(), actor));
            Ticket after = Ticket.replay(history.stream().map(erasure::erased).toList()).apply(erased);
            List<TicketChange> changes = List.of(new TicketChange(after, List.of(erased), replaced,
                    wakeAt(after, List.of(erased))));
            if (store.append(new TicketCommit(changes, Optional.empty(),
                    new LinkStore.Changes(List.of(), links.of(id, person)),
                    events.map(told -> told.entries(changes)).orElse(List.of()),
                    Optional.of(person), Optional.empty())) == TicketStore.AppendResult.STORED) {
                listeners.tell(erased);
                return true;
            }
        }
        throw outOfAttempts();
    }

    /** Stores what the desk itself makes of a ticket, if that is anything and nobody was faster. */
    boolean store(Decision.Accepted accepted) {
        return !accepted.events().isEmpty() && append(new Submission(Actor.SYSTEM, CommandOptions.NONE, ""),
                accepted) == TicketStore.AppendResult.STORED;
    }

    /**
     * Reads a ticket.
     *
     * @param actor who asks; customers get a {@link #customerView}
     * @param id the ticket
     * @return the ticket as it is
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#READ} it
     */
    public Ticket get(Actor actor, TicketId id) {
        requireOpen();
        return admit(actor, Operation.READ, id);
    }

    /**
     * Reads a ticket.
     *
     * @param actor who asks; customers get a {@link #customerView}
     * @param number the ticket
     * @return the ticket as it is
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#READ} it
     */
    public Ticket get(Actor actor, TicketNumber number) {
        requireOpen();
        return gate.admit(actor, Operation.READ, store.find(requireNonNull(number, "number")), number, now());
    }

    /**
     * Reads a ticket as it was.
     *
     * @param actor who asks
     * @param id the ticket
     * @param at the instant to go back to
     * @return the ticket right after everything that had happened by then, or empty if it had not been opened yet
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#READ} it
     */
    public Optional<Ticket> asOf(Actor actor, TicketId id, Instant at) {
        requireOpen();
        admit(actor, Operation.READ, id);
        return replay(id, event -> !event.stamp().at().isAfter(at));
    }

    /**
     * Reads a part of a ticket's history.
     *
     * @param actor who asks
     * @param id the ticket
     * @param after the sequence of the event behind which to begin; 0 for the beginning
     * @param limit the most events to give, 1 to {@value #MAX_HISTORY_PAGE}
     * @return the events in their order; fewer than the limit if there are no more
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#READ_HISTORY}
     * @throws InvalidInputException if the limit is out of range
     */
    public List<TicketEvent> history(Actor actor, TicketId id, long after, int limit) {
        requireOpen();
        requireLimit(limit, MAX_HISTORY_PAGE);
        admit(actor, Operation.READ_HISTORY, id);
        return store.history(id, after, limit);
    }

    /**
     * Reads a ticket as a customer may see it.
     *
     * @param actor who asks: the requester, a participant, or staff who want to see what those see
     * @param id the ticket
     * @param after 0 for the beginning, or the {@linkplain CustomerView#next() place to go on from}
     * @param limit the most entries to give, 1 to {@value #MAX_HISTORY_PAGE}
     * @return the customer's view
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#VIEW} it
     * @throws InvalidInputException if the limit is out of range
     */
    public CustomerView customerView(Actor actor, TicketId id, long after, int limit) {
        requireOpen();
        requireLimit(limit, MAX_HISTORY_PAGE);
        Ticket ticket = admit(actor, Operation.VIEW, id);
        Actor viewer = actor.isCustomer()
                ? actor
                : new Actor(ticket.requester().id(), Actor.Kind.CUSTOMER, Set.of());
        return new CustomerViewReader(store, fields, other -> gate.permits(viewer, Operation.VIEW, other, now()))
                .read(ticket, after, limit);
    }

    /**
     * Lists the moves that somebody may make with a ticket now.
     *
     * @param actor who would move it
     * @param id the ticket
     * @return the transitions, in the workflow's order; some may ask for fields
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#MOVE} it
     */
    public List<Transition> moves(Actor actor, TicketId id) {
        requireOpen();
        Ticket ticket = admit(actor, Operation.MOVE, id);
        return lifecycle(ticket.workflow()).moves(ticket, actor, now());
    }

    /**
     * Reads a page of tickets.
     *
     * @param actor who asks; what is permitted only for some teams or kinds has to be asked with a query that names them
     * @param query which tickets, in which order, from where on
     * @return the page
     * @throws AccessDeniedException if the actor may not read the {@link Operation#INBOX} as far as the query goes
     * @throws InvalidInputException if the query breaks its limits; lists every violation
     */
    public TicketPage inbox(Actor actor, TicketQuery query) {
        requireOpen();
        gate.requireQuery(actor, Operation.INBOX, query);
        return page(query);
    }

    /** A page of tickets, for whoever may see them. */
    TicketPage page(TicketQuery query) {
        boolean sameOrder = query.after().map(TicketQuery.Cursor::sort).orElse(query.sort()) == query.sort();
        validator.require("query", query, sameOrder
                ? new Violation[0]
                : new Violation[]{new Violation("after", "order",
                        "the cursor belongs to the order " + query.after().get().sort() + ", not to " + query.sort())});
        List<Ticket> found = store.find(query, query.limit() + 1);
        if (found.size() <= query.limit()) {
            return new TicketPage(found, Optional.empty());
        }
        List<Ticket> page = found.subList(0, query.limit());
        return new TicketPage(page, Optional.of(query.sort().cursor(page.getLast())));
    }

    /**
     * Counts tickets.
     *
     * @param actor who asks; what is permitted only for some teams or kinds has to be asked with a query that names them
     * @param query which tickets
     * @return how many there are in each phase; every phase is there
     * @throws AccessDeniedException if the actor may not {@link Operation#COUNT} as far as the query goes
     * @throws InvalidInputException if the query breaks its limits; lists every violation
     */
    public Map<Phase, Long> countByPhase(Actor actor, TicketQuery query) {
        requireOpen();
        gate.requireQuery(actor, Operation.COUNT, query);
        validator.require("query", query);
        Map<Phase, Long> found = store.countByPhase(query);
        Map<Phase, Long> counts = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            counts.put(phase, found.getOrDefault(phase, 0L));
        }
        return Collections.unmodifiableMap(counts);
    }

    /**
     * Shows the histories of a page of tickets, one after another: what reports are made of.
     *
     * @param actor who asks; what is permitted only for some teams or kinds has to be asked with a query that names them
     * @param query which tickets, in which order, from where on
     * @param reader is shown each ticket of the page as it is, with a way to read its whole history, by its id, and the histories of
     *        the tickets that were ever merged into it, by theirs; others are empty
     * @return where the next page begins, or empty if this was the last
     * @throws AccessDeniedException if the actor may not read {@link Operation#REPORT reports} as far as the query goes
     * @throws InvalidInputException if the query breaks its limits; lists every violation
     */
    public Optional<TicketQuery.Cursor> histories(Actor actor, TicketQuery query,
            BiConsumer<? super Ticket, ? super Function<TicketId, List<TicketEvent>>> reader) {
        requireOpen();
        requireNonNull(reader, "reader");
        gate.requireQuery(actor, Operation.REPORT, query);
        TicketPage page = page(query);
        page.tickets().forEach(ticket -> reader.accept(ticket, new HistoryReader(store, ticket.id())));
        return page.next();
    }

    /** {@return what consumers are told of the tickets' events; empty if the builder was given no outbox} */
    public Optional<TicketEvents> events() {
        requireOpen();
        return events;
    }

    /** The ticket, for somebody who may do this with it. */
    Ticket admit(Actor actor, Operation operation, TicketId id) {
        return gate.admit(actor, operation, store.find(requireNonNull(id, "id")), id, now());
    }

    /** The ticket, for the desk's own purposes. */
    Ticket find(TicketId id) {
        return store.find(id).orElseThrow(() -> new NotFoundException("ticket", id));
    }

    /** Whether a customer may see a ticket: asked wherever something could show it to them. */
    private Ticket atVersion(TicketId id, long version) {
        return store.find(id).filter(ticket -> ticket.version() == version)
                .or(() -> replay(id, event -> event.stamp().sequence() <= version))
                .orElseThrow(() -> new StorageException("Ticket " + id + " has lost its history", null));
    }

    private Optional<Ticket> replay(TicketId id, Predicate<TicketEvent> wanted) {
        Ticket ticket = null;
        long read = 0;
        while (true) {
            List<TicketEvent> page = store.history(id, read, MAX_HISTORY_PAGE);
            for (TicketEvent event : page) {
                if (!wanted.test(event)) {
                    return Optional.ofNullable(ticket);
                }
                ticket = ticket == null ? Ticket.replay(List.of(event)) : ticket.apply(event);
                read = event.stamp().sequence();
            }
            if (page.size() < MAX_HISTORY_PAGE) {
                return Optional.ofNullable(ticket);
            }
        }
    }

    private TicketLifecycle lifecycle(RequestKind kind) {
        return lifecyclesByKind.getOrDefault(kind, defaultLifecycle);
    }

    private TicketLifecycle lifecycle(Workflow.Ref ref) {
        TicketLifecycle lifecycle = lifecycles.get(ref);
        if (lifecycle == null) {
            throw new NotFoundException("workflow", ref);
        }
        return lifecycle;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void requireLimit(int limit, int max) {
        requireRange("limit", limit >= 1 && limit <= max, "must be 1 to " + max + ", not " + limit);
    }

    private static void requireRange(String what, boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidInputException(what, new Violation(what, "range", otherwise));
        }
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedException("Tickets");
        }
    }

    /** Lets go of the validator. Calls after this end in a {@link ClosedException}; calls under way end as they would. */
    @Override
    public void close() {
        closed = true;
        validator.close();
    }

    /** Builds the tickets of a desk. Not thread-safe. */
    public static final class Builder {

        private final TicketStore store;
        private final Map<Workflow.Ref, Workflow> workflows = new HashMap<>();
        private final Map<RequestKind, Workflow.Ref> workflowsByKind = new HashMap<>();
        private final Map<String, Guard<Move.Context>> guards = new HashMap<>();
        private FieldSet fields = FieldSet.none();
        private Workflow defaultWorkflow = Workflow.standard();
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();
        private Locale locale = Locale.ENGLISH;
        private Duplicate.Rules duplicates = Duplicate.Rules.STANDARD;
        private AccessPolicy access = AccessPolicy.standard();
        private int linkAttempts = 20;
        private Duration linkWindow = Duration.ofMinutes(10);
        private final List<Consumer<? super TicketEvent>> listeners = new ArrayList<>();
        private BiConsumer<? super TicketEvent, ? super Throwable> listenerErrors = (event, error) -> LOG.warn(
                "A listener failed with {} at event {} of ticket {}", error.getClass().getName(),
                event.stamp().sequence(), event.stamp().ticket());
        private Optional<OutboxStore> outbox = Optional.empty();
        private final List<EventConsumer<TicketEvent>> consumers = new ArrayList<>();
        private Relay.Policy relay = Relay.Policy.STANDARD;
        private BiFunction<? super Operation, Supplier<Ticket>, Ticket> around = (operation, work) -> work
                .get();
        private SlaPolicy.Versions sla = new SlaPolicy.Versions(List.of());
        private Optional<RuleSet> routing = Optional.empty();
        private Optional<TicketRules.Classifier> classifier = Optional.empty();
        private final List<Macro> macros = new ArrayList<>();
        private Optional<Automation> automation = Optional.empty();
        private final Map<TeamId, Staffing> staffing = new LinkedHashMap<>();
        private Optional<Acknowledgement> acknowledgement = Optional.empty();
        private Optional<ConfigurationStore> configuration = Optional.empty();
        private final Map<String, People.Place> places = new LinkedHashMap<>();

        private Builder(TicketStore store) {
            this.store = store;
        }

        /**
         * Sets the workflow that tickets follow unless their kind has one of its own; {@link Workflow#standard()} by default.
         *
         * @param workflow the workflow
         * @return this builder
         */
        public Builder workflow(Workflow workflow) {
            defaultWorkflow = requireNonNull(workflow, "workflow");
            return this;
        }

        /**
         * Gives a kind of request a workflow of its own.
         *
         * @param kind the kind
         * @param workflow the workflow that its new tickets follow
         * @return this builder
         */
        public Builder workflow(RequestKind kind, Workflow workflow) {
            add(workflow);
            workflowsByKind.put(requireNonNull(kind, "kind"), workflow.ref());
            return this;
        }

        /**
         * Keeps a workflow for the tickets that follow it already, such as an earlier version, or for tickets to be moved to
         * it.
         *
         * @param workflow the workflow
         * @return this builder
         * @throws InvalidInputException if another workflow has the same id and version
         */
        public Builder knownWorkflow(Workflow workflow) {
            add(workflow);
            return this;
        }

        /**
         * Binds the name of a guard to what it checks. A guard that throws makes the command fail with what it threw.
         *
         * @param name the name that workflows use
         * @param guard the check; has to be quick and safe for any number of threads
         * @return this builder
         */
        public Builder guard(String name, Guard<Move.Context> guard) {
            guards.put(requireNonNull(name, "name"), requireNonNull(guard, "guard"));
            return this;
        }

        /**
         * Sets the fields that tickets may have beside those that the workflows name; none by default.
         *
         * @param set the fields
         * @return this builder
         */
        public Builder fields(FieldSet set) {
            fields = requireNonNull(set, "fields");
            return this;
        }

        /**
         * Sets the clock; the machine's by default.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder clock(InstantSource source) {
            clock = requireNonNull(source, "clock");
            return this;
        }

        /**
         * Sets where the random part of ticket ids comes from; a {@link SecureRandom} by default.
         *
         * @param generator a generator that is safe for any number of threads
         * @return this builder
         */
        public Builder random(RandomGenerator generator) {
            random = requireNonNull(generator, "random");
            return this;
        }

        /**
         * Sets the language of requests that name none; English by default.
         *
         * @param language the language
         * @return this builder
         */
        public Builder locale(Locale language) {
            locale = requireNonNull(language, "locale");
            return this;
        }

        /**
         * Sets what counts as a sign that a request was made before; {@link Duplicate.Rules#STANDARD} by default.
         *
         * @param rules the rules
         * @return this builder
         */
        public Builder duplicates(Duplicate.Rules rules) {
            duplicates = requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Sets who may do what; {@link AccessPolicy#standard()} by default.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder access(AccessPolicy policy) {
            access = requireNonNull(policy, "access");
            return this;
        }

        /**
         * Limits how often secret links may be tried in vain; 20 times in 10 minutes by default.
         *
         * @param most the most failed attempts from one address in a window, 1 or more
         * @param window how long attempts are counted, from the first one on; longer than nothing
         * @return this builder
         * @throws InvalidInputException if a value is out of its range
         */
        public Builder linkAttempts(int most, Duration window) {
            requireRange("most", most >= 1, "must be 1 or more, not " + most);
            requireRange("window", window.isPositive(), "must be longer than nothing, not " + window);
            linkAttempts = most;
            linkWindow = window;
            return this;
        }

        /**
         * Has somebody within the process told of every event as soon as it is stored: for what may be missed when the process
         * dies, such as a screen to refresh. Listeners are called on the thread of the command, before it returns, one after
         * the other in the order in which they were added; what several threads do to one ticket at the same time may reach
         * them in another order than that of the history, and in a transaction of the caller it may yet be rolled back. They
         * cannot veto: when one throws, the command succeeds all the same, the other listeners are told, and
         * {@link #listenerErrors} hears of it.
         *
         * @param listener is told; has to be quick and safe for any number of threads
         * @return this builder
         */
        public Builder listener(Consumer<? super TicketEvent> listener) {
            listeners.add(requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Sets what is done when a listener throws; by default the class of what was thrown is logged as a warning.
         *
         * @param handler is given the event and what was thrown; what it throws itself is logged
         * @return this builder
         */
        public Builder listenerErrors(BiConsumer<? super TicketEvent, ? super Throwable> handler) {
            listenerErrors = requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Sets what is done around each command, to time or trace it; nothing by default.
         *
         * @param value is given what the access policy calls the command, and the command as work to be done once, on the same thread;
         *        gives back what that gives, and throws on what it throws. What it throws by itself reaches whoever asked
         * @return this builder
         */
        public Builder around(BiFunction<? super Operation, Supplier<Ticket>, Ticket> value) {
            around = requireNonNull(value, "around");
            return this;
        }

        /**
         * Sets where it is kept what consumers are still to be told.
         *
         * @param store the outbox of the same storage as the tickets
         * @return this builder
         */
        public Builder outbox(OutboxStore store) {
            outbox = Optional.of(store);
            return this;
        }

        /**
         * Has a consumer told of events at least once, in the order of each ticket, by {@link TicketEvents#drain}.
         *
         * @param consumer the consumer; {@value Relay#MAX_CONSUMERS} at most
         * @return this builder
         */
        public Builder consumer(EventConsumer<TicketEvent> consumer) {
            consumers.add(requireNonNull(consumer, "consumer"));
            return this;
        }

        /**
         * Sets how long a delivery may take and how failures are tried again; {@link Relay.Policy#STANDARD} by default.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder relay(Relay.Policy policy) {
            relay = requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets what customers are promised, in all versions that ever held for tickets of this desk or will; nothing by default.
         * Every node of a desk is given the same. After a change, {@link ServiceLevels#renew} looks at open tickets again.
         *
         * @param versions the versions of the policy, built against {@link TicketFacts#tickets()}
         * @return this builder
         */
        public Builder sla(SlaPolicy.Versions versions) {
            sla = requireNonNull(versions, "sla");
            return this;
        }

        /**
         * Sets the rules that sort new requests, follow-ups included; none by default. What they make of a request is stored
         * together with its opening, as events by {@link Actor#SYSTEM}, with the rules that spoke and why, for the staff. They do
         * not override what the request says itself: a kind other than {@link RequestKind#UNSORTED}, a priority other than
         * {@link Priority#NORMAL}, its tags. A kind that they set decides which workflow the ticket follows. A ticket that a split
         * makes is not sorted: whoever splits says what it is about.
         *
         * @param rules the rules, checked against {@link TicketFacts#requests()} of this desk when it is built
         * @return this builder
         */
        public Builder routing(RuleSet rules) {
            routing = Optional.of(rules);
            return this;
        }

        /**
         * Sets what says of what kind new requests are and which team gets them, where neither the request nor a rule says so; none by
         * default. What it says is stored like what rules say, with its reasons.
         *
         * @param value the classifier
         * @return this builder
         */
        public Builder classifier(TicketRules.Classifier value) {
            classifier = Optional.of(value);
            return this;
        }

        /**
         * Adds macros, to be applied with {@link ApplyMacro} or by automation.
         *
         * @param more the macros, checked against {@link TicketFacts#catalog()} of this desk when it is built; each id once
         * @return this builder
         */
        public Builder macros(Macro... more) {
            macros.addAll(Arrays.asList(more));
            return this;
        }

        /**
         * Sets the rules that apply macros by themselves; none by default. Those that wait are asked by {@link Tickets#tick}, those
         * that listen for events are asked by {@link TicketEvents#drain}, as a consumer called {@value Tickets#AUTOMATION}. What
         * they do is stored with the rule that spoke and why, under the version of the ticket that they were asked about, so that any
         * number of nodes may ask at once: each rule speaks at most once in a stay, and once because of an event.
         *
         * @param rules the rules, checked against {@link TicketFacts#catalog()} and the {@linkplain #macros macros} of this desk when
         *        it is built
         * @return this builder
         */
        public Builder automation(Automation rules) {
            automation = Optional.of(rules);
            return this;
        }

        /**
         * Has the requests of teams handed out to their members; those of other teams wait until somebody takes them.
         *
         * @param teams who works in a team, and how its requests are handed out; each team once
         * @return this builder
         * @throws InvalidInputException if there is staffing for a team already
         */
        public Builder staffing(Staffing... teams) {
            for (Staffing each : teams) {
                if (staffing.putIfAbsent(each.team(), each) != null) {
                    throw new InvalidInputException("staffing", new Violation(each.team().name(), "duplicate",
                            "the team has staffing already"));
                }
            }
            return this;
        }

        /**
         * Tells of places beside the tickets where something about persons is kept, so that it is erased and exported there too.
         *
         * @param more the places
         * @return this builder
         * @throws InvalidInputException if the name of one is no name, or another place's
         */
        public Builder personalData(People.Place... more) {
            for (People.Place place : more) {
                String name = Names.require("place", place.name());
                if (Set.of(People.TICKETS, "version", "person").contains(name)
                        || places.putIfAbsent(name, place) != null) {
                    throw new InvalidInputException("personal data", new Violation(name, "duplicate",
                            "another place is called '" + name + "'"));
                }
            }
            return this;
        }

        /**
         * Sets where it is kept who changed what of the configuration.
         *
         * @param kept the store of the same storage as the tickets
         * @return this builder
         */
        public Builder configuration(ConfigurationStore kept) {
            configuration = Optional.of(kept);
            return this;
        }

        private Map<Configuration.Document, String> documents(FieldSet used) {
            Map<Configuration.Document, String> documents = new HashMap<>();
            workflows.forEach((ref, workflow) -> documents
                    .put(new Configuration.Document(Configuration.Part.WORKFLOW, ref.toString()), workflow.toJson()));
            documents.put(new Configuration.Document(Configuration.Part.FIELDS, "desk"), used.toJson());
            documents.put(new Configuration.Document(Configuration.Part.ACCESS, "desk"), access.toJson());
            routing.ifPresent(set -> documents
                    .put(new Configuration.Document(Configuration.Part.ROUTING, set.id()), set.toJson()));
            macros.forEach(macro -> documents
                    .put(new Configuration.Document(Configuration.Part.MACRO, macro.id()), macro.toJson()));
            automation.ifPresent(set -> documents
                    .put(new Configuration.Document(Configuration.Part.AUTOMATION, set.id()), set.toJson()));
            sla.policies().forEach(policy -> documents.put(new Configuration.Document(
                    Configuration.Part.SERVICE_LEVELS, policy.id() + "@" + policy.version()), policy.toJson()));
            return documents;
        }

        /**
         * Has those who ask told that their request has arrived; nobody is by default. Done by {@link TicketEvents#drain}, as a
         * consumer called {@value Acknowledgement#CONSUMER}.
         *
         * @param how how it is said and by whom it is sent
         * @return this builder
         */
        public Builder acknowledgement(Acknowledgement how) {
            acknowledgement = Optional.of(how);
            return this;
        }

        private boolean listensForEvents() {
            return automation.stream().flatMap(rules -> rules.rules().stream())
                    .anyMatch(rule -> rule.trigger() instanceof Automation.Trigger.On);
        }

        private List<Macro> checkedMacros(Catalog catalog) {
            Set<String> ids = new HashSet<>();
            macros.forEach(macro -> {
                if (!ids.add(macro.id())) {
                    throw new InvalidInputException("macros", new Violation(macro.id(), "duplicate",
                            "there are two macros '" + macro.id() + "'"));
                }
            });
            return macros.stream().map(macro -> Macro.fromJson(macro.toJson(), catalog)).toList();
        }

        private Optional<Automation> checkedAutomation(Catalog catalog) {
            return automation.map(rules -> {
                Automation checked = Automation.fromJson(rules.toJson(), catalog, macros);
                if (!checked.equals(rules)) {
                    throw new InvalidInputException("automation", new Violation("macros", "other-macros",
                            "the rules were built with other macros of the same ids than the desk has"));
                }
                return checked;
            });
        }

        private void requireOutbox() {
            Stream<String> needing = Stream.of(consumers.stream().map(EventConsumer::name),
                    acknowledgement.stream().map(how -> Acknowledgement.CONSUMER),
                    listensForEvents() ? Stream.of(AUTOMATION) : Stream.<String>empty()).flatMap(Function.identity());
            if (outbox.isEmpty()) {
                needing.findFirst().ifPresent(name -> {
                    throw new InvalidInputException("tickets", new Violation("outbox", "required",
                            "the consumer '" + name + "' needs an outbox: Storage.outbox() has one"));
                });
            }
        }

        private void add(Workflow workflow) {
            Workflow before = workflows.putIfAbsent(workflow.ref(), workflow);
            if (before != null && !before.equals(workflow)) {
                throw new InvalidInputException("workflows", new Violation(workflow.ref().toString(), "duplicate",
                        "two different workflows have the same id and version: give the newer one a new version"));
            }
        }

        /**
         * Builds the tickets.
         *
         * @return tickets on the store of this builder
         * @throws InvalidInputException if a workflow names a guard that is not bound, a field is required on an action that no
         *         workflow has, two different workflows have the same id and version, rules or macros speak of what this desk
         *         does not have, service levels want a priority that no ticket has, there are consumers or rules that listen for
         *         events and no outbox, more than {@value Relay#MAX_CONSUMERS} consumers, or two of one name
         */
        public Tickets build() {
            add(defaultWorkflow);
            requireOutbox();
            ServiceLevels.requireDoable(sla);
            List<Violation> unknown = fields.unknownActions(workflows.values());
            if (!unknown.isEmpty()) {
                throw new InvalidInputException("fields", unknown);
            }
            return new Tickets(this);
        }
    }

    /**
     * A ticket that a request probably repeats. What is made of it is for people to say: nothing is ever merged by itself.
     *
     * @param ticket the ticket
     * @param number its number
     * @param score how likely it is, above 0 and at most 1: each reason has a score of its own, and together they are as likely as
     *        one of several independent events
     * @param reasons what speaks for it, at least one: {@code same-requester} (score 0.3), {@code same-order-number} (0.6),
     *        {@code similar-wording} (as much as the wordings share); each has its score among its facts
     */
    public record Duplicate(TicketId ticket, TicketNumber number, double score, List<Reason> reasons) {

        /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
        public Duplicate {
            requireNonNull(ticket, "ticket");
            requireNonNull(number, "number");
            reasons = List.copyOf(reasons);
        }

        /** {@return number, score and the codes of the reasons: order numbers do not belong into logs} */
        @Override
        public String toString() {
            return "Duplicate[" + number + ", score " + score + ", " + reasons.stream().map(Reason::code).toList()
                    + "]";
        }

        /**
         * What a desk takes for a sign that a request was made before.
         *
         * @param window how far back to look; more than nothing, at most {@value #MAX_WINDOW_DAYS} days
         * @param orderNumber what an order number looks like; has to be quick on any text
         * @param likeness the share of three-letter sequences that two texts must have in common to count as alike; more than 0, at
         *        most 1
         */
        public record Rules(Duration window, Pattern orderNumber, double likeness) {

            /** The longest window, in days. */
            public static final int MAX_WINDOW_DAYS = 366;

            /** Two weeks; 5 to 12 digits behind up to four capital letters; one half. */
            public static final Rules STANDARD = new Rules(Duration.ofDays(14),
                    Pattern.compile("(?<![\\p{L}\\p{N}+])(?:\\p{Lu}{1,4}-?)?\\p{Nd}{5,12}(?![\\p{L}\\p{N}])"), 0.5);

            /**
             * Checks the values.
             *
             * @throws InvalidInputException listing everything that is out of range
             */
            public Rules {
                requireNonNull(window, "window");
                requireNonNull(orderNumber, "orderNumber");
                List<Violation> violations = new ArrayList<>();
                if (!window.isPositive() || window.compareTo(Duration.ofDays(MAX_WINDOW_DAYS)) > 0) {
                    violations.add(new Violation("window", "range",
                            "must be more than nothing and at most " + MAX_WINDOW_DAYS + " days, not " + window));
                }
                if (!(likeness > 0 && likeness <= 1)) {
                    violations.add(new Violation("likeness", "range",
                            "must be more than 0 and at most 1, not " + likeness));
                }
                if (!violations.isEmpty()) {
                    throw new InvalidInputException("duplicate rules", violations);
                }
            }
        }
    }
}
