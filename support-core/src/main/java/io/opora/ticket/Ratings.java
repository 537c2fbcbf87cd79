package io.opora.ticket;

import io.opora.Reason;
import io.opora.access.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What becomes of a ticket whose solution is rated: a pure function. */
final class Ratings {

    private Ratings() {}

    static Decision decide(Ticket ticket, Rate command, Actor actor, Instant now) {
        List<Reason> reasons = new ArrayList<>();
        if (!actor.isCustomer() || !actor.id().equals(ticket.requester().id())) {
            reasons.add(Reason.of("not-the-requester", "A solution is rated by the requester and nobody else"));
        }
        if (ticket.solution().isEmpty()) {
            reasons.add(new Reason("not-solved", "There is no solution to rate: the ticket is '{status}'",
                    Map.of("status", ticket.status().name())));
        } else if (ticket.rating().filter(last -> last.solution() == ticket.solution().getAsLong()).isPresent()) {
            reasons.add(Reason.of("already-rated", "This solution was rated already, and a rating does not change"));
        }
        if (!reasons.isEmpty()) {
            return new Decision.Refused(reasons);
        }
        TicketLifecycle.Draft draft = new TicketLifecycle.Draft(ticket, actor, now);
        draft.add(new TicketEvent.Rated(draft.stamp(), command.score(), command.text()));
        return draft.accepted();
    }
}
