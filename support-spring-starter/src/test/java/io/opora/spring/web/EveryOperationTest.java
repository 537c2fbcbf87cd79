package io.opora.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.desk.SupportDesk;
import io.opora.reply.ReplyTemplate;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for each operation that the layer describes, so that none is forgotten that is still to come. */
class EveryOperationTest {

    private static final String AGENT = "agent-anna";

    private static final Map<String, String> BODIES = Map.of("POST /requests",
            "{\"subject\":\"Lamp\",\"text\":\"It flickers.\"}", "POST /callbacks", "{\"phone\":\"+49 30 1234567\"}",
            "POST /requests/{token}/rating", "{\"score\":5}", "POST /tickets",
            "{\"subject\":\"Lamp\",\"text\":\"It flickers.\"}", "POST /tickets/{id}/moves",
            "{\"action\":\"solve\",\"fields\":{\"resolution\":\"Done.\"}}", "PUT /tickets/{id}/assignment",
            "{\"team\":\"money\"}", "POST /tickets/{id}/tags", "{\"add\":[\"vip\"]}");

    /** A call that the layer describes. */
    private record Call(String verb, String path) {

        boolean isForStrangers() {
            return !path.startsWith("/tickets");
        }

        HttpResponse<String> make(WebApplication application, String token, String id, @Nullable String user) {
            String address = "/support" + path.replace("{token}", token).replace("/tickets/{id}", "/tickets/" + id)
                    .replace("{id}", "delivery") + (path.startsWith("/faq/") ? "?q=lamp&text=lamp" : "");
            String body = verb.equals("GET") ? null : BODIES.getOrDefault(verb + " " + path, "{\"text\":\"Hello?\"}");
            return user == null
                    ? application.send(verb, address, body)
                    : application.send(verb, address, body, "User", user);
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }

    private static List<Call> calls(WebApplication application) {
        JsonNode paths = JsonMapper.shared().readTree(application.get("/support/openapi.json").body()).path("paths");
        List<Call> calls = new ArrayList<>();
        paths.properties().forEach(path -> path.getValue().properties().forEach(operation -> calls
                .add(new Call(operation.getKey().toUpperCase(Locale.ROOT), path.getKey()))));
        assertThat(calls).hasSizeGreaterThan(20);
        return calls;
    }

    private static Ticket open(SupportDesk desk) {
        return desk.tickets().open(Actor.SYSTEM, OpenTicket.builder("Lamp broken", "It flickers.")
                .requester(Requester.of(ActorId.of("maria"))).build());
    }

    private static String link(SupportDesk desk, Ticket ticket) {
        return desk.tickets().links().issue(Actor.SYSTEM, ticket.id(), ticket.requester().id(),
                Set.of(SecretLink.Scope.values()), Duration.ofDays(1)).token().reveal();
    }

    @Test
    void whomThePolicyPermitsNothingIsAnsweredNothingAndChangesNothing(@TempDir Path folder) throws Exception {
        Path policy = Files.writeString(folder.resolve("nobody.json"), AccessPolicy.builder()
                .permit(Role.SYSTEM, Relation.STAFF, Operation.OPEN, Operation.READ, Operation.MANAGE_LINKS).build()
                .toJson());
        try (WebApplication application = WebApplication.start("support.access=file:" + policy)) {
            SupportDesk desk = application.bean(SupportDesk.class);
            Ticket ticket = open(desk);
            assertThatExceptionOfType(CommandRefusedException.class).as("there is no link for it either")
                    .isThrownBy(() -> link(desk, ticket));
            String token = "0".repeat(43);
            for (Call call : calls(application)) {
                if (call.path().startsWith("/faq/") || call.path().equals("/openapi.json")) {
                    continue; // what is published is for everybody
                }
                for (String user : new String[]{AGENT, "maria", ""}) {
                    HttpResponse<String> response = call.make(application, token, ticket.id().toString(),
                            user.isEmpty() ? null : user);
                    assertThat(response.statusCode()).as(call + " by " + user + ": " + response.body())
                            .isIn(401, 403, 404);
                    assertThat(response.body()).as(call.toString()).doesNotContain("flickers", "Lamp broken");
                }
            }
            assertThat(desk.tickets().get(Actor.SYSTEM, ticket.id()).version()).isEqualTo(ticket.version());
        }
    }

    @Test
    void nothingThatStrangersCanCallIsWithoutALimit() {
        try (WebApplication application = WebApplication.start("support.web.requests-per-minute=1",
                "support.web.questions-per-minute=1")) {
            SupportDesk desk = application.bean(SupportDesk.class);
            Ticket ticket = open(desk);
            String token = link(desk, ticket);
            application.get("/support/faq/search?q=lamp");
            application.send("POST", "/support/requests", BODIES.get("POST /requests"));
            for (Call call : calls(application)) {
                if (call.isForStrangers() && !call.path().equals("/openapi.json")) { // which is always the same
                    assertThat(call.make(application, token, ticket.id().toString(), null).statusCode())
                            .as(call.toString()).isEqualTo(429);
                }
            }
        }
    }

    @Test
    void aReplyThatWasChangedOrWhoseTemplateAsksForMoreTeachesAllTheSame() {
        try (WebApplication application = WebApplication.start("support.replies.accepted-wrong=1")) {
            SupportDesk desk = application.bean(SupportDesk.class);
            desk.replies().save(desk.templateEditor(Actor.agent("boss").withRoles(Role.SUPERVISOR)),
                    ReplyTemplate.builder("bulb", "Bulbs").text(Locale.ENGLISH, "Take bulb {{bulb}}.")
                            .variable(ReplyTemplate.Variable.of("bulb", ReplyTemplate.Type.LINE,
                                    ReplyTemplate.Source.AGENT))
                            .examples("it flickers", "my lamp is broken", "the lamp flickers").build(),
                    0);
            String path = "/support/tickets/" + open(desk).id();
            JsonNode suggested = JsonMapper.shared()
                    .readTree(application.get(path + "/suggestions", "User", AGENT).body()).at("/suggestions/0");
            assertThat(suggested.path("missing").valueStream().map(JsonNode::asString)).containsExactly("bulb");
            assertThat(suggested.has("text")).isFalse();

            assertThat(application.send("POST", path + "/replies",
                    "{\"text\":\"Take bulb E27.\",\"template\":\"bulb\"}", "User", AGENT).statusCode()).isEqualTo(200);
            assertThat(desk.replies().usage(desk.templateUser(Actor.agent(AGENT)))).singleElement()
                    .satisfies(usage -> assertThat(usage.edited()).isEqualTo(1));
        }
    }
}
