package io.opora.spring.metrics;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.ticket.RequestKind;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The desk's meters.
 *
 * @param enabled whether there are any
 * @param refresh how old the numbers of tickets and of what waits may be that gauges show; they are counted when somebody looks
 * @param kinds the kinds of requests that meters tell apart; all others are one, other
 */
@ConfigurationProperties("support.metrics")
record MetricsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1m") Duration refresh,
        @DefaultValue({
                "technical", "product-advice", "financial", "suggestion", "unsorted"}) List<String> kinds) {

    private static final int MAX_KINDS = 50;

    MetricsProperties {
        kinds = List.copyOf(kinds);
        kinds.forEach(MetricsProperties::requireKind);
        if (refresh.toMillis() < 1) {
            throw new InvalidInputException("support.metrics", new Violation("refresh", "range",
                    "support.metrics.refresh must be a millisecond or more, not " + refresh));
        }
        if (kinds.size() > MAX_KINDS) {
            throw new InvalidInputException("support.metrics", new Violation("kinds", "size",
                    "support.metrics.kinds must be at most " + MAX_KINDS + " kinds, not " + kinds.size()));
        }
    }

    private static void requireKind(String kind) {
        try {
            RequestKind.of(kind);
        } catch (InvalidInputException e) {
            throw new InvalidInputException("support.metrics",
                    e.violations().stream()
                            .map(wrong -> new Violation("kinds", wrong.code(),
                                    "support.metrics.kinds has no kind of requests: " + wrong.message()))
                            .toList());
        }
    }

    /** The tag of a kind. */
    String tag(RequestKind kind) {
        return kinds.contains(kind.name()) ? kind.name() : OTHER;
    }

    static final String OTHER = "other";
}
