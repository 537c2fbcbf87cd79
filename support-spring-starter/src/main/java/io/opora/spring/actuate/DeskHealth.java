package io.opora.spring.actuate;

import io.opora.SupportException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.OutboxStore.Lag;
import io.opora.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the desk works, in no words of any version of Spring Boot. It does as long as its storage answers. However much waits, hangs
 * or is late is told and nothing more: a node that is taken out of service for it could only make it worse. The same holds for an index
 * that does not answer: tickets need none.
 */
final class DeskHealth {

    private final SupportDesk desk;
    private final String storage;
    private final InstantSource clock;

    DeskHealth(SupportDesk desk, Storage storage, InstantSource clock) {
        this.desk = desk;
        this.storage = storage.getClass().getSimpleName();
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param failure why the desk does not work; nothing if it does
     * @param details by name; texts, numbers and maps of these
     */
    record Found(Optional<Exception> failure, Map<String, Object> details) {}

    Found look() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("storage", storage);
        try {
            details.put("outbox", outbox(desk.events().lag(Actor.SYSTEM)));
        } catch (SupportException e) {
            return new Found(Optional.of(e), details);
        }
        index().ifPresent(state -> details.put("index", state));
        return new Found(Optional.empty(), details);
    }

    private Map<String, Object> outbox(Map<String, Lag> lags) {
        Map<String, Object> outbox = new LinkedHashMap<>();
        outbox.put("waiting", lags.values().stream().mapToLong(Lag::waiting).sum());
        outbox.put("parked", lags.values().stream().mapToLong(Lag::parked).sum());
        oldest(lags).ifPresent(at -> outbox.put("age", age(at).toString()));
        return outbox;
    }

    private Duration age(Instant oldest) {
        Duration age = Duration.between(oldest, clock.instant()).truncatedTo(ChronoUnit.SECONDS);
        return age.isNegative() ? Duration.ZERO : age; // of another node, whose clock is ahead
    }

    private static Optional<Instant> oldest(Map<String, Lag> lags) {
        return lags.values().stream().flatMap(lag -> lag.oldest().stream()).min(Comparator.naturalOrder());
    }

    private Optional<Map<String, Object>> index() {
        try {
            return desk.faq().behind().stream().mapToObj(behind -> Map.<String, Object>of("behind", behind))
                    .findFirst();
        } catch (SupportException e) {
            return Optional.of(Map.of("error", e.getClass().getSimpleName()));
        }
    }
}
