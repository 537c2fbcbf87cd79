package io.opora.examples.quickstart;

import io.opora.access.ActorId;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The inbox that an agent finds: the most urgent tickets that are not finished. */
final class Inbox {

    private static final int ROWS = 15;
    private static final TicketQuery MOST_URGENT = TicketQuery.builder()
            .phases(Phase.NEW, Phase.OPEN, Phase.PENDING, Phase.ON_HOLD).sort(TicketQuery.Sort.MOST_URGENT).limit(ROWS)
            .build();

    private Inbox() {}

    static List<String> lines(Tickets tickets, Instant now) {
        Table table = new Table().right("#").left("status").left("priority").left("kind", 14).left("requester", 18)
                .left("assignee", 10).right("age").left("subject");
        List<Ticket> shown = tickets.inbox(History.READER, MOST_URGENT).tickets();
        shown.forEach(ticket -> table.row(ticket.number(), ticket.status(), words(ticket.priority()), ticket.kind(),
                name(ticket.requester()),
                ticket.assignee().map(ActorId::value).orElse("–"),
                Times.brief(Duration.between(ticket.openedAt(), now)), ticket.subject()));
        Map<Phase, Long> counts = tickets.countByPhase(History.READER, MOST_URGENT);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(shown.size() + " of " + Display.count(all, "ticket") + " neither solved nor closed: "
                + MOST_URGENT.phases().stream().sorted()
                        .map(phase -> counts.getOrDefault(phase, 0L) + " " + words(phase))
                        .collect(Collectors.joining(", ")));
        return lines;
    }

    /** How to call a customer. */
    static String name(Requester requester) {
        return requester.name().orElse(requester.id().value());
    }

    /** A constant as people write it. */
    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
