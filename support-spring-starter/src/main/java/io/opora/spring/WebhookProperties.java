package io.opora.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Calls of another system when something happens to a ticket.
 *
 * @param url what is called, over https; over http on this machine only. Nothing is called without it
 * @param secret what the other system knows too, to tell our calls from others, 32 characters or more
 * @param events of which events it is told, by their names in small letters, such as status-changed
 * @param timeout how long a call may take, a second to a minute
 */
@ConfigurationProperties("support.webhook")
record WebhookProperties(@Nullable String url, @Nullable String secret,
        @DefaultValue({
                "opened", "message-added", "status-changed", "assigned", "prioritized", "classified",
                "level-reached", "rated"}) List<String> events,
        @DefaultValue("5s") Duration timeout) {

    /** Takes an unmodifiable copy. */
    WebhookProperties {
        events = List.copyOf(events);
    }

    /** {@return the address alone: the secret is one} */
    @Override
    public String toString() {
        return "WebhookProperties[" + url + "]";
    }
}
