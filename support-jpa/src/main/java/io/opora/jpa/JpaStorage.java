package io.opora.jpa;

import static java.util.Objects.requireNonNull;

import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.jpa.rows.AnswerRow;
import io.opora.jpa.rows.ConfigurationRow;
import io.opora.jpa.rows.EventRow;
import io.opora.jpa.rows.FaqAskedRow;
import io.opora.jpa.rows.FaqEditionRow;
import io.opora.jpa.rows.FaqHeadRow;
import io.opora.jpa.rows.FaqVoteRow;
import io.opora.jpa.rows.FieldRow;
import io.opora.jpa.rows.LinkRow;
import io.opora.jpa.rows.NumberRow;
import io.opora.jpa.rows.OutboxRow;
import io.opora.jpa.rows.QueueRow;
import io.opora.jpa.rows.TagRow;
import io.opora.jpa.rows.TemplateEditionRow;
import io.opora.jpa.rows.TemplateHeadRow;
import io.opora.jpa.rows.TemplateUseRow;
import io.opora.jpa.rows.TicketRow;
import io.opora.jpa.rows.TurnRow;
import io.opora.reply.TemplateStore;
import io.opora.storage.Storage;
import io.opora.storage.StorageRecord;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A storage on Jakarta Persistence: PostgreSQL, MariaDB or H2, through Hibernate or EclipseLink. The persistence unit has to know
 * the {@linkplain #entities() rows}, the database the tables of {@link JpaSchema}.
 *
 * <p>
 * Each call runs in a transaction of its own, or, with {@link #create(EntityManagerFactory, Supplier)}, in that of the caller if
 * there is one: then it is committed and rolled back with it, and never ended by the storage. Any number of storages, on any number
 * of nodes, may share a database. Safe for use by any number of threads. No threads of its own; the factory and its connections
 * stay the host's, {@link #close()} does not close them.
 */
public final class JpaStorage implements Storage {

    private static final List<Class<?>> ENTITIES = List.of(AnswerRow.class, ConfigurationRow.class, EventRow.class,
            FaqAskedRow.class, FaqEditionRow.class, FaqHeadRow.class, FaqVoteRow.class, FieldRow.class,
            LinkRow.class, NumberRow.class, OutboxRow.class, QueueRow.class, TagRow.class, TemplateEditionRow.class,
            TemplateHeadRow.class, TemplateUseRow.class, TicketRow.class,
            TurnRow.class);

    private final Sessions sessions;
    private final Set<Capability> capabilities;
    private final Runnable atTheEnd;
    private final JpaTicketStore tickets;
    private final JpaOutboxStore outbox;
    private final JpaConfigurationStore configuration;
    private final JpaFaqStore faq;
    private final JpaTransfer transfer;
    private final JpaTemplateStore templates;

    private JpaStorage(Sessions sessions, Dialect dialect, Set<Capability> capabilities, Runnable atTheEnd) {
        this.sessions = sessions;
        this.capabilities = capabilities;
        this.atTheEnd = atTheEnd;
        this.outbox = new JpaOutboxStore(sessions, dialect);
        this.configuration = new JpaConfigurationStore(sessions, dialect);
        this.faq = new JpaFaqStore(sessions, dialect);
        this.templates = new JpaTemplateStore(sessions);
        this.tickets = new JpaTicketStore(sessions, dialect, outbox);
        this.transfer = new JpaTransfer(sessions, dialect, tickets, outbox, faq);
    }

    /**
     * A storage whose calls have transactions of their own.
     *
     * @param factory with resource-local transactions; stays open as long as the storage is used
     * @return the storage
     * @throws io.opora.StorageException if the tables are not there, naming the script that makes them; if the database cannot be
     *         reached or is none of those above
     */
    public static JpaStorage create(EntityManagerFactory factory) {
        return create(requireNonNull(factory, "factory"), Optional::empty, Set.of(), () -> {});
    }

    /**
     * A storage that joins the caller's transactions.
     *
     * @param factory with resource-local transactions, for calls outside of any; stays open as long as the storage is used
     * @param current asked at each call, on the thread of the caller: the entity manager whose transaction is under way there, or
     *        nothing if there is none
     * @return the storage
     * @throws io.opora.StorageException if the tables are not there, naming the script that makes them; if the database cannot be
     *         reached or is none of those above
     */
    public static JpaStorage create(EntityManagerFactory factory, Supplier<Optional<EntityManager>> current) {
        return create(requireNonNull(factory, "factory"), requireNonNull(current, "current"),
                Set.of(Capability.JOINS_TRANSACTIONS), () -> {});
    }

    /**
     * A storage in files of its own, for applications without a database: H2 inside this process. It is durable: what was
     * acknowledged is on the disk. Needs H2 and a provider of Jakarta Persistence 3.2 on the class path. Closing the storage closes
     * the files.
     *
     * @param url {@code jdbc:h2:file:} and a path, with settings of H2 behind semicolons if need be; not on a network file system
     * @return the storage; its tables are made if they are not there
     * @throws io.opora.InvalidInputException if the connection string is for something else, or would make it lose what was
     *         acknowledged
     * @throws io.opora.StorageException if the files cannot be opened, for example because another process has them open
     */
    public static JpaStorage embedded(String url) {
        EmbeddedH2 database = EmbeddedH2.open(requireNonNull(url, "url"));
        return create(database.factory(), Optional::empty, Set.of(), database::close);
    }

    private static JpaStorage create(EntityManagerFactory factory, Supplier<Optional<EntityManager>> current,
            Set<Capability> capabilities, Runnable atTheEnd) {
        Dialect dialect = new Sessions(factory, Optional::empty, manager -> {}).read(manager -> {
            JpaSchema.check(manager);
            return Dialect.of(manager);
        });
        return new JpaStorage(new Sessions(factory, current, dialect::enter), dialect, capabilities, atTheEnd);
    }

    /** {@return the classes that a persistence unit has to name, all in one package; to be named and not to be used} */
    public static List<Class<?>> entities() {
        return ENTITIES;
    }

    @Override
    public TicketStore tickets() {
        sessions.requireOpen();
        return tickets;
    }

    @Override
    public OutboxStore outbox() {
        sessions.requireOpen();
        return outbox;
    }

    @Override
    public ConfigurationStore configuration() {
        sessions.requireOpen();
        return configuration;
    }

    @Override
    public FaqStore faq() {
        sessions.requireOpen();
        return faq;
    }

    @Override
    public void readAll(Consumer<? super StorageRecord> to) {
        transfer.readAll(requireNonNull(to, "to"));
    }

    @Override
    public boolean fill(Iterator<? extends StorageRecord> records) {
        return transfer.fill(requireNonNull(records, "records"));
    }

    @Override
    public TemplateStore templates() {
        sessions.requireOpen();
        return templates;
    }

    /** {@return that it joins transactions, if it was told how to find them} */
    @Override
    public Set<Capability> capabilities() {
        sessions.requireOpen();
        return capabilities;
    }

    @Override
    public void close() {
        if (sessions.close()) {
            atTheEnd.run();
        }
    }
}
