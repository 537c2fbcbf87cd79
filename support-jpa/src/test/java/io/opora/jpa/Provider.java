package io.opora.jpa;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A persistence provider. */
enum Provider {
    HIBERNATE("org.hibernate.jpa.HibernatePersistenceProvider"),
    ECLIPSELINK("org.eclipse.persistence.jpa.PersistenceProvider");

    /** Kept, because loggers that nobody holds forget their level. Providers tell of every deadlock that is tried again. */
    private static final Logger TALK = Logger.getLogger("org.hibernate");

    static {
        TALK.setLevel(Level.OFF);
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String type;

    Provider(String type) {
        this.type = type;
    }

    /** A factory on a database that has the tables; Hibernate compares them with the rows and refuses what differs. */
    EntityManagerFactory open(DataSource database) {
        return open(database, "validate");
    }

    EntityManagerFactory open(DataSource database, String tables) {
        PersistenceConfiguration unit = new PersistenceConfiguration("support-" + COUNT.incrementAndGet());
        JpaStorage.entities().forEach(unit::managedClass);
        unit.provider(type).transactionType(PersistenceUnitTransactionType.RESOURCE_LOCAL)
                .property("jakarta.persistence.nonJtaDataSource", database)
                .property("hibernate.hbm2ddl.auto", tables)
                .property("eclipselink.logging.level", "OFF")
                .property("eclipselink.weaving", "false");
        return unit.createEntityManagerFactory();
    }
}
