package io.opora.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.desk.SupportDesk;
import io.opora.event.OutboxStore.Lag;
import io.opora.event.Relay;
import io.opora.ticket.AddNote;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvents;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls of another system, which is a server here. */
class WebhookTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor BOSS = new Actor(ActorId.of("boss"), Actor.Kind.AGENT, Set.of(Role.SUPERVISOR));

    private record Call(String delivery, String attempt, String timestamp, String signature, String body) {}

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private final CountDownLatch answering = new CountDownLatch(1);
    private HttpServer server;

    WebhookTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var headers = exchange.getRequestHeaders();
            calls.add(new Call(headers.getFirst("Opora-Delivery"), headers.getFirst("Opora-Attempt"),
                    headers.getFirst("Opora-Timestamp"), headers.getFirst("Opora-Signature"), body));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            calls.add(new Call("elsewhere", "", "", "", ""));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            try {
                answering.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
    }

    @AfterEach
    void stop() {
        answering.countDown();
        server.stop(0);
    }

    private ApplicationContextRunner application(String path) {
        return Boot.bare().withConfiguration(AutoConfigurations.of(SupportWebhookAutoConfiguration.class))
                .withBean(InstantSource.class, () -> clock)
                .withBean(SupportDeskCustomizer.class,
                        () -> desk -> desk.relay(Relay.Policy.STANDARD.withMaxAttempts(2)))
                .withPropertyValues("support.storage=memory", "support.background.enabled=false",
                        "support.webhook.secret=" + SECRET,
                        "support.webhook.url=http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Ticket open(SupportDesk desk) {
        return desk.tickets().open(ANNA, OpenTicket.builder("Lamp broken", "It flickers.")
                .requester(Requester.of(ActorId.of("maria")).withEmail("maria@example.org").withName("Maria"))
                .build());
    }

    @Test
    void whatHappensIsToldInOrderAndNothingThatAnybodyWrote() {
        application("/hook").run(context -> {
            SupportDesk desk = context.getBean(SupportDesk.class);
            Ticket ticket = open(desk);
            desk.tickets().handle(ANNA, ticket.id(), AddNote.of("She is angry"));
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which lamp?"));
            desk.tickets().handle(ANNA, ticket.id(), Move.of("solve").with("resolution", "replaced"));
            desk.events().drain(100);

            assertThat(calls).extracting(call -> call.body().replaceAll(".*\"event\":\"([^\"]*)\".*", "$1"))
                    .containsExactly("opened", "message-added", "message-added", "status-changed");
            assertThat(calls.getFirst().body()).isEqualTo("{\"id\":\"" + ticket.id()
                    + ":1\",\"event\":\"opened\",\"ticket\":\"" + ticket.id()
                    + "\",\"sequence\":1,\"at\":\"2026-03-02T09:00:00Z\",\"by\":\"AGENT\",\"number\":"
                    + ticket.number() + ",\"kind\":\"unsorted\",\"status\":\"new\",\"phase\":\"NEW\"}");
            assertThat(calls.getLast().body()).endsWith(",\"status\":\"solved\",\"phase\":\"SOLVED\"}");
            assertThat(calls).extracting(Call::body).allSatisfy(body -> assertThat(body)
                    .doesNotContainIgnoringCase("maria").doesNotContain("Lamp", "flickers", "angry", "anna",
                            "replaced"));
            assertThat(calls).extracting(Call::delivery).contains(ticket.id() + ":1");
        });
    }

    @Test
    void whatIsNotTakenIsTriedAgainWithANewTimestampAndIsADeadLetterInTheEnd() {
        application("/hook").run(context -> {
            SupportDesk desk = context.getBean(SupportDesk.class);
            status.set(503);
            open(desk);
            desk.events().drain(100);
            clock.advance(Duration.ofSeconds(2));
            desk.events().drain(100);

            assertThat(calls).extracting(Call::attempt).containsExactly("1", "2");
            assertThat(calls.get(0).delivery()).isEqualTo(calls.get(1).delivery());
            assertThat(calls.get(0).signature()).isNotEqualTo(calls.get(1).signature());
            Lag lag = requireNonNull(desk.events().lag(BOSS).get("webhook"));
            assertThat(lag.parked()).isEqualTo(1);
            assertThat(desk.events().failures(BOSS, "webhook", 1)).singleElement()
                    .extracting(TicketEvents.Failure::error).asString().contains("503");
        });
    }

    @Test
    void redirectsAreNotFollowed() {
        application("/hook").run(context -> {
            status.set(307);
            open(context.getBean(SupportDesk.class));
            context.getBean(SupportDesk.class).events().drain(100);

            assertThat(calls).extracting(Call::delivery).doesNotContain("elsewhere").hasSize(1);
            assertThat(context.getBean(SupportDesk.class).events().failures(BOSS, "webhook", 1).getFirst().error())
                    .contains("307", "redirects are not followed");
        });
    }

    @Test
    void aSystemThatDoesNotAnswerIsGivenUpInTime() {
        application("/slow").withPropertyValues("support.webhook.timeout=1s").run(context -> {
            open(context.getBean(SupportDesk.class));
            assertThat(context.getBean(SupportDesk.class).events().drain(100).retried()).isEqualTo(1);
            assertThat(context.getBean(SupportDesk.class).events().failures(BOSS, "webhook", 1).getFirst().error())
                    .contains("Timeout");
        });
    }

    @Test
    void itsThreadsEndWithTheApplication() {
        application("/hook").run(context -> {
            open(context.getBean(SupportDesk.class));
            context.getBean(SupportDesk.class).events().drain(100);
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("support-webhook-")).toList();
            assertThat(threads).isNotEmpty();
            context.close();
            for (Thread thread : threads) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        });
    }

    /** Compiles the receiver of the README and asks it. */
    private static boolean receives(Path classes, String secret, Call call, String body, Instant now) throws Exception {
        String readme;
        try (InputStream file = requireNonNull(WebhookTest.class.getResourceAsStream("/starter-readme/README.md"))) {
            readme = new String(file.readAllBytes(), UTF_8);
        }
        String source = Pattern.compile("```java\\n((?:(?!```)[\\s\\S])*class WebhookReceiver(?:(?!```)[\\s\\S])*)```")
                .matcher(readme).results().findFirst().orElseThrow().group(1);
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///WebhookReceiver.java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        assertThat(ToolProvider.getSystemJavaCompiler().getTask(null, null, null,
                List.of("-proc:none", "-d", classes.toString()), null, List.of(file)).call()).isTrue();
        try (URLClassLoader loader = new URLClassLoader(new URL[]{classes.toUri().toURL()})) {
            var receiver = loader.loadClass("WebhookReceiver").getDeclaredMethod("isFromOurDesk", String.class,
                    String.class, String.class, String.class, Instant.class);
            receiver.setAccessible(true);
            return (boolean) requireNonNull(
                    receiver.invoke(null, secret, call.timestamp(), call.signature(), body, now));
        }
    }

    @Test
    void theReceiverOfTheReadmeTellsOurCallsFromOthers(@TempDir Path classes) {
        application("/hook").run(context -> {
            open(context.getBean(SupportDesk.class));
            context.getBean(SupportDesk.class).events().drain(100);
            Call call = calls.getFirst();
            Instant now = clock.instant();

            assertThat(receives(classes, SECRET, call, call.body(), now)).isTrue();
            assertThat(receives(classes, SECRET + "0", call, call.body(), now)).isFalse();
            assertThat(receives(classes, SECRET, call, call.body().replace("opened", "rated"), now)).isFalse();
            assertThat(receives(classes, SECRET, call, call.body(), now.plusSeconds(301))).as("too old").isFalse();
            assertThat(receives(classes, SECRET, call, call.body(), now.minusSeconds(301))).as("to come").isFalse();
            assertThat(receives(classes, SECRET, new Call("", "", call.timestamp(), "v1=00", ""), call.body(), now))
                    .isFalse();
            assertThat(receives(classes, SECRET, new Call("", "", "soon", call.signature(), ""), call.body(), now))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"support.webhook.url=http://shop.example/hook, support.webhook.url",
            "support.webhook.url=ftp://shop.example/hook, support.webhook.url",
            "support.webhook.url=https://user:word@shop.example/hook, support.webhook.url",
            "support.webhook.url=not an address, support.webhook.url",
            "support.webhook.secret=hunter2, support.webhook.secret",
            "support.webhook.events=opend, support.webhook.events", "support.webhook.events=, support.webhook.events",
            "support.webhook.timeout=2m, support.webhook.timeout"})
    void whatCannotBeDoneEndsTheStartAndIsNamedWithWhatToDo(String setting, String property) {
        application("/hook").withPropertyValues(setting).run(context -> {
            FailureAnalysis analysis = requireNonNull(
                    new SupportFailureAnalyzer(null).analyze(requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getDescription()).contains("'" + property + "'").doesNotContain("hunter2", "user:word");
            assertThat(analysis.getAction()).contains("'" + property + "'");
        });
    }

    @Test
    void withoutAnAddressNothingIsCalled() {
        Boot.bare().withConfiguration(AutoConfigurations.of(SupportWebhookAutoConfiguration.class))
                .withPropertyValues("support.storage=memory")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Webhook.class));
    }
}
