package io.opora.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketQuery;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the HTTP layer keeps to HTTP. */
class HttpConductTest {

    private static final String REQUEST = "{\"subject\":\"Lamp broken\",\"text\":\"It flickers.\"}";

    private static WebApplication application;

    @BeforeAll
    static void start() {
        application = WebApplication.start("support.locale=ru", "support.web.max-body=2KB");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static JsonNode problem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(problem.path("type").asString()).isEqualTo("urn:opora:problem:" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        return problem;
    }

    @Test
    void whoIsNotLoggedInIsToldHowTo() {
        HttpResponse<String> answer = application.get("/support/tickets");
        problem(answer, 401, "not-logged-in");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Login");
        try (WebApplication bearer = WebApplication.start("support.web.challenge=Bearer realm=\"shop\"")) {
            assertThat(bearer.get("/support/tickets").headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"shop\"");
        }
    }

    @Test
    void anotherMethodIsAProblemThatSaysWhichOnesThereAre() {
        HttpResponse<String> answer = application.send("DELETE", "/support/requests", null);
        assertThat(problem(answer, 405, "method-not-allowed").path("detail").asString())
                .isEqualTo("Here one can POST, not DELETE");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense"})
    void aBodyOfAnotherTypeIsAProblemThatSaysWhichOneIsRead(String type) {
        HttpResponse<String> answer = application.send("POST", "/support/requests", REQUEST, "Content-Type", type);
        problem(answer, 415, "unsupported-media-type");
        assertThat(answer.headers().firstValue("Accept")).contains("application/json");
    }

    @Test
    void anAnswerOfAnotherTypeIsAProblemAllTheSame() {
        assertThat(problem(application.get("/support/faq/entries/x", "Accept", "text/html"), 406, "not-acceptable")
                .path("detail").asString()).contains("application/json");
    }

    @Test
    void pathsOfTheApplicationItselfAreLeftAlone() {
        assertThat(application.get("/support/own").body()).isEqualTo("own");
        HttpResponse<String> answer = application.send("DELETE", "/support/own", null);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).doesNotContain("urn:opora");
    }

    @Test
    void aLargeBodyIsNotReadWhetherItSaysItsLengthOrNot() {
        String large = "{\"subject\":\"a\",\"text\":\"" + "x".repeat(2_048) + "\"}";
        problem(application.send("POST", "/support/requests", large), 413, "too-large");
        problem(application.send("POST", "/support/tickets", large, "User", "agent-anna"), 413, "too-large");
        problem(application.send("POST", "/support/requests",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))),
                true), 413,
                "too-large");
        String text = "{\"subject\":\"a\",\"text\":\"" + "x".repeat(2_048 - 25) + "\"}";
        assertThat(text).hasSize(2_048);
        assertThat(application.send("POST", "/support/requests", text).statusCode()).isEqualTo(201);
    }

    @Test
    void strangersWhoSendWhatCannotBeReadUseUpTheirRequestsToo() {
        try (WebApplication strict = WebApplication.start("support.web.requests-per-minute=2")) {
            problem(strict.send("POST", "/support/requests", "{"), 400, "unreadable");
            problem(strict.send("POST", "/support/callbacks", "[1]"), 400, "unreadable");
            problem(strict.send("POST", "/support/requests", REQUEST), 429, "too-many-requests");
        }
    }

    private static String language(String... headers) {
        HttpResponse<String> asked = application.send("POST", "/support/requests", REQUEST, headers);
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        List<Ticket> tickets = application.bean(SupportDesk.class).tickets()
                .inbox(Actor.agent("agent-anna"), TicketQuery.builder().limit(1).build()).tickets();
        return tickets.getFirst().locale().getLanguage();
    }

    @Test
    void whoNamesNoLanguageIsAnsweredInThatOfTheProperty() {
        assertThat(language()).isEqualTo("ru");
    }

    @ParameterizedTest
    @CsvSource({"*, ru", "'*;q=0.5', ru", "'', ru", "und, ru", "'de;q=0', ru", "!!, ru", "123, ru", "en, en",
            "'en-GB,de;q=0.5', en", "'*,de;q=0.5', de", "zh-Hant-TW, zh"})
    void theLanguageIsTheFirstThatTheHeaderNames(String header, String language) {
        assertThat(language("Accept-Language", header)).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({"::ffff:10.1.2.3, 10.1.2.3", "::FFFF:a01:203, 10.1.2.3", "0:0:0:0:0:ffff:10.1.2.3, 10.1.2.3",
            "2001:0DB8:0001:2:3:4:5:6, 2001:db8:1:2:", "fe80::1%1, fe80:0:0:0:", "::1, 0:0:0:0:", "1:::, 1:::",
            "10.1.2.3, 10.1.2.3"})
    void anAddressOfVersion4ThatIsWrittenAsOneOf6IsWhatItStandsFor(String address, String network) {
        assertThat(RateLimits.network(address)).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({"support.web.max-body=0B, support.web.max-body must be a byte or more",
            "support.web.challenge=Бearer, support.web.challenge is a scheme"})
    void whatCannotBeSetIsSaid(String property, String message) {
        try (WebApplication wrong = WebApplication.start(property)) {
            assertThat(wrong).as("should not have started").isNull();
        } catch (RuntimeException e) {
            assertThat(e).rootCause().hasMessageContaining(message);
        }
    }
}
