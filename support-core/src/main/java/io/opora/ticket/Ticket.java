package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.StorageException;
import io.opora.Tag;
import io.opora.access.ActorId;
import io.opora.workflow.Phase;
import io.opora.workflow.Status;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a ticket: all that is true of it now, but for what was written in it. It is the fold of the ticket's
 * history, {@link #replay(Iterable)}, on every store.
 *
 * <p>
 * Make one with {@link #builder()} rather than with the constructor: components will be added.
 *
 * @param id the id
 * @param number the number that people say
 * @param version the number of events in its history
 * @param workflow the workflow that it follows
 * @param status where it stands in that workflow
 * @param kind what it is about
 * @param priority how much it matters
 * @param requester who asked
 * @param locale the requester's language
 * @param channel the way by which the request came
 * @param subject what it is about, in a line
 * @param assignee who works on it, if anybody
 * @param team the team that it belongs to, if any
 * @param tags its tags
 * @param fields what is filled in beyond all that, by the field's name; at most {@value #MAX_FIELDS}
 * @param participants who takes part beside the requester, and how
 * @param followUps the tickets before and after it in a conversation that went on after closing
 * @param related the tickets that it was merged, split or linked with
 * @param openedAt when it came to be
 * @param updatedAt when its last event happened
 * @param statusSince when it last entered its status
 * @param quietSince when it last entered its status, somebody wrote a public message, or a merge of it was undone, whichever is
 *        latest: the workflow's time rules count from here
 * @param timeRulesRun how many of its phase's time rules have run since then
 * @param snoozedUntil when it comes back, if it was put aside and has not come back yet
 * @param solution the sequence of the event that solved it, while it is solved or closed after that
 * @param rating what the requester thought of the solution that was rated last, which may be an earlier one
 * @param serviceLevel how the service levels see it, if they promise anything for it or have something to record yet
 */
public record Ticket(TicketId id, TicketNumber number, long version, Workflow.Ref workflow, Status status,
        RequestKind kind, Priority priority, Requester requester, Locale locale, Channel channel, String subject,
        Optional<ActorId> assignee, Optional<TeamId> team, Set<Tag> tags, Map<String, FieldValue> fields,
        Map<ActorId, Participation> participants, FollowUps followUps, RelatedTickets related, Instant openedAt,
        Instant updatedAt, Instant statusSince, Instant quietSince, int timeRulesRun, Optional<Instant> snoozedUntil,
        OptionalLong solution, Optional<Rating> rating, Optional<ServiceLevel> serviceLevel) {

    /** The longest subject, in characters. */
    public static final int MAX_SUBJECT_LENGTH = 200;

    /** How many tags a ticket may have. */
    public static final int MAX_TAGS = 50;

    /** How many fields of a ticket may be filled in. */
    public static final int MAX_FIELDS = 50;

    /** How many may take part in a ticket beside the requester. */
    public static final int MAX_PARTICIPANTS = 50;

    /** How somebody takes part in a ticket who did not ask. */
    public enum Participation {
        /** By seeing what customers see of it. */
        SEE,
        /** By seeing and replying. */
        REPLY
    }

    /**
     * The tickets before and after one in a conversation that went on after closing.
     *
     * @param previous the closed ticket that this one continues
     * @param next the ticket that continues this one
     */
    public record FollowUps(Optional<TicketId> previous, Optional<TicketId> next) {

        /** Neither before nor after. */
        public static final FollowUps NONE = new FollowUps(Optional.empty(), Optional.empty());

        /** Checks that nothing is missing. */
        public FollowUps {
            requireNonNull(previous, "previous");
            requireNonNull(next, "next");
        }
    }

    /**
     * What the requester thought of a solution.
     *
     * @param score {@value Rate#MIN_SCORE} (bad) to {@value Rate#MAX_SCORE} (good)
     * @param text why, if they said
     * @param at when they said so
     * @param solution the sequence of the event that had solved the ticket
     */
    public record Rating(int score, Optional<String> text, Instant at, long solution) {

        /** Checks that nothing is missing. */
        public Rating {
            requireNonNull(text, "text");
            requireNonNull(at, "at");
        }

        /** {@return the score alone: what people write does not belong into logs} */
        @Override
        public String toString() {
            return "Rating[" + score + "]";
        }
    }

    /**
     * How the service levels see a ticket. {@link ServiceLevels#clocks} tells more.
     *
     * @param version the version of the policy that says so
     * @param due when the first target of a running clock is used up, or was; nothing while every clock stands still, and for a
     *        ticket that is solved, closed or merged
     * @param next when time alone does something to its clocks next: a warning, a breach, another version of the policy
     */
    public record ServiceLevel(int version, Optional<Instant> due, Optional<Instant> next) {

        /** Checks that nothing is missing. */
        public ServiceLevel {
            requireNonNull(due, "due");
            requireNonNull(next, "next");
        }
    }

    /** Checks that nothing is missing and takes unmodifiable copies. */
    public Ticket {
        requireNonNull(id, "id");
        requireNonNull(number, "number");
        requireNonNull(workflow, "workflow");
        requireNonNull(status, "status");
        requireNonNull(kind, "kind");
        requireNonNull(priority, "priority");
        requireNonNull(requester, "requester");
        requireNonNull(locale, "locale");
        requireNonNull(channel, "channel");
        requireNonNull(subject, "subject");
        requireNonNull(assignee, "assignee");
        requireNonNull(team, "team");
        tags = Set.copyOf(tags);
        fields = Map.copyOf(fields);
        participants = Map.copyOf(participants);
        requireNonNull(followUps, "followUps");
        requireNonNull(related, "related");
        requireNonNull(openedAt, "openedAt");
        requireNonNull(updatedAt, "updatedAt");
        requireNonNull(statusSince, "statusSince");
        requireNonNull(quietSince, "quietSince");
        requireNonNull(snoozedUntil, "snoozedUntil");
        requireNonNull(solution, "solution");
        requireNonNull(rating, "rating");
        requireNonNull(serviceLevel, "serviceLevel");
    }

    /** {@return when the first target of a running clock is used up, or was, if the service levels promise anything for it} */
    public Optional<Instant> due() {
        return serviceLevel.flatMap(ServiceLevel::due);
    }

    /** {@return the phase of its status} */
    public Phase phase() {
        return status.phase();
    }

    /**
     * Folds a history, from its first event on.
     *
     * @param history events 1, 2, 3, … of one ticket; at least one
     * @return the header after the last of them
     * @throws StorageException if the history is empty, has a gap, or mixes tickets
     */
    public static Ticket replay(Iterable<? extends TicketEvent> history) {
        Iterator<? extends TicketEvent> events = history.iterator();
        if (!events.hasNext() || !(events.next() instanceof TicketEvent.Opened opened)) {
            throw new StorageException("A history begins with the opening of its ticket; this one does not", null);
        }
        Ticket ticket = opened(opened);
        while (events.hasNext()) {
            ticket = ticket.apply(events.next());
        }
        return ticket;
    }

    static Ticket opened(TicketEvent.Opened event) {
        TicketEvent.Stamp stamp = event.stamp();
        if (stamp.sequence() != 1) {
            throw new StorageException("The opening of a ticket is event 1 of its history, not " + stamp.sequence(),
                    null);
        }
        FollowUps followUps = event.followUpOf().isEmpty()
                ? FollowUps.NONE
                : new FollowUps(event.followUpOf(), Optional.empty());
        return new Ticket(stamp.ticket(), event.number(), 1, event.workflow(), event.status(), event.kind(),
                event.priority(), event.requester(), event.locale(), event.channel(), event.subject(), Optional.empty(),
                Optional.empty(), event.tags(), event.fields(), Map.of(), followUps, RelatedTickets.NONE, stamp.at(),
                stamp.at(), stamp.at(), stamp.at(), 0, Optional.empty(), OptionalLong.empty(), Optional.empty(),
                Optional.empty());
    }

    /**
     * The header after one more event. A pure function.
     *
     * @param event the event that follows the ticket's last one
     * @return the header after it
     * @throws StorageException if the event belongs to another ticket or to another place of the history
     */
    public Ticket apply(TicketEvent event) {
        if (event instanceof TicketEvent.StatusChanged moved) {
            return moved(moved);
        }
        Builder next = after(event.stamp());
        switch (event) {
            case TicketEvent.Opened e -> throw new StorageException("Ticket " + id + " was opened twice", null);
            case TicketEvent.MessageAdded e -> {
                if (!e.message().origin().isAutomatic()) {
                    next.quiet(e.stamp().at());
                }
            }
            case TicketEvent.NoteAdded e -> {
                // a note changes nothing but version and time
            }
            case TicketEvent.StatusChanged e -> throw new IllegalStateException("made above");
            case TicketEvent.Assigned e -> next.assignee(e.assignee()).team(e.team());
            case TicketEvent.Prioritized e -> next.priority(e.to());
            case TicketEvent.Classified e -> next.kind(e.to());
            case TicketEvent.TagsChanged e -> next.tags(retagged(e));
            case TicketEvent.WorkflowChanged e -> next.workflow(e.to()).entered(e.toStatus(), e.stamp());
            case TicketEvent.Reminded e -> next.timeRulesRun(timeRulesRun + 1);
            case TicketEvent.FollowedUp e ->
                next.followUps(new FollowUps(followUps.previous(), Optional.of(e.followUp())));
            case TicketEvent.Merged e -> next.related(related.withMergedInto(e.into()));
            case TicketEvent.Unmerged e -> next.related(related.withMergedInto(List.of())).quiet(e.stamp().at());
            case TicketEvent.Absorbed e -> next.related(related.withAbsorbed(e));
            case TicketEvent.Released e -> next.related(related.withReleased(e));
            case TicketEvent.MessageRelayed e -> next.quiet(e.stamp().at());
            case TicketEvent.MessagesMovedOut e -> next.related(related.withMovedOut(e));
            case TicketEvent.MessageMovedIn e -> next.related(related.withMovedIn(e.from()));
            case TicketEvent.Linked e -> next.related(related.withLink(e.other(), e.type()));
            case TicketEvent.Unlinked e -> next.related(related.withoutLink(e.other()));
            case TicketEvent.FieldsChanged e -> next.fields(refilled(e.set(), e.cleared()));
            case TicketEvent.Snoozed e -> next.snoozedUntil(Optional.of(e.until()));
            case TicketEvent.Woken e -> next.snoozedUntil(Optional.empty());
            case TicketEvent.Rated e -> next.rating(Optional.of(new Rating(e.score(), e.text(), e.stamp().at(),
                    solution.orElseThrow(() -> new StorageException("Ticket " + id + " was rated unsolved", null)))));
            case TicketEvent.ParticipantAdded e -> {
                Map<ActorId, Participation> all = new HashMap<>(participants);
                all.put(e.participant(), e.participation());
                next.participants(all);
            }
            case TicketEvent.ParticipantRemoved e -> {
                Map<ActorId, Participation> all = new HashMap<>(participants);
                all.remove(e.participant());
                next.participants(all);
            }
            case TicketEvent.LinkIssued e -> {
                // links are kept beside the ticket
            }
            case TicketEvent.LinkRevoked e -> {
                // links are kept beside the ticket
            }
            case TicketEvent.LevelReached e -> {
                // what happened to a clock stays in the history
            }
            case TicketEvent.ServiceLevelChanged e -> next.serviceLevel(e.level());
            case TicketEvent.Erased e -> {
                // what was erased is erased where it stood
            }
            case TicketEvent.Explained e -> {
                // what came of it is told by the events behind it
            }
        }
        return next.build();
    }

    /** Without a builder, which would be half of what a move allocates. */
    private Ticket moved(TicketEvent.StatusChanged event) {
        requireNext(event.stamp());
        Instant at = event.stamp().at();
        long sequence = event.stamp().sequence();
        return new Ticket(id, number, sequence, workflow, event.to(), kind, priority, requester, locale, channel,
                subject, assignee, team, tags, refilled(event.fields(), Set.of()), participants, followUps, related,
                openedAt, at, at, at, 0, snoozedUntil, solutionIn(event.to(), solution, sequence), rating,
                serviceLevel);
    }

    /** The event that solved a ticket which enters a status; none once there is something to do again. */
    private static OptionalLong solutionIn(Status status, OptionalLong before, long sequence) {
        if (!status.phase().isFinished()) {
            return OptionalLong.empty();
        }
        return status.phase() == Phase.SOLVED && before.isEmpty() ? OptionalLong.of(sequence) : before;
    }

    private void requireNext(TicketEvent.Stamp stamp) {
        if (stamp.sequence() != version + 1 || !stamp.ticket().equals(id)) {
            throw new StorageException("Event " + stamp.sequence() + " of ticket " + stamp.ticket()
                    + " does not follow event " + version + " of ticket " + id, null);
        }
    }

    private Builder after(TicketEvent.Stamp stamp) {
        requireNext(stamp);
        return toBuilder().version(stamp.sequence()).updatedAt(stamp.at());
    }

    private Set<Tag> retagged(TicketEvent.TagsChanged event) {
        Set<Tag> next = new HashSet<>(tags);
        next.removeAll(event.removed());
        next.addAll(event.added());
        return next;
    }

    private Map<String, FieldValue> refilled(Map<String, FieldValue> set, Set<String> cleared) {
        if (set.isEmpty() && cleared.isEmpty()) {
            return fields;
        }
        Map<String, FieldValue> next = new HashMap<>(fields);
        next.keySet().removeAll(cleared);
        next.putAll(set);
        return next;
    }

    /** {@return what may go into a log: number, version and status, nothing that a person wrote} */
    @Override
    public String toString() {
        return "Ticket[" + number + ", version " + version + ", " + status + "]";
    }

    /** {@return a builder without values: for storage adapters, which set every one} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with the values of this ticket} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Makes tickets. Everything has to be set but assignee, team, follow-ups, related, tags, fields and participants (nobody
     * and none by default), priority ({@link Priority#NORMAL}), {@code timeRulesRun} (0), {@code snoozedUntil},
     * {@code solution}, {@code rating} and {@code serviceLevel} (none). Not thread-safe.
     */
    public static final class Builder {

        private @Nullable TicketId id;
        private @Nullable TicketNumber number;
        private long version;
        private Workflow.@Nullable Ref workflow;
        private @Nullable Status status;
        private @Nullable RequestKind kind;
        private Priority priority = Priority.NORMAL;
        private @Nullable Requester requester;
        private @Nullable Locale locale;
        private @Nullable Channel channel;
        private @Nullable String subject;
        private Optional<ActorId> assignee = Optional.empty();
        private Optional<TeamId> team = Optional.empty();
        private Set<Tag> tags = Set.of();
        private Map<String, FieldValue> fields = Map.of();
        private Map<ActorId, Participation> participants = Map.of();
        private FollowUps followUps = FollowUps.NONE;
        private RelatedTickets related = RelatedTickets.NONE;
        private @Nullable Instant openedAt;
        private @Nullable Instant updatedAt;
        private @Nullable Instant statusSince;
        private @Nullable Instant quietSince;
        private int timeRulesRun;
        private Optional<Instant> snoozedUntil = Optional.empty();
        private OptionalLong solution = OptionalLong.empty();
        private Optional<Rating> rating = Optional.empty();
        private Optional<ServiceLevel> serviceLevel = Optional.empty();

        private Builder() {}

        private Builder(Ticket ticket) {
            id = ticket.id;
            number = ticket.number;
            version = ticket.version;
            workflow = ticket.workflow;
            status = ticket.status;
            kind = ticket.kind;
            priority = ticket.priority;
            requester = ticket.requester;
            locale = ticket.locale;
            channel = ticket.channel;
            subject = ticket.subject;
            assignee = ticket.assignee;
            team = ticket.team;
            tags = ticket.tags;
            fields = ticket.fields;
            participants = ticket.participants;
            followUps = ticket.followUps;
            related = ticket.related;
            openedAt = ticket.openedAt;
            updatedAt = ticket.updatedAt;
            statusSince = ticket.statusSince;
            quietSince = ticket.quietSince;
            timeRulesRun = ticket.timeRulesRun;
            snoozedUntil = ticket.snoozedUntil;
            solution = ticket.solution;
            rating = ticket.rating;
            serviceLevel = ticket.serviceLevel;
        }

        /**
         * Sets the id.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder id(TicketId value) {
            id = value;
            return this;
        }

        /**
         * Sets the number that people say.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder number(TicketNumber value) {
            number = value;
            return this;
        }

        /**
         * Sets the number of events in its history.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder version(long value) {
            version = value;
            return this;
        }

        /**
         * Sets the workflow that it follows.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder workflow(Workflow.Ref value) {
            workflow = value;
            return this;
        }

        /**
         * Sets where it stands in that workflow.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder status(Status value) {
            status = value;
            return this;
        }

        /**
         * Sets what it is about.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder kind(RequestKind value) {
            kind = value;
            return this;
        }

        /**
         * Sets how much it matters.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder priority(Priority value) {
            priority = value;
            return this;
        }

        /**
         * Sets who asked.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder requester(Requester value) {
            requester = value;
            return this;
        }

        /**
         * Sets the requester's language.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder locale(Locale value) {
            locale = value;
            return this;
        }

        /**
         * Sets the way by which the request came.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder channel(Channel value) {
            channel = value;
            return this;
        }

        /**
         * Sets what it is about, in a line.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder subject(String value) {
            subject = value;
            return this;
        }

        /**
         * Sets who works on it, if anybody.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder assignee(Optional<ActorId> value) {
            assignee = value;
            return this;
        }

        /**
         * Sets the team that it belongs to, if any.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder team(Optional<TeamId> value) {
            team = value;
            return this;
        }

        /**
         * Sets its tags.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder tags(Set<Tag> value) {
            tags = value;
            return this;
        }

        /**
         * Sets what is filled in for its fields.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder fields(Map<String, FieldValue> value) {
            fields = value;
            return this;
        }

        /**
         * Sets who takes part beside the requester.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder participants(Map<ActorId, Participation> value) {
            participants = value;
            return this;
        }

        /**
         * Sets the tickets before and after it.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder followUps(FollowUps value) {
            followUps = value;
            return this;
        }

        /**
         * Sets the tickets that it was merged, split or linked with.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder related(RelatedTickets value) {
            related = value;
            return this;
        }

        /**
         * Sets when it came to be.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder openedAt(Instant value) {
            openedAt = value;
            return this;
        }

        /**
         * Sets when its last event happened.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder updatedAt(Instant value) {
            updatedAt = value;
            return this;
        }

        /**
         * Sets when it last entered its status.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder statusSince(Instant value) {
            statusSince = value;
            return this;
        }

        /**
         * Sets from when the time rules count.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder quietSince(Instant value) {
            quietSince = value;
            return this;
        }

        /**
         * Sets how many time rules have run since then.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder timeRulesRun(int value) {
            timeRulesRun = value;
            return this;
        }

        /**
         * Sets when it comes back, if it was put aside.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder snoozedUntil(Optional<Instant> value) {
            snoozedUntil = value;
            return this;
        }

        /**
         * Sets the sequence of the event that solved it.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder solution(OptionalLong value) {
            solution = value;
            return this;
        }

        /**
         * Sets the last rating.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder rating(Optional<Rating> value) {
            rating = value;
            return this;
        }

        /**
         * Sets how the service levels see it.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder serviceLevel(Optional<ServiceLevel> value) {
            serviceLevel = value;
            return this;
        }

        private Builder entered(Status value, TicketEvent.Stamp stamp) {
            status = value;
            statusSince = stamp.at();
            quiet(stamp.at());
            solution = solutionIn(value, solution, stamp.sequence());
            return this;
        }

        private Builder quiet(Instant at) {
            quietSince = at;
            timeRulesRun = 0;
            return this;
        }

        /**
         * Makes the ticket.
         *
         * @return a ticket with the values of this builder
         * @throws NullPointerException if a value that has no default was not set; the message names it
         */
        public Ticket build() {
            return new Ticket(requireNonNull(id, "id"),
                    requireNonNull(number, "number"),
                    version,
                    requireNonNull(workflow, "workflow"),
                    requireNonNull(status, "status"),
                    requireNonNull(kind, "kind"),
                    priority,
                    requireNonNull(requester, "requester"),
                    requireNonNull(locale, "locale"),
                    requireNonNull(channel, "channel"),
                    requireNonNull(subject, "subject"),
                    assignee,
                    team,
                    tags,
                    fields,
                    participants,
                    followUps,
                    related,
                    requireNonNull(openedAt, "openedAt"),
                    requireNonNull(updatedAt, "updatedAt"),
                    requireNonNull(statusSince, "statusSince"),
                    requireNonNull(quietSince, "quietSince"),
                    timeRulesRun,
                    snoozedUntil,
                    solution,
                    rating,
                    serviceLevel);
        }
    }
}
