package io.opora.examples.quickstart;

import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.workflow.Phase;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The figures of a desk: every one is computed from the histories of its tickets, and from nothing else. */
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
     * The tickets that have something in common.
     *
     * @param name    what they have in common
     * @param tickets how many they are
     * @param replies how long they waited
     */
    record Volume(String name, int tickets, FirstReplies replies) {}

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

    /** How many tickets there are. */
    int tickets() {
        return histories.size();
    }

    /** All that was done. */
    Activity activity() {
        return Activity.of(events());
    }

    /** How long customers waited. */
    FirstReplies firstReplies() {
        return FirstReplies.of(histories);
    }

    /** Tickets counted by a property as it is in the end, the largest group first. */
    List<Volume> volumes(Function<Ticket, String> property) {
        Map<String, List<History>> groups = histories.stream()
                .collect(Collectors.groupingBy(history -> property.apply(history.ticket())));
        return groups.entrySet().stream()
                .map(group -> new Volume(group.getKey(), group.getValue().size(), FirstReplies.of(group.getValue())))
                .sorted(Comparator.comparingInt(Volume::tickets).reversed().thenComparing(Volume::name))
                .toList();
    }

    /** Tickets that were solved at least once. */
    long everSolved() {
        return histories.stream().filter(history -> Activity.of(history.events()).solved() > 0).count();
    }

    /** Tickets that were taken up again after that at least once. */
    long everReopened() {
        return histories.stream().filter(history -> history.events().stream().anyMatch(Activity::isReopening)).count();
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
