package io.opora.routing;

import io.opora.Json;
import io.opora.routing.Macro.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Macros as JSON. The form is described on the page of this package. */
final class MacroJson {

    private static final List<String> STEPS = List.of("reply", "note", "take", "assign", "assign-to-actor", "priority",
            "tags", "field");

    private MacroJson() {}

    static Macro read(Json root) {
        root.fields("id", "title", "steps");
        return new Macro(root.required("id").text(), root.required("title").text(),
                root.required("steps").items().stream().map(MacroJson::step).toList());
    }

    private static Step step(Json step) {
        List<String> named = STEPS.stream().filter(name -> step.optional(name).exists()).toList();
        String name = named.size() == 1 ? named.getFirst() : "";
        step.fields(Stream.concat(name.isEmpty() ? STEPS.stream() : Stream.of(name), Stream.of(more(name)))
                .toArray(String[]::new));
        Json value = step.optional(name);
        return switch (name) {
            case "reply" -> new Step.Reply(value.text());
            case "note" -> new Step.Note(value.text());
            case "take" -> new Step.Take(value.text(), texts(step.optional("fields")));
            case "assign" -> {
                value.fields("team", "agent");
                yield new Step.Assign(Form.optional(value.optional("team")), Form.optional(value.optional("agent")));
            }
            case "assign-to-actor" -> {
                value.mustBeTrue();
                yield new Step.AssignToActor();
            }
            case "priority" -> new Step.Prioritize(value.text());
            case "tags" -> {
                value.fields("add", "remove");
                yield new Step.ChangeTags(value.optional("add").texts(), value.optional("remove").texts());
            }
            case "field" -> new Step.SetField(value.text(), Form.optional(step.optional("value")));
            default -> {
                if (step.isObject()) {
                    step.wrong("unknown-value", "a step is exactly one of " + String.join(", ", STEPS));
                }
                yield new Step.AssignToActor();
            }
        };
    }

    /** What may stand beside the name of a step. */
    private static String[] more(String name) {
        return switch (name) {
            case "take" -> new String[]{"fields"};
            case "field" -> new String[]{"value"};
            case "" -> new String[]{"fields", "value"};
            default -> new String[0];
        };
    }

    private static Map<String, String> texts(Json object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.entries().forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    static ObjectNode write(Macro macro) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", macro.id()).put("title", macro.title());
        ArrayNode steps = root.putArray("steps");
        macro.steps().forEach(step -> write(step, steps.addObject()));
        return root;
    }

    private static void write(Step step, ObjectNode json) {
        switch (step) {
            case Step.Reply(String text) -> json.put("reply", text);
            case Step.Note(String text) -> json.put("note", text);
            case Step.Take(String action, Map<String, String> fields) -> {
                json.put("take", action);
                if (!fields.isEmpty()) {
                    fields.forEach(json.putObject("fields")::put);
                }
            }
            case Step.Assign(Optional<String> team, Optional<String> agent) -> {
                ObjectNode assign = json.putObject("assign");
                team.ifPresent(name -> assign.put("team", name));
                agent.ifPresent(name -> assign.put("agent", name));
            }
            case Step.AssignToActor assign -> json.put("assign-to-actor", true);
            case Step.Prioritize(String priority) -> json.put("priority", priority);
            case Step.ChangeTags(List<String> add, List<String> remove) -> {
                ObjectNode tags = json.putObject("tags");
                Json.putTexts(tags, "add", add);
                Json.putTexts(tags, "remove", remove);
            }
            case Step.SetField(String field, Optional<String> value) -> {
                json.put("field", field);
                value.ifPresent(text -> json.put("value", text));
            }
        }
    }
}
