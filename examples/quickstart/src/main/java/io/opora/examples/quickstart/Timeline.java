package io.opora.examples.quickstart;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.ticket.Attachment;
import io.opora.ticket.CustomerView;
import io.opora.ticket.FieldValue;
import io.opora.ticket.Rate;
import io.opora.ticket.Requester;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvent.NoteAdded;
import io.opora.ticket.TicketEvent.StatusChanged;
import io.opora.ticket.Tickets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One ticket twice, side by side: its whole history, and what the customer is shown of it. */
final class Timeline {

    private static final int LEFT = 62;
    private static final int RIGHT = Display.WIDTH - LEFT - 3;
    private static final String INDENT = "    ";
    /** Longer histories make no good first impression. */
    private static final int FEW_EVENTS = 18;
    /** What is shown of a history that is longer all the same. */
    private static final int MOST_EVENTS = 60;
    /** What is shown of each text. */
    private static final int MOST_LINES = 20;

    private final ZoneId zone;

    Timeline(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Chooses the ticket that is worth looking at: with a note, reopened, told in few events of many kinds.
     *
     * @param histories all histories; at least one
     */
    static History mostTelling(List<History> histories) {
        return histories.stream().max(Comparator.comparingInt(Timeline::interest)
                .thenComparing(history -> history.ticket().number(), Comparator.reverseOrder())).orElseThrow();
    }

    private static int interest(History history) {
        List<TicketEvent> events = history.events();
        int interest = (int) events.stream().map(TicketEvent::getClass).distinct().count();
        interest += events.stream().anyMatch(event -> event instanceof NoteAdded) ? 10 : 0;
        interest += events.stream().anyMatch(Activity::isReopening) ? 10 : 0;
        return events.size() <= FEW_EVENTS ? interest : interest - 20;
    }

    /** Draws a ticket. What happened at the same instant stands on the same height. */
    List<String> lines(Tickets tickets, History history) {
        CustomerView view = tickets.customerView(Actor.customer(history.ticket().requester().id().value()),
                history.ticket().id(), 0, MOST_EVENTS);
        List<TicketEvent> events = history.events().subList(0, Math.min(history.events().size(), MOST_EVENTS));
        Map<Instant, List<String>> left = new TreeMap<>();
        Map<Instant, List<String>> right = new TreeMap<>();
        events.forEach(
                event -> add(left, event.stamp().at(), LEFT, title(event, history.ticket().requester()), text(event)));
        view.entries().forEach(entry -> add(right, entry.at(), RIGHT, title(entry), text(entry)));

        List<String> lines = new ArrayList<>();
        lines.addAll(Display.beside(List.of("What the desk knows"), List.of("What the customer is shown"), LEFT));
        lines.add("─".repeat(LEFT) + "─┼─" + "─".repeat(RIGHT));
        left.forEach((at, said) -> lines.addAll(Display.beside(said, right.getOrDefault(at, List.of()), LEFT)));
        if (events.size() < history.events().size()) {
            lines.add("… and " + Display.count(history.events().size() - events.size(), "more event"));
        }
        return lines;
    }

    private void add(Map<Instant, List<String>> column, Instant at, int width, String title, String text) {
        List<String> lines = column.computeIfAbsent(at, first -> new ArrayList<>());
        String begin = Times.minute(at, zone) + "  ";
        String blank = " ".repeat(begin.length());
        for (String line : Display.wrap(title, width - begin.length())) {
            lines.add((lines.isEmpty() ? begin : blank) + line);
        }
        if (!text.isEmpty()) {
            List<String> said = Display.wrap(text, width - INDENT.length());
            said.stream().limit(MOST_LINES).forEach(line -> lines.add(INDENT + line));
            if (said.size() > MOST_LINES) {
                lines.add(INDENT + "… " + Display.count(said.size() - MOST_LINES, "more line"));
            }
        }
    }

    private static Stream<String> filled(Map<String, FieldValue> fields) {
        return new TreeMap<>(fields).entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue().asText());
    }

    private static String title(TicketEvent event, Requester requester) {
        ActorId actor = event.stamp().by().id();
        String by = actor.equals(requester.id()) ? Inbox.name(requester) : actor.value();
        return switch (event) {
            case TicketEvent.Opened e ->
                "opened by " + by + ": " + e.kind() + ", by " + e.channel() + ", priority "
                        + Inbox.words(e.priority());
            case TicketEvent.MessageAdded e -> by + " writes" + files(e.message().attachments());
            case TicketEvent.NoteAdded e -> by + " notes for colleagues" + files(e.note().attachments());
            case TicketEvent.StatusChanged e -> moved(e, by);
            case TicketEvent.Assigned e -> by + " assigns it to " + e.assignee().map(ActorId::value).orElse("nobody")
                    + e.team().map(TeamId::name).map(team -> ", team " + team).orElse("");
            case TicketEvent.Prioritized e -> by + " sets priority: " + Inbox.words(e.from()) + " → "
                    + Inbox.words(e.to());
            case TicketEvent.Classified e -> by + " sets kind: " + e.from() + " → " + e.to();
            case TicketEvent.TagsChanged e -> by + " tags" + tags(" +", e.added()) + tags(" -", e.removed());
            case TicketEvent.WorkflowChanged e -> by + " changes workflow: " + e.from() + " → " + e.to();
            case TicketEvent.Reminded e -> "a reminder of the customer is due";
            case TicketEvent.FollowedUp e -> "continued in a follow-up ticket";
            case TicketEvent.Merged e -> by + " merges it into another ticket";
            case TicketEvent.Unmerged e -> by + " undoes the merge";
            case TicketEvent.Absorbed e -> by + " merges another ticket into it";
            case TicketEvent.Released e -> by + " takes a merged ticket out again";
            case TicketEvent.MessageRelayed e -> by + " writes in a ticket that was merged into it";
            case TicketEvent.MessagesMovedOut e -> by + " moves " + e.messages().size() + " messages to another ticket";
            case TicketEvent.MessageMovedIn e -> by + " moves a message here";
            case TicketEvent.Linked e -> by + " links it with another ticket";
            case TicketEvent.Unlinked e -> by + " takes a link away";
            case TicketEvent.FieldsChanged e -> by + " changes fields: " + Stream.concat(filled(e.set()),
                    e.cleared().stream().sorted().map(name -> "no " + name)).collect(Collectors.joining(", "));
            case TicketEvent.ParticipantAdded e -> by + " lets " + e.participant() + " take part";
            case TicketEvent.ParticipantRemoved e -> e.participant() + " takes part no longer";
            case TicketEvent.LinkIssued e -> by + " issues a secret link for " + e.participant();
            case TicketEvent.LinkRevoked e -> by + " revokes a secret link";
            case TicketEvent.LevelReached e -> Inbox.words(e.milestone().clock()) + ": " + e.milestone().level();
            case TicketEvent.ServiceLevelChanged e -> "due "
                    + e.level().flatMap(Ticket.ServiceLevel::due).map(Instant::toString).orElse("never");
            case TicketEvent.Snoozed e -> by + " puts it aside until " + e.until();
            case TicketEvent.Woken e -> "taken up again";
            case TicketEvent.Rated e -> "the solution is rated " + e.score() + " of " + Rate.MAX_SCORE;
            case TicketEvent.Erased e -> "a person is erased";
            case TicketEvent.Explained e -> e.source() + " speaks" + e.rules().stream()
                    .map(rule -> rule.rule() + " " + rule.because()).collect(Collectors.joining(", ", ": ", ""));
        };
    }

    private static String moved(StatusChanged event, String by) {
        String fields = filled(event.fields()).collect(Collectors.joining(", "));
        String who = switch (event.cause()) {
            case COMMAND -> by;
            case CUSTOMER_REPLY -> "customer's reply";
            case TIME -> "time";
        };
        return event.from() + " → " + event.to() + " (" + who + ": " + event.action() + ")"
                + (fields.isEmpty() ? "" : "\n" + fields);
    }

    private static String title(CustomerView.Entry entry) {
        return switch (entry) {
            case CustomerView.Said said -> switch (said.from()) {
                case CUSTOMER -> "You wrote";
                case STAFF -> "We answered";
                case AUTOMATIC -> "Automatic message";
            } + files(said.message().attachments());
            case CustomerView.Progressed progressed -> switch (progressed.phase()) {
                case NEW -> "We have your request";
                case OPEN -> "We are working on it";
                case PENDING -> "We are waiting for your answer";
                case ON_HOLD -> "We are waiting for a third party";
                case SOLVED -> "Solved; write to us if it is not";
                case CLOSED -> "Closed";
            };
            case CustomerView.Continued continued -> "We go on in another ticket";
            case CustomerView.MovedOut moved -> "We answer a part of this in another ticket";
        };
    }

    private static String text(TicketEvent event) {
        return switch (event) {
            case TicketEvent.MessageAdded said -> said.message().text();
            case TicketEvent.NoteAdded noted -> noted.note().text();
            default -> "";
        };
    }

    private static String text(CustomerView.Entry entry) {
        return entry instanceof CustomerView.Said said ? said.message().text() : "";
    }

    private static String files(List<Attachment> attachments) {
        return attachments.isEmpty()
                ? ""
                : attachments.stream().map(Attachment::name).collect(Collectors.joining(", ", " [", "]"));
    }

    private static String tags(String sign, Collection<?> tags) {
        return tags.stream().map(Object::toString).sorted().map(tag -> sign + tag).collect(Collectors.joining());
    }
}
