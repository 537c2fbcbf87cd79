package io.opora.workflow;

import java.time.Duration;

/** Durations as people write them: ISO 8601 with days, which {@link Duration#toString()} spells in hours. */
final class Spans {

    private Spans() {}

    /** What {@link Duration#parse} reads back to the same duration. */
    static String print(Duration duration) {
        long days = duration.toDays();
        if (days <= 0) {
            return duration.toString();
        }
        Duration rest = duration.minusDays(days);
        return rest.isZero() ? "P" + days + "D" : "P" + days + "D" + rest.toString().substring(1);
    }
}
