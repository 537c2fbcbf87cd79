package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.Timeline;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Translates a ticket's history into what service levels care about. What they count is decided here and nowhere else: a reply is
 * a public message of a human agent, whatever the channel; what machines send counts for nothing, automatic mail included; the opening message is the request itself, whoever typed it; while a
 * ticket is merged, its conversation goes on elsewhere and it counts as closed; a ticket that a split or a late reply made is a
 * request of its own, made when it came to be.
 */
final class ServiceTimeline {

    private static final String MERGED = Phase.CLOSED.name();

    private final Function<TicketId, List<TicketEvent>> others;
    private final List<Timeline.Event> events = new ArrayList<>();
    private final Map<TicketId, Integer> absorptions = new HashMap<>();
    private @Nullable Ticket ticket;
    private String phase = "";
    /** Since when the customer waits for an answer; {@code null} if they do not. */
    private @Nullable Instant waitingSince;

    private ServiceTimeline(Function<TicketId, List<TicketEvent>> others) {
        this.others = others;
    }

    /**
     * Translates a history.
     *
     * @param history the events from the first one on
     * @param others reads the histories of the tickets that were merged into this one
     * @return the timeline; empty if there is more in it than service levels count, or it lies beyond what calendars know
     */
    static Optional<Timeline> of(Iterable<TicketEvent> history, Function<TicketId, List<TicketEvent>> others) {
        ServiceTimeline translation = new ServiceTimeline(others);
        for (TicketEvent event : history) {
            translation.add(event);
        }
        List<Timeline.Event> events = translation.events;
        if (events.isEmpty()) {
            throw new StorageException("A history begins with the opening of its ticket; this one is empty", null);
        }
        return events.size() <= Timeline.MAX_EVENTS && isKnown(events.getFirst().at()) && isKnown(events.getLast().at())
                ? Optional.of(new Timeline(events))
                : Optional.empty();
    }

    /** Whether calendars know an instant: nothing that happens to a ticket may fail because they do not. */
    static boolean isKnown(Instant at) {
        return !at.isBefore(BusinessCalendar.EARLIEST) && at.isBefore(BusinessCalendar.HORIZON);
    }

    /** Whether an event can change how the clocks of its ticket stand. */
    static boolean matters(TicketEvent event) {
        return switch (event) {
            case TicketEvent.MessageAdded e -> isSpoken(e) && !e.message().origin().isAutomatic();
            case TicketEvent.MessageRelayed e -> isSpoken(e);
            case TicketEvent.Opened e -> true;
            case TicketEvent.Merged e -> true;
            case TicketEvent.Unmerged e -> true;
            case TicketEvent.Absorbed e -> true;
            case TicketEvent.LevelReached e -> true;
            case TicketEvent.NoteAdded e -> false;
            case TicketEvent.Reminded e -> false;
            case TicketEvent.FollowedUp e -> false;
            case TicketEvent.Released e -> false;
            case TicketEvent.MessagesMovedOut e -> false;
            case TicketEvent.MessageMovedIn e -> false;
            case TicketEvent.Linked e -> false;
            case TicketEvent.Unlinked e -> false;
            case TicketEvent.ParticipantAdded e -> false;
            case TicketEvent.ParticipantRemoved e -> false;
            case TicketEvent.LinkIssued e -> false;
            case TicketEvent.LinkRevoked e -> false;
            case TicketEvent.Explained e -> false;
            case TicketEvent.Erased e -> false;
            case TicketEvent.ServiceLevelChanged e -> false;
            case TicketEvent.StatusChanged e -> true;
            case TicketEvent.WorkflowChanged e -> true;
            case TicketEvent.Assigned e -> true;
            case TicketEvent.Prioritized e -> true;
            case TicketEvent.Classified e -> true;
            case TicketEvent.TagsChanged e -> true;
            case TicketEvent.FieldsChanged e -> true;
            case TicketEvent.Snoozed e -> true;
            case TicketEvent.Woken e -> true;
            case TicketEvent.Rated e -> true;
        };
    }

    /** Whether a message is one that somebody wrote: what machines write counts for nothing, on either side. */
    private static boolean isSpoken(TicketEvent message) {
        Actor.Kind author = message.stamp().by().kind();
        return author == Actor.Kind.CUSTOMER || author == Actor.Kind.AGENT;
    }

    private void add(TicketEvent event) {
        Instant at = event.stamp().at();
        if (event instanceof TicketEvent.Opened opened) {
            Ticket begun = Ticket.opened(opened);
            ticket = begun;
            phase = begun.phase().name();
            waitingSince = at;
            events.add(new Timeline.Requested(at, phase, TicketFacts.about(begun)));
            return;
        }
        Ticket before = ticket;
        if (before == null) {
            throw new StorageException("A history begins with the opening of its ticket; this one does not", null);
        }
        Ticket after = before.apply(event);
        ticket = after;
        switch (event) {
            case TicketEvent.MessageAdded said when !isOpening(said) && !before.related().isMerged() && matters(said) ->
                said(said);
            case TicketEvent.MessageRelayed said when !before.related().isMerged() -> said(said);
            case TicketEvent.Absorbed absorbed -> events.add(absorbed(absorbed));
            case TicketEvent.LevelReached reached -> events.add(new Timeline.Recorded(at, reached.milestone()));
            default -> {
                // what changes phase or facts is seen below
            }
        }
        String now = after.related().isMerged() ? MERGED : after.phase().name();
        if (!now.equals(phase)) {
            phase = now;
            events.add(new Timeline.PhaseChanged(at, now));
        }
        if (changesFacts(event)) {
            events.add(new Timeline.FactsChanged(at, TicketFacts.about(after)));
        }
    }

    /** The opening message, which is the second event of the history of a ticket that is opened with one. */
    private static boolean isOpening(TicketEvent.MessageAdded said) {
        return said.stamp().sequence() == 2;
    }

    private static boolean changesFacts(TicketEvent event) {
        return matters(event)
                && !(event instanceof TicketEvent.MessageAdded || event instanceof TicketEvent.MessageRelayed
                        || event instanceof TicketEvent.Merged || event instanceof TicketEvent.Unmerged
                        || event instanceof TicketEvent.Absorbed || event instanceof TicketEvent.LevelReached);
    }

    private void said(TicketEvent message) {
        Instant at = message.stamp().at();
        switch (message.stamp().by().kind()) {
            case AGENT -> {
                events.add(new Timeline.AgentReplied(at));
                waitingSince = null;
            }
            case CUSTOMER -> {
                // who waits already waits since then: leaving the rest out keeps the timeline of a flood short
                if (waitingSince == null) {
                    events.add(new Timeline.CustomerWrote(at));
                    waitingSince = at;
                }
            }
            case BOT, SYSTEM -> {
                // counts for nothing
            }
        }
    }

    /** Another ticket as it stood when it was merged into this one, which may have happened before. */
    private Timeline.Absorbed absorbed(TicketEvent.Absorbed event) {
        Instant at = event.stamp().at();
        int times = absorptions.merge(event.ticket(), 1, Integer::sum);
        ServiceTimeline other = new ServiceTimeline(id -> List.of());
        for (TicketEvent each : others.apply(event.ticket())) {
            if (each instanceof TicketEvent.Merged merged && merged.into().getFirst().equals(event.stamp().ticket())
                    && !requireNonNull(other.ticket).related().isMerged() && --times == 0) {
                break;
            }
            other.add(each);
        }
        return new Timeline.Absorbed(at, notAfter(at, other.events.isEmpty() ? at : other.events.getFirst().at()),
                Optional.ofNullable(other.waitingSince).map(since -> notAfter(at, since)));
    }

    /** Clocks of several nodes disagree: what another history says may lie behind the merge by this one's. */
    private static Instant notAfter(Instant at, Instant other) {
        return other.isAfter(at) ? at : other;
    }
}
