package io.opora.spring;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.orm.jpa.JpaTransactionManager;

/**
 * Adds our entities ahead of every other auto-configuration: the first that asks which packages there are, such as that of Spring Data's
 * repositories, settles it, and whoever adds one later is not heard.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "support.storage", havingValue = "jpa", matchIfMissing = true)
@ConditionalOnClass({EntityManagerFactory.class, JpaTransactionManager.class})
@Import(SupportEntities.class)
final class SupportEntitiesAutoConfiguration {

    /** For Spring. */
    SupportEntitiesAutoConfiguration() {}
}
