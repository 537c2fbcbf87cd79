package io.opora.examples.customstorage;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.opora.event.OutboxStore;
import io.opora.storage.Storage;
import io.opora.storage.tck.ConcurrencyContract;
import io.opora.storage.tck.DurabilityContract;
import io.opora.storage.tck.StorageFixture;
import io.opora.storage.tck.TimeContract;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Adapters with the usual mistakes, and what the kit says of them. The suites here are run by that alone: no build looks into them. */
final class BrokenStorages {

    private BrokenStorages() {}

    /** {@return what the kit says of a test, without what differs from run to run; empty if it is content} */
    static String said(Class<?> suite, String test) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectMethod(suite, test)).execute().testEvents()
                .finished().stream().flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream()).map(BrokenStorages::message)
                .collect(Collectors.joining("\n"));
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.lines().filter(line -> !line.isBlank()).map(line -> line
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "0199b1a2-...")
                .replaceAll("tck\\.seed=-?\\d+", "tck.seed=...").stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    /** Does not compare the version that a change expects with the one that is kept. */
    static final class Blind extends ConcurrencyContract {

        @Override
        protected StorageFixture createFixture() throws IOException {
            return new RocksFixture(folder -> RocksStorage.on(Engine.open(folder),
                    (storage, outbox) -> new RocksTickets(storage, outbox) {
                        @Override
                        boolean isCurrent(TicketCommit commit, Records records) {
                            return true;
                        }
                    }));
        }
    }

    /** Takes "until" for "before". */
    static final class Late extends TimeContract {
        @Override
        protected StorageFixture createFixture() throws IOException {
            return new RocksFixture(folder -> RocksStorage.on(Engine.open(folder),
                    (storage, outbox) -> new RocksTickets(storage, outbox) {
                        @Override
                        public List<TicketId> due(Instant until, int limit) {
                            return super.due(until.minusNanos(1_000), limit);
                        }
                    }));
        }
    }

    abstract static class Killed extends DurabilityContract {

        @TempDir
        private Path folder;

        @Override
        protected String createPlace() {
            return folder.toString();
        }
    }

    /** Stores who is to be told in a step of its own. */
    static final class TwoSteps extends Killed {

        /** Opens such a storage. */
        public static final class OpeningTwoSteps implements Opener {

            /** Called by the kit. */
            public OpeningTwoSteps() {}

            @Override
            public Storage open(String place) {
                return RocksStorage.on(Engine.open(Path.of(place)),
                        (storage, outbox) -> new RocksTickets(storage, outbox) {
                            @Override
                            List<OutboxStore.Entry> toBeTold(TicketCommit commit) {
                                return List.of();
                            }

                            @Override
                            public AppendResult append(TicketCommit commit) {
                                AppendResult result = super.append(commit);
                                if (result == AppendResult.STORED) {
                                    outbox.enqueue(commit.outbox());
                                }
                                return result;
                            }
                        });
            }
        }

        @Override
        protected Class<? extends Opener> opener() {
            return OpeningTwoSteps.class;
        }
    }

    /** Leaves what was stored in the memory of the process for a while. */
    static final class Lazy extends Killed {

        /** Opens such a storage. */
        public static final class OpeningLazy implements Opener {

            /** Called by the kit. */
            public OpeningLazy() {}

            @Override
            public Storage open(String place) {
                return RocksStorage.on(Engine.open(Path.of(place), options -> options.setDisableWAL(true)),
                        RocksTickets::new);
            }
        }

        @Override
        protected Class<? extends Opener> opener() {
            return OpeningLazy.class;
        }
    }
}
