package io.opora.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.SettableClock;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.event.OutboxStore.Failure;
import io.opora.event.OutboxStore.Lag;
import io.opora.event.OutboxStore.Outcome;
import io.opora.event.Relay.Drained;
import io.opora.event.Relay.Policy;
import io.opora.storage.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RelayTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    /** Leaves out nothing of a pause, so that tests know it. */
    private static final RandomGenerator NO_JITTER = bound(0);

    private final OutboxStore outbox = MemoryStorage.create().outbox();
    private final SettableClock clock = SettableClock.at(NOW);
    private final List<String> told = new ArrayList<>();

    private static RandomGenerator bound(long share) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return share * (bound - 1);
            }
        };
    }

    private Relay<String> relay(Policy policy, EventConsumer<String> consumer) {
        return relay(policy, List.of(consumer));
    }

    private Relay<String> relay(Policy policy, List<EventConsumer<String>> consumers) {
        return Relay.of(outbox, RelayTest::event, consumers, policy, clock, NO_JITTER);
    }

    private Relay<String> relay(EventConsumer<String> consumer) {
        return relay(Policy.STANDARD, consumer);
    }

    private static Optional<String> event(String stream, long sequence) {
        return Optional.of("event " + sequence + " of " + stream);
    }

    private EventConsumer<String> teller(String name) {
        return EventConsumer.of(name, delivery -> told.add(name + ": " + delivery.event()));
    }

    private static EventConsumer<String> failing(String name, Throwable error) {
        return EventConsumer.of(name, delivery -> {
            switch (error) {
                case Error e -> throw e;
                case Exception e -> throw e;
                default -> throw new AssertionError(error);
            }
        });
    }

    private void put(String consumer, String stream, long... sequences) {
        outbox.enqueue(
                Arrays.stream(sequences).mapToObj(sequence -> new OutboxStore.Entry(consumer, stream, sequence, NOW))
                        .toList());
    }

    private Failure failure() {
        return outbox.failures("mailer", 10).getFirst();
    }

    @Test
    void tellsConsumersWhatWaitsForThem() {
        put("mailer", "a", 1, 2);
        put("audit", "b", 7);

        Drained drained = relay(Policy.STANDARD, List.of(teller("mailer"), teller("audit"))).drain(10);

        assertThat(drained).isEqualTo(new Drained(3, 0, 0, 0));
        assertThat(drained.total()).isEqualTo(3);
        assertThat(told).containsExactlyInAnyOrder("mailer: event 1 of a", "mailer: event 2 of a",
                "audit: event 7 of b");
        assertThat(outbox.lag()).isEmpty();
    }

    @Test
    void saysWhereTheEventStandsAndWhichAttemptThisIs() {
        put("mailer", "a", 7);
        List<EventConsumer.Delivery<String>> deliveries = new ArrayList<>();
        Relay<String> relay = relay(EventConsumer.of("mailer", delivery -> {
            deliveries.add(delivery);
            throw new IllegalStateException("no");
        }));

        relay.drain(10);
        clock.advance(Duration.ofSeconds(1));
        relay.drain(10);

        OutboxStore.Entry entry = new OutboxStore.Entry("mailer", "a", 7, NOW);
        assertThat(deliveries).containsExactly(new EventConsumer.Delivery<>(entry, 1, "event 7 of a"),
                new EventConsumer.Delivery<>(entry, 2, "event 7 of a"));
        assertThat(deliveries).extracting(EventConsumer.Delivery::id).containsOnly("a:7");
    }

    @Test
    void attemptsNoMoreThanTheLimit() {
        put("mailer", "a", 1, 2, 3);
        Relay<String> relay = relay(teller("mailer"));

        assertThat(relay.drain(2).delivered()).isEqualTo(2);
        assertThat(relay.drain(2).delivered()).isEqualTo(1);
        assertThat(relay.drain(2).total()).isZero();
        assertThat(relay.drain(Relay.MAX_DRAIN).total()).isZero();
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> relay.drain(0))
                .withMessageContaining("1 to 10000, not 0");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> relay.drain(Relay.MAX_DRAIN + 1));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> relay.drain("mailer", 0));
    }

    @Test
    void drainsOneConsumerAndLeavesTheOthers() {
        put("mailer", "a", 1);
        put("audit", "a", 1);
        put("stranger", "a", 1);
        Relay<String> relay = relay(Policy.STANDARD, List.of(teller("mailer"), teller("audit")));

        assertThat(relay.drain("audit", 10).delivered()).isEqualTo(1);

        assertThat(told).containsExactly("audit: event 1 of a");
        assertThat(relay.drain(10).delivered()).isEqualTo(1);
        assertThat(outbox.lag()).as("nobody here knows the stranger").containsOnlyKeys("stranger");
        assertThat(relay.consumer("mailer").name()).isEqualTo("mailer");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> relay.drain("mailre", 10))
                .withMessageContaining("no consumer is named 'mailre'; did you mean 'mailer'?");
    }

    @Test
    void triesAgainAfterPausesThatDoubleUpToTheLongest() {
        put("mailer", "a", 1, 2);
        Policy policy = Policy.STANDARD.withMaxAttempts(6).withDelays(Duration.ofSeconds(3), Duration.ofSeconds(20));
        Relay<String> relay = relay(policy, failing("mailer", new IllegalStateException("no")));

        for (long pause : new long[]{3, 6, 12, 20, 20}) {
            assertThat(relay.drain(10)).isEqualTo(new Drained(0, 1, 0, 0));
            assertThat(failure().retryAt()).contains(clock.instant().plusSeconds(pause));
            clock.advance(Duration.ofSeconds(pause).minusMillis(1));
            assertThat(relay.drain(10).total()).isZero();
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(relay.drain(10)).isEqualTo(new Drained(0, 0, 1, 0));
        assertThat(failure()).isEqualTo(new Failure(new OutboxStore.Entry("mailer", "a", 1, NOW), 6,
                "java.lang.IllegalStateException: no", Optional.empty()));
        clock.advance(Duration.ofDays(10_000));
        assertThat(relay.drain(10).total()).isZero();
        assertThat(outbox.lag()).isEqualTo(Map.of("mailer", new Lag(1, 1, Optional.of(NOW))));
    }

    @Test
    void leavesOutUpToHalfOfAPause() {
        put("mailer", "a", 1);
        Relay.of(outbox, RelayTest::event, List.of(failing("mailer", new IllegalStateException("no"))),
                Policy.STANDARD.withDelays(Duration.ofSeconds(8), Duration.ofSeconds(8)), clock, bound(1)).drain(1);

        assertThat(failure().retryAt()).contains(NOW.plusSeconds(4));
    }

    @Test
    void doesNotOverflowAtTheLongestPauses() {
        put("mailer", "a", 1);
        Policy policy = Policy.STANDARD.withMaxAttempts(100).withDelays(Duration.ofMillis(1), Duration.ofDays(7));
        Relay<String> relay = relay(policy, failing("mailer", new IllegalStateException("no")));

        Instant before = NOW;
        for (int failed = 1; failed < 100; failed++) {
            relay.drain(1);
            Instant retryAt = failure().retryAt().orElseThrow();
            assertThat(Duration.between(before, retryAt)).as("after failure %d", failed)
                    .isEqualTo(failed > 30 ? Duration.ofDays(7) : Duration.ofMillis(1L << (failed - 1)));
            clock.set(retryAt);
            before = retryAt;
        }
    }

    @Test
    void holdsUpOnlyTheStreamThatFails() {
        put("mailer", "bad", 1, 2);
        put("mailer", "good", 1, 2);
        put("audit", "bad", 1, 2);
        Relay<String> relay = relay(Policy.STANDARD, List.of(teller("audit"), EventConsumer.of("mailer", delivery -> {
            if (delivery.entry().stream().equals("bad")) {
                throw new IllegalStateException("no");
            }
            told.add("mailer: " + delivery.event());
        })));

        assertThat(relay.drain(10)).isEqualTo(new Drained(4, 1, 0, 0));
        assertThat(told).containsExactlyInAnyOrder("mailer: event 1 of good", "mailer: event 2 of good",
                "audit: event 1 of bad", "audit: event 2 of bad");
    }

    static Stream<Throwable> failures() {
        return Stream.of(new Exception("checked"), new IllegalStateException("unchecked"),
                new StackOverflowError("deep"), new NoClassDefFoundError("gone"), new AssertionError("wrong"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void takesWhatAConsumerThrowsForAFailure(Throwable error) {
        put("mailer", "a", 1);

        assertThat(relay(failing("mailer", error)).drain(10)).isEqualTo(new Drained(0, 1, 0, 0));

        assertThat(failure().error()).isEqualTo(error.getClass().getName() + ": " + error.getMessage());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void leavesADeliveryToItsLeaseWhenTheMachineGivesUp() {
        put("mailer", "a", 1);
        Relay<String> dying = relay(failing("mailer", new OutOfMemoryError("all of it")));

        assertThatThrownBy(() -> dying.drain(10)).isInstanceOf(OutOfMemoryError.class);

        assertThat(outbox.failures("mailer", 10)).isEmpty();
        Relay<String> next = relay(teller("mailer"));
        clock.advance(Policy.STANDARD.lease().minusMillis(1));
        assertThat(next.drain(10).total()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(next.drain(10).delivered()).isEqualTo(1);
    }

    @Test
    void parksWhatEndsEveryRelayThatDeliversIt() {
        put("mailer", "a", 1);
        Relay<String> relay = relay(Policy.STANDARD.withMaxAttempts(3),
                failing("mailer", new OutOfMemoryError("all of it")));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> relay.drain(10)).isInstanceOf(OutOfMemoryError.class);
            clock.advance(Policy.STANDARD.lease());
        }

        assertThat(relay.drain(10)).isEqualTo(new Drained(0, 0, 1, 0));

        assertThat(failure().retryAt()).isEmpty();
        assertThat(failure().error()).contains("attempt 4 of at most 3");
    }

    @Test
    void parksAtOnceWhatWasTriedMoreOftenThanIsAllowedNow() {
        put("mailer", "a", 1);
        Relay<String> patient = relay(failing("mailer", new IllegalStateException("no")));
        Relay<String> strict = relay(Policy.STANDARD.withMaxAttempts(2), teller("mailer"));
        patient.drain(1);
        clock.advance(Duration.ofHours(1));
        patient.drain(1);
        clock.advance(Duration.ofHours(1));

        assertThat(strict.drain(10).parked()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void noticesThatOthersHaveTakenOver() {
        put("mailer", "a", 1, 2);
        Relay<String> other = relay(teller("mailer"));
        Relay<String> slow = relay(EventConsumer.of("mailer", delivery -> {
            clock.advance(Policy.STANDARD.lease());
            other.drain(1);
        }));

        assertThat(slow.drain(1)).isEqualTo(new Drained(0, 0, 0, 1));

        assertThat(told).containsExactly("mailer: event 1 of a");
        assertThat(other.drain(10).delivered()).isEqualTo(1);
    }

    @Test
    void stopsWhenTheThreadIsInterruptedAndKeepsTheRest() {
        put("mailer", "a", 1);
        put("mailer", "b", 1);
        Relay<String> relay = relay(failing("mailer", new InterruptedException("stop")));

        Drained drained = relay.drain(10);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(drained).isEqualTo(new Drained(0, 1, 0, 0));
        Thread.currentThread().interrupt();
        assertThat(relay.drain(10).total()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void takesAHistoryThatCannotBeReadForAFailure() {
        put("mailer", "a", 1);
        put("mailer", "b", 1);
        Relay<String> relay = Relay.of(outbox, (stream, sequence) -> {
            if (stream.equals("a")) {
                return Optional.empty();
            }
            throw new StorageException("damaged", null);
        }, List.of(teller("mailer")), Policy.STANDARD, clock, NO_JITTER);

        assertThat(relay.drain(10)).isEqualTo(new Drained(0, 2, 0, 0));

        assertThat(outbox.failures("mailer", 10)).extracting(Failure::error).containsExactlyInAnyOrder(
                "io.opora.StorageException: The history has no such event", "io.opora.StorageException: damaged");
    }

    @Test
    void tellsAgainWhatTheStoreTookNoNoteOf() {
        put("mailer", "a", 1);
        OutboxStore forgetful = (OutboxStore) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{OutboxStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("settle")) {
                        throw new StorageException("away", null);
                    }
                    return method.invoke(outbox, arguments);
                });
        Relay<String> relay = Relay.of(forgetful, RelayTest::event, List.of(teller("mailer")), Policy.STANDARD, clock,
                NO_JITTER);
        Relay<String> interrupted = Relay.of(forgetful, RelayTest::event,
                List.of(failing("mailer", new InterruptedException("stop"))), Policy.STANDARD, clock, NO_JITTER);

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> relay.drain(10));
        clock.advance(Policy.STANDARD.lease());
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> interrupted.drain(10));
        assertThat(Thread.interrupted()).isTrue();
        clock.advance(Policy.STANDARD.lease());
        assertThat(relay(teller("mailer")).drain(10).delivered()).isEqualTo(1);

        assertThat(told).containsExactly("mailer: event 1 of a", "mailer: event 1 of a");
    }

    private String errorOf(String message) {
        put("mailer", "a", 1);
        relay(failing("mailer", new Exception(message))).drain(1);
        String error = failure().error();
        outbox.skip("mailer", "a", 1);
        return error;
    }

    @Test
    void keepsOfAnErrorNoMoreThanEveryStoreCanKeep() {
        String name = "java.lang.Exception: ";
        int room = Outcome.MAX_ERROR_LENGTH - name.length();

        assertThat(errorOf("Ёлка \uD83D\uDE80\n\tat line 2")).isEqualTo(name + "Ёлка \uD83D\uDE80\n\tat line 2");
        assertThat(errorOf("\0 \r \u001F \uD800 \uDC00")).isEqualTo(name + "? ? ? ? ?");
        assertThat(errorOf("x".repeat(room))).isEqualTo(name + "x".repeat(room));
        assertThat(errorOf("x".repeat(room + 1))).isEqualTo(name + "x".repeat(room));
        assertThat(errorOf("x".repeat(room - 2) + "\uD83D\uDE80")).endsWith("x\uD83D\uDE80");
        assertThat(errorOf("x".repeat(room - 1) + "\uD83D\uDE80")).isEqualTo(name + "x".repeat(room - 1));
        put("mailer", "a", 1);
        relay(failing("mailer", new IllegalStateException((String) null))).drain(1);
        assertThat(failure().error()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void writesDownWhoIsToBeToldOfAnEvent() {
        Relay<String> relay = relay(Policy.STANDARD, List.of(teller("all"),
                new EventConsumer<>("long-ones", event -> event.length() > 3, delivery -> {}),
                new EventConsumer<>("broken", event -> {
                    throw new StackOverflowError();
                }, delivery -> {})));

        assertThat(relay.entries("a", 7, NOW, "long")).containsExactly(new OutboxStore.Entry("all", "a", 7, NOW),
                new OutboxStore.Entry("long-ones", "a", 7, NOW), new OutboxStore.Entry("broken", "a", 7, NOW));
        assertThat(relay.entries("a", 8, NOW, "abc")).extracting(OutboxStore.Entry::consumer).containsExactly("all",
                "broken");
    }

    @Test
    void tellsAConsumerOfOneTypeOnlyThat() {
        put("numbers", "a", 1);
        List<Integer> numbers = new ArrayList<>();
        EventConsumer<Object> consumer = EventConsumer.of("numbers", Integer.class,
                delivery -> numbers.add(delivery.event() + delivery.attempt() + (int) delivery.entry().sequence()));
        Relay<Object> relay = Relay.of(outbox, (stream, sequence) -> Optional.of(40), List.of(consumer),
                Policy.STANDARD,
                clock, NO_JITTER);

        assertThat(relay.entries("a", 1, NOW, "a text")).isEmpty();
        assertThat(relay.entries("a", 1, NOW, 40)).hasSize(1);
        relay.drain(1);
        assertThat(numbers).containsExactly(42);
    }

    @Test
    void refusesConsumersItCouldNotTellApart() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> relay(Policy.STANDARD,
                        List.of(teller("a"), teller("b"), teller("a"), teller("b"))))
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::path).containsExactly("a", "b"));
    }

    @Test
    void tellsAsManyConsumersAsTheLimitSays() {
        List<EventConsumer<String>> consumers = IntStream.rangeClosed(0, Relay.MAX_CONSUMERS)
                .mapToObj(i -> teller("c" + i)).toList();

        assertThat(Relay.of(outbox, RelayTest::event, consumers.subList(1, consumers.size()), Policy.STANDARD, clock,
                NO_JITTER).entries("a", 1, NOW, "event")).hasSize(100);
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(
                () -> Relay.of(outbox, RelayTest::event, consumers, Policy.STANDARD, clock, NO_JITTER))
                .withMessageContaining("at most 100 consumers can be told, not 101");
    }
}
