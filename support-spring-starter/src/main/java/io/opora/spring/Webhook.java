package io.opora.spring;

import io.opora.event.EventConsumer;
import io.opora.event.EventConsumer.Delivery;
import io.opora.ticket.TicketEvent;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells another system what happens to tickets: one signed call an event, as a consumer of the outbox. So at least once, in the order of
 * each ticket; what is not answered by a status of 200 to 299 is tried again and becomes a dead letter in the end, as the relay does it.
 * A call says that something happened and to which ticket, and nothing that anybody wrote; redirects are not followed, because they would
 * carry it elsewhere.
 */
final class Webhook implements AutoCloseable {

    /** The name under which the outbox knows it, for good. */
    static final String CONSUMER = "webhook";

    private static final int MIN_SECRET = 32;
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
    private static final String ALGORITHM = "HmacSHA256";

    private final URI url;
    private final SecretKeySpec secret;
    private final Set<String> events;
    private final Duration timeout;
    private final InstantSource clock;
    private final ExecutorService executor;
    private final HttpClient client;

    Webhook(WebhookProperties properties, InstantSource clock) {
        url = url(properties.url());
        secret = secret(properties.secret());
        events = events(properties.events());
        timeout = timeout(properties.timeout());
        this.clock = clock;
        executor = Executors.newCachedThreadPool(Thread.ofPlatform().name("support-webhook-", 1).daemon().factory());
        client = HttpClient.newBuilder().connectTimeout(timeout).followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor).build();
    }

    private static URI url(@Nullable String text) {
        try {
            URI url = new URI(text == null ? "" : text);
            boolean local = Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(url.getHost()));
            if (url.getHost() != null && url.getUserInfo() == null
                    && ("https".equals(url.getScheme()) || (local && "http".equals(url.getScheme())))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw SupportConfigurationException.impossible("support.webhook.url",
                "is no address over https, or over http on this machine, without a user",
                "Set 'support.webhook.url' to an address such as https://shop.example/hooks/support, or remove it.",
                null);
    }

    private static SecretKeySpec secret(@Nullable String text) {
        if (text == null || text.length() < MIN_SECRET) {
            throw SupportConfigurationException.impossible("support.webhook.secret",
                    text == null ? "is missing, though support.webhook.url is set" : "is too short to be a secret",
                    "Set 'support.webhook.secret' to " + MIN_SECRET + " random characters or more, such as those that"
                            + " openssl rand -hex 32 gives, and tell them to the other system.",
                    null);
        }
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    private static Set<String> events(List<String> names) {
        Set<String> known = Stream.of(TicketEvent.class.getPermittedSubclasses()).map(Webhook::name)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> unknown = names.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty() || names.isEmpty()) {
            throw SupportConfigurationException.impossible("support.webhook.events",
                    names.isEmpty() ? "names no event" : "names events that there are not: " + unknown,
                    "Set 'support.webhook.events' to some of " + known + ".", null);
        }
        return Set.copyOf(names);
    }

    private static Duration timeout(Duration value) {
        if (value.compareTo(MIN_TIMEOUT) < 0 || value.compareTo(MAX_TIMEOUT) > 0) {
            throw SupportConfigurationException.impossible("support.webhook.timeout",
                    "is " + value + ", which is too short or too long",
                    "Set 'support.webhook.timeout' to a second up to a minute, such as 5s.", null);
        }
        return value;
    }

    /** The name of a type of events: that of its record, in small letters with dashes. */
    static String name(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    EventConsumer<TicketEvent> consumer() {
        return new EventConsumer<>(CONSUMER, event -> events.contains(name(event.getClass())), this::call);
    }

    private void call(Delivery<TicketEvent> told) throws IOException, InterruptedException, NotTakenException {
        String body = body(told);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(url).timeout(timeout)
                .header("Content-Type", "application/json").header("User-Agent", "Opora")
                .header("Opora-Delivery", told.id()).header("Opora-Attempt", Integer.toString(told.attempt()))
                .header("Opora-Timestamp", timestamp)
                .header("Opora-Signature", "v1=" + signature(timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < 200 || status > 299) {
            throw new NotTakenException(status);
        }
    }

    /** Everything in it is a name, a number or an instant of ours, so that nothing has to be escaped. */
    private static String body(Delivery<TicketEvent> told) {
        TicketEvent event = told.event();
        TicketEvent.Stamp stamp = event.stamp();
        String more = switch (event) {
            case TicketEvent.Opened opened -> ",\"number\":" + opened.number() + ",\"kind\":\"" + opened.kind()
                    + "\",\"status\":\"" + opened.status().name() + "\",\"phase\":\"" + opened.status().phase() + '"';
            case TicketEvent.StatusChanged moved ->
                ",\"status\":\"" + moved.to().name() + "\",\"phase\":\"" + moved.to().phase() + '"';
            case TicketEvent.LevelReached reached -> ",\"clock\":\"" + reached.milestone().clock() + "\",\"breach\":"
                    + reached.milestone().isBreach();
            case TicketEvent.Rated rated -> ",\"score\":" + rated.score();
            default -> "";
        };
        return "{\"id\":\"" + told.id() + "\",\"event\":\"" + name(event.getClass()) + "\",\"ticket\":\""
                + stamp.ticket() + "\",\"sequence\":" + stamp.sequence() + ",\"at\":\"" + stamp.at() + "\",\"by\":\""
                + stamp.by().kind() + '"' + more + "}";
    }

    private String signature(String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        executor.shutdownNow();
    }

    /** The other system did not take it. */
    static final class NotTakenException extends Exception {

        private static final long serialVersionUID = 1L;

        NotTakenException(int status) {
            super("The other system answered with status " + status + (status >= 300 && status < 400
                    ? "; redirects are not followed"
                    : ""));
        }
    }
}
