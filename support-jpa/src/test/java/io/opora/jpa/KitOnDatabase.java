package io.opora.jpa;

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

/** Every suite of the contract kit, on one database through one provider. */
abstract class KitOnDatabase {

    private final JpaFixture.Place place;

    KitOnDatabase(Database database, Provider provider) {
        place = JpaFixture.place(database, provider);
    }

    StorageFixture fixture() {
        return new JpaFixture(place);
    }

    @Nested
    class Basics extends BasicsContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Idempotency extends IdempotencyContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Refusal extends RefusalContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Time extends TimeContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Text extends TextContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Inbox extends InboxContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class ServiceLevel extends ServiceLevelContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Limits extends LimitsContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Assignment extends AssignmentContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Configuration extends ConfigurationContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Erasure extends ErasureContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Link extends LinkContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Faq extends FaqContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Template extends TemplateContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Outbox extends OutboxContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Fault extends FaultContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Transfer extends TransferContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Transaction extends TransactionContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }

    @Nested
    class Closing extends ClosingContract {
        @Override
        protected StorageFixture createFixture() {
            return fixture();
        }
    }
}
