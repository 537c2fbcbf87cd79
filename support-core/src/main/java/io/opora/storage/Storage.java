package io.opora.storage;

import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import java.util.Set;

/**
 * Groups the stores of one place, which share its transactions and its life. After {@link #close()} every method of the storage
 * and of its stores, but for {@code close} itself, throws {@link io.opora.ClosedException}.
 */
public interface Storage extends AutoCloseable {

    /** {@return the store of the tickets; always the same one} */
    TicketStore tickets();

    /** {@return the store of what consumers are still to be told about the tickets; always the same one} */
    OutboxStore outbox();

    /** {@return the store of who changed what of the configuration; always the same one} */
    ConfigurationStore configuration();

    /** {@return the store of the FAQ; always the same one} */
    FaqStore faq();

    /** {@return what this storage can do beyond what every storage must; the contract kit tests what is declared here} */
    Set<Capability> capabilities();

    /** Lets go of everything that the storage holds. Closing again does nothing. */
    @Override
    void close();

    /** What a storage may be able to do beyond what every storage must. */
    enum Capability {
        /**
         * Its stores join a transaction of the caller: what they store is kept when that transaction commits and gone when it is
         * rolled back, and they never end it themselves.
         */
        JOINS_TRANSACTIONS
    }
}
