package io.opora.workflow;

import io.opora.Spelling;
import io.opora.workflow.Defects.Part;
import io.opora.workflow.DefinitionCheck.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks the transitions that share a status and an action, and the rules that act by themselves. */
final class RuleCheck {

    /** What the candidates for one move share. */
    private record Cell(Status from, String action) {}

    /** What makes two candidates the same transition. */
    private record Twin(@Nullable String to, Set<String> roles, List<String> guards, Set<String> fields,
            List<Effect> effects) {}

    private final Definition definition;
    private final Defects defects;
    private final Map<Phase, List<Status>> byPhase = new EnumMap<>(Phase.class);
    private final Map<Status, Set<String>> actions = new HashMap<>();
    private final Map<Cell, List<Row>> cells = new LinkedHashMap<>();
    /** Per phase the index of the earliest time rule that takes an action, for that is the one that does. */
    private final Map<Phase, Integer> taking = new EnumMap<>(Phase.class);

    RuleCheck(Definition definition, Collection<Status> statuses, List<Row> rows, Defects defects) {
        this.definition = definition;
        this.defects = defects;
        for (Status status : statuses) {
            byPhase.computeIfAbsent(status.phase(), phase -> new ArrayList<>()).add(status);
        }
        for (Row row : rows) {
            actions.computeIfAbsent(row.from(), status -> new TreeSet<>()).add(row.action());
            cells.computeIfAbsent(new Cell(row.from(), row.action()), cell -> new ArrayList<>()).add(row);
        }
        for (int i = 0; i < definition.timeRules().size(); i++) {
            TimeRule rule = definition.timeRules().get(i);
            Integer earliest = taking.get(rule.phase());
            if (rule.action().isPresent() && (earliest == null
                    || rule.after().compareTo(definition.timeRules().get(earliest).after()) < 0)) {
                taking.put(rule.phase(), i);
            }
        }
    }

    void check() {
        Set<Cell> ruled = cellsThatRulesTake();
        cells.forEach((cell, rows) -> checkCell(cell, rows, ruled.contains(cell)));
        Set<Phase> seen = new HashSet<>();
        for (Definition.ReplyLine line : definition.replies()) {
            if (!seen.add(line.phase())) {
                defects.add(line.phase(), "", "duplicate-reply-rule", "phase " + line.phase() + " has two reply rules");
            }
            checkReply(line.phase(), line.rule());
        }
        for (int i = 0; i < definition.timeRules().size(); i++) {
            checkTimeRule(i, definition.timeRules().get(i));
        }
        checkTimeCycles();
    }

    private Set<Cell> cellsThatRulesTake() {
        Set<Cell> ruled = new HashSet<>();
        for (Definition.ReplyLine line : definition.replies()) {
            switch (line.rule()) {
                case ReplyRule.Take(String action) -> addCells(ruled, line.phase(), action);
                case ReplyRule.TakeWithin(String action, Duration within) -> addCells(ruled, line.phase(), action);
                case ReplyRule.Keep keep -> {}
                case ReplyRule.FollowUp followUp -> {}
            }
        }
        for (TimeRule rule : definition.timeRules()) {
            rule.action().ifPresent(action -> addCells(ruled, rule.phase(), action));
        }
        return ruled;
    }

    private void addCells(Set<Cell> target, Phase phase, String action) {
        for (Status status : statusesIn(phase)) {
            target.add(new Cell(status, action));
        }
    }

    private void checkCell(Cell cell, List<Row> rows, boolean ruled) {
        Map<Twin, Row> twins = new HashMap<>();
        Row unguarded = null;
        for (Row row : rows) {
            if (row.guessed()) {
                continue;
            }
            Definition.Line line = row.definition();
            Row twin = twins.putIfAbsent(new Twin(line.to(), new HashSet<>(line.roles()), line.guards(),
                    new HashSet<>(line.fields()), line.effects()), row);
            String move = "'" + cell.action() + "' from '" + cell.from() + "'";
            if (twin != null) {
                defect(row, "", "duplicate-transition", move + " is defined already, the same in everything, at "
                        + "transitions[" + twin.line() + ']');
            } else if (unguarded != null) {
                defect(row, "", line.guards().isEmpty() ? "ambiguous-transition" : "never-reached-transition", move
                        + " has no guard at transitions[" + unguarded.line()
                        + "], so this one is never reached: at most"
                        + " one transition for an action and status has no guard, and it comes last");
            } else if (line.guards().isEmpty()) {
                unguarded = row;
            }
            if (line.roles().isEmpty() && !ruled) {
                defect(row, ".by", "nobody-may-take", "nobody has the right to take " + move
                        + ": give it to a role, or let a reply rule or time rule take it");
            }
        }
    }

    private void checkReply(Phase phase, ReplyRule rule) {
        if (phase == Phase.CLOSED && !(rule instanceof ReplyRule.FollowUp)) {
            defects.add(phase, "", "reply-rule-closed", "a closed ticket stays closed: a reply to it can only become a"
                    + " follow-up ticket");
            return;
        }
        switch (rule) {
            case ReplyRule.Take(String action) -> checkReplyAction(phase, action);
            case ReplyRule.TakeWithin(String action, Duration within) -> {
                checkReplyAction(phase, action);
                String wrong = wrongDuration(within);
                if (!wrong.isEmpty()) {
                    defects.add(phase, ".within", "duration", wrong);
                }
            }
            case ReplyRule.Keep keep -> {}
            case ReplyRule.FollowUp followUp -> {}
        }
    }

    private void checkReplyAction(Phase phase, String action) {
        checkAction(phase, action, (code, message) -> defects.add(phase, ".take", code, message));
        if (anyRow(phase, action, row -> !row.definition().fields().isEmpty())) {
            defects.add(phase, ".take", "rule-needs-field", needsField(action));
        }
    }

    private void checkTimeRule(int index, TimeRule rule) {
        String wrong = wrongDuration(rule.after());
        if (!wrong.isEmpty()) {
            defects.add(Part.TIME_RULES, index, ".after", "duration", wrong);
        }
        if (rule.phase() == Phase.CLOSED) {
            defects.add(Part.TIME_RULES, index, ".phase", "time-rule-closed",
                    "a closed ticket stays closed: time does nothing in phase CLOSED");
            return;
        }
        checkTimeOrder(index, rule);
        String action = rule.action().orElse(null);
        if (action == null) {
            if (statusesIn(rule.phase()).isEmpty()) {
                defects.add(Part.TIME_RULES, index, ".phase", "phase-without-status", withoutStatus(rule.phase()));
            }
            return;
        }
        checkAction(rule.phase(), action,
                (code, message) -> defects.add(Part.TIME_RULES, index, ".take", code, message));
        if (anyRow(rule.phase(), action, row -> !row.definition().fields().isEmpty())) {
            defects.add(Part.TIME_RULES, index, ".take", "rule-needs-field", needsField(action));
        }
        if (anyRow(rule.phase(), action, row -> !row.definition().guards().isEmpty())) {
            defects.add(Part.TIME_RULES, index, ".take", "time-rule-guarded",
                    Spelling.quote(action) + " has a guard, and time cannot answer one");
        }
    }

    private void checkTimeOrder(int index, TimeRule rule) {
        for (int i = 0; i < index; i++) {
            TimeRule earlier = definition.timeRules().get(i);
            if (earlier.phase() == rule.phase() && earlier.after().equals(rule.after())) {
                defects.add(Part.TIME_RULES, index, ".after", "duplicate-time-rule", "phase " + rule.phase()
                        + " has a rule after " + Spelling.span(rule.after()) + " already, at timeRules[" + i + ']');
                return;
            }
        }
        Integer last = taking.get(rule.phase());
        if (last != null && rule.after().compareTo(definition.timeRules().get(last).after()) > 0) {
            defects.add(Part.TIME_RULES, index, ".after", "never-reached-rule", "timeRules[" + last
                    + "] takes an action earlier, after " + Spelling.span(definition.timeRules().get(last).after())
                    + ", so this one is never reached");
        }
    }

    private interface Report {
        void add(String code, String message);
    }

    private void checkAction(Phase phase, String action, Report report) {
        List<Status> statuses = statusesIn(phase);
        if (statuses.isEmpty()) {
            report.add("phase-without-status", withoutStatus(phase));
            return;
        }
        List<String> lacking = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (Status status : statuses) {
            Set<String> here = actions.getOrDefault(status, Set.of());
            known.addAll(here);
            if (!here.contains(action)) {
                lacking.add(status.name());
            }
        }
        if (!lacking.isEmpty()) {
            String hint = known.contains(action) ? "" : Spelling.hintFor(action, known);
            report.add("unknown-action",
                    "there is no action " + Spelling.quote(action) + " from " + Spelling.list(lacking)
                            + ", which phase " + phase + " has" + hint);
        }
    }

    private interface RowTest {
        boolean test(Row row);
    }

    private boolean anyRow(Phase phase, String action, RowTest test) {
        for (Status status : statusesIn(phase)) {
            for (Row row : cells.getOrDefault(new Cell(status, action), List.of())) {
                if (test.test(row)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Each status has at most one way that time takes, so following it from anywhere finds every circle. */
    private void checkTimeCycles() {
        Set<Status> done = new HashSet<>();
        for (List<Status> statuses : byPhase.values()) {
            for (Status start : statuses) {
                Set<Status> walk = new LinkedHashSet<>();
                Status status = start;
                while (status != null && !done.contains(status) && walk.add(status)) {
                    status = byTimeAlone(status);
                }
                if (status != null && walk.contains(status)) {
                    reportCycle(new ArrayList<>(walk), status);
                }
                done.addAll(walk);
            }
        }
    }

    private void reportCycle(List<Status> walk, Status first) {
        List<Status> cycle = walk.subList(walk.indexOf(first), walk.size());
        StringBuilder way = new StringBuilder();
        for (Status status : cycle) {
            way.append(status).append(" -> ");
        }
        Integer rule = taking.get(first.phase());
        if (rule != null) {
            defects.add(Part.TIME_RULES, rule, ".take", "time-cycle",
                    "time alone would drive a ticket in a circle for ever: " + way.append(first));
        }
    }

    private @Nullable Status byTimeAlone(Status status) {
        Integer rule = taking.get(status.phase());
        if (rule != null) {
            String action = definition.timeRules().get(rule).action().orElse("");
            for (Row row : cells.getOrDefault(new Cell(status, action), List.of())) {
                Status to = row.to();
                if (!row.guessed() && to != null && to.name().equals(row.definition().to())) {
                    return to;
                }
            }
        }
        return null;
    }

    private List<Status> statusesIn(Phase phase) {
        return byPhase.getOrDefault(phase, List.of());
    }

    private void defect(Row row, String rest, String code, String message) {
        defects.add(Part.TRANSITIONS, row.line(), rest, code, message);
    }

    private static String needsField(String action) {
        return Spelling.quote(action) + " requires a field, and a rule fills in none";
    }

    private static String withoutStatus(Phase phase) {
        return "no status is in phase " + phase + ", so this rule never acts";
    }

    private static String wrongDuration(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            return Spelling.span(duration) + " is no time to wait: more than nothing is needed";
        }
        return duration.compareTo(TimeRule.MAX_AFTER) <= 0
                ? ""
                : Spelling.span(duration) + " is too long: at most " + Spelling.span(TimeRule.MAX_AFTER);
    }
}
