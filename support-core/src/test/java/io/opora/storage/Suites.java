package io.opora.storage;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.opora.storage.tck.AssignmentContract;
import io.opora.storage.tck.BasicsContract;
import io.opora.storage.tck.ClosingContract;
import io.opora.storage.tck.ConcurrencyContract;
import io.opora.storage.tck.ConfigurationContract;
import io.opora.storage.tck.ErasureContract;
import io.opora.storage.tck.FaqContract;
import io.opora.storage.tck.FaultContract;
import io.opora.storage.tck.IdempotencyContract;
import io.opora.storage.tck.InboxContract;
import io.opora.storage.tck.LimitsContract;
import io.opora.storage.tck.LinkContract;
import io.opora.storage.tck.OutboxContract;
import io.opora.storage.tck.RefusalContract;
import io.opora.storage.tck.ServiceLevelContract;
import io.opora.storage.tck.StorageFixture;
import io.opora.storage.tck.TemplateContract;
import io.opora.storage.tck.TextContract;
import io.opora.storage.tck.TimeContract;
import io.opora.storage.tck.TransactionContract;
import io.opora.storage.tck.TransferContract;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/**
 * The suites of the contract kit as the author of an adapter writes them down, to be run on any fixture. Tests are named like
 * {@code Basics.anEmptyStoreFindsNothing}. A new suite gets a nested class here.
 */
final class Suites {

    /** Makes the fixtures of the run that this thread is in: JUnit makes the suites, and gives them nothing. */
    private static final ThreadLocal<Supplier<StorageFixture>> FIXTURES = new ThreadLocal<>();

    private Suites() {}

    static final class Basics extends BasicsContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Concurrency extends ConcurrencyContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }

        @Override
        protected int commands() {
            return 480;
        }
    }

    static final class Idempotency extends IdempotencyContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }

        @Override
        protected int keys() {
            return 40;
        }
    }

    static final class Refusal extends RefusalContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Time extends TimeContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Text extends TextContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Inbox extends InboxContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class ServiceLevel extends ServiceLevelContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }

        @Override
        protected int timers() {
            return 240;
        }
    }

    static final class Limits extends LimitsContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Assignment extends AssignmentContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Configuration extends ConfigurationContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Erasure extends ErasureContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Link extends LinkContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Faq extends FaqContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Template extends TemplateContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

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

    static final class Fault extends FaultContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }

        @Override
        protected int seeds() {
            return 4;
        }
    }

    static final class Transfer extends TransferContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Transaction extends TransactionContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    static final class Closing extends ClosingContract {
        @Override
        protected StorageFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    /** {@return the suites, by their names} */
    static Map<String, Class<?>> all() {
        return Stream.of(Suites.class.getDeclaredClasses())
                .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));
    }

    /**
     * Runs tests, each with a fixture of its own.
     *
     * @param fixtures makes the fixtures
     * @param tests names of tests, or of suites for all their tests
     * @return what each test failed with, by its name; empty for those that passed
     */
    static Map<String, Optional<Throwable>> run(Supplier<StorageFixture> fixtures, Collection<String> tests) {
        FIXTURES.set(fixtures);
        try {
            Map<String, Optional<Throwable>> ended = new TreeMap<>();
            EngineTestKit.engine("junit-jupiter")
                    .selectors(tests.stream().map(Suites::select).toArray(DiscoverySelector[]::new)).execute()
                    .allEvents().stream().forEach(event -> note(event, ended));
            return ended;
        } finally {
            FIXTURES.remove();
        }
    }

    private static DiscoverySelector select(String name) {
        String[] parts = name.split("\\.", 2);
        Class<?> suite = all().get(parts[0]);
        if (suite == null) {
            throw new IllegalArgumentException(parts[0] + " is none of the suites " + all().keySet());
        }
        return parts.length == 1 ? selectClass(suite) : selectMethod(suite, parts[1]);
    }

    /** Notes what a test failed with, if it has ended. */
    static void note(Event event, Map<String, Optional<Throwable>> ended) {
        if (event.getType() == EventType.STARTED) {
            return;
        }
        Optional<Throwable> failure = event.getPayload(TestExecutionResult.class)
                .flatMap(TestExecutionResult::getThrowable);
        if (event.getTestDescriptor().getSource().orElse(null) instanceof MethodSource test) {
            ended.put(test.getJavaClass().getSimpleName() + "." + test.getMethodName(), failure);
        } else if (event.getType() != EventType.FINISHED || failure.isPresent()) {
            throw new IllegalStateException("the kit itself does not run: " + event, failure.orElse(null));
        }
    }
}
