package io.opora.examples.quickstart;

import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Prints a line for each day on which something happened, as soon as the day is over. */
final class Progress implements Consumer<LocalDate> {

    private final Tickets tickets;
    private final ZoneId zone;
    private final PrintStream out;
    private boolean silent = true;

    Progress(Tickets tickets, ZoneId zone, PrintStream out) {
        this.tickets = tickets;
        this.zone = zone;
        this.out = out;
    }

    @Override
    public void accept(LocalDate day) {
        Instant midnight = day.atStartOfDay(zone).toInstant();
        List<TicketEvent> events = History.since(tickets, midnight);
        if (events.isEmpty()) {
            return;
        }
        silent = false;
        Activity done = Activity.of(events);
        Map<Phase, Long> phases = tickets.countByPhase(History.READER, TicketQuery.all());
        long backlog = phases.entrySet().stream().filter(phase -> !phase.getKey().isFinished())
                .mapToLong(Map.Entry::getValue).sum();
        out.println(String.format(Locale.ROOT,
                "%s   opened %3d   replies %3d   solved %3d   reopened %3d   closed %3d   reminded %3d   backlog %3d",
                Times.day(day), done.opened(), done.replies(), done.solved(), done.reopened(), done.closed(),
                done.reminded(), backlog));
    }

    /** Says that nothing happened, if nothing has since this was called before. */
    void admitSilence() {
        if (silent) {
            out.println("Nothing happened.");
        }
        silent = true;
    }
}
