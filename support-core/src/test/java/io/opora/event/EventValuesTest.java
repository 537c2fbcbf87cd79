package io.opora.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.event.OutboxStore.Outcome;
import io.opora.event.Relay.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventValuesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void anEntryNamesItsConsumerAndPointsIntoAStream() {
        assertThatCode(() -> new OutboxStore.Entry("mailer", "~".repeat(64), 1, NOW)).doesNotThrowAnyException();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new OutboxStore.Entry("The mailer", "a", 1, NOW)).withMessageContaining("The mailer");
        for (String stream : List.of("", " ", "a b", "ё", "a\n", "~".repeat(65))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new OutboxStore.Entry("mailer", stream, 1, NOW))
                    .withMessageContaining("1 to 64");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new OutboxStore.Entry("mailer", "a", 0, NOW))
                .withMessageContaining("not at 0");
        assertThat(new OutboxStore.Entry("mailer", "a", 1, NOW.plusNanos(1_999)).at()).isEqualTo(NOW.plusNanos(1_000));
    }

    @Test
    void anErrorHasItsLimit() {
        String longest = "x".repeat(Outcome.MAX_ERROR_LENGTH);

        assertThat(new Outcome.Park(longest).error()).isEqualTo(longest);
        assertThat(new Outcome.Retry(NOW, longest).error()).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> new Outcome.Park(longest + "x"))
                .withMessageContaining("1001");
        assertThatIllegalArgumentException().isThrownBy(() -> new Outcome.Retry(NOW, longest + "x"));
    }

    @Test
    void aConsumerHasAName() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> EventConsumer.of("Mailer", delivery -> {}));
    }

    @Test
    void aPolicyKeepsWithinItsLimits() {
        assertThatCode(() -> new Policy(Duration.ofSeconds(1), 1, Duration.ofMillis(1), Duration.ofMillis(1)))
                .doesNotThrowAnyException();
        assertThatCode(() -> new Policy(Duration.ofDays(1), 100, Duration.ofDays(7), Duration.ofDays(7)))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                () -> new Policy(Duration.ofMillis(999), 0, Duration.ofNanos(999_999), Duration.ofNanos(999_998)))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path).containsExactly("lease", "maxAttempts", "firstDelay", "maxDelay"));
        assertThatThrownBy(() -> new Policy(Duration.ofDays(1).plusNanos(1), 101, Duration.ofDays(7).plusNanos(1),
                Duration.ofDays(8)))
                .hasMessageContainingAll("must be PT1S to P1D, not P1DT0.000000001S", "must be 1 to 100, not 101",
                        "firstDelay", "maxDelay");
    }

    @Test
    void aPolicyChangesOneThingAtATime() {
        Policy standard = new Policy(Duration.ofMinutes(5), 20, Duration.ofSeconds(1), Duration.ofHours(1));

        assertThat(Policy.STANDARD).isEqualTo(standard);
        assertThat(standard.withLease(Duration.ofSeconds(7)))
                .isEqualTo(new Policy(Duration.ofSeconds(7), 20, Duration.ofSeconds(1), Duration.ofHours(1)));
        assertThat(standard.withMaxAttempts(3))
                .isEqualTo(new Policy(Duration.ofMinutes(5), 3, Duration.ofSeconds(1), Duration.ofHours(1)));
        assertThat(standard.withDelays(Duration.ofSeconds(2), Duration.ofSeconds(3)))
                .isEqualTo(new Policy(Duration.ofMinutes(5), 20, Duration.ofSeconds(2), Duration.ofSeconds(3)));
    }

    @Test
    void listenersAreToldInOrderWhateverOneOfThemThrows() {
        List<String> heard = new ArrayList<>();
        Listeners<String> listeners = Listeners.of(List.of(event -> heard.add("first " + event), event -> {
            throw new StackOverflowError(event);
        }, event -> {
            throw new IllegalStateException(event);
        }, event -> heard.add("last " + event)), (event, error) -> {
            heard.add(error.getClass().getSimpleName() + " " + event);
            throw new IllegalArgumentException("the handler fails itself");
        });

        listeners.tell("event");

        assertThat(heard).containsExactly("first event", "StackOverflowError event", "IllegalStateException event",
                "last event");
    }

    @Test
    void listenersDoNotHideThatTheMachineGivesUp() {
        Listeners<String> listeners = Listeners.of(List.of(event -> {
            throw new OutOfMemoryError(event);
        }), (event, error) -> {});

        assertThatThrownBy(() -> listeners.tell("event")).isInstanceOf(OutOfMemoryError.class);
    }
}
