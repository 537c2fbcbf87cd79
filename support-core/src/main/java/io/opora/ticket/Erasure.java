package io.opora.ticket;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What becomes of the events of one ticket when a person is erased. In a ticket of theirs, everything that was written goes but
 * for what other customers wrote; in others, what they wrote as a customer. Their id gives way to one drawn for this ticket.
 */
final class Erasure {

    private final ActorId person;
    private final ActorId instead;
    private final boolean own;

    Erasure(Ticket ticket, ActorId person, RandomGenerator random) {
        this.person = person;
        this.instead = ActorId.of("erased-" + new UUID(random.nextLong(), random.nextLong()));
        this.own = ticket.requester().id().equals(person);
    }

    /** Whether an event holds anything of the person. */
    boolean concerns(TicketEvent event) {
        return !erased(event).equals(event);
    }

    /** The event as it reads without the person. */
    TicketEvent erased(TicketEvent event) {
        TicketEvent.Stamp by = stamp(event.stamp());
        return switch (event) {
            case TicketEvent.Opened e -> new TicketEvent.Opened(by, e.number(), e.workflow(), e.status(), e.kind(),
                    e.priority(), requester(e.requester()), e.locale(), e.channel(),
                    own ? TicketEvent.Erased.TEXT : e.subject(), e.tags(), fields(e, e.fields()), e.followUpOf());
            case TicketEvent.MessageAdded e ->
                new TicketEvent.MessageAdded(by, empties(e) ? emptied(e.message()) : e.message());
            case TicketEvent.NoteAdded e ->
                new TicketEvent.NoteAdded(by, empties(e) ? new Note("", List.of()) : e.note());
            case TicketEvent.StatusChanged e ->
                new TicketEvent.StatusChanged(by, e.action(), e.from(), e.to(), e.cause(), fields(e, e.fields()));
            case TicketEvent.Assigned e -> new TicketEvent.Assigned(by, e.assignee(), e.team());
            case TicketEvent.Prioritized e -> new TicketEvent.Prioritized(by, e.from(), e.to());
            case TicketEvent.Classified e -> new TicketEvent.Classified(by, e.from(), e.to());
            case TicketEvent.TagsChanged e -> new TicketEvent.TagsChanged(by, e.added(), e.removed());
            case TicketEvent.WorkflowChanged e ->
                new TicketEvent.WorkflowChanged(by, e.from(), e.to(), e.fromStatus(), e.toStatus());
            case TicketEvent.Reminded e -> new TicketEvent.Reminded(by);
            case TicketEvent.FollowedUp e -> new TicketEvent.FollowedUp(by, e.followUp());
            case TicketEvent.Merged e -> new TicketEvent.Merged(by, e.into());
            case TicketEvent.Unmerged e -> new TicketEvent.Unmerged(by, e.from());
            case TicketEvent.Absorbed e -> new TicketEvent.Absorbed(by, e.ticket(), e.along());
            case TicketEvent.Released e -> new TicketEvent.Released(by, e.ticket(), e.along());
            case TicketEvent.MessageRelayed e -> new TicketEvent.MessageRelayed(by, e.message());
            case TicketEvent.MessagesMovedOut e -> new TicketEvent.MessagesMovedOut(by, e.to(), e.messages());
            case TicketEvent.MessageMovedIn e -> new TicketEvent.MessageMovedIn(by, e.from(), e.message());
            case TicketEvent.Linked e -> new TicketEvent.Linked(by, e.other(), e.type());
            case TicketEvent.Unlinked e -> new TicketEvent.Unlinked(by, e.other());
            case TicketEvent.FieldsChanged e -> new TicketEvent.FieldsChanged(by, fields(e, e.set()), e.cleared());
            case TicketEvent.Snoozed e -> new TicketEvent.Snoozed(by, e.until());
            case TicketEvent.Woken e -> new TicketEvent.Woken(by, e.cause());
            case TicketEvent.Rated e -> new TicketEvent.Rated(by, e.score(), empties(e) ? Optional.empty() : e.text());
            case TicketEvent.ParticipantAdded e ->
                new TicketEvent.ParticipantAdded(by, id(e.participant()), e.participation());
            case TicketEvent.ParticipantRemoved e -> new TicketEvent.ParticipantRemoved(by, id(e.participant()));
            case TicketEvent.LinkIssued e ->
                new TicketEvent.LinkIssued(by, e.link(), id(e.participant()), e.scopes(), e.expiresAt());
            case TicketEvent.LinkRevoked e -> new TicketEvent.LinkRevoked(by, e.link());
            case TicketEvent.LevelReached e ->
                new TicketEvent.LevelReached(by, e.milestone(), e.reached(), e.actions());
            case TicketEvent.ServiceLevelChanged e -> new TicketEvent.ServiceLevelChanged(by, e.level());
            case TicketEvent.Explained e ->
                new TicketEvent.Explained(by, e.origin(), e.source(), e.rules(), e.refused(), e.of());
            case TicketEvent.Erased e -> new TicketEvent.Erased(by);
        };
    }

    /** The event as the person may be given it: without the name and addresses of whoever else asked. */
    TicketEvent exported(TicketEvent event) {
        return event instanceof TicketEvent.Opened e && !own
                ? new TicketEvent.Opened(e.stamp(), e.number(), e.workflow(), e.status(), e.kind(), e.priority(),
                        Requester.of(e.requester().id()), e.locale(), e.channel(), e.subject(), e.tags(), e.fields(),
                        e.followUpOf())
                : event;
    }

    private boolean isBy(Actor actor) {
        return actor.isCustomer() && actor.id().equals(person);
    }

    /** Whether what was written with an event goes. */
    private boolean empties(TicketEvent event) {
        Actor by = event.stamp().by();
        return isBy(by) || (own && !by.isCustomer());
    }

    private TicketEvent.Stamp stamp(TicketEvent.Stamp stamp) {
        Actor by = stamp.by();
        return isBy(by)
                ? new TicketEvent.Stamp(stamp.ticket(), stamp.sequence(), stamp.at(),
                        new Actor(instead, by.kind(), by.roles(), by.teams(), Optional.empty()))
                : stamp;
    }

    private ActorId id(ActorId id) {
        return id.equals(person) ? instead : id;
    }

    private Requester requester(Requester requester) {
        return requester.id().equals(person) ? Requester.of(instead) : requester;
    }

    private static Message emptied(Message message) {
        return new Message(message.channel(), message.locale(), "", List.of(), message.origin());
    }

    /** Free text goes; numbers, dates, choices and flags stay, because figures are made of them. */
    private Map<String, FieldValue> fields(TicketEvent event, Map<String, FieldValue> values) {
        if (!empties(event)) {
            return values;
        }
        Map<String, FieldValue> kept = new HashMap<>(values);
        kept.replaceAll((name, value) -> value instanceof FieldValue.Text
                ? new FieldValue.Text(TicketEvent.Erased.TEXT)
                : value);
        return kept;
    }
}
