package io.opora.spring;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Mail to those who ask, sent by the application's own mail sender.
 *
 * @param enabled whether there is any; it needs a sender and a link then
 * @param from from whom, such as Shop &lt;support@shop.example&gt;
 * @param replyTo where answers by mail go, if not to the sender; what comes there is not read by the desk
 * @param link what private links look like: an address in which the token stands once, as the word token in braces
 * @param linkLifetime how long the link in a mail lives
 * @param zone the zone of the clock by which promises are said
 * @param acknowledge whether it is told that a request has arrived
 */
@ConfigurationProperties("support.mail")
record MailProperties(@DefaultValue("false") boolean enabled, @Nullable String from, @Nullable String replyTo,
        @Nullable String link, @DefaultValue("90d") Duration linkLifetime, @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("true") boolean acknowledge) {}
