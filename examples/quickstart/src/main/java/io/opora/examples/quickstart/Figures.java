package io.opora.examples.quickstart;

import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.workflow.Phase;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What happened day by day, computed from the histories of the tickets. */
final class Figures {

    private final List<History> histories;
    private final ZoneId zone;

    /**
     * Prepares to count.
     *
     * @param histories all histories of the desk
     * @param zone      where the desk stands: its days begin there
     */
    Figures(List<History> histories, ZoneId zone) {
        this.histories = List.copyOf(histories);
        this.zone = zone;
    }

    /**
     * A day on which something happened.
     *
     * @param date     the day
     * @param activity what was done
     * @param backlog  how many tickets were in each phase in the end
     */
    record Day(LocalDate date, Activity activity, Map<Phase, Integer> backlog) {

        Day {
            backlog = Map.copyOf(backlog);
        }

        /** Tickets in a phase at the end of the day. */
        int in(Phase phase) {
            return backlog.getOrDefault(phase, 0);
        }

        /** Tickets that were not finished at the end of the day. */
        int unfinished() {
            return backlog.entrySet().stream().filter(entry -> !entry.getKey().isFinished())
                    .mapToInt(Map.Entry::getValue).sum();
        }
    }

    /** All that was done. */
    Activity activity() {
        return Activity.of(events());
    }

    /** The days on which something happened. */
    List<Day> days() {
        TreeMap<LocalDate, List<TicketEvent>> byDate = events().stream().collect(Collectors.groupingBy(
                event -> LocalDate.ofInstant(event.stamp().at(), zone), TreeMap::new, Collectors.toList()));
        Map<TicketId, Phase> phases = new HashMap<>();
        List<Day> days = new ArrayList<>();
        byDate.forEach((date, events) -> {
            events.forEach(event -> follow(event, phases));
            days.add(new Day(date, Activity.of(events), count(phases.values())));
        });
        return days;
    }

    /** Keeps up with the phases of tickets. The events of each ticket have to come in their order. */
    private static void follow(TicketEvent event, Map<TicketId, Phase> phases) {
        TicketId ticket = event.stamp().ticket();
        switch (event) {
            case TicketEvent.Opened opened -> phases.put(ticket, opened.status().phase());
            case TicketEvent.StatusChanged moved -> phases.put(ticket, moved.to().phase());
            case TicketEvent.WorkflowChanged moved -> phases.put(ticket, moved.toStatus().phase());
            case TicketEvent.MessageAdded e -> {}
            case TicketEvent.NoteAdded e -> {}
            case TicketEvent.Assigned e -> {}
            case TicketEvent.Prioritized e -> {}
            case TicketEvent.Classified e -> {}
            case TicketEvent.TagsChanged e -> {}
            case TicketEvent.Reminded e -> {}
            case TicketEvent.FollowedUp e -> {}
            case TicketEvent.Merged e -> {}
            case TicketEvent.Unmerged e -> {}
            case TicketEvent.Absorbed e -> {}
            case TicketEvent.Released e -> {}
            case TicketEvent.MessageRelayed e -> {}
            case TicketEvent.MessagesMovedOut e -> {}
            case TicketEvent.MessageMovedIn e -> {}
            case TicketEvent.Linked e -> {}
            case TicketEvent.Unlinked e -> {}
            case TicketEvent.FieldsChanged e -> {}
            case TicketEvent.ParticipantAdded e -> {}
            case TicketEvent.ParticipantRemoved e -> {}
            case TicketEvent.LinkIssued e -> {}
            case TicketEvent.LinkRevoked e -> {}
            case TicketEvent.LevelReached e -> {}
            case TicketEvent.ServiceLevelChanged e -> {}
            case TicketEvent.Snoozed e -> {}
            case TicketEvent.Woken e -> {}
            case TicketEvent.Rated e -> {}
            case TicketEvent.Explained e -> {}
            case TicketEvent.Erased e -> {}
        }
    }

    private static Map<Phase, Integer> count(Collection<Phase> phases) {
        Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
        phases.forEach(phase -> counts.merge(phase, 1, Integer::sum));
        return counts;
    }

    private List<TicketEvent> events() {
        return histories.stream().flatMap(history -> history.events().stream()).toList();
    }
}
