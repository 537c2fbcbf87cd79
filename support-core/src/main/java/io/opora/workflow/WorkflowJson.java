package io.opora.workflow;

import io.opora.Findings;
import io.opora.Json;
import io.opora.Spelling;
import io.opora.Violation;
import io.opora.access.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Workflows as JSON. The form is described on the page of this package. */
final class WorkflowJson {

    /** Five levels are in use; the rest is for texts that are wrong and deserve a better answer than "too deep". */
    static final int MAX_DEPTH = 20;

    /** No name takes more characters than this, with all the punctuation, indentation and keys around it. */
    private static final int MAX_PER_PART = 220;

    private WorkflowJson() {}

    static Workflow read(String json) {
        Findings findings = new Findings();
        Definition definition = definition(Json.parse(json, Workflow.MAX_JSON_LENGTH, MAX_DEPTH, findings));
        if (!findings.isEmpty()) {
            if (findings.readable()) {
                DefinitionCheck.violations(definition).forEach(findings::add);
            }
            findings.refuse("workflow in JSON");
        }
        return DefinitionCheck.build(definition);
    }

    private static Definition definition(Json root) {
        root.fields("id", "version", "roles", "statuses", "initial", "transitions", "onCustomerReply", "timeRules");
        return new Definition(root.required("id").text(), root.required("version").integer(),
                root.optional("roles").texts(),
                root.required("statuses").items().stream().map(WorkflowJson::status).toList(),
                root.required("initial").text(),
                root.required("transitions").items().stream().map(WorkflowJson::transition).toList(),
                replies(root.optional("onCustomerReply")),
                root.optional("timeRules").items().stream().map(WorkflowJson::timeRule).toList());
    }

    private static Definition.StatusLine status(Json status) {
        status.fields("name", "phase");
        return new Definition.StatusLine(status.required("name").text(),
                status.required("phase").constant(Phase.class));
    }

    private static Definition.Line transition(Json transition) {
        transition.fields("action", "from", "to", "by", "guards", "requires", "effects");
        return new Definition.Line(transition.required("action").text(), transition.required("from").texts(),
                transition.required("to").text(), transition.optional("by").texts(),
                transition.optional("guards").texts(), transition.optional("requires").texts(),
                transition.optional("effects").items().stream().map(WorkflowJson::effect).toList());
    }

    private static Effect effect(Json effect) {
        if (effect.isText()) {
            return switch (effect.text()) {
                case "assign-to-actor" -> new Effect.AssignToActor();
                case "unassign" -> new Effect.Unassign();
                default -> {
                    effect.wrong("unknown-value", Spelling.quote(effect.text()) + " is no effect: 'assign-to-actor',"
                            + " 'unassign', {\"add-tag\": ...}, {\"remove-tag\": ...} or {\"clear-field\": ...} is needed");
                    yield new Effect.Unassign();
                }
            };
        }
        effect.fields("add-tag", "remove-tag", "clear-field");
        Json add = effect.optional("add-tag");
        Json remove = effect.optional("remove-tag");
        Json clear = effect.optional("clear-field");
        if (effect.isObject() && Stream.of(add, remove, clear).filter(Json::exists).count() != 1) {
            effect.wrong("unknown-value", "exactly one of 'add-tag', 'remove-tag' and 'clear-field' is needed");
        }
        return add.exists()
                ? new Effect.AddTag(add.text())
                : remove.exists() ? new Effect.RemoveTag(remove.text()) : new Effect.ClearField(clear.text());
    }

    private static List<Definition.ReplyLine> replies(Json replies) {
        List<Definition.ReplyLine> lines = new ArrayList<>();
        replies.fields(Stream.of(Phase.values()).map(Phase::name).toArray(String[]::new));
        for (Phase phase : Phase.values()) {
            Json rule = replies.optional(phase.name());
            if (rule.exists()) {
                lines.add(new Definition.ReplyLine(phase, replyRule(rule)));
            }
        }
        return lines;
    }

    private static ReplyRule replyRule(Json rule) {
        if (rule.isText()) {
            return switch (rule.text()) {
                case "keep" -> new ReplyRule.Keep();
                case "follow-up" -> new ReplyRule.FollowUp();
                default -> {
                    rule.wrong("unknown-value", Spelling.quote(rule.text())
                            + " is no reply rule: 'keep', 'follow-up' or {\"take\": ...} is needed");
                    yield new ReplyRule.Keep();
                }
            };
        }
        rule.fields("take", "within");
        String action = rule.required("take").text();
        Json within = rule.optional("within");
        return within.exists() ? new ReplyRule.TakeWithin(action, within.duration()) : new ReplyRule.Take(action);
    }

    private static TimeRule timeRule(Json rule) {
        rule.fields("phase", "after", "remind", "take");
        Phase phase = rule.required("phase").constant(Phase.class);
        Duration after = rule.required("after").duration();
        Json remind = rule.optional("remind");
        Json take = rule.optional("take");
        if (rule.isObject() && remind.exists() == take.exists()) {
            rule.wrong("unknown-value", "exactly one of 'remind' and 'take' is needed");
        }
        remind.mustBeTrue();
        return take.exists() ? TimeRule.take(phase, after, take.text()) : TimeRule.remind(phase, after);
    }

    /** What is wrong with a workflow that could be written but not read again: nothing, or that it is too long. */
    static List<Violation> tooLong(Workflow workflow) {
        int parts = workflow.statuses().size() + workflow.roles().size() + Workflow.MAX_TIME_RULES;
        for (Transition transition : workflow.transitions()) {
            parts += 4 + transition.roles().size() + transition.guards().size() + transition.requiredFields().size()
                    + transition.effects().size();
        }
        if ((long) parts * MAX_PER_PART <= Workflow.MAX_JSON_LENGTH) {
            return List.of();
        }
        int length = write(workflow).length();
        return length <= Workflow.MAX_JSON_LENGTH
                ? List.of()
                : List.of(new Violation("", "json-too-long", "this workflow takes " + length
                        + " characters of JSON, which is too long: at most " + Workflow.MAX_JSON_LENGTH));
    }

    static String write(Workflow workflow) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", workflow.ref().id()).put("version", workflow.ref().version());
        Json.putTexts(root, "roles", workflow.roles());
        ArrayNode statuses = root.putArray("statuses");
        for (Status status : workflow.statuses()) {
            statuses.addObject().put("name", status.name()).put("phase", status.phase().name());
        }
        root.put("initial", workflow.initial().name());
        ArrayNode transitions = root.putArray("transitions");
        grouped(workflow).forEach(group -> write(group, transitions.addObject()));
        ObjectNode replies = root.putObject("onCustomerReply");
        ArrayNode timeRules = JsonNodeFactory.instance.arrayNode();
        for (Phase phase : Phase.values()) {
            write(workflow.onCustomerReply(phase), phase, replies);
            for (TimeRule rule : workflow.timeRules(phase)) {
                ObjectNode line = timeRules.addObject().put("phase", phase.name()).put("after",
                        Spelling.span(rule.after()));
                rule.action().ifPresentOrElse(action -> line.put("take", action), () -> line.put("remind", true));
            }
        }
        if (!timeRules.isEmpty()) {
            root.set("timeRules", timeRules);
        }
        return Json.print(root);
    }

    /**
     * The transitions that differ only in the status they lead out of, together. Those that share status and action with
     * others stay alone: their order is their meaning.
     */
    private static List<List<Transition>> grouped(Workflow workflow) {
        Map<List<String>, Integer> candidates = new HashMap<>();
        for (Transition row : workflow.transitions()) {
            candidates.merge(List.of(row.from().name(), row.action()), 1, Integer::sum);
        }
        Map<Object, List<Transition>> groups = new LinkedHashMap<>();
        for (Transition row : workflow.transitions()) {
            Object key = candidates.getOrDefault(List.of(row.from().name(), row.action()), 0) > 1
                    ? row
                    : List.of(row.action(), row.to(), row.roles(), row.guards(), row.requiredFields(), row.effects());
            groups.computeIfAbsent(key, group -> new ArrayList<>()).add(row);
        }
        return List.copyOf(groups.values());
    }

    private static void write(List<Transition> group, ObjectNode line) {
        Transition first = group.getFirst();
        line.put("action", first.action());
        Json.putTexts(line, "from", group.stream().map(row -> row.from().name()).toList());
        line.put("to", first.to().name());
        Json.putTexts(line, "by", first.roles().stream().map(Role::name).toList());
        Json.putTexts(line, "guards", first.guards());
        Json.putTexts(line, "requires", first.requiredFields());
        if (!first.effects().isEmpty()) {
            ArrayNode effects = line.putArray("effects");
            for (Effect effect : first.effects()) {
                switch (effect) {
                    case Effect.AssignToActor assign -> effects.add("assign-to-actor");
                    case Effect.Unassign unassign -> effects.add("unassign");
                    case Effect.AddTag(String tag) -> effects.addObject().put("add-tag", tag);
                    case Effect.RemoveTag(String tag) -> effects.addObject().put("remove-tag", tag);
                    case Effect.ClearField(String field) -> effects.addObject().put("clear-field", field);
                }
            }
        }
    }

    private static void write(ReplyRule rule, Phase phase, ObjectNode replies) {
        switch (rule) {
            case ReplyRule.Keep keep -> replies.put(phase.name(), "keep");
            case ReplyRule.FollowUp followUp -> replies.put(phase.name(), "follow-up");
            case ReplyRule.Take(String action) -> replies.putObject(phase.name()).put("take", action);
            case ReplyRule.TakeWithin(String action, Duration within) ->
                replies.putObject(phase.name()).put("take", action).put("within", Spelling.span(within));
        }
    }
}
