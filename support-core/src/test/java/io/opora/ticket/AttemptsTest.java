package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Attempts attempts = new Attempts(2, WINDOW);

    @Test
    void areCountedFromTheFirstOneOfAWindow() {
        assertThat(attempts.count("a", NOW)).isEmpty();
        assertThat(attempts.count("a", NOW.plusSeconds(59))).isEmpty();
        assertThat(attempts.count("a", NOW.plusSeconds(59))).contains(NOW.plus(WINDOW));
        assertThat(attempts.count("a", NOW.plus(WINDOW))).isEmpty();
        assertThat(attempts.count("a", NOW.plus(WINDOW))).isEmpty();
        assertThat(attempts.count("a", NOW.plus(WINDOW))).contains(NOW.plus(WINDOW).plus(WINDOW));
    }

    @Test
    void areTakenBackOneByOne() {
        attempts.takeBack("a"); // none is there
        attempts.count("a", NOW);
        attempts.count("a", NOW);
        attempts.takeBack("a");
        assertThat(attempts.count("a", NOW)).isEmpty();
        assertThat(attempts.count("a", NOW)).isPresent();
        attempts.takeBack("a");
        attempts.takeBack("a");
        attempts.takeBack("a");
        assertThat(attempts.count("a", NOW)).isEmpty();
        assertThat(attempts.count("a", NOW)).isEmpty();
        assertThat(attempts.count("a", NOW)).isPresent();
    }

    @Test
    void beginAnewWhenTheClockIsSetBack() {
        attempts.count("a", NOW);
        attempts.count("a", NOW);

        assertThat(attempts.count("a", NOW.minusSeconds(3_600))).isEmpty();
        assertThat(attempts.count("a", NOW.minusSeconds(3_600))).isEmpty();
        assertThat(attempts.count("a", NOW.minusSeconds(3_600))).contains(NOW.minusSeconds(3_540));
    }

    @Test
    void areKnownOfSoManyAddressesTheOldestForgottenFirst() {
        for (String first : new String[]{"first", "second"}) {
            attempts.count(first, NOW);
            attempts.count(first, NOW);
        }
        IntStream.range(0, Attempts.MAX_KEYS - 2).forEach(i -> attempts.count("key" + i, NOW));
        assertThat(attempts.count("first", NOW)).as("as many as may be are all known").isPresent();

        attempts.count("one more", NOW);

        assertThat(attempts.count("second", NOW)).isPresent();
        assertThat(attempts.count("first", NOW)).isEmpty();
    }

    @Test
    void ofManyAtOnceAreNeverMoreThanMayBe() {
        Attempts few = new Attempts(10, WINDOW);
        AtomicInteger counted = new AtomicInteger();

        IntStream.range(0, 1_000).parallel().forEach(i -> {
            if (few.count("a", NOW).isEmpty()) {
                counted.incrementAndGet();
            }
        });

        assertThat(counted).hasValue(10);
    }
}
