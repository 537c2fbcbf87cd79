package io.opora.spring;

import io.opora.jpa.JpaStorage;
import io.opora.storage.Storage;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The storage in the application's database, in its transactions. The tables are made, if they are to be, before the application's
 * entity manager factory starts, and after its own migrations. Needs exactly one entity manager factory, or a primary one.
 */
@AutoConfiguration(afterName = {"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
        "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration"})
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "support.storage", havingValue = "jpa", matchIfMissing = true)
@ConditionalOnClass({EntityManagerFactory.class, JpaTransactionManager.class})
@EnableConfigurationProperties(SupportProperties.class)
@Import(SchemaBeforeEntities.class)
final class SupportJpaAutoConfiguration {

    /** For Spring. */
    SupportJpaAutoConfiguration() {}

    @Bean
    @ConditionalOnSingleCandidate(DataSource.class)
    static SchemaInitializer supportSchemaInitializer(ObjectProvider<DataSource> database,
            SupportProperties properties) {
        return new SchemaInitializer(database, properties.jpa().initializeSchema());
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnSingleCandidate(EntityManagerFactory.class)
    @ConditionalOnMissingBean
    Storage supportStorage(EntityManagerFactory factory) {
        return JpaStorage.create(factory, () -> current(factory));
    }

    /** The entity manager of the transaction that is under way on this thread, if it is one of this factory. */
    private static Optional<EntityManager> current(EntityManagerFactory factory) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.hasResource(factory)) {
            return Optional.empty();
        }
        return Optional.ofNullable(EntityManagerFactoryUtils.getTransactionalEntityManager(factory))
                .filter(EntityManager::isJoinedToTransaction);
    }
}
