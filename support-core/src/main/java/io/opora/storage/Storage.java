package io.opora.storage;

import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;

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

    /** {@return the store of the reply templates; always the same one} */
    TemplateStore templates();

    /** {@return what this storage can do beyond what every storage must; the contract kit tests what is declared here} */
    Set<Capability> capabilities();

    /**
     * Reads everything that is kept, as it is at one instant, whatever others store meanwhile. Takes no part in a transaction of the
     * caller.
     *
     * @param to is given each record, in their order; must not call this storage. What it throws ends the reading and is thrown on
     */
    void readAll(Consumer<? super StorageRecord> to);

    /**
     * Fills a storage that keeps nothing yet, with everything or with nothing: nobody sees a part of it, and if this process ends in
     * the middle, there is nothing afterwards. Tickets that are opened later get numbers above those of the records. Nobody else
     * may work on the storage meanwhile; takes part in a transaction of the caller, if there is one that it can join.
     *
     * @param records as {@link #readAll} gives them; asked for one after the other, so that they need not be held together. What they
     *        throw ends the filling, nothing is stored, and it is thrown on
     * @return whether it was filled; {@code false} if something is kept already, and then nothing was changed
     * @throws io.opora.StorageException if two of the records cannot be kept together: the same ticket, number, link, answer, team or
     *         place; nothing is stored then
     */
    boolean fill(Iterator<? extends StorageRecord> records);

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
