package io.opora.spring;

import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Has another system told of what happens, if there is an address to call. */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "support.enabled", matchIfMissing = true)
@ConditionalOnProperty("support.webhook.url")
@EnableConfigurationProperties(WebhookProperties.class)
final class SupportWebhookAutoConfiguration {

    /** For Spring. */
    SupportWebhookAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    Webhook supportWebhook(WebhookProperties properties, ObjectProvider<InstantSource> clocks) {
        return new Webhook(properties, clocks.getIfUnique(InstantSource::system));
    }

    @Bean
    SupportDeskCustomizer supportWebhookCustomizer(Webhook webhook) {
        return desk -> desk.consumer(webhook.consumer());
    }
}
