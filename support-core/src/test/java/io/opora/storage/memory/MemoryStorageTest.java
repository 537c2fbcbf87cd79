package io.opora.storage.memory;

import io.opora.storage.Storage;
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
import org.junit.jupiter.api.Nested;

/** The storage in memory keeps every promise of the contract kit. */
class MemoryStorageTest {

    private static final class Fixture implements StorageFixture {

        private final Storage storage = MemoryStorage.create();

        @Override
        public Storage storage() {
            return storage;
        }

        @Override
        public Storage reopen() {
            return storage;
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    @Nested
    class Basics extends BasicsContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }

        @Override
        protected int commands() {
            return 160_000;
        }
    }

    @Nested
    class Idempotency extends IdempotencyContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }

        @Override
        protected int keys() {
            return 10_000;
        }
    }

    @Nested
    class Refusal extends RefusalContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Time extends TimeContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Text extends TextContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Inbox extends InboxContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class ServiceLevel extends ServiceLevelContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Limits extends LimitsContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Assignment extends AssignmentContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Configuration extends ConfigurationContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Erasure extends ErasureContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Link extends LinkContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Faq extends FaqContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Template extends TemplateContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Outbox extends OutboxContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }

        @Override
        protected int events() {
            return 100_000;
        }
    }

    @Nested
    class Fault extends FaultContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }

        @Override
        protected int seeds() {
            return 100;
        }
    }

    @Nested
    class Transfer extends TransferContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Transaction extends TransactionContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Closing extends ClosingContract {
        @Override
        protected StorageFixture createFixture() {
            return new Fixture();
        }
    }
}
