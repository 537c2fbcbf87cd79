package io.opora.spring.actuate;

import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.OutboxStore.Lag;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** How much there is to do, in numbers: nothing of any one ticket or person. */
@Endpoint(id = "support")
final class SupportEndpoint {

    private final SupportDesk desk;
    private final InstantSource clock;

    SupportEndpoint(SupportDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @ReadOperation
    Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        Map<String, Long> tickets = new LinkedHashMap<>();
        Map<Phase, Long> byPhase = desk.tickets().countByPhase(Actor.SYSTEM, TicketQuery.all());
        byPhase.forEach((phase, number) -> tickets.put(phase.name(), number));
        counts.put("tickets", tickets);
        counts.put("unassigned", unfinished(TicketQuery.builder().unassigned()));
        counts.put("overdue", unfinished(TicketQuery.builder().dueBefore(clock.instant())));
        Map<String, Object> outbox = new TreeMap<>();
        Map<String, Lag> lags = desk.events().lag(Actor.SYSTEM);
        desk.events().consumers().forEach(name -> outbox.put(name, lag(new Lag(0, 0, Optional.empty()))));
        lags.forEach((name, lag) -> outbox.put(name, lag(lag)));
        counts.put("outbox", outbox);
        desk.faq().behind().ifPresent(behind -> counts.put("index", Map.of("behind", behind)));
        return counts;
    }

    private long unfinished(TicketQuery.Builder query) {
        return desk.tickets().countByPhase(Actor.SYSTEM,
                query.phases(Phase.NEW, Phase.OPEN, Phase.PENDING, Phase.ON_HOLD).build())
                .values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Object> lag(Lag lag) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("waiting", lag.waiting());
        shown.put("parked", lag.parked());
        lag.oldest().ifPresent(at -> shown.put("oldest", at.toString()));
        return shown;
    }
}
