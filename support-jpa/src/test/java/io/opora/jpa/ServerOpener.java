package io.opora.jpa;

import com.zaxxer.hikari.HikariDataSource;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.storage.Storage;
import io.opora.storage.StorageRecord;
import io.opora.storage.tck.DurabilityContract;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import jakarta.persistence.EntityManagerFactory;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;

/** Opens a storage on a server, by a connection string that names the user too. */
public final class ServerOpener implements DurabilityContract.Opener {

    /** For the other process too. */
    public ServerOpener() {}

    @Override
    public Storage open(String place) {
        HikariDataSource source = Database.pool(place);
        EntityManagerFactory factory = Provider.HIBERNATE.open(source, "none");
        JpaSchema.apply(factory);
        return new Owning(JpaStorage.create(factory), factory, source);
    }

    /** Closes what it was opened with. */
    private record Owning(Storage storage, EntityManagerFactory factory, HikariDataSource source)
            implements Storage {

        @Override
        public TicketStore tickets() {
            return storage.tickets();
        }

        @Override
        public OutboxStore outbox() {
            return storage.outbox();
        }

        @Override
        public ConfigurationStore configuration() {
            return storage.configuration();
        }

        @Override
        public FaqStore faq() {
            return storage.faq();
        }

        @Override
        public void readAll(Consumer<? super StorageRecord> to) {
            storage.readAll(to);
        }

        @Override
        public boolean fill(Iterator<? extends StorageRecord> records) {
            return storage.fill(records);
        }

        @Override
        public TemplateStore templates() {
            return storage.templates();
        }

        @Override
        public Set<Capability> capabilities() {
            return storage.capabilities();
        }

        @Override
        public void close() {
            storage.close();
            factory.close();
            source.close();
        }
    }
}
