package io.opora.sla;

import io.opora.Findings;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.condition.Condition;
import io.opora.condition.Vocabulary;
import io.opora.sla.SlaPolicy.Action;
import io.opora.sla.SlaPolicy.Draft;
import io.opora.sla.SlaPolicy.Level;
import io.opora.sla.SlaPolicy.Mark;
import io.opora.sla.SlaPolicy.Rule;
import io.opora.sla.SlaPolicy.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a policy as a whole. */
final class PolicyCheck {

    static final int MAX_PERCENT = 1_000;

    private static final List<String> PAUSABLE = List.of("NEW", "OPEN", "PENDING", "ON_HOLD");

    private final Draft policy;
    private final Set<String> calendars;
    private final Vocabulary vocabulary;
    private final Findings findings;

    /** @param calendars the names of the calendars, also of those that could not be read */
    PolicyCheck(Draft policy, Set<String> calendars, Vocabulary vocabulary, Findings findings) {
        this.policy = policy;
        this.calendars = calendars;
        this.vocabulary = vocabulary;
        this.findings = findings;
    }

    void check() {
        name("id", "id of a policy", policy.id());
        if (policy.version() < 1) {
            findings.add("version", "version", policy.version() + " is no version: 1 or more is needed");
        }
        size("calendars", calendars.size(), SlaPolicy.MAX_CALENDARS, "calendars");
        calendars.forEach(calendar -> name("calendars." + Spelling.shorten(calendar), "name of a calendar", calendar));
        size("rules", policy.rules().size(), SlaPolicy.MAX_RULES, "rules");
        if (policy.rules().size() <= SlaPolicy.MAX_RULES) {
            checkRules();
        }
        if (findings.isEmpty()) {
            int length = PolicyJson.write(policy).length();
            if (length > SlaPolicy.MAX_JSON_LENGTH) {
                findings.add("", "json-too-long", "this policy takes " + length
                        + " characters of JSON, which is too long: at most " + SlaPolicy.MAX_JSON_LENGTH);
            }
        }
    }

    private void checkRules() {
        Set<String> ids = new HashSet<>();
        Optional<Rule> forAll = Optional.empty();
        for (int i = 0; i < policy.rules().size() && !findings.full(); i++) {
            Rule rule = policy.rules().get(i);
            String path = "rules[" + i + ']';
            name(path + ".id", "id of a rule", rule.id());
            if (!ids.add(rule.id())) {
                findings.add(path + ".id", "duplicate", "there are two rules " + Spelling.quote(rule.id()));
            }
            if (forAll.isPresent()) {
                findings.add(path, "unreachable", Spelling.quote(rule.id()) + " never applies: "
                        + Spelling.quote(forAll.get().id()) + " ahead of it applies to every request");
            } else if (rule.when() instanceof Condition.Always) {
                forAll = Optional.of(rule);
            }
            vocabulary.check(rule.when(), path + ".when", findings);
            if (rule.calendar().isEmpty()) {
                findings.add(path + ".calendar", "calendar",
                        "a rule has to name its calendar, unless there is only one");
            } else if (!calendars.contains(rule.calendar())) {
                findings.add(path + ".calendar", "unknown-calendar",
                        "there is no calendar " + Spelling.quote(rule.calendar())
                                + Spelling.hintFor(rule.calendar(), calendars));
            }
            size(path + ".targets", rule.targets().size(), SlaPolicy.MAX_PER_RULE, "targets");
            size(path + ".levels", rule.levels().size(), SlaPolicy.MAX_PER_RULE, "levels");
            if (Math.max(rule.targets().size(), rule.levels().size()) <= SlaPolicy.MAX_PER_RULE) {
                checkTargets(path, rule);
                checkLevels(path, rule);
            }
            rule.pauses().forEach((clock, phases) -> checkPauses(path + ".pauses." + clock, phases));
        }
    }

    private void checkTargets(String path, Rule rule) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < rule.targets().size(); i++) {
            Target target = rule.targets().get(i);
            String at = path + ".targets[" + i + ']';
            String wrong = wrong(target.duration(), "target");
            if (!wrong.isEmpty()) {
                findings.add(at + ".within", "duration", wrong);
            }
            target.priority().ifPresent(priority -> priority(at + ".priority", priority));
            if (!seen.add(List.of(target.clock(), target.priority()))) {
                findings.add(at, "duplicate", target.clock() + " has two targets"
                        + target.priority().map(priority -> " for priority " + Spelling.quote(priority)).orElse(""));
            }
        }
    }

    private static String wrong(Duration duration, String what) {
        return duration.isNegative() || duration.isZero()
                ? Spelling.span(duration) + " is no " + what + ": more than nothing is needed"
                : duration.compareTo(SlaPolicy.MAX_TARGET) > 0
                        ? Spelling.span(duration) + " is too long: at most " + Spelling.span(SlaPolicy.MAX_TARGET)
                        : "";
    }

    private void checkPauses(String path, Set<String> phases) {
        for (String phase : phases.stream().sorted().toList()) {
            if (!PAUSABLE.contains(phase)) {
                findings.add(path, "unknown-phase", Timeline.PHASES.contains(phase)
                        ? "in " + phase + " a request is finished, and no clock runs anyway"
                        : Timeline.unknownPhase(phase));
            }
        }
        if (phases.containsAll(PAUSABLE)) {
            findings.add(path, "never-runs", "this clock would never run: it stands still in every phase");
        }
    }

    private void checkLevels(String path, Rule rule) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < rule.levels().size(); i++) {
            Level level = rule.levels().get(i);
            String at = path + ".levels[" + i + ']';
            if (!seen.add(List.of(level.clock(), level.mark().toString()))) {
                findings.add(at, "duplicate", level.clock() + " has two levels at " + level.mark());
            }
            checkMark(at + ".at", level, rule);
            size(at + ".actions", level.actions().size(), SlaPolicy.MAX_ACTIONS, "actions");
            for (int j = 0; j < Math.min(level.actions().size(), SlaPolicy.MAX_ACTIONS); j++) {
                String action = at + ".actions[" + j + ']';
                switch (level.actions().get(j)) {
                    case Action.Notify(String recipient) -> name(action + ".notify", "name of a recipient", recipient);
                    case Action.Reassign(String team) -> {
                        team(action + ".team", team);
                    }
                    case Action.Prioritize(String priority) -> priority(action + ".priority", priority);
                }
            }
        }
    }

    private void checkMark(String path, Level level, Rule rule) {
        List<Target> targets = rule.targets().stream().filter(target -> target.clock() == level.clock()).toList();
        if (targets.isEmpty()) {
            findings.add(path, "no-target", level.clock() + " has no target, so it never gets there");
        }
        switch (level.mark()) {
            case Mark.Before(Duration distance) -> {
                String wrong = wrong(distance, "distance");
                if (!wrong.isEmpty()) {
                    findings.add(path, "mark", wrong);
                } else if (targets.stream().anyMatch(target -> target.duration().compareTo(distance) <= 0)) {
                    findings.add(path, "mark", level.mark() + " lies before the start: " + level.clock()
                            + " has a target that is not longer");
                }
            }
            case Mark.After(Duration distance) -> {
                String wrong = distance.isZero() ? "" : wrong(distance, "distance");
                if (!wrong.isEmpty()) {
                    findings.add(path, "mark", wrong);
                }
            }
            case Mark.Share(int percent) -> {
                if (percent < 1 || percent > MAX_PERCENT || percent == 100) {
                    findings.add(path, "mark", percent + "% is no level: 1 to " + MAX_PERCENT + ", and 100 is spelt '"
                            + Mark.BREACH + "'");
                }
            }
        }
    }

    private void priority(String path, String priority) {
        // a priority is asked for by a condition, so whatever a condition would be refused for is refused here
        vocabulary.check(Condition.in(SlaPolicy.PRIORITY, priority), path, findings);
    }

    private void team(String path, String team) {
        Set<String> values = vocabulary.values("team");
        name(path, "name of a team", team);
        if (Names.isName(team) && !values.isEmpty() && !values.contains(team)) {
            findings.add(path, "unknown-value", Spelling.quote(team) + " is no value of 'team'"
                    + Spelling.hintFor(team, values));
        }
    }

    private void name(String path, String what, String name) {
        if (!Names.isName(name)) {
            findings.add(path, "name", Spelling.malformed(what, name));
        }
    }

    private void size(String path, int size, int most, String what) {
        if (size > most) {
            findings.add(path, "too-many", size + " are too many: at most " + most + ' ' + what);
        }
    }
}
