package io.opora.spring.actuate;

import io.opora.desk.SupportDesk;
import io.opora.storage.Storage;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Shows the desk to Actuator, in an application that has it. */
@AutoConfiguration(afterName = "io.opora.spring.SupportAutoConfiguration")
@ConditionalOnClass(Endpoint.class)
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnBean({SupportDesk.class, Storage.class})
final class SupportActuatorAutoConfiguration {

    static final String HEALTH = "supportHealthIndicator";

    /** For Spring. */
    SupportActuatorAutoConfiguration() {}

    /** What both versions of Boot know, before either is shown it. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(HealthWanted.class)
    static class Health {

        @Bean
        DeskHealth supportHealth(SupportDesk desk, Storage storage, ObjectProvider<InstantSource> clocks) {
            return new DeskHealth(desk, storage, clocks.getIfUnique(InstantSource::system));
        }

        /** Where health is as in Spring Boot 4. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
        static class OnBoot4 {

            @Bean(HEALTH)
            @ConditionalOnMissingBean(name = HEALTH)
            HealthOnBoot4 indicator(DeskHealth health) {
                return new HealthOnBoot4(health);
            }
        }

        /** Where health is as in Spring Boot 3. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(name = HealthOnBoot3.TYPE)
        @Import(HealthOnBoot3.Registrar.class)
        @ImportRuntimeHints(HealthOnBoot3.Hints.class)
        static class OnBoot3 {}
    }

    /** Boot's own switch for one contributor, whose annotation has moved between its versions. */
    static final class HealthWanted implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean any = context.getEnvironment().getProperty("management.health.defaults.enabled", Boolean.class,
                    true);
            return context.getEnvironment().getProperty("management.health.support.enabled", Boolean.class, any);
        }
    }

    @Bean
    @ConditionalOnClass(InfoContributor.class)
    @ConditionalOnEnabledInfoContributor("support")
    @ConditionalOnMissingBean(name = "supportInfoContributor")
    DeskInfo supportInfoContributor(SupportDesk desk, Storage storage) {
        return new DeskInfo(desk, storage);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean
    SupportEndpoint supportEndpoint(SupportDesk desk, ObjectProvider<InstantSource> clocks) {
        return new SupportEndpoint(desk, clocks.getIfUnique(InstantSource::system));
    }
}
