package io.opora.reply;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Violation;
import io.opora.condition.Condition;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.ReplyTemplate.Variant;
import io.opora.reply.ReplyTemplate.WhenMissing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Templates as JSON. What is left out is what {@link ReplyTemplate#builder} begins with. */
final class TemplateJson {

    /** A condition, and what it stands in. */
    static final int MAX_DEPTH = 40;

    private TemplateJson() {}

    /** Reads a template; nothing if what there is cannot be made one, which is reported. */
    static Optional<ReplyTemplate> read(Json json, Findings findings) {
        int before = findings.violations().size();
        json.fields("id", "title", "category", "scope", "variables", "when-missing", "variants", "examples", "when",
                "macro", "from", "until");
        String id = json.required("id").text();
        String title = json.required("title").text();
        Optional<String> category = text(json.optional("category"));
        Scope scope = scope(json.optional("scope"));
        List<Variable> variables = list(json.optional("variables")).stream().map(TemplateJson::variable).toList();
        Json whenMissing = json.optional("when-missing");
        WhenMissing missing = whenMissing.exists() ? whenMissing.constant(WhenMissing.class) : WhenMissing.ASK;
        List<Variant> variants = json.required("variants").items().stream().map(TemplateJson::variant).toList();
        List<String> examples = list(json.optional("examples")).stream().map(Json::text).toList();
        Json when = json.optional("when");
        Condition condition = when.exists() ? Condition.read(when) : new Condition.Always();
        Optional<String> macro = text(json.optional("macro"));
        Optional<Instant> from = instant(json.optional("from"));
        Optional<Instant> until = instant(json.optional("until"));
        if (!json.isObject() || findings.full() || findings.violations().size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ReplyTemplate(ReplyTemplate.Id.of(id), title, category, scope, variables, missing,
                    variants, examples, condition, macro, from, until));
        } catch (InvalidInputException e) {
            for (Violation violation : e.violations()) {
                findings.add(at(json, violation.path()), violation.code(), violation.message());
            }
            return Optional.empty();
        }
    }

    private static String at(Json json, String path) {
        return json.path().isEmpty() || path.isEmpty() ? json.path() + path : json.path() + '.' + path;
    }

    private static List<Json> list(Json json) {
        return json.exists() ? json.items() : List.of();
    }

    private static Optional<String> text(Json json) {
        return json.exists() ? Optional.of(json.text()) : Optional.empty();
    }

    static Optional<Instant> instant(Json json) {
        return json.exists()
                ? Optional.of(json.parsed("instant", "instant such as '2026-03-02T09:00:00Z'", Instant.EPOCH,
                        Instant::parse))
                : Optional.empty();
    }

    private static Scope scope(Json json) {
        if (!json.exists()) {
            return new Scope.All();
        }
        json.fields("team", "agent");
        Optional<String> team = text(json.optional("team"));
        Optional<String> agent = text(json.optional("agent"));
        if (json.isObject() && team.isPresent() == agent.isPresent()) {
            json.wrong("unknown-value", "a scope has a 'team' or an 'agent'; what is everybody's has no scope");
        }
        return team.<Scope>map(Scope.Team::new).orElseGet(() -> new Scope.Own(agent.orElse("")));
    }

    private static Variable variable(Json json) {
        json.fields("name", "type", "source", "required", "default");
        Json required = json.optional("required");
        ReplyTemplate.Type type = json.required("type").constant(ReplyTemplate.Type.class);
        return new Variable(json.required("name").text(), type, json.required("source").constant(Source.class),
                required.exists() ? required.flag() : type != ReplyTemplate.Type.FLAG, text(json.optional("default")));
    }

    private static Variant variant(Json json) {
        json.fields("locale", "subject", "text", "html");
        return new Variant(Locale.forLanguageTag(json.required("locale").text()), text(json.optional("subject")),
                json.required("text").text(), text(json.optional("html")));
    }

    static ObjectNode write(ReplyTemplate template) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", template.id().value());
        json.put("title", template.title());
        template.category().ifPresent(category -> json.put("category", category));
        switch (template.scope()) {
            case Scope.All all -> {}
            case Scope.Team(String team) -> json.putObject("scope").put("team", team);
            case Scope.Own(String agent) -> json.putObject("scope").put("agent", agent);
        }
        if (!template.variables().isEmpty()) {
            ArrayNode variables = json.putArray("variables");
            template.variables().forEach(variable -> write(variables.addObject(), variable));
        }
        json.put("when-missing", template.whenMissing().name());
        ArrayNode variants = json.putArray("variants");
        template.variants().forEach(variant -> write(variants.addObject(), variant));
        Json.putTexts(json, "examples", template.examples());
        if (!template.when().equals(new Condition.Always())) {
            json.set("when", template.when().toTree());
        }
        template.macro().ifPresent(macro -> json.put("macro", macro));
        template.from().ifPresent(from -> json.put("from", from.toString()));
        template.until().ifPresent(until -> json.put("until", until.toString()));
        return json;
    }

    private static void write(ObjectNode json, Variable variable) {
        json.put("name", variable.name());
        json.put("type", variable.type().name());
        json.put("source", variable.source().name());
        json.put("required", variable.required());
        variable.fallback().ifPresent(fallback -> json.put("default", fallback));
    }

    private static void write(ObjectNode json, Variant variant) {
        json.put("locale", variant.locale().toLanguageTag());
        variant.subject().ifPresent(subject -> json.put("subject", subject));
        json.put("text", variant.text());
        variant.html().ifPresent(html -> json.put("html", html));
    }
}
