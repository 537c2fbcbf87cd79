package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.SecretLink;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.workflow.Status;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One fact of a ticket's history. The history of a ticket is numbered 1, 2, 3, … without gaps, its times never decrease,
 * and folding it with {@link Ticket#replay} gives the ticket's header. Events are facts: they say what became of the
 * ticket, not what somebody wanted.
 */
public sealed interface TicketEvent {

    /** {@return where in which history the event stands, when it happened, and who brought it about} */
    Stamp stamp();

    /**
     * What every event carries.
     *
     * @param ticket the ticket in whose history the event stands
     * @param sequence its place there, from 1; the version of the ticket after it
     * @param at when it happened, in whole microseconds; never before the event ahead of it
     * @param by who brought it about, in the roles held then
     */
    record Stamp(TicketId ticket, long sequence, Instant at, Actor by) {

        /** Checks that nothing is missing. */
        public Stamp {
            requireNonNull(ticket, "ticket");
            requireNonNull(at, "at");
            requireNonNull(by, "by");
        }
    }

    /**
     * The ticket came to be: the first event of every history. The opening message follows as an event of its own.
     *
     * @param stamp where, when and by whom
     * @param number the ticket's number
     * @param workflow the workflow that it follows
     * @param status where it starts
     * @param kind what it is about
     * @param priority how much it matters
     * @param requester who asked
     * @param locale the requester's language
     * @param channel the way by which the request came
     * @param subject what it is about, in a line
     * @param tags the tags that it was opened with
     * @param fields what was filled in, by the field's name
     * @param followUpOf the closed ticket that it continues, if any
     */
    record Opened(Stamp stamp, TicketNumber number, Workflow.Ref workflow, Status status, RequestKind kind,
            Priority priority, Requester requester, Locale locale, Channel channel, String subject, Set<Tag> tags,
            Map<String, FieldValue> fields, Optional<TicketId> followUpOf) implements TicketEvent {

        /** Checks that nothing is missing and takes unmodifiable copies. */
        public Opened {
            requireNonNull(stamp, "stamp");
            requireNonNull(number, "number");
            requireNonNull(workflow, "workflow");
            requireNonNull(status, "status");
            requireNonNull(kind, "kind");
            requireNonNull(priority, "priority");
            requireNonNull(requester, "requester");
            requireNonNull(locale, "locale");
            requireNonNull(channel, "channel");
            requireNonNull(subject, "subject");
            tags = Set.copyOf(tags);
            fields = Map.copyOf(fields);
            requireNonNull(followUpOf, "followUpOf");
        }
    }

    /**
     * A public message came or went: by the customer, an agent or a bot, as the stamp says. Nothing else happens because of one
     * that is {@linkplain Message.Origin automatic}, and no time is counted from it.
     *
     * @param stamp where, when and by whom
     * @param message what was written
     */
    record MessageAdded(Stamp stamp, Message message) implements TicketEvent {

        /** Checks that nothing is missing. */
        public MessageAdded {
            requireNonNull(stamp, "stamp");
            requireNonNull(message, "message");
        }
    }

    /**
     * Somebody of the staff wrote an internal note.
     *
     * @param stamp where, when and by whom
     * @param note what was written
     */
    record NoteAdded(Stamp stamp, Note note) implements TicketEvent {

        /** Checks that nothing is missing. */
        public NoteAdded {
            requireNonNull(stamp, "stamp");
            requireNonNull(note, "note");
        }
    }

    /**
     * The ticket went along a transition of its workflow.
     *
     * @param stamp where, when and by whom
     * @param action the transition's action
     * @param from the status before
     * @param to the status after
     * @param cause what made it go
     * @param fields what was given with the move, such as the resolution, by the field's name; the ticket has it from then on
     */
    record StatusChanged(Stamp stamp, String action, Status from, Status to, Cause cause,
            Map<String, FieldValue> fields) implements TicketEvent {

        /** Checks that nothing is missing and takes an unmodifiable copy of the fields. */
        public StatusChanged {
            requireNonNull(stamp, "stamp");
            requireNonNull(action, "action");
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(cause, "cause");
            fields = Map.copyOf(fields);
        }
    }

    /** What makes a ticket go along a transition, or come back when it was put aside. */
    enum Cause {
        /** Somebody asked for it. */
        COMMAND,
        /** The customer wrote. */
        CUSTOMER_REPLY,
        /** Time passed. */
        TIME
    }

    /**
     * The ticket was handed to somebody, or to nobody.
     *
     * @param stamp where, when and by whom
     * @param assignee who works on it from now on, if anybody
     * @param team the team it belongs to from now on, if any
     */
    record Assigned(Stamp stamp, Optional<ActorId> assignee, Optional<TeamId> team) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Assigned {
            requireNonNull(stamp, "stamp");
            requireNonNull(assignee, "assignee");
            requireNonNull(team, "team");
        }
    }

    /**
     * The priority changed.
     *
     * @param stamp where, when and by whom
     * @param from the priority before
     * @param to the priority after
     */
    record Prioritized(Stamp stamp, Priority from, Priority to) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Prioritized {
            requireNonNull(stamp, "stamp");
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /**
     * The ticket turned out to be about something else. Its workflow stays.
     *
     * @param stamp where, when and by whom
     * @param from the kind before
     * @param to the kind after
     */
    record Classified(Stamp stamp, RequestKind from, RequestKind to) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Classified {
            requireNonNull(stamp, "stamp");
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /**
     * Tags were put on or taken off.
     *
     * @param stamp where, when and by whom
     * @param added tags that were not there before
     * @param removed tags that were there before
     */
    record TagsChanged(Stamp stamp, Set<Tag> added, Set<Tag> removed) implements TicketEvent {

        /** Checks that nothing is missing and takes unmodifiable copies. */
        public TagsChanged {
            requireNonNull(stamp, "stamp");
            added = Set.copyOf(added);
            removed = Set.copyOf(removed);
        }
    }

    /**
     * The ticket follows another workflow, or another version of its workflow, from now on.
     *
     * @param stamp where, when and by whom
     * @param from the workflow before
     * @param to the workflow after
     * @param fromStatus the status before
     * @param toStatus the status in the new workflow that the map gives for it
     */
    record WorkflowChanged(Stamp stamp, Workflow.Ref from, Workflow.Ref to, Status fromStatus, Status toStatus)
            implements TicketEvent {

        /** Checks that nothing is missing. */
        public WorkflowChanged {
            requireNonNull(stamp, "stamp");
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(fromStatus, "fromStatus");
            requireNonNull(toStatus, "toStatus");
        }
    }

    /**
     * Time came for a reminder. The host sends it; the desk records that it was due.
     *
     * @param stamp where and when
     */
    record Reminded(Stamp stamp) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Reminded {
            requireNonNull(stamp, "stamp");
        }
    }

    /**
     * The customer wrote again after the ticket had been closed, and a new ticket took that message.
     *
     * @param stamp where, when and by whom
     * @param followUp the new ticket
     */
    record FollowedUp(Stamp stamp, TicketId followUp) implements TicketEvent {

        /** Checks that nothing is missing. */
        public FollowedUp {
            requireNonNull(stamp, "stamp");
            requireNonNull(followUp, "followUp");
        }
    }

    /**
     * Where a message stands that another history refers to. {@link Tickets#history} reads it from there; it is an event of
     * type {@link MessageAdded}.
     *
     * @param ticket the ticket in whose history it was written
     * @param sequence its place there
     */
    record MessageRef(TicketId ticket, long sequence) {

        /** Checks that nothing is missing. */
        public MessageRef {
            requireNonNull(ticket, "ticket");
        }
    }

    /**
     * The ticket was merged into another, or that one was merged into a third or taken out of it again: from now on the
     * conversation goes on in the last of these.
     *
     * @param stamp where, when and by whom
     * @param into as {@link RelatedTickets#mergedInto} says; at least one ticket
     */
    record Merged(Stamp stamp, List<TicketId> into) implements TicketEvent {

        /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
        public Merged {
            requireNonNull(stamp, "stamp");
            into = List.copyOf(into);
        }
    }

    /**
     * The ticket goes on by itself again.
     *
     * @param stamp where, when and by whom
     * @param from the ticket that it had been merged into
     */
    record Unmerged(Stamp stamp, TicketId from) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Unmerged {
            requireNonNull(stamp, "stamp");
            requireNonNull(from, "from");
        }
    }

    /**
     * Another ticket was merged into this one: its conversation goes on here.
     *
     * @param stamp where, when and by whom
     * @param ticket the other ticket
     * @param along the tickets that came along because they had been merged into the other one
     */
    record Absorbed(Stamp stamp, TicketId ticket, Set<TicketId> along) implements TicketEvent {

        /** Checks that nothing is missing and takes an unmodifiable copy of the set. */
        public Absorbed {
            requireNonNull(stamp, "stamp");
            requireNonNull(ticket, "ticket");
            along = Set.copyOf(along);
        }
    }

    /**
     * A ticket whose conversation went on here goes on by itself again.
     *
     * @param stamp where, when and by whom
     * @param ticket that ticket
     * @param along the tickets that went along because they had been merged into it
     */
    record Released(Stamp stamp, TicketId ticket, Set<TicketId> along) implements TicketEvent {

        /** Checks that nothing is missing and takes an unmodifiable copy of the set. */
        public Released {
            requireNonNull(stamp, "stamp");
            requireNonNull(ticket, "ticket");
            along = Set.copyOf(along);
        }
    }

    /**
     * Somebody wrote a public message in a ticket that was merged into this one. Here it counts like one that was written
     * here, but a customer sees it only if they may see the ticket that it was written in.
     *
     * @param stamp where, when and by whom; the author's
     * @param message where it stands
     */
    record MessageRelayed(Stamp stamp, MessageRef message) implements TicketEvent {

        /** Checks that nothing is missing. */
        public MessageRelayed {
            requireNonNull(stamp, "stamp");
            requireNonNull(message, "message");
        }
    }

    /**
     * A split moved messages out of the ticket.
     *
     * @param stamp where, when and by whom
     * @param to the ticket that has them now
     * @param messages the messages, by their sequence in this history
     */
    record MessagesMovedOut(Stamp stamp, TicketId to, Set<Long> messages) implements TicketEvent {

        /** Checks that nothing is missing and takes an unmodifiable copy of the set. */
        public MessagesMovedOut {
            requireNonNull(stamp, "stamp");
            requireNonNull(to, "to");
            messages = Set.copyOf(messages);
        }
    }

    /**
     * A split moved a message into the ticket.
     *
     * @param stamp where, when and by whom; the stamp of the message itself tells who wrote it and when
     * @param from the ticket that had it before
     * @param message where it stands
     */
    record MessageMovedIn(Stamp stamp, TicketId from, MessageRef message) implements TicketEvent {

        /** Checks that nothing is missing. */
        public MessageMovedIn {
            requireNonNull(stamp, "stamp");
            requireNonNull(from, "from");
            requireNonNull(message, "message");
        }
    }

    /**
     * The ticket was linked with another, instead of the link that the two had before, if any.
     *
     * @param stamp where, when and by whom
     * @param other the other ticket
     * @param type what this ticket is to the other one
     */
    record Linked(Stamp stamp, TicketId other, Link.Type type) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Linked {
            requireNonNull(stamp, "stamp");
            requireNonNull(other, "other");
            requireNonNull(type, "type");
        }
    }

    /**
     * The link with another ticket was taken away.
     *
     * @param stamp where, when and by whom
     * @param other the other ticket
     */
    record Unlinked(Stamp stamp, TicketId other) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Unlinked {
            requireNonNull(stamp, "stamp");
            requireNonNull(other, "other");
        }
    }

    /**
     * Fields were filled in or emptied, by somebody or by a transition. What is given with a move is part of
     * {@link StatusChanged}.
     *
     * @param stamp where, when and by whom
     * @param set what is filled in from now on, by the field's name
     * @param cleared the names of the fields that are empty from now on
     */
    record FieldsChanged(Stamp stamp, Map<String, FieldValue> set, Set<String> cleared) implements TicketEvent {

        /** Checks that nothing is missing and takes unmodifiable copies. */
        public FieldsChanged {
            requireNonNull(stamp, "stamp");
            set = Map.copyOf(set);
            cleared = Set.copyOf(cleared);
        }
    }

    /**
     * The ticket was put aside.
     *
     * @param stamp where, when and by whom
     * @param until when it comes back by itself, in whole microseconds
     */
    record Snoozed(Stamp stamp, Instant until) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Snoozed {
            requireNonNull(stamp, "stamp");
            requireNonNull(until, "until");
        }
    }

    /**
     * The ticket that was put aside came back.
     *
     * @param stamp where, when and by whom
     * @param cause what brought it back
     */
    record Woken(Stamp stamp, Cause cause) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Woken {
            requireNonNull(stamp, "stamp");
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The requester rated the solution.
     *
     * @param stamp where, when and by whom
     * @param score {@value Rate#MIN_SCORE} (bad) to {@value Rate#MAX_SCORE} (good)
     * @param text why, if they said
     */
    record Rated(Stamp stamp, int score, Optional<String> text) implements TicketEvent {

        /** Checks that nothing is missing. */
        public Rated {
            requireNonNull(stamp, "stamp");
            requireNonNull(text, "text");
        }

        /** {@return everything but the text: what people write does not belong into logs} */
        @Override
        public String toString() {
            return "Rated[" + stamp + ", " + score + "]";
        }
    }

    /**
     * Somebody takes part in the ticket from now on, or in another way than before.
     *
     * @param stamp where, when and by whom
     * @param participant who takes part
     * @param participation how
     */
    record ParticipantAdded(Stamp stamp, ActorId participant, Ticket.Participation participation)
            implements TicketEvent {

        /** Checks that nothing is missing. */
        public ParticipantAdded {
            requireNonNull(stamp, "stamp");
            requireNonNull(participant, "participant");
            requireNonNull(participation, "participation");
        }
    }

    /**
     * Somebody takes part in the ticket no longer, and every secret link of theirs to it has ended.
     *
     * @param stamp where, when and by whom
     * @param participant who took part
     */
    record ParticipantRemoved(Stamp stamp, ActorId participant) implements TicketEvent {

        /** Checks that nothing is missing. */
        public ParticipantRemoved {
            requireNonNull(stamp, "stamp");
            requireNonNull(participant, "participant");
        }
    }

    /**
     * A secret link to the ticket got a token: a new link, or a link whose former token is good for nothing any more.
     *
     * @param stamp where, when and by whom
     * @param link the link
     * @param participant as whom its holder acts
     * @param scopes what it is good for
     * @param expiresAt until when
     */
    record LinkIssued(Stamp stamp, SecretLink.Id link, ActorId participant, Set<SecretLink.Scope> scopes,
            Instant expiresAt) implements TicketEvent {

        /** Checks that nothing is missing and takes an unmodifiable copy of the scopes. */
        public LinkIssued {
            requireNonNull(stamp, "stamp");
            requireNonNull(link, "link");
            requireNonNull(participant, "participant");
            scopes = Set.copyOf(scopes);
            requireNonNull(expiresAt, "expiresAt");
        }
    }

    /**
     * A secret link to the ticket was revoked. Links that expire, and those of participants who are removed, end without this.
     *
     * @param stamp where, when and by whom
     * @param link the link
     */
    record LinkRevoked(Stamp stamp, SecretLink.Id link) implements TicketEvent {

        /** Checks that nothing is missing. */
        public LinkRevoked {
            requireNonNull(stamp, "stamp");
            requireNonNull(link, "link");
        }
    }

    /**
     * A clock of the service levels got to a mark: a warning, the breach or a level of escalation. A fact that stays whatever
     * becomes of the ticket. Of the actions, the desk does those that change the ticket, which the events behind this one say,
     * unless the ticket is solved, closed or merged by now; whom to notify, the host knows.
     *
     * @param stamp where, and when it was recorded
     * @param milestone which mark of which clock
     * @param reached when the clock got there; not after the stamp
     * @param actions what the policy wants to be done
     */
    record LevelReached(Stamp stamp, SlaClock.Milestone milestone, Instant reached, List<SlaPolicy.Action> actions)
            implements TicketEvent {

        /** Checks that nothing is missing and takes an unmodifiable copy of the actions. */
        public LevelReached {
            requireNonNull(stamp, "stamp");
            requireNonNull(milestone, "milestone");
            requireNonNull(reached, "reached");
            actions = List.copyOf(actions);
        }
    }

    /**
     * The service levels see the ticket otherwise from now on, by what happened just before, or by time.
     *
     * @param stamp where and when
     * @param level how they see it; nothing if they promise nothing any more
     */
    record ServiceLevelChanged(Stamp stamp, Optional<Ticket.ServiceLevel> level) implements TicketEvent {

        /** Checks that nothing is missing. */
        public ServiceLevelChanged {
            requireNonNull(stamp, "stamp");
            requireNonNull(level, "level");
        }
    }

    /**
     * Why the desk did by itself, or by a macro, what the events behind this one say; for the staff alone.
     *
     * @param stamp where, when and by whom
     * @param origin what spoke
     * @param source which one: the id and version of the rule set such as {@code front-door@1}, the id of the macro, or the team
     * @param rules the rules that spoke, in their order; at most {@value #MAX_RULES}
     * @param refused why nothing came of it, if the ticket did not admit what it was asked; otherwise empty
     * @param of the sequence of the event that set off automation; 0 if time or a person did
     */
    record Explained(Stamp stamp, Origin origin, String source, List<Spoken> rules, List<String> refused, long of)
            implements TicketEvent {

        /** The most rules that are kept. */
        public static final int MAX_RULES = 500;

        /** The most reasons that are kept, of a rule or against it. */
        public static final int MAX_REASONS = 20;

        /** The longest reason, in characters; the rest of a longer one is left out. */
        public static final int MAX_REASON_LENGTH = 300;

        /** Checks that nothing is missing and takes unmodifiable copies, as far as the limits go. */
        public Explained {
            requireNonNull(stamp, "stamp");
            requireNonNull(origin, "origin");
            requireNonNull(source, "source");
            rules = rules.stream().limit(MAX_RULES).toList();
            refused = shortened(refused);
        }

        /** What speaks when nobody asks. */
        public enum Origin {
            /** Rules that sort requests. */
            ROUTING,
            /** A macro that a person applied. */
            MACRO,
            /** A rule that applied a macro. */
            AUTOMATION,
            /** The way in which the requests of a team are handed out to its members. */
            ASSIGNMENT,
            /** The desk's own book-keeping: a timer was set by rules that are there no longer. */
            TIMER
        }

        /**
         * A rule that spoke.
         *
         * @param rule its id
         * @param because the parts of its condition that held, in sentences
         */
        public record Spoken(String rule, List<String> because) {

            /** Checks that nothing is missing and takes an unmodifiable copy, as far as the limits go. */
            public Spoken {
                requireNonNull(rule, "rule");
                because = shortened(because);
            }
        }

        private static List<String> shortened(List<String> reasons) {
            return reasons.stream().limit(MAX_REASONS).map(Explained::shortened).toList();
        }

        private static String shortened(String reason) {
            if (reason.length() <= MAX_REASON_LENGTH) {
                return reason;
            }
            boolean halved = Character.isHighSurrogate(reason.charAt(MAX_REASON_LENGTH - 1));
            return reason.substring(0, halved ? MAX_REASON_LENGTH - 1 : MAX_REASON_LENGTH);
        }
    }

    /**
     * A person was erased: the events before this one hold nothing of theirs any more. Whom it was about is not told.
     *
     * @param stamp where, when and by whom
     */
    record Erased(Stamp stamp) implements TicketEvent {

        /** What stands where a text was that must not be empty. */
        public static final String TEXT = "[erased]";

        /** Checks that nothing is missing. */
        public Erased {
            requireNonNull(stamp, "stamp");
        }
    }
}
