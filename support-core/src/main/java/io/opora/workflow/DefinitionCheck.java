package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.Tag;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.workflow.Defects.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a definition line by line: names, references, duplicates, limits. What concerns it as a whole is the matter of
 * {@link RuleCheck} and {@link GraphCheck}.
 *
 * <p>
 * A misspelt name is reported once and then taken for the nearest right one, so that it does not drag defects behind it
 * which are none.
 */
final class DefinitionCheck {

    /**
     * A transition out of one status, with both ends resolved.
     *
     * @param guessed whether {@code from} is only what was most likely meant: enough to go on, not enough to blame
     * @param to {@code null} if it is missing or unknown; may be a guess too
     */
    record Row(int line, Definition.Line definition, Status from, boolean guessed, @Nullable Status to) {

        String action() {
            return definition.action();
        }
    }

    private static final List<String> BUILT_IN = Stream.of(Actor.Kind.values()).map(kind -> Role.of(kind).name())
            .toList();

    private final Definition definition;
    private final Defects defects = new Defects();
    private final Map<String, Status> statuses = new LinkedHashMap<>();
    private final Set<String> roles = new LinkedHashSet<>();
    private final List<Row> rows = new ArrayList<>();
    private final Guesses statusGuesses = new Guesses(statuses.keySet());
    private final Guesses roleGuesses = new Guesses(roles);
    private @Nullable Status initial;

    private DefinitionCheck(Definition definition) {
        this.definition = definition;
    }

    /**
     * Makes the workflow.
     *
     * @throws InvalidInputException listing every defect, in the order of the definition
     */
    static Workflow build(Definition definition) {
        DefinitionCheck check = new DefinitionCheck(definition);
        List<Violation> violations = check.violations();
        if (violations.isEmpty()) {
            Workflow workflow = check.workflow();
            violations = WorkflowJson.tooLong(workflow);
            if (violations.isEmpty()) {
                return workflow;
            }
        }
        throw new InvalidInputException(subject(definition), violations);
    }

    /** Every defect, in the order of the definition. */
    static List<Violation> violations(Definition definition) {
        return new DefinitionCheck(definition).violations();
    }

    static String subject(Definition definition) {
        return "workflow " + Spelling.shorten(definition.id()) + '@' + definition.version();
    }

    private List<Violation> violations() {
        checkLimits();
        if (defects.isEmpty()) {
            checkHead();
            checkStatuses();
            checkInitial();
            for (int i = 0; i < definition.transitions().size(); i++) {
                checkLine(i, definition.transitions().get(i));
            }
            new RuleCheck(definition, statuses.values(), rows, defects).check();
            new GraphCheck(definition, statuses.values(), initial, rows, defects).check();
        }
        return defects.inOrder();
    }

    /** Whatever is too big is not looked into: so the time a check takes is bounded, whatever comes in. */
    private void checkLimits() {
        limit(Part.STATUSES, definition.statuses().size(), Workflow.MAX_STATUSES, "statuses");
        limit(Part.ROLES, definition.roles().size(), Workflow.MAX_ROLES, "roles");
        limit(Part.TIME_RULES, definition.timeRules().size(), Workflow.MAX_TIME_RULES, "time rules");
        // each phase has one reply rule, so this can be passed only by a builder that repeats itself
        limit(Part.REPLIES, definition.replies().size(), Workflow.MAX_TIME_RULES, "reply rules");
        List<Definition.Line> lines = definition.transitions();
        limit(Part.TRANSITIONS, lines.stream().mapToInt(line -> Math.max(1, line.from().size())).sum(),
                Workflow.MAX_TRANSITIONS, "transitions, counted one for each status they lead out of");
        for (int i = 0; i < Math.min(lines.size(), Workflow.MAX_TRANSITIONS); i++) {
            Definition.Line line = lines.get(i);
            limit(i, ".by", line.roles(), Workflow.MAX_ROLES, "roles");
            limit(i, ".guards", line.guards(), Transition.MAX_GUARDS, "guards");
            limit(i, ".requires", line.fields(), Transition.MAX_REQUIRED_FIELDS, "required fields");
            limit(i, ".effects", line.effects(), Transition.MAX_EFFECTS, "effects");
        }
    }

    private void limit(Part part, int size, int limit, String what) {
        if (size > limit) {
            defects.add(part, "too-many", tooMany(size, limit, what));
        }
    }

    private void limit(int line, String rest, List<?> list, int limit, String what) {
        if (list.size() > limit) {
            defects.add(Part.TRANSITIONS, line, rest, "too-many", tooMany(list.size(), limit, what));
        }
    }

    private static String tooMany(int size, int limit, String what) {
        return size + " are too many: at most " + limit + ' ' + what;
    }

    private void checkHead() {
        if (!Names.isName(definition.id())) {
            defects.add(Part.ID, "workflow-id", Spelling.malformed("workflow id", definition.id()));
        }
        if (definition.version() < 1) {
            defects.add(Part.VERSION, "workflow-version", Workflow.Ref.badVersion(definition.version()));
        }
        Set<String> declared = new LinkedHashSet<>();
        for (int i = 0; i < definition.roles().size(); i++) {
            String role = definition.roles().get(i);
            if (!Names.isName(role)) {
                defects.add(Part.ROLES, i, "", "role-name", Spelling.malformed("role name", role));
            } else if (!declared.add(role)) {
                defects.add(Part.ROLES, i, "", "duplicate", "role '" + role + "' is declared twice");
            }
        }
        roles.addAll(declared);
        roles.addAll(BUILT_IN);
    }

    private void checkStatuses() {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < definition.statuses().size(); i++) {
            Definition.StatusLine line = definition.statuses().get(i);
            Integer earlier = first.putIfAbsent(line.name(), i);
            if (!Names.isName(line.name())) {
                defects.add(Part.STATUSES, i, ".name", "status-name", Spelling.malformed("status name", line.name()));
            } else if (earlier != null) {
                defects.add(Part.STATUSES, i, ".name", "duplicate-status",
                        "status '" + line.name() + "' is defined already, at statuses[" + earlier + ']');
            } else {
                statuses.put(line.name(), new Status(line.name(), line.phase()));
            }
        }
    }

    private void checkInitial() {
        String name = definition.initial();
        if (name == null) {
            defects.add(Part.INITIAL, "missing", "the initial status is missing: the status of a new ticket");
            return;
        }
        initial = resolve(Part.INITIAL, Defects.NO_INDEX, "", name);
        if (initial != null && initial.phase() != Phase.NEW && initial.phase() != Phase.OPEN) {
            defects.add(Part.INITIAL, "initial-phase", "the initial status '" + initial + "' is in phase "
                    + initial.phase() + ": a new ticket begins in phase NEW or OPEN");
        }
    }

    private void checkLine(int index, Definition.Line line) {
        if (!Names.isName(line.action())) {
            defect(index, ".action", "action-name", Spelling.malformed("action name", line.action()));
        }
        checkEnds(index, line);
        each(index, ".by", "unknown-role", line.roles(), role -> roles.contains(role)
                ? ""
                : Spelling.quote(role) + " is no role of this workflow" + roleGuesses.hint(role));
        each(index, ".guards", "guard-name", line.guards(), guard -> Names.isName(guard)
                ? ""
                : Spelling.malformed("guard name", guard));
        each(index, ".requires", "field-name", line.fields(), field -> Names.isName(field)
                ? ""
                : Spelling.malformed("field name", field));
        each(index, ".effects", effect -> effect instanceof Effect.ClearField ? "field-name" : "tag", line.effects(),
                effect -> switch (effect) {
                    case Effect.AddTag add -> tag(add.tag());
                    case Effect.RemoveTag remove -> tag(remove.tag());
                    case Effect.ClearField clear -> Names.isName(clear.field())
                            ? ""
                            : Spelling.malformed("field name", clear.field());
                    case Effect.AssignToActor assign -> "";
                    case Effect.Unassign unassign -> "";
                });
    }

    private static String tag(String tag) {
        return Tag.isTag(tag) ? "" : Spelling.quote(tag) + " is no tag: " + Tag.FORM;
    }

    private void checkEnds(int index, Definition.Line line) {
        if (line.from().isEmpty()) {
            defect(index, ".from", "missing", "the statuses it leads out of are missing");
        }
        List<@Nullable Status> from = new ArrayList<>();
        for (int i = 0; i < line.from().size(); i++) {
            from.add(resolve(Part.TRANSITIONS, index, ".from[" + i + ']', line.from().get(i)));
        }
        String toName = line.to();
        Status to = null;
        if (toName == null) {
            defect(index, ".to", "missing", "the status it leads to is missing");
        } else {
            to = resolve(Part.TRANSITIONS, index, ".to", toName);
        }
        for (int i = 0; i < from.size(); i++) {
            Status one = from.get(i);
            if (one != null) {
                rows.add(new Row(index, line, one, !one.name().equals(line.from().get(i)), to));
            }
        }
    }

    /** Reports what a check has to say about each element of a list of a transition, and those that are there twice. */
    private <T> void each(int line, String list, String code, List<T> elements, Function<T, String> check) {
        each(line, list, element -> code, elements, check);
    }

    private <T> void each(int line, String list, Function<T, String> code, List<T> elements,
            Function<T, String> check) {
        Set<T> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            String message = check.apply(elements.get(i));
            if (!message.isEmpty()) {
                defect(line, list + '[' + i + ']', code.apply(elements.get(i)), message);
            } else if (!seen.add(elements.get(i))) {
                defect(line, list + '[' + i + ']', "duplicate", "this is named twice");
            }
        }
    }

    private void defect(int line, String rest, String code, String message) {
        defects.add(Part.TRANSITIONS, line, rest, code, message);
    }

    /** The status of this name, else, after reporting it, the one that was most likely meant. */
    private @Nullable Status resolve(Part part, int index, String rest, String name) {
        Status exact = statuses.get(name);
        if (exact != null) {
            return exact;
        }
        defects.add(part, index, rest, "unknown-status",
                Spelling.quote(name) + " is no status of this workflow" + statusGuesses.hint(name));
        return statuses.get(statusGuesses.guess(name));
    }

    /** The canonical form: whatever the order of the definition, equal workflows come out the same. */
    private Workflow workflow() {
        List<Status> sorted = statuses.values().stream()
                .sorted(Comparator.comparing(Status::phase).thenComparing(Status::name)).toList();
        // a stable sort: candidates for one move stay in the order of the definition, which is their meaning
        List<Transition> transitions = rows.stream().map(DefinitionCheck::transition)
                .sorted(Comparator.comparing((Transition row) -> row.from().phase())
                        .thenComparing(row -> row.from().name()).thenComparing(Transition::action))
                .toList();
        Map<Phase, ReplyRule> replies = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            replies.put(phase, phase.isFinished() ? new ReplyRule.FollowUp() : new ReplyRule.Keep());
        }
        definition.replies().forEach(line -> replies.put(line.phase(), line.rule()));
        Map<Phase, List<TimeRule>> timeRules = new EnumMap<>(Phase.class);
        definition.timeRules().stream().sorted(Comparator.comparing(TimeRule::after))
                .forEach(rule -> timeRules.computeIfAbsent(rule.phase(), phase -> new ArrayList<>()).add(rule));
        timeRules.replaceAll((phase, rules) -> List.copyOf(rules));
        Set<Role> declared = new LinkedHashSet<>();
        definition.roles().stream().filter(Predicate.not(BUILT_IN::contains)).sorted()
                .forEach(role -> declared.add(Role.of(role)));
        return new Workflow(new Workflow.Ref(definition.id(), definition.version()),
                Collections.unmodifiableSet(declared), sorted, requireNonNull(initial), transitions, replies,
                timeRules);
    }

    private static Transition transition(Row row) {
        Definition.Line line = row.definition();
        return new Transition(row.from(), line.action(), requireNonNull(row.to()),
                line.roles().stream().map(Role::of).collect(Collectors.toSet()), line.guards(),
                Set.copyOf(line.fields()), line.effects());
    }
}
