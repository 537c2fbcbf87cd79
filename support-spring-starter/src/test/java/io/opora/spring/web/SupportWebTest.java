package io.opora.spring.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SupportException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqQuery;
import io.opora.spring.CurrentActor;
import io.opora.ticket.Move;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The HTTP layer in a running application, asked from outside. */
class SupportWebTest {

    private static final String LINK = "[A-Za-z0-9_-]{43}";

    private static ConfigurableApplicationContext application;
    private static SupportDesk desk;
    private static String base;
    private final HttpClient client = HttpClient.newHttpClient();

    /** The host says who is logged in: here, who the header says. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Host {

        @Bean
        CurrentActor whoTheHeaderSays() {
            return () -> Optional
                    .ofNullable(((ServletRequestAttributes) requireNonNull(RequestContextHolder.getRequestAttributes()))
                            .getRequest().getHeader("User"))
                    .map(user -> user.startsWith("agent-") ? Actor.agent(user) : Actor.customer(user));
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        SpringApplication host = new SpringApplication(Host.class);
        String[] all = new String[properties.length + 4];
        System.arraycopy(properties, 0, all, 4, properties.length);
        all[0] = "--server.port=0";
        all[1] = "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID();
        all[2] = "--spring.flyway.enabled=false";
        all[3] = "--spring.jpa.open-in-view=false";
        return host.run(all);
    }

    @BeforeAll
    static void startTheHost() {
        application = start("--support.web.enabled=true", "--support.web.requests-per-minute=1000",
                "--support.web.questions-per-minute=1000");
        desk = application.getBean(SupportDesk.class);
        base = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
        Faq.Person ann = Faq.Person.editor("ann");
        desk.faq().save(ann, FaqEdition.Content.of(FaqEntry.of("delivery/abroad", Locale.ENGLISH,
                "Do you deliver abroad?", "**Yes**, to all of Europe.")).from(Instant.EPOCH), 0);
        desk.faq().save(ann, FaqEdition.Content.of(FaqEntry.of("secret", Locale.ENGLISH, "What is next?", "Shh.")), 0);
        for (int i = 0; i < 20 && !desk.faq().search(Faq.Person.ANYBODY, FaqQuery.of("abroad")).complete(); i++) {
            // the first search loads what all need, which takes its time on a machine that has much else to do
        }
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String user, @Nullable String body,
            String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (user != null) {
            request.header("User", user);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (body != null && List.of(headers).indexOf("Content-Type") < 0) {
            request.header("Content-Type", "application/json");
        }
        try {
            return client.send(request.method(method, body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String value(HttpResponse<String> response, String field) {
        return Pattern.compile("\"" + field + "\":\"?([^\",}]*)").matcher(response.body()).results().findFirst()
                .map(found -> found.group(1)).orElseThrow(() -> new AssertionError(field + " in " + response.body()));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(
                content -> assertThat(content).startsWith("application/problem+json"));
        assertThat(value(response, "type")).isEqualTo("urn:opora:problem:" + type);
        assertThat(response.body()).doesNotContain("Exception", "io.opora");
    }

    private String ask() {
        HttpResponse<String> asked = send("POST", "/support/requests", null,
                "{\"subject\":\"Lamp broken\",\"text\":\"It flickers.\",\"name\":\"Maria\",\"email\":\"maria@example.org\"}");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        return value(asked, "token");
    }

    @Test
    void aStrangerAsksAndFindsTheAnswerOnAPrivatePageAndRatesIt() {
        HttpResponse<String> asked = send("POST", "/support/requests", null,
                "{\"subject\":\"Where is my parcel?\",\"text\":\"Number 10023.\",\"name\":\"Maria\",\"email\":\"maria@example.org\"}");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        assertThat(asked.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(asked.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        String token = value(asked, "token");
        assertThat(token).matches(LINK);
        assertThat(value(asked, "page")).isEqualTo("/support/requests/" + token);
        String id = desk.tickets()
                .inbox(Actor.agent("agent-anna"), TicketQuery.builder().subjectWords("parcel").build())
                .tickets().getFirst().id().toString();

        assertThat(send("POST", "/support/tickets/" + id + "/replies", "agent-anna",
                "{\"text\":\"It comes on Thursday.\"}").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/support/tickets/" + id + "/notes", "agent-anna", "{\"text\":\"Poor soul.\"}")
                .statusCode()).isEqualTo(200);
        HttpResponse<String> page = send("GET", "/support/requests/" + token, null, null);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("It comes on Thursday.", "\"may\":[\"RATE\",\"REPLY\",\"SEE\"]")
                .doesNotContain("Poor soul.", "maria@example.org");
        HttpResponse<String> more = send("POST", "/support/requests/" + token + "/replies", null,
                "{\"text\":\"Thank you!\"}");
        assertThat(more.body()).contains("Thank you!");
        desk.tickets().handle(Actor.agent("agent-anna"), TicketId.of(id),
                Move.of("solve").with("resolution", "It came."));
        HttpResponse<String> rated = send("POST", "/support/requests/" + token + "/rating", null,
                "{\"score\":5,\"text\":\"Quick.\"}");
        assertThat(rated.statusCode()).as(rated.body()).isEqualTo(200);
        assertThat(desk.tickets().get(Actor.agent("agent-anna"), TicketId.of(id)).rating()).isPresent();
    }

    @Test
    void aCallBackIsATicketByPhone() {
        HttpResponse<String> asked = send("POST", "/support/callbacks", null,
                "{\"phone\":\"+49 30 1234567\",\"name\":\"Maria\"}", "Accept-Language", "ru");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        HttpResponse<String> page = send("GET", "/support/requests/" + value(asked, "token"), null, null);
        assertThat(page.body()).contains("Просьба перезвонить");
        assertProblem(send("POST", "/support/callbacks", null, "{\"name\":\"Maria\"}"), 400, "invalid-input");
    }

    @Test
    void theSameRequestUnderTheSameKeyIsOneTicket() {
        String body = "{\"subject\":\"Twice\",\"text\":\"Once.\"}";
        String key = UUID.randomUUID().toString();
        HttpResponse<String> first = send("POST", "/support/requests", null, body, "Idempotency-Key", key);
        HttpResponse<String> second = send("POST", "/support/requests", null, body, "Idempotency-Key", key);
        assertThat(value(second, "number")).isEqualTo(value(first, "number"));
        assertThat(send("GET", "/support/requests/" + value(second, "token"), null, null).statusCode()).isEqualTo(200);
        assertProblem(send("POST", "/support/requests", null, body.replace("Once", "Other"), "Idempotency-Key", key),
                422,
                "key-reused");
    }

    @Test
    void aKeyThatOthersCouldGuessIsNotTakenFromStrangers() {
        assertProblem(send("POST", "/support/requests", null, "{\"subject\":\"a\",\"text\":\"b\"}",
                "Idempotency-Key", "1"), 400, "invalid-input");
    }

    @Test
    void agentsOpenReplyMoveAssignAndTag() {
        HttpResponse<String> opened = send("POST", "/support/tickets", "agent-anna",
                "{\"subject\":\"By phone\",\"text\":\"She called.\",\"requester\":\"maria\",\"phone\":\"+49 30 1234567\"}");
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        String ticket = "/support/tickets/" + value(opened, "id");

        assertThat(
                value(send("PUT", ticket + "/assignment", "agent-anna", "{\"assignee\":\"agent-boris\"}"), "assignee"))
                .isEqualTo("agent-boris");
        assertThat(value(send("PUT", ticket + "/assignment", "agent-anna", "{\"team\":\"money\"}"), "team"))
                .isEqualTo("money");
        assertThat(send("POST", ticket + "/tags", "agent-anna", "{\"add\":[\"vip\",\"lamp\"]}").body())
                .contains("\"tags\":[\"lamp\",\"vip\"]");
        assertThat(send("POST", ticket + "/tags", "agent-anna", "{\"remove\":[\"lamp\"]}").body())
                .contains("\"tags\":[\"vip\"]");
        HttpResponse<String> moves = send("GET", ticket + "/moves", "agent-anna", null);
        String action = value(moves, "action");
        assertThat(send("POST", ticket + "/moves", "agent-anna", "{\"action\":\"" + action + "\"}").statusCode())
                .isEqualTo(200);
        assertThat(send("GET", ticket, "agent-anna", null).body()).contains("\"subject\":\"By phone\"");
        assertThat(send("GET", ticket + "/history", "agent-anna", null).body())
                .contains("\"event\":\"Opened\"", "She called.", "\"event\":\"TagsChanged\"");
    }

    @Test
    void theInboxIsReadPageByPage() {
        for (int i = 0; i < 3; i++) {
            ask();
        }
        HttpResponse<String> first = send("GET", "/support/tickets?limit=2&sort=OLDEST", "agent-anna", null);
        HttpResponse<String> second = send("GET", "/support/tickets?limit=2&sort=OLDEST&after="
                + URLEncoder.encode(value(first, "next"), StandardCharsets.UTF_8), "agent-anna", null);
        List<String> ids = ids(first);
        assertThat(ids).hasSize(2);
        assertThat(ids(second)).isNotEmpty().doesNotContainAnyElementsOf(ids);
        assertThat(send("GET", "/support/tickets?phase=SOLVED&phase=CLOSED&words=nowhere", "agent-anna", null).body())
                .contains("\"tickets\":[]");
    }

    private static List<String> ids(HttpResponse<String> response) {
        return Pattern.compile("\"id\":\"([^\"]*)").matcher(response.body()).results()
                .map((MatchResult found) -> found.group(1)).toList();
    }

    @Test
    void whoIsNotLoggedInIsAskedToAndACustomerSeesTheirOwnAlone() {
        String nothing = "01a21aa7-e461-77e3-b618-df31c364cf46";
        assertProblem(send("GET", "/support/tickets", null, null), 401, "not-logged-in");
        String mine = value(send("POST", "/support/tickets", "maria", "{\"subject\":\"Mine\",\"text\":\"Really.\"}"),
                "id");
        assertThat(send("GET", "/support/tickets/" + mine + "/conversation", "maria", null).body()).contains("Really.");
        assertProblem(send("GET", "/support/tickets/" + mine, "maria", null), 403, "denied");
        HttpResponse<String> others = send("GET", "/support/tickets/" + mine + "/conversation", "boris", null);
        HttpResponse<String> nobodys = send("GET", "/support/tickets/" + nothing + "/conversation", "boris", null);
        assertProblem(others, 404, "not-found");
        assertProblem(nobodys, 404, "not-found");
        assertThat(others.body().replace(mine, "ID")).isEqualTo(nobodys.body().replace(nothing, "ID"));
    }

    @Test
    void whatTheDeskRefusesIsAProblemWithItsReasons() {
        String id = value(send("POST", "/support/tickets", "agent-anna",
                "{\"subject\":\"A\",\"text\":\"B\",\"requester\":\"maria\"}"), "id");
        HttpResponse<String> refused = send("POST", "/support/tickets/" + id + "/moves", "agent-anna",
                "{\"action\":\"fly\"}");
        assertProblem(refused, 422, "refused");
        assertThat(refused.body()).contains("\"reasons\":[{\"code\":\"unknown-action\"");
        HttpResponse<String> invalid = send("POST", "/support/tickets", "agent-anna", "{\"text\":\"B\"}");
        assertProblem(invalid, 400, "invalid-input");
        assertThat(invalid.body()).contains("\"violations\":[{", "\"subject\"");
        send("POST", "/support/tickets/" + id + "/tags", "agent-anna", "{\"add\":[\"x\"]}");
        HttpResponse<String> conflict = send("PUT", "/support/tickets/" + id + "/assignment", "agent-anna",
                "{\"assignee\":\"agent-boris\"}", "If-Match", "\"1\"");
        assertProblem(conflict, 409, "conflict");
        assertThat(conflict.body()).contains("\"version\":");
        assertProblem(send("PUT", "/support/tickets/" + id + "/assignment", "agent-anna", "{}", "If-Match", "soon"),
                400,
                "invalid-input");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST | /support/requests          | {"subject":                                | unreadable
            POST | /support/requests          | []                                         | unreadable
            POST | /support/requests          | {"subject":{"a":1},"text":"x"}             | unreadable
            POST | /support/requests          | {"subject":"a","text":"b","fields":{"x":null}} | invalid-input
            POST | /support/tickets           | {"subject":"a","text":"b","requester":"maria","fields":{"x":null}} | invalid-input
            POST | /support/requests          | {}                                         | invalid-input
            POST | /support/requests          | {"subject":"a","text":"b","email":"no"}    | invalid-input
            GET  | /support/faq/search        |                                            | unreadable
            GET  | /support/faq/search?q=a&limit=x   |                                     | unreadable
            GET  | /support/tickets?limit=0   |                                            | invalid-input
            GET  | /support/tickets?after=zz  |                                            | invalid-input
            GET  | /support/tickets?sort=zz   |                                            | unreadable
            GET  | /support/tickets/zz        |                                            | invalid-input
            """)
    void whatCannotBeReadIsAProblemThatSaysWhat(String method, String path, @Nullable String body, String type) {
        assertProblem(send(method, path, "agent-anna", body), 400, type);
    }

    @Test
    void aFormOfAnotherSiteIsNotRead() {
        assertThat(send("POST", "/support/requests", null, "subject=a&text=b", "Content-Type",
                "application/x-www-form-urlencoded").statusCode()).isEqualTo(415);
        assertThat(send("POST", "/support/requests", null, "{\"subject\":\"a\",\"text\":\"b\"}", "Content-Type",
                "text/plain").statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00", "..%2f..", "<script>"})
    void aTokenThatIsNoneIsLikeOneThatIsUnknown(String token) {
        HttpResponse<String> answer = send("GET",
                "/support/requests/" + token.replace("<", "%3C").replace(">", "%3E"), null, null);
        assertThat(answer.statusCode()).isIn(400, 404, 429);
        assertThat(answer.body()).doesNotContain("Exception", "<script>");
    }

    @Test
    void readersFindEntriesAndNotWhatIsNotShown() {
        HttpResponse<String> entry = send("GET", "/support/faq/entries/delivery/abroad", null, null, "Accept-Language",
                "ru");
        assertThat(entry.statusCode()).as(entry.body()).isEqualTo(200);
        assertThat(entry.body()).contains("\"isFallback\":true", "Do you deliver abroad?");
        assertProblem(send("GET", "/support/faq/entries/secret", null, null), 404, "not-found");
        assertProblem(send("GET", "/support/faq/entries/nothing", null, null), 404, "not-found");
    }

    @Test
    void readersSearchAndAreHelpedWhileTheyWrite() {
        assertThat(send("GET", "/support/faq/search?q=abroad", null, null).body()).contains(
                "\"id\":\"delivery/abroad\"",
                "\"total\":1");
        assertThat(send("GET", "/support/faq/suggestions?q=do%20you%20del", null, null).body())
                .contains("Do you deliver abroad?");
        assertThat(send("GET", "/support/faq/likely?subject=deliver&text=abroad", null, null).body())
                .contains("delivery/abroad");
        assertThat(send("GET", "/support/faq/search?q=next", null, null).body()).as("a draft").contains("\"hits\":[]");
    }

    @Test
    void aDeskWithoutAnIndexSaysThatItCannotSearch() {
        try (ConfigurableApplicationContext plain = start("--support.web.enabled=true",
                "--support.faq.index.enabled=false")) {
            String before = base;
            base = "http://localhost:" + plain.getEnvironment().getProperty("local.server.port");
            try {
                assertProblem(send("GET", "/support/faq/search?q=delivery", null, null), 503, "unavailable");
                assertProblem(send("GET", "/support/faq/suggestions?q=del", null, null), 503, "unavailable");
            } finally {
                base = before;
            }
        }
    }

    @Test
    void everyErrorOfTheLibraryHasAStatus() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                return true;
            }
        };
        scanner.addIncludeFilter(new AssignableTypeFilter(SupportException.class));
        List<String> known = scanner.findCandidateComponents("io.opora").stream()
                .map(found -> requireNonNull(found.getBeanClassName()))
                .filter(name -> !name.equals(SupportException.class.getName())
                        && !name.matches("io\\.opora\\.(jpa|spring|lucene)\\..*"))
                .toList();
        assertThat(known).hasSizeGreaterThan(10);
        assertThat(known).allSatisfy(name -> assertThat(Problems.status(Class.forName(name))).as(name).isPresent());
    }

    @Test
    void theEndpointsAreThoseOfTheReadme() throws IOException {
        String readme;
        try (InputStream file = requireNonNull(
                SupportWebTest.class.getResourceAsStream("/starter-readme/README.md"))) {
            readme = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> told = Pattern.compile("^\\| [^|]*\\| `((?:GET|POST|PUT) /[^`]*)` \\|", Pattern.MULTILINE)
                .matcher(readme)
                .results().map(found -> found.group(1)).toList();
        List<String> there = application.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods().entrySet().stream()
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith("io.opora."))
                .map(entry -> entry.getKey().getMethodsCondition().getMethods().iterator().next() + " "
                        + entry.getKey().getPatternValues().iterator().next().replaceFirst("^/support", ""))
                .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(there);
        try (ConfigurableApplicationContext plain = start()) {
            Set<String> before = Set.of(plain.getBeanDefinitionNames());
            assertThat(application.getBeanDefinitionNames()).filteredOn(name -> name.matches("support[A-Z]\\w*"))
                    .filteredOn(name -> !before.contains(name))
                    .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
        }
        for (HttpResponse<String> problem : List.of(send("GET", "/support/tickets", null, null),
                send("GET", "/support/faq/entries/nothing", null, null))) {
            assertThat(readme).contains("`" + value(problem, "title") + "`");
        }
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, 10.1.2.3", "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:", "2001:db8::1, 2001:db8:0:0:",
            "::1, 0:0:0:0:"})
    void oneNetworkIsOneCaller(String address, String network) {
        assertThat(RateLimits.network(address)).isEqualTo(network);
    }

    @Test
    void strangersWhoComeTooOftenWait() {
        try (ConfigurableApplicationContext strict = start("--support.web.enabled=true",
                "--support.web.requests-per-minute=2", "--support.web.path=/help")) {
            String before = base;
            base = "http://localhost:" + strict.getEnvironment().getProperty("local.server.port");
            try {
                String body = "{\"subject\":\"a\",\"text\":\"b\"}";
                assertThat(send("POST", "/help/requests", null, body).statusCode()).isEqualTo(201);
                assertThat(send("POST", "/help/requests", null, body).statusCode()).isEqualTo(201);
                HttpResponse<String> third = send("POST", "/help/requests", null, body);
                assertProblem(third, 429, "too-many-requests");
                assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
                assertThat(send("POST", "/help/tickets", "maria", body).statusCode()).as("who is known may go on")
                        .isEqualTo(201);
                assertThat(strict.getBean(Tickets.class).inbox(Actor.agent("agent-anna"), TicketQuery.all()).tickets())
                        .hasSize(3);
            } finally {
                base = before;
            }
        }
    }

    @Test
    void withoutBeingAskedForThereIsNoHttpLayer() {
        try (ConfigurableApplicationContext plain = start()) {
            assertThat(plain.getBeansOfType(AgentController.class)).isEmpty();
            assertThat(plain.containsBean("supportProblems")).isFalse();
        }
    }
}
