package io.opora.spring.web;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.ticket.TicketLinks;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The desk over HTTP.
 *
 * @param enabled whether there is an HTTP layer
 * @param path under which it is, such as /support
 * @param zone the zone of the clock by which promises are said to those who name none
 * @param linkLifetime how long the link to a private page lives
 * @param requestsPerMinute how many requests somebody may open within a minute from one address
 * @param questionsPerMinute how often somebody may look or search within a minute from one address
 * @param maxBody the largest body that is read
 * @param challenge how one logs in, as it is told to those who have not: a scheme of HTTP, such as Bearer, and its realm
 * @param openapi whether the description of the layer is given out, at openapi.json below the path
 * @param agentAuthority with Spring Security: the authority of those who work at the desk; everybody else is a customer
 * @param supervisorAuthority with Spring Security: the authority of those among them who supervise
 */
@ConfigurationProperties("support.web")
record WebProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/support") String path,
        @DefaultValue("UTC") ZoneId zone, @DefaultValue("90d") Duration linkLifetime,
        @DefaultValue("10") int requestsPerMinute, @DefaultValue("120") int questionsPerMinute,
        @DefaultValue("1MB") DataSize maxBody, @DefaultValue("Login") String challenge,
        @DefaultValue("true") boolean openapi, @DefaultValue("ROLE_SUPPORT_AGENT") String agentAuthority,
        @DefaultValue("ROLE_SUPPORT_SUPERVISOR") String supervisorAuthority) {

    WebProperties {
        List<Violation> violations = new ArrayList<>();
        if (!path.matches("(/[A-Za-z0-9._-]+)+")) {
            violations.add(new Violation("path", "form",
                    "support.web.path begins with a slash and does not end with one, like /support, unlike " + path));
        }
        requireOne(violations, "requests-per-minute", requestsPerMinute);
        requireOne(violations, "questions-per-minute", questionsPerMinute);
        if (linkLifetime.compareTo(TicketLinks.MIN_LIFETIME) < 0
                || linkLifetime.compareTo(TicketLinks.MAX_LIFETIME) > 0) {
            violations.add(new Violation("link-lifetime", "range", "support.web.link-lifetime must be a second up to "
                    + TicketLinks.MAX_LIFETIME.toDays() + " days, not " + linkLifetime));
        }
        if (maxBody.toBytes() < 1) {
            violations.add(new Violation("max-body", "range",
                    "support.web.max-body must be a byte or more, not " + maxBody));
        }
        if (!challenge.matches("[\\x21-\\x7e]+( [\\x20-\\x7e]+)?")) {
            violations.add(new Violation("challenge", "form",
                    "support.web.challenge is a scheme and what goes with it, like Bearer realm=\"support\", in one line"
                            + " of ASCII"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException("support.web", violations);
        }
    }

    private static void requireOne(List<Violation> violations, String property, int value) {
        if (value < 1) {
            violations.add(new Violation(property, "range",
                    "support.web." + property + " must be 1 or more, not " + value));
        }
    }
}
