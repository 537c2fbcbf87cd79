package io.opora.spring.metrics;

import io.opora.SupportException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.OutboxStore.Lag;
import io.opora.ticket.RequestKind;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers that gauges show, counted together when somebody looks and the last ones are too old. If the storage does not answer, they
 * are not a number until it is asked again, which is not before as much time has passed.
 */
final class DeskFigures {

    /** Whatever is closed is history, which only grows: reports count it. */
    static final List<Phase> PHASES = List.of(Phase.NEW, Phase.OPEN, Phase.PENDING, Phase.ON_HOLD, Phase.SOLVED);

    private static final Logger LOG = LoggerFactory.getLogger(DeskFigures.class);

    private final SupportDesk desk;
    private final MetricsProperties properties;
    private final InstantSource clock;
    private Optional<Instant> countedAt = Optional.empty();
    private Optional<Counted> counted = Optional.empty();

    DeskFigures(SupportDesk desk, MetricsProperties properties, InstantSource clock) {
        this.desk = desk;
        this.properties = properties;
        this.clock = clock;
    }

    private record Counted(Map<String, Map<Phase, Long>> tickets, Map<String, Lag> outbox, OptionalInt behind) {}

    double tickets(String kind, Phase phase) {
        return counted().map(now -> (double) now.tickets().getOrDefault(kind, Map.of()).getOrDefault(phase, 0L))
                .orElse(Double.NaN);
    }

    double waiting(String consumer) {
        return counted().map(now -> (double) lag(now, consumer).waiting()).orElse(Double.NaN);
    }

    double parked(String consumer) {
        return counted().map(now -> (double) lag(now, consumer).parked()).orElse(Double.NaN);
    }

    /** How many seconds ago the oldest event happened that a consumer is still to be told of. */
    double age(String consumer) {
        Instant now = clock.instant();
        return counted().map(figures -> lag(figures, consumer).oldest()
                .map(at -> Math.max(0, Duration.between(at, now).toMillis() / 1_000.0)).orElse(0.0)).orElse(Double.NaN);
    }

    double behind() {
        return counted().filter(now -> now.behind().isPresent()).map(now -> (double) now.behind().getAsInt())
                .orElse(Double.NaN);
    }

    private static Lag lag(Counted figures, String consumer) {
        return figures.outbox().getOrDefault(consumer, new Lag(0, 0, Optional.empty()));
    }

    private synchronized Optional<Counted> counted() {
        Instant now = clock.instant();
        if (countedAt.isEmpty() || Duration.between(countedAt.get(), now).abs().compareTo(properties.refresh()) >= 0) {
            countedAt = Optional.of(now);
            try {
                counted = Optional.of(count());
            } catch (SupportException e) {
                LOG.debug("The figures of the support desk could not be counted", e);
                counted = Optional.empty();
            }
        }
        return counted;
    }

    private Counted count() {
        Map<String, Map<Phase, Long>> tickets = new HashMap<>();
        Map<Phase, Long> others = new HashMap<>(count(TicketQuery.builder()));
        for (String kind : properties.kinds()) {
            Map<Phase, Long> ofKind = count(TicketQuery.builder().kinds(RequestKind.of(kind)));
            tickets.put(kind, ofKind);
            // never below 0: tickets may come between two countings
            ofKind.forEach((phase, number) -> others.merge(phase, number, (all, some) -> Math.max(0, all - some)));
        }
        tickets.put(MetricsProperties.OTHER, others);
        return new Counted(tickets, desk.events().lag(Actor.SYSTEM), desk.faq().behind());
    }

    private Map<Phase, Long> count(TicketQuery.Builder query) {
        return desk.tickets().countByPhase(Actor.SYSTEM, query.phases(PHASES.toArray(Phase[]::new)).build());
    }
}
