package io.opora.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DistributionProperties {

    private static List<Duration> durations(Random random, int size) {
        // any order of size, from a microsecond to years
        return Stream.generate(() -> Duration.ofNanos(1_000L * random.nextLong(1L << (1 + random.nextInt(48)))))
                .limit(size)
                .toList();
    }

    /** The least of them that so many of a hundred do not exceed. */
    static Duration percentile(List<Duration> durations, int percent) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
    }

    private static Report.Spread spread(List<Duration> durations) {
        Distribution distribution = new Distribution();
        durations.forEach(distribution::add);
        return distribution.spread().orElseThrow();
    }

    @Property(tries = 500, seed = "20261126")
    void percentilesOfAFewAreExact(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = Distribution.EXACT) int size) {
        List<Duration> durations = durations(random, size);

        assertThat(spread(durations)).isEqualTo(new Report.Spread(percentile(durations, 50), percentile(durations, 90),
                percentile(durations, 100), true));
    }

    @Property(tries = 200, seed = "20261126")
    void percentilesOfManyAreOffByLessThanTheBound(@ForAll Random random,
            @ForAll @IntRange(min = Distribution.EXACT + 1, max = 10_000) int size) {
        List<Duration> durations = durations(random, size);
        Report.Spread spread = spread(durations);

        assertThat(spread.exact()).isFalse();
        assertThat(spread.longest()).isEqualTo(percentile(durations, 100));
        assertNear(spread.median(), percentile(durations, 50));
        assertNear(spread.percentile90(), percentile(durations, 90));
    }

    private static void assertNear(Duration found, Duration exact) {
        assertThat(found.minus(exact).abs().toNanos()).isLessThanOrEqualTo(exact.toNanos() / 256);
    }

    @Property(tries = 50, seed = "20261126")
    void theOrderDoesNotMatter(@ForAll Random random, @ForAll @IntRange(min = 1, max = 3_000) int size) {
        List<Duration> durations = durations(random, size);

        assertThat(spread(durations.stream().sorted().toList())).isEqualTo(spread(durations));
    }
}
