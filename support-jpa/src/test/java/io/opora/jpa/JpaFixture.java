package io.opora.jpa;

import com.zaxxer.hikari.HikariDataSource;
import io.opora.storage.Storage;
import io.opora.storage.tck.StorageFixture;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A storage on a real database that is emptied before each test. */
final class JpaFixture implements StorageFixture {

    private static final List<String> TABLES = List.of("support_ticket", "support_ticket_number",
            "support_ticket_event", "support_ticket_tag", "support_ticket_field", "support_answer", "support_link",
            "support_turn", "support_configuration", "support_faq_edition", "support_faq_head",
            "support_faq_vote", "support_faq_asked", "support_template_edition", "support_template_head",
            "support_template_use",
            "support_outbox_queue", "support_outbox");

    /** A database with its tables, and two factories on it: of one node and of another. */
    record Place(HikariDataSource database, EntityManagerFactory one, EntityManagerFactory other) {}

    private static final Map<String, Place> PLACES = new ConcurrentHashMap<>();

    private static final ThreadLocal<EntityManager> CURRENT = new ThreadLocal<>();
    private final Place place;
    private final Storage storage;
    private final List<Storage> opened = new ArrayList<>();

    JpaFixture(Place place) {
        this.place = place;
        empty();
        storage = open(place.one());
    }

    static Place place(Database database, Provider provider) {
        return PLACES.computeIfAbsent(database + " " + provider, name -> {
            HikariDataSource source = database.create();
            try (EntityManagerFactory factory = provider.open(source, "none")) {
                JpaSchema.apply(factory);
            }
            return new Place(source, provider.open(source), provider.open(source));
        });
    }

    private void empty() {
        try (Connection connection = place.database().getConnection();
                Statement statement = connection
                        .createStatement()) {
            for (String table : TABLES) {
                statement.executeUpdate("delete from " + table);
            }
            statement.executeUpdate("update support_faq_count set revision = 0");
            statement.executeUpdate("update support_template_count set revision = 0");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Storage open(EntityManagerFactory factory) {
        Storage made = JpaStorage.create(factory, () -> Optional.ofNullable(CURRENT.get()));
        opened.add(made);
        return made;
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Storage reopen() {
        return open(place.other());
    }

    @Override
    public void inTransaction(Runnable work) {
        try (EntityManager manager = place.one().createEntityManager()) {
            manager.getTransaction().begin();
            CURRENT.set(manager);
            try {
                work.run();
                manager.getTransaction().commit();
            } finally {
                CURRENT.remove();
                if (manager.getTransaction().isActive()) {
                    manager.getTransaction().rollback();
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        opened.forEach(Storage::close);
    }
}
