package io.opora.routing;

import io.opora.Findings;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.routing.Automation.Rule;
import io.opora.routing.Automation.Trigger;
import io.opora.routing.Macro.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds rules that set each other off for ever. A rule sets off another if its macro brings about what the other listens for, or a
 * new stay in which the other waits, and the other's condition can hold then, as far as the macro alone tells.
 */
final class Interplay {

    /** Steps that do nothing the second time: by these a rule does not set itself off for ever. */
    private static final Set<String> SETTLING = Set.of("assigned", "prioritized", "tagged", "field-set");

    private final Catalog catalog;
    private final List<Rule> rules;
    private final List<List<Integer>> setOff = new ArrayList<>();

    /** Checks rules that are right each for itself. */
    Interplay(Catalog catalog, List<Rule> rules, Map<String, Macro> macros) {
        this.catalog = catalog;
        this.rules = rules;
        for (int i = 0; i < rules.size(); i++) {
            Macro macro = macros.get(rules.get(i).macro());
            setOff.add(macro == null ? List.of() : setOff(i, macro));
        }
    }

    /** Reports each circle once. */
    void check(Findings findings) {
        Set<Integer> reported = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            List<Integer> circle = circle(i);
            if (!circle.isEmpty() && Collections.disjoint(reported, circle)) {
                reported.addAll(circle);
                findings.add("rules[" + i + ']', "rules-without-end", "these rules set each other off without end: "
                        + circle.stream().map(rule -> '\'' + rules.get(rule).id() + '\'')
                                .collect(Collectors.joining(", "))
                        + ", and again '" + rules.get(i).id() + "'; let a condition say what has not happened yet");
            }
        }
    }

    /** The shortest way from a rule back to itself, beginning with it; empty if there is none. */
    private List<Integer> circle(int start) {
        int[] cameFrom = new int[rules.size()];
        Arrays.fill(cameFrom, -1);
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int rule = open.poll();
            for (int next : setOff.get(rule)) {
                if (next == start) {
                    List<Integer> circle = new ArrayList<>();
                    for (int at = rule; at != start; at = cameFrom[at]) {
                        circle.addFirst(at);
                    }
                    circle.addFirst(start);
                    return circle;
                }
                if (cameFrom[next] < 0) {
                    cameFrom[next] = rule;
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    /** The rules that one sets off. */
    private List<Integer> setOff(int index, Macro macro) {
        Set<String> events = macro.steps().stream().map(Step::event).collect(Collectors.toSet());
        List<Aftermath> aftermaths = aftermaths(macro);
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule other = rules.get(i);
            boolean triggered = switch (other.trigger()) {
                case Trigger.On(String event) -> events.contains(event) && !(i == index && SETTLING.contains(event));
                case Trigger.After after -> events.contains("moved");
            };
            if (triggered && aftermaths.stream().anyMatch(aftermath -> aftermath.ask(other.when()) != Answer.NO)) {
                others.add(i);
            }
        }
        return others;
    }

    /** What is known after a macro, once for each status to which its last move can lead. */
    private List<Aftermath> aftermaths(Macro macro) {
        List<Aftermath> aftermaths = new ArrayList<>();
        List<Step.Take> moves = macro.steps().stream().filter(Step.Take.class::isInstance).map(Step.Take.class::cast)
                .toList();
        if (moves.isEmpty()) {
            aftermaths.add(aftermath(macro));
        } else {
            for (Catalog.Landing landing : catalog.actions().getOrDefault(moves.getLast().action(), Set.of())) {
                Aftermath aftermath = aftermath(macro);
                aftermath.facts.text(Catalog.STATUS, landing.status()).text(Catalog.PHASE, landing.phase());
                aftermath.known.addAll(List.of(Catalog.STATUS, Catalog.PHASE));
                aftermaths.add(aftermath);
            }
        }
        return aftermaths;
    }

    private Aftermath aftermath(Macro macro) {
        Aftermath aftermath = new Aftermath(Facts.builder(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        macro.steps().forEach(step -> follow(step, aftermath));
        return aftermath;
    }

    private void follow(Step step, Aftermath aftermath) {
        switch (step) {
            case Step.Prioritize(String priority) -> aftermath.set(Catalog.PRIORITY, Optional.of(priority));
            case Step.Assign(Optional<String> team, Optional<String> agent) -> {
                aftermath.set(Catalog.ASSIGNEE, agent);
                team.ifPresent(name -> aftermath.set(Catalog.TEAM, team));
            }
            case Step.ChangeTags(List<String> add, List<String> remove) -> {
                aftermath.tagsOn.addAll(add);
                aftermath.tagsOff.addAll(remove);
            }
            case Step.SetField(String field, Optional<String> value) -> {
                String fact = Catalog.FIELD + field;
                aftermath.facts.without(fact);
                if (value.isEmpty() || (!Placeholders.in(value.get()) && MacroCheck.put(aftermath.facts, fact,
                        catalog.facts().type(fact).orElse(Vocabulary.Type.NAMES), value.get()))) {
                    aftermath.known.add(fact);
                }
            }
            case Step.Take take -> {
                // a transition can have effects on these
                aftermath.known.remove(Catalog.ASSIGNEE);
                aftermath.tagsOn.clear();
                aftermath.tagsOff.clear();
            }
            case Step.Reply reply -> {}
            case Step.Note note -> {}
            case Step.AssignToActor assign -> {}
        }
    }

    /**
     * What is known of a ticket after a macro.
     *
     * @param facts the facts that are known to be there
     * @param known the names of the facts about which all is known, those included that are not there
     * @param tagsOn tags that it bears
     * @param tagsOff tags that it does not bear
     */
    private record Aftermath(Facts.Builder facts, Set<String> known, Set<String> tagsOn, Set<String> tagsOff) {

        void set(String fact, Optional<String> text) {
            text.ifPresentOrElse(value -> facts.text(fact, value), () -> facts.without(fact));
            known.add(fact);
        }

        /** The answer to a condition as far as it is known. */
        Answer ask(Condition condition) {
            return ask(condition, facts.build());
        }

        private Answer ask(Condition condition, Facts all) {
            return switch (condition) {
                case Condition.All(List<Condition> parts) ->
                    Answer.all(parts.stream().map(part -> ask(part, all)).toList());
                case Condition.Any(List<Condition> parts) ->
                    Answer.all(parts.stream().map(part -> ask(part, all).not()).toList()).not();
                case Condition.Not(Condition part) -> ask(part, all).not();
                case Condition.Always always -> Answer.YES;
                case Condition.Leaf leaf when known.contains(leaf.fact()) ->
                    leaf.matches(all) ? Answer.YES : Answer.NO;
                case Condition.Contains(String fact, List<String> values) when fact.equals(Catalog.TAGS) ->
                    !Collections.disjoint(values, tagsOn)
                            ? Answer.YES
                            : tagsOff.containsAll(values) ? Answer.NO : Answer.OPEN;
                case Condition.Leaf leaf -> Answer.OPEN;
            };
        }
    }

    private enum Answer {
        YES, NO, OPEN;

        static Answer all(List<Answer> answers) {
            return answers.contains(NO) ? NO : answers.contains(OPEN) ? OPEN : YES;
        }

        Answer not() {
            return switch (this) {
                case YES -> NO;
                case NO -> YES;
                case OPEN -> OPEN;
            };
        }
    }
}
