package io.opora.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opora.desk.SupportDesk;
import io.opora.spring.SupportDeskCustomizer;
import io.opora.storage.Storage;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Measures the desk in an application that has a meter registry. */
@AutoConfiguration(afterName = {"io.opora.spring.SupportAutoConfiguration",
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
        "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
        "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"})
@ConditionalOnClass({MeterRegistry.class, ObservationRegistry.class})
@ConditionalOnBooleanProperty(name = "support.metrics.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnBean({SupportDesk.class, Storage.class, MeterRegistry.class})
@EnableConfigurationProperties(MetricsProperties.class)
final class SupportMetricsAutoConfiguration {

    /** For Spring. */
    SupportMetricsAutoConfiguration() {}

    /** Before those of the application, so that an observer of its own goes in the place of this one. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SupportDeskCustomizer supportMeasuring(Storage storage, MeterRegistry registry,
            ObjectProvider<ObservationRegistry> observations, MetricsProperties properties) {
        DeskEvents events = new DeskEvents(storage, registry, properties);
        DeskObserver observer = new DeskObserver(registry,
                observations.getIfUnique(() -> ObservationRegistry.NOOP));
        return desk -> desk.listener(events).observer(observer);
    }

    @Bean
    DeskGauges supportGauges(SupportDesk desk, MetricsProperties properties, ObjectProvider<InstantSource> clocks) {
        return new DeskGauges(desk, properties,
                new DeskFigures(desk, properties, clocks.getIfUnique(InstantSource::system)));
    }
}
