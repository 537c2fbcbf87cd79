package io.opora.sla;

import io.opora.Findings;
import io.opora.Json;
import io.opora.Spelling;
import io.opora.condition.Condition;
import io.opora.condition.Vocabulary;
import io.opora.sla.SlaClock.Kind;
import io.opora.sla.SlaPolicy.Action;
import io.opora.sla.SlaPolicy.Draft;
import io.opora.sla.SlaPolicy.Level;
import io.opora.sla.SlaPolicy.Mark;
import io.opora.sla.SlaPolicy.OnChange;
import io.opora.sla.SlaPolicy.OnMerge;
import io.opora.sla.SlaPolicy.OnReopen;
import io.opora.sla.SlaPolicy.Rule;
import io.opora.sla.SlaPolicy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Policies as JSON. The form is described on the page of this package. */
final class PolicyJson {

    static final int SCHEMA = 1;
    /** Calendars and conditions take most of it; the rest is for texts that deserve a better answer than "too deep". */
    static final int MAX_DEPTH = CalendarJson.MAX_DEPTH + 10;

    private PolicyJson() {}

    static SlaPolicy read(String text, Vocabulary vocabulary) {
        Findings findings = new Findings();
        Json root = Json.parse(text, SlaPolicy.MAX_JSON_LENGTH, MAX_DEPTH, findings);
        CalendarJson.requireSchema(root, SCHEMA);
        root.fields("schema", "id", "version", "from", "calendars", "rules");
        Optional<Instant> from = root.optional("from").exists()
                ? Optional.of(
                        root.optional("from").parsed("instant", "instant: write 2026-01-31T21:00:00Z", Instant.EPOCH,
                                Instant::parse))
                : Optional.empty();
        Map<String, Json> named = root.required("calendars").entries();
        Map<String, BusinessCalendar> calendars = new TreeMap<>();
        named.forEach((name, json) -> CalendarJson.read(json, findings).ifPresent(found -> calendars.put(name, found)));
        String only = named.size() == 1 ? named.keySet().iterator().next() : "";
        List<Rule> rules = root.required("rules").items().stream().map(rule -> rule(rule, only)).toList();
        Draft draft = new Draft(root.required("id").text(), root.required("version").integer(), from, calendars, rules);
        if (findings.readable()) {
            new PolicyCheck(draft, named.keySet(), vocabulary, findings).check();
        }
        findings.refuse("service levels in JSON");
        return new SlaPolicy(draft);
    }

    private static Rule rule(Json rule, String onlyCalendar) {
        rule.fields("id", "when", "calendar", "targets", "pauses", "levels", "onReopen", "onChange", "onMerge");
        Json calendar = rule.optional("calendar");
        Map<Kind, Set<String>> pauses = new EnumMap<>(Kind.class);
        Json paused = rule.optional("pauses");
        paused.fields(Arrays.stream(Kind.values()).map(Kind::name).toArray(String[]::new));
        for (Kind clock : Kind.values()) {
            Json phases = paused.optional(clock.name());
            if (phases.exists()) {
                pauses.put(clock, Set.copyOf(phases.texts()));
            }
        }
        return new Rule(rule.required("id").text(), Condition.read(rule.required("when")),
                calendar.exists() ? calendar.text() : onlyCalendar,
                rule.required("targets").items().stream().map(PolicyJson::target).toList(), pauses,
                rule.optional("levels").items().stream().map(PolicyJson::level).toList(),
                option(rule.optional("onReopen"), OnReopen.RESUME),
                option(rule.optional("onChange"), OnChange.KEEP_USED),
                option(rule.optional("onMerge"), OnMerge.KEEP_OWN));
    }

    private static <E extends Enum<E>> E option(Json option, E otherwise) {
        return option.exists() ? option.constant(otherwise.getDeclaringClass()) : otherwise;
    }

    private static Target target(Json target) {
        target.fields("clock", "priority", "within");
        Json priority = target.optional("priority");
        return new Target(target.required("clock").constant(Kind.class),
                priority.exists() ? Optional.of(priority.text()) : Optional.empty(),
                target.required("within").duration());
    }

    private static Level level(Json level) {
        level.fields("clock", "at", "actions");
        Mark mark = level.required("at").parsed("mark",
                "level: write '80%', '-PT1H' for ahead of the target, '+PT1H' for after"
                        + " it, or 'breach'",
                new Mark.After(Duration.ZERO), Mark::of);
        List<Action> actions = new ArrayList<>();
        for (Json action : level.optional("actions").items()) {
            action(action).ifPresent(actions::add);
        }
        return new Level(level.required("clock").constant(Kind.class), mark, actions);
    }

    private static Optional<Action> action(Json action) {
        action.fields("notify", "team", "priority");
        List<Action> found = new ArrayList<>();
        Json recipient = action.optional("notify");
        Json team = action.optional("team");
        Json priority = action.optional("priority");
        if (recipient.exists()) {
            found.add(new Action.Notify(recipient.text()));
        }
        if (team.exists()) {
            found.add(new Action.Reassign(team.text()));
        }
        if (priority.exists()) {
            found.add(new Action.Prioritize(priority.text()));
        }
        if (action.isObject() && found.size() != 1) {
            action.wrong("unknown-value", "exactly one of 'notify', 'team' and 'priority' is needed");
        }
        return found.stream().findFirst();
    }

    static String write(Draft policy) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schema", SCHEMA).put("id", policy.id()).put("version", policy.version());
        policy.from().ifPresent(from -> root.put("from", from.toString()));
        ObjectNode calendars = root.putObject("calendars");
        policy.calendars().forEach((name, calendar) -> CalendarJson.write(calendar.rules(), calendars.putObject(name)));
        ArrayNode rules = root.putArray("rules");
        policy.rules().forEach(rule -> write(rule, rules.addObject()));
        return Json.print(root);
    }

    private static void write(Rule rule, ObjectNode target) {
        target.put("id", rule.id());
        target.set("when", rule.when().toTree());
        target.put("calendar", rule.calendar());
        ArrayNode targets = target.putArray("targets");
        for (Target each : rule.targets()) {
            ObjectNode line = targets.addObject().put("clock", each.clock().name());
            each.priority().ifPresent(priority -> line.put("priority", priority));
            line.put("within", Spelling.span(each.duration()));
        }
        if (!rule.pauses().isEmpty()) {
            ObjectNode pauses = target.putObject("pauses");
            rule.pauses().forEach((clock, phases) -> {
                ArrayNode names = pauses.putArray(clock.name());
                Timeline.PHASES.stream().filter(phases::contains).forEach(names::add);
            });
        }
        if (!rule.levels().isEmpty()) {
            ArrayNode levels = target.putArray("levels");
            rule.levels().forEach(level -> write(level, levels.addObject()));
        }
        target.put("onReopen", rule.onReopen().name()).put("onChange", rule.onChange().name()).put("onMerge",
                rule.onMerge().name());
    }

    private static void write(Level level, ObjectNode target) {
        target.put("clock", level.clock().name()).put("at", level.mark().toString());
        if (!level.actions().isEmpty()) {
            ArrayNode actions = target.putArray("actions");
            for (Action action : level.actions()) {
                switch (action) {
                    case Action.Notify(String recipient) -> actions.addObject().put("notify", recipient);
                    case Action.Reassign(String team) -> actions.addObject().put("team", team);
                    case Action.Prioritize(String priority) -> actions.addObject().put("priority", priority);
                }
            }
        }
    }
}
