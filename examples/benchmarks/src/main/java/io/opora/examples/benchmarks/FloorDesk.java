package io.opora.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import io.opora.access.Actor;
import io.opora.ticket.Channel;
import io.opora.ticket.Message;
import io.opora.ticket.Note;
import io.opora.ticket.Priority;
import io.opora.ticket.RelatedTickets;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.workflow.Workflow;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a program without a library would write: a map of headers, a list of events for each, one lock. It makes the same
 * records with the same kind of ids, and believes every text, every actor and every version. It has no inbox.
 */
final class FloorDesk {

    private final Map<TicketId, Ticket> tickets = new HashMap<>();
    private final Map<TicketId, List<TicketEvent>> histories = new HashMap<>();
    private final Floor table;
    private final Workflow workflow;
    private final InstantSource clock = InstantSource.system();
    private final RandomGenerator random = new SecureRandom();
    private long lastNumber;

    FloorDesk(Workflow workflow) {
        this.workflow = workflow;
        this.table = new Floor(workflow);
    }

    synchronized Ticket open(Actor actor, String subject, String text) {
        Instant now = now();
        TicketId id = TicketId.generate(now, random);
        TicketNumber number = TicketNumber.of(++lastNumber);
        Requester requester = Requester.of(actor.id());
        TicketEvent opened = new TicketEvent.Opened(new TicketEvent.Stamp(id, 1, now, actor), number, workflow.ref(),
                workflow.initial(), RequestKind.UNSORTED, Priority.NORMAL, requester, Locale.ENGLISH, Channel.FORM,
                subject,
                Set.of(), Map.of(), Optional.empty());
        TicketEvent said = new TicketEvent.MessageAdded(new TicketEvent.Stamp(id, 2, now, actor),
                new Message(Channel.FORM, Locale.ENGLISH, text, List.of()));
        Ticket ticket = new Ticket(id, number, 2, workflow.ref(), workflow.initial(), RequestKind.UNSORTED,
                Priority.NORMAL,
                requester, Locale.ENGLISH, Channel.FORM, subject, Optional.empty(), Optional.empty(), Set.of(),
                Map.of(), Map.of(), Ticket.FollowUps.NONE, RelatedTickets.NONE, now, now, now, now, 0, Optional.empty(),
                OptionalLong.empty(), Optional.empty(), Optional.empty());
        histories.put(id, new ArrayList<>(List.of(opened, said)));
        tickets.put(id, ticket);
        return ticket;
    }

    synchronized Ticket reply(Actor actor, TicketId id, String text) {
        Ticket ticket = ticket(id);
        Instant now = now();
        return append(inPlace(ticket, now, now), new TicketEvent.MessageAdded(stamp(ticket, now, actor),
                new Message(ticket.channel(), ticket.locale(), text, List.of())));
    }

    synchronized Ticket note(Actor actor, TicketId id, String text) {
        Ticket ticket = ticket(id);
        Instant now = now();
        return append(inPlace(ticket, now, ticket.quietSince()),
                new TicketEvent.NoteAdded(stamp(ticket, now, actor), new Note(text, List.of())));
    }

    synchronized Ticket move(Actor actor, TicketId id, String action) {
        Ticket ticket = ticket(id);
        Instant now = now();
        var moved = Floor.moved(ticket, action, requireNonNull(table.target(ticket.status(), action), action), actor,
                now);
        return append(moved.ticket(), moved.events().getFirst());
    }

    synchronized List<TicketEvent> history(TicketId id) {
        return List.copyOf(histories.getOrDefault(id, List.of()));
    }

    private Ticket append(Ticket ticket, TicketEvent event) {
        requireNonNull(histories.get(ticket.id())).add(event);
        tickets.put(ticket.id(), ticket);
        return ticket;
    }

    private Ticket ticket(TicketId id) {
        return requireNonNull(tickets.get(id));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static TicketEvent.Stamp stamp(Ticket ticket, Instant now, Actor actor) {
        return new TicketEvent.Stamp(ticket.id(), ticket.version() + 1, now, actor);
    }

    private static Ticket inPlace(Ticket ticket, Instant now, Instant quietSince) {
        return new Ticket(ticket.id(), ticket.number(), ticket.version() + 1, ticket.workflow(), ticket.status(),
                ticket.kind(), ticket.priority(), ticket.requester(), ticket.locale(), ticket.channel(),
                ticket.subject(),
                ticket.assignee(), ticket.team(), ticket.tags(), ticket.fields(), ticket.participants(),
                ticket.followUps(), ticket.related(),
                ticket.openedAt(), now, ticket.statusSince(), quietSince, ticket.timeRulesRun(), ticket.snoozedUntil(),
                ticket.solution(), ticket.rating(), ticket.serviceLevel());
    }
}
