package io.opora.spring.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.desk.SupportDesk;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.reply.ReplyTemplate;
import io.opora.ticket.CustomerView;
import io.opora.ticket.Move;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the HTTP layer says what it is. */
class OpenApiTest {

    private static final String AGENT = "agent-anna";

    private static WebApplication application;
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        application = WebApplication.start("support.web.path=/help/desk");
        document = JsonMapper.shared().readTree(application.get("/help/desk/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static String written() throws Exception {
        try (InputStream file = requireNonNull(
                OpenApiController.class.getResourceAsStream(OpenApiController.DOCUMENT))) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    @Test
    void aParserHasNothingToSayAgainstIt() throws Exception {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        for (String text : List.of(written(), document.toString())) {
            SwaggerParseResult result = new OpenAPIV3Parser().readContents(text, null, options);
            assertThat(result.getMessages()).isEmpty();
        }
        assertThat(new OpenAPIV3Parser()
                .readContents(written().replaceFirst("\"responses\"", "\"answers\""), null, options)
                .getMessages()).as("it would say so").isNotEmpty();
    }

    @Test
    void itSaysWhereTheLayerIs() throws Exception {
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("/help/desk");
        assertThat(document.path("paths")).isEqualTo(JsonMapper.shared().readTree(written()).path("paths"));
    }

    @Test
    void itCanBeSwitchedOff() {
        try (WebApplication silent = WebApplication.start("support.web.openapi=false")) {
            assertThat(silent.get("/support/openapi.json").statusCode()).isEqualTo(404);
        }
    }

    /** Our methods, by how they are called. */
    private static Map<String, HandlerMethod> methods() {
        Map<String, HandlerMethod> methods = new TreeMap<>();
        application.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods().forEach((mapping, method) -> {
                    if (method.getBeanType().getPackageName().equals(OpenApiController.class.getPackageName())
                            && method.getBeanType() != WebApplication.Own.class) {
                        mapping.getMethodsCondition().getMethods().forEach(verb -> mapping.getPatternValues()
                                .forEach(path -> methods.put(verb.name() + " "
                                        + path.replaceFirst("^/help/desk", "").replace("{*", "{"), method)));
                    }
                });
        return methods;
    }

    private static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> operations
                .put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue())));
        return operations;
    }

    @Test
    void itHasEveryMethodThatThereIsAndNoOther() {
        assertThat(operations().keySet()).isEqualTo(methods().keySet()).hasSizeGreaterThan(20);
        assertThat(operations().values().stream().map(operation -> operation.path("operationId").asString()))
                .doesNotHaveDuplicates();
    }

    @Test
    void eachHasTheParametersAndTheBodyThatItsMethodTakes() {
        methods().forEach((call, method) -> {
            JsonNode operation = requireNonNull(operations().get(call));
            Set<String> told = new TreeSet<>();
            operation.path("parameters").forEach(parameter -> {
                if (!parameter.path("name").asString().equals("Accept-Language")) { // asked for by hand
                    told.add(described(parameter.path("in").asString(), parameter.path("name").asString(),
                            parameter.path("required").asBoolean(),
                            parameter.at("/schema/default").isMissingNode()
                                    ? null
                                    : parameter.at("/schema/default").asString()));
                }
            });
            Set<String> taken = new TreeSet<>();
            List<String> bodies = new ArrayList<>();
            for (Parameter parameter : method.getMethod().getParameters()) {
                for (Annotation annotation : parameter.getAnnotations()) {
                    switch (annotation) {
                        case PathVariable path -> taken.add(described("path", path.value(), true, null));
                        case RequestParam query -> taken.add(described("query", query.name().isEmpty()
                                ? query.value()
                                : query.name(),
                                query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE),
                                query.defaultValue().equals(ValueConstants.DEFAULT_NONE)
                                        ? null
                                        : query.defaultValue()));
                        case RequestHeader header ->
                            taken.add(described("header", header.name(), header.required(), null));
                        case RequestBody body -> Arrays.stream(parameter.getType().getRecordComponents())
                                .map(RecordComponent::getName).forEach(bodies::add);
                        default -> {
                            // says nothing of what is sent
                        }
                    }
                }
            }
            assertThat(told).as(call).isEqualTo(taken);
            List<String> properties = new ArrayList<>();
            resolved(operation.at("/requestBody/content/application~1json/schema")).path("properties").properties()
                    .forEach(property -> properties.add(property.getKey()));
            assertThat(properties).as(call).containsExactlyInAnyOrderElementsOf(bodies);
        });
    }

    private static String described(String in, String name, boolean required, @Nullable String otherwise) {
        return in + " " + name + (required ? " required" : "") + (otherwise == null ? "" : " = " + otherwise);
    }

    private static JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode() ? schema : document.at(reference.asString().substring(1));
    }

    @Test
    void theValuesOfItsListsAreThoseOfTheLibrary() {
        assertThat(values("/components/schemas/Ticket/properties/phase/enum")).isEqualTo(names(Phase.values()));
        assertThat(values("/components/schemas/Entry/properties/from/enum"))
                .isEqualTo(names(CustomerView.Side.values()));
        assertThat(values("/components/schemas/Hit/properties/highlights/items/properties/part/enum"))
                .isEqualTo(names(FaqHit.Part.values()));
        JsonNode sort = requireNonNull(operations().get("GET /tickets")).path("parameters").valueStream()
                .filter(parameter -> parameter.path("name").asString().equals("sort")).findFirst().orElseThrow();
        assertThat(sort.at("/schema/enum").valueStream().map(JsonNode::asString).toList())
                .isEqualTo(names(TicketQuery.Sort.values()));
    }

    private static List<String> values(String pointer) {
        return document.at(pointer).valueStream().map(JsonNode::asString).toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    @Test
    void theProblemsThatItNamesAreThoseOfTheLayer() {
        Set<String> statuses = new TreeSet<>();
        operations().values().forEach(operation -> operation.path("responses").properties()
                .forEach(response -> statuses.add(response.getKey())));
        assertThat(statuses).contains("401", "403", "404", "406", "409", "413", "415", "422", "429", "503");
    }

    @Test
    void whatIsAnsweredHasTheFormThatIsDescribed() {
        SupportDesk desk = application.bean(SupportDesk.class);
        desk.faq().save(Faq.Person.editor("ann"), FaqEdition.Content.of(FaqEntry.of("delivery/abroad", Locale.ENGLISH,
                "Do you deliver abroad?", "**Yes**.")).from(Instant.EPOCH), 0);
        for (int i = 0; i < 20 && !desk.faq().search(Faq.Person.ANYBODY, FaqQuery.of("abroad")).complete(); i++) {
            // the first search loads what all need
        }
        Set<String> asked = new TreeSet<>();
        JsonNode request = answered(asked, "POST /requests", "", 201,
                "{\"subject\":\"Lamp broken\",\"text\":\"It flickers.\",\"name\":\"Maria\"}", null);
        String token = "/requests/" + request.path("token").asString();
        String id = desk.tickets().inbox(Actor.agent(AGENT), TicketQuery.all()).tickets().getFirst().id().toString();
        String ticket = "/tickets/" + id;
        answered(asked, "POST /callbacks", "", 201, "{\"phone\":\"+49 30 1234567\"}", null);
        answered(asked, "GET /faq/search", "?q=delivre+abroad", 200, null, null);
        answered(asked, "GET /faq/likely", "?text=deliver+abroad", 200, null, null);
        answered(asked, "GET /faq/suggestions", "?q=do+you", 200, null, null);
        answered(asked, "GET /faq/entries/{id}", "/faq/entries/delivery/abroad", 200, null, null);
        answered(asked, "POST /tickets", "", 201,
                "{\"subject\":\"By phone\",\"text\":\"She called.\",\"requester\":\"maria\",\"name\":\"Maria\"}",
                AGENT);
        answered(asked, "PUT /tickets/{id}/assignment", ticket + "/assignment", 200, "{\"team\":\"money\"}", AGENT);
        answered(asked, "PUT /tickets/{id}/assignment", ticket + "/assignment", 200, "{\"assignee\":\"agent-anna\"}",
                AGENT);
        answered(asked, "POST /tickets/{id}/tags", ticket + "/tags", 200, "{\"add\":[\"vip\"]}", AGENT);
        answered(asked, "POST /tickets/{id}/notes", ticket + "/notes", 200, "{\"text\":\"Poor soul.\"}", AGENT);
        desk.replies().save(desk.templateEditor(Actor.agent("boss").withRoles(Role.SUPERVISOR)),
                ReplyTemplate.builder("bulb", "Bulbs").text(Locale.ENGLISH, "Try another bulb.")
                        .examples("it flickers", "my lamp is broken", "the lamp flickers").build(),
                0);
        JsonNode suggested = answered(asked, "GET /tickets/{id}/suggestions", ticket + "/suggestions", 200, null,
                AGENT);
        assertThat(suggested.at("/suggestions/0/template").asString()).isEqualTo("bulb");
        assertThat(suggested.at("/suggestions/0/text").asString()).isEqualTo("Try another bulb.");
        answered(asked, "POST /tickets/{id}/replies", ticket + "/replies", 200,
                "{\"text\":\"Try another bulb.\",\"template\":\"bulb\"}", AGENT);
        assertThat(desk.replies().usage(desk.templateUser(Actor.agent(AGENT))))
                .as("so it learns").singleElement().satisfies(usage -> assertThat(usage.sent()).isEqualTo(1));
        JsonNode moves = answered(asked, "GET /tickets/{id}/moves", ticket + "/moves", 200, null, AGENT);
        assertThat(moves.path("moves")).isNotEmpty();
        answered(asked, "POST /requests/{token}/replies", token + "/replies", 200, "{\"text\":\"It helped.\"}", null);
        answered(asked, "POST /tickets/{id}/moves", ticket + "/moves", 200,
                "{\"action\":\"solve\",\"fields\":{\"resolution\":\"Another bulb.\"}}", AGENT);
        answered(asked, "POST /requests/{token}/rating", token + "/rating", 200, "{\"score\":5}", null);
        answered(asked, "GET /requests/{token}", token, 200, null, null);
        answered(asked, "GET /tickets", "?limit=1", 200, null, AGENT);
        answered(asked, "GET /tickets/{id}", ticket, 200, null, AGENT);
        answered(asked, "GET /tickets/{id}/history", ticket + "/history", 200, null, AGENT);
        answered(asked, "GET /tickets/{id}/conversation", ticket + "/conversation", 200, null, AGENT);
        answered(asked, "GET /openapi.json", "", 200, null, null);
        assertThat(asked).as("nothing is left out").isEqualTo(operations().keySet());

        answered(asked, "GET /tickets", "", 401, null, null);
        answered(asked, "POST /requests", "", 400, "{}", null);
        answered(asked, "POST /requests", "", 415, "x", "text/plain");
        answered(asked, "GET /tickets/{id}", "/tickets/" + id, 404, null, "maria");
        answered(asked, "GET /tickets/{id}/suggestions", ticket + "/suggestions", 404, null, "maria");
        answered(asked, "POST /tickets/{id}/replies", ticket + "/replies", 404,
                "{\"text\":\"Try it.\",\"template\":\"none\"}", AGENT);
        answered(asked, "POST /tickets/{id}/moves", ticket + "/moves", 422, "{\"action\":\"fly\"}", AGENT);
        desk.tickets().handle(Actor.agent(AGENT), TicketId.of(id), Move.of("close"));
    }

    /** Calls, by the path as it is described or, with values in it, as it is given; and holds the answer against its description. */
    private static JsonNode answered(Set<String> asked, String call, String path, int status, @Nullable String body,
            @Nullable String userOrType) {
        String verb = call.substring(0, call.indexOf(' '));
        String address = "/help/desk" + (path.startsWith("/") ? path : call.substring(call.indexOf(' ') + 1) + path);
        String[] headers = userOrType == null
                ? new String[]{"Accept-Language", "en"}
                : userOrType.contains("/")
                        ? new String[]{"Content-Type", userOrType}
                        : new String[]{"User", userOrType};
        HttpResponse<String> response = application.send(verb, address, body, headers);
        assertThat(response.statusCode()).as(call + " " + response.body()).isEqualTo(status);
        asked.add(call);
        String type = response.headers().firstValue("Content-Type").orElseThrow().replaceFirst(";.*", "");
        JsonNode schema = requireNonNull(operations().get(call)).path("responses").path(Integer.toString(status))
                .path("content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as(call + " does not describe " + status + " as " + type).isFalse();
        JsonNode answer = JsonMapper.shared().readTree(response.body());
        List<String> wrong = new ArrayList<>();
        check(call, answer, schema, wrong);
        assertThat(wrong).isEmpty();
        return answer;
    }

    /** What of JSON Schema the document makes use of. */
    private static void check(String path, JsonNode value, JsonNode reference, List<String> wrong) {
        JsonNode schema = resolved(reference);
        boolean fits = switch (schema.path("type").asString()) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
        if (!fits) {
            wrong.add(path + ": " + value + " is no " + schema.path("type"));
        }
        if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            wrong.add(path + ": " + value + " is none of " + schema.path("enum"));
        }
        value.valueStream().forEach(item -> {
            if (value.isArray()) {
                check(path + "[]", item, schema.path("items"), wrong);
            }
        });
        schema.path("required").forEach(name -> {
            if (!value.has(name.asString())) {
                wrong.add(path + ": " + name + " is missing");
            }
        });
        if (value.isObject()) {
            value.properties().forEach(property -> {
                JsonNode own = schema.path("properties").path(property.getKey());
                JsonNode more = schema.path("additionalProperties");
                if (!own.isMissingNode()) {
                    check(path + "." + property.getKey(), property.getValue(), own, wrong);
                } else if (more.isObject()) {
                    check(path + "." + property.getKey(), property.getValue(), more, wrong);
                } else if (more.isBoolean()) {
                    wrong.add(path + ": " + property.getKey() + " is not described");
                }
            });
        }
    }
}
