package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What becomes of a ticket that is put aside: a pure function. */
final class Snoozing {

    private Snoozing() {}

    static Decision decide(Ticket ticket, Snooze command, Actor actor, Instant now) {
        TicketLifecycle.Draft draft = new TicketLifecycle.Draft(ticket, actor, now);
        if (command.until().isEmpty()) {
            draft.wake(TicketEvent.Cause.COMMAND);
            return draft.accepted();
        }
        Instant until = command.until().get();
        Instant from = draft.stamp().at();
        Instant latest = from.plus(Duration.ofDays(Snooze.MAX_DAYS));
        List<Reason> reasons = new ArrayList<>();
        if (ticket.phase().isFinished()) {
            reasons.add(new Reason("snooze-finished", "There is nothing to put aside: the ticket is '{status}'",
                    Map.of("status", ticket.status().name())));
        }
        if (!until.isAfter(from) || until.isAfter(latest)) {
            reasons.add(new Reason("snooze-until",
                    "It is {now}: a ticket is put aside until an instant after that, at the"
                            + " latest {latest}, not until {until}",
                    Map.of("now", from, "latest", latest, "until", until)));
        }
        if (!reasons.isEmpty()) {
            return new Decision.Refused(reasons);
        }
        if (!ticket.snoozedUntil().equals(command.until())) {
            draft.add(new TicketEvent.Snoozed(draft.stamp(), until));
        }
        return draft.accepted();
    }
}
