package io.opora.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.opora.storage.memory.MemoryStorage;
import io.opora.storage.tck.OutboxContract;
import io.opora.storage.tck.StorageFixture;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The kit's suite for outboxes passes on sound ones and fails on those that are broken on purpose. */
class OutboxKitTest {

    /** Makes the fixtures of the run that this thread is in: JUnit makes the suites, and gives them nothing. */
    private static final ThreadLocal<Supplier<StorageFixture>> FIXTURES = new ThreadLocal<>();

    static final class Outbox extends OutboxContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }

        @Override
        protected int events() {
            return 200;
        }
    }

    private record Fixture(Storage storage) implements StorageFixture {

        @Override
        public Storage reopen() {
            return storage;
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    private static Supplier<StorageFixture> fixtures(BrokenOutbox.Flaw flaw) {
        return () -> new Fixture(flaw.flaw().apply(MemoryStorage.create()));
    }

    /** {@return the names of the tests that failed} */
    private static Set<String> failed(Supplier<StorageFixture> fixtures, List<? extends DiscoverySelector> tests) {
        FIXTURES.set(fixtures);
        try {
            return EngineTestKit.engine("junit-jupiter").selectors(tests.toArray(DiscoverySelector[]::new)).execute()
                    .testEvents().failed().stream()
                    .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
                    .collect(Collectors.toSet());
        } finally {
            FIXTURES.remove();
        }
    }

    static List<BrokenOutbox.Flaw> flaws() {
        return BrokenOutbox.flaws();
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void everyFlawIsNoticed(BrokenOutbox.Flaw flaw) {
        assertThat(failed(fixtures(flaw),
                flaw.noticedBy().stream().map(test -> selectMethod(Outbox.class, test)).toList()))
                .containsExactlyInAnyOrderElementsOf(flaw.noticedBy());
    }

    @Test
    void aStorageThatJoinsTransactionsPasses() {
        assertThat(failed(TransactionalMemory::sound, List.of(selectClass(Outbox.class)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = TransactionalMemory.Flaw.class, names = {"COMMITS_EACH_CALL", "OUTBOX_OUTSIDE"})
    void aStorageWhoseOutboxDoesNotJoinTransactionsIsNoticed(TransactionalMemory.Flaw flaw) {
        List<String> tests = List.of("entriesComeAndGoWithTheTransactionOfTheCaller",
                "whatWasDoneWithEntriesIsUndoneWhenTheCallerRollsBack");

        assertThat(failed(() -> TransactionalMemory.broken(flaw),
                tests.stream().map(test -> selectMethod(Outbox.class, test)).toList()))
                .contains("whatWasDoneWithEntriesIsUndoneWhenTheCallerRollsBack");
    }

    @Test
    void anOutboxThatPassesOverWhatCommitsLateIsNoticed() {
        List<DiscoverySelector> test = List.of(selectMethod(Outbox.class, "whatIsCommittedLaterIsNotPassedOver"));

        assertThat(failed(() -> new OverlappingMemory(false), test)).isEmpty();
        assertThat(failed(() -> new OverlappingMemory(true), test)).hasSize(1);
    }

    @Test
    void everyTestOfTheSuiteCanFail() {
        Set<String> noticing = new HashSet<>();
        flaws().forEach(flaw -> noticing.addAll(flaw.noticedBy()));
        noticing.addAll(List.of("entriesComeAndGoWithTheTransactionOfTheCaller",
                "whatWasDoneWithEntriesIsUndoneWhenTheCallerRollsBack", "whatIsCommittedLaterIsNotPassedOver"));

        assertThat(Stream.of(OutboxContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)).map(method -> method.getName()))
                .isSubsetOf(noticing);
    }
}
