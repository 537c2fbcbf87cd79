package io.opora.routing;

import io.opora.Findings;
import io.opora.Spelling;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.routing.Macro.Step;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a macro against a catalog. */
final class MacroCheck {

    private static final int MAX_AGENT_LENGTH = 200;

    private final Catalog catalog;
    private final Findings findings;
    private final Form form;

    MacroCheck(Catalog catalog, Findings findings) {
        this.catalog = catalog;
        this.findings = findings;
        this.form = new Form(catalog.facts(), findings);
    }

    void check(Macro macro) {
        form.checkName("id", "id", "id of a macro", macro.id());
        checkLine("title", macro.title(), Macro.MAX_TITLE_LENGTH);
        List<Step> steps = macro.steps();
        if (steps.isEmpty()) {
            findings.add("steps", "empty", "at least one step is needed");
        }
        form.checkSize("steps", steps.size(), Macro.MAX_STEPS, "steps");
        if (steps.size() <= Macro.MAX_STEPS) {
            for (int i = 0; i < steps.size(); i++) {
                check(steps.get(i), at(i));
            }
            checkContradictions(steps);
        }
        if (findings.isEmpty()) {
            form.checkLength(macro.toJson());
        }
    }

    private static String at(int index) {
        return "steps[" + index + ']';
    }

    private void check(Step step, String path) {
        switch (step) {
            case Step.Reply(String text) -> checkTemplate(path + ".reply", text, Macro.MAX_TEXT_LENGTH);
            case Step.Note(String text) -> checkTemplate(path + ".note", text, Macro.MAX_TEXT_LENGTH);
            case Step.Take take -> checkTake(take, path);
            case Step.Assign(Optional<String> team, Optional<String> agent) -> {
                team.ifPresent(name -> form.checkNamed(path + ".assign.team", Catalog.TEAM, name));
                agent.ifPresent(name -> {
                    checkLine(path + ".assign.agent", name, MAX_AGENT_LENGTH);
                    form.checkKnown(path + ".assign.agent", Catalog.ASSIGNEE, name);
                });
            }
            case Step.AssignToActor assign -> {}
            case Step.Prioritize(String priority) -> form.checkNamed(path + ".priority", Catalog.PRIORITY, priority);
            case Step.ChangeTags(List<String> add, List<String> remove) -> {
                form.checkTags(path + ".tags.add", add);
                form.checkTags(path + ".tags.remove", remove);
                if (add.isEmpty() && remove.isEmpty()) {
                    findings.add(path + ".tags", "empty", "at least one tag to add or remove is needed");
                }
                add.stream().filter(remove::contains).forEach(tag -> findings.add(path + ".tags", "duplicate",
                        Spelling.quote(tag) + " is both put on and taken off"));
            }
            case Step.SetField set -> checkField(set, path);
        }
    }

    /** A line of text. */
    private void checkLine(String path, String text, int most) {
        checkText(path, text, most, text.chars().anyMatch(Character::isISOControl));
    }

    private void checkText(String path, String text, int most, boolean control) {
        if (text.isBlank() || text.length() > most || control) {
            findings.add(path, "text", Spelling.quote(text) + " of " + text.length() + " characters will not do: 1 to "
                    + most + " are needed, not all blank, without control characters");
        }
    }

    private void checkTemplate(String path, String text, int most) {
        checkText(path, text, most, text.chars().anyMatch(c -> Character.isISOControl(c) && "\n\r\t".indexOf(c) < 0));
        Placeholders.check(text, catalog.placeholders(), path, findings);
    }

    private void checkTake(Step.Take take, String path) {
        if (!catalog.actions().containsKey(take.action())) {
            findings.add(path + ".take", "unknown-action", Spelling.quote(take.action()) + " is no action"
                    + Spelling.hintFor(take.action(), catalog.actions().keySet()));
        }
        form.checkSize(path + ".fields", take.fields().size(), Macro.MAX_FIELDS, "fields");
        take.fields().forEach((name, value) -> {
            String at = path + ".fields." + Spelling.shorten(name);
            form.checkName(at, "name", "name of a field", name);
            checkTemplate(at, value, Macro.MAX_VALUE_LENGTH);
        });
    }

    private void checkField(Step.SetField set, String path) {
        String fact = Catalog.FIELD + set.field();
        Vocabulary.Type type = catalog.facts().type(fact).orElse(null);
        if (type == null) {
            List<String> fields = catalog.facts().facts().stream().filter(name -> name.startsWith(Catalog.FIELD))
                    .map(name -> name.substring(Catalog.FIELD.length())).toList();
            findings.add(path + ".field", "unknown-field",
                    Spelling.quote(set.field()) + " is no field" + Spelling.hintFor(set.field(), fields));
        }
        set.value().ifPresent(value -> {
            checkTemplate(path + ".value", value, Macro.MAX_VALUE_LENGTH);
            if (type != null && !Placeholders.in(value)) {
                checkValue(path + ".value", type, value);
                form.checkKnown(path + ".value", fact, value);
            }
        });
    }

    private void checkValue(String path, Vocabulary.Type type, String value) {
        if (!put(Facts.builder(), Catalog.FIELD, type, value)) {
            findings.add(path, "wrong-type", Spelling.quote(value) + " will not do for " + switch (type) {
                case TEXT -> "a text";
                case NAMES -> "a set of names: no step changes one";
                case NUMBER -> "a number: write 9.50";
                case DATE -> "a date: write 2026-01-31";
                case INSTANT -> "an instant: write 2026-01-31T12:00:00Z";
                case FLAG -> "a flag: write true or false";
            });
        }
    }

    /** Gives a fact the value that a text stands for, and answers whether it stands for one. */
    static boolean put(Facts.Builder facts, String fact, Vocabulary.Type type, String text) {
        try {
            switch (type) {
                case TEXT -> facts.text(fact, text);
                case NUMBER -> facts.number(fact, new BigDecimal(text));
                case DATE -> facts.date(fact, LocalDate.parse(text));
                case INSTANT -> facts.instant(fact, Instant.parse(text));
                case FLAG -> facts.flag(fact, text.equals("true"));
                case NAMES -> {
                    return false;
                }
            }
            return type != Vocabulary.Type.FLAG || text.equals("true") || text.equals("false");
        } catch (DateTimeException | NumberFormatException e) {
            return false;
        }
    }

    /** Steps of which a later one would undo an earlier one. */
    private void checkContradictions(List<Step> steps) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            String subject = switch (steps.get(i)) {
                case Step.Assign assign -> Catalog.ASSIGNEE;
                case Step.AssignToActor assign -> Catalog.ASSIGNEE;
                case Step.Prioritize prioritize -> Catalog.PRIORITY;
                case Step.ChangeTags change -> Catalog.TAGS;
                case Step.SetField set -> Catalog.FIELD + set.field();
                case Step.Reply reply -> "";
                case Step.Note note -> "";
                case Step.Take take -> "";
            };
            Integer earlier = subject.isEmpty() ? null : first.putIfAbsent(subject, i);
            if (earlier != null) {
                findings.add(at(i), "duplicate-step", "this changes what " + at(earlier) + " has changed: say it once");
            }
        }
    }
}
