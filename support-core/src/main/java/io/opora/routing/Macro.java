package io.opora.routing;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A named list of steps that are taken as one: a reply, a note, a move, and what else an agent would otherwise do one after the
 * other. It is data; whoever applies it turns the steps into commands, checks them all, and takes all or none. Two macros are
 * equal if everything about them is.
 */
public final class Macro {

    /** The most steps. */
    public static final int MAX_STEPS = 20;

    /** The longest title, in characters. */
    public static final int MAX_TITLE_LENGTH = 200;

    /** The longest text of a reply or note, in characters. */
    public static final int MAX_TEXT_LENGTH = 20_000;

    /** The longest value of a field, in characters. */
    public static final int MAX_VALUE_LENGTH = 2_000;

    /** The most fields given with a move. */
    public static final int MAX_FIELDS = 20;

    private final String id;
    private final String title;
    private final List<Step> steps;

    Macro(String id, String title, List<Step> steps) {
        this.id = id;
        this.title = title;
        this.steps = List.copyOf(steps);
    }

    /** One step. Texts and values of fields may hold placeholders: {@code {{name}}} stands for the value of that name. */
    public sealed interface Step {

        /** What steps bring about, by the names that automation listens for. */
        List<String> EVENTS = List.of("replied", "noted", "moved", "assigned", "prioritized", "tagged", "field-set");

        /** {@return what the step brings about, one of {@link #EVENTS}} */
        String event();

        /**
         * A public message to the customer.
         *
         * @param text what it says; 1 to {@value Macro#MAX_TEXT_LENGTH} characters
         */
        record Reply(String text) implements Step {

            /** Checks that nothing is missing. */
            public Reply {
                requireNonNull(text, "text");
            }

            @Override
            public String event() {
                return "replied";
            }
        }

        /**
         * An internal note.
         *
         * @param text what it says; 1 to {@value Macro#MAX_TEXT_LENGTH} characters
         */
        record Note(String text) implements Step {

            /** Checks that nothing is missing. */
            public Note {
                requireNonNull(text, "text");
            }

            @Override
            public String event() {
                return "noted";
            }
        }

        /**
         * A move along the workflow.
         *
         * @param action the name of the action
         * @param fields what is given with it, such as the resolution, by name; iterates by name
         */
        record Take(String action, Map<String, String> fields) implements Step {

            /** Checks that nothing is missing and takes an unmodifiable copy. */
            public Take {
                requireNonNull(action, "action");
                fields = Collections.unmodifiableMap(new TreeMap<>(fields));
            }

            @Override
            public String event() {
                return "moved";
            }
        }

        /**
         * The ticket is handed to somebody. Naming a team moves it there and takes it away from whoever had it; naming none leaves
         * it in its team.
         *
         * @param team the team, or empty to leave it as it is
         * @param agent who works on it from now on, or empty for nobody
         */
        record Assign(Optional<String> team, Optional<String> agent) implements Step {

            /** Checks that nothing is missing. */
            public Assign {
                requireNonNull(team, "team");
                requireNonNull(agent, "agent");
            }

            @Override
            public String event() {
                return "assigned";
            }
        }

        /** The ticket is handed to whoever applies the macro; not for automation, which is nobody. */
        record AssignToActor() implements Step {

            @Override
            public String event() {
                return "assigned";
            }
        }

        /**
         * The priority changes.
         *
         * @param priority its name
         */
        record Prioritize(String priority) implements Step {

            /** Checks that nothing is missing. */
            public Prioritize {
                requireNonNull(priority, "priority");
            }

            @Override
            public String event() {
                return "prioritized";
            }
        }

        /**
         * Tags are put on and taken off.
         *
         * @param add tags to put on, in lower case
         * @param remove tags to take off, in lower case
         */
        record ChangeTags(List<String> add, List<String> remove) implements Step {

            /** Takes unmodifiable copies in lower case. */
            public ChangeTags {
                add = add.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
                remove = remove.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
            }

            @Override
            public String event() {
                return "tagged";
            }
        }

        /**
         * A custom field gets a value, or loses the one it has.
         *
         * @param field its name
         * @param value the value as text: {@code true} or {@code false}, {@code 9.50}, {@code 2026-01-31},
         *        {@code 2026-01-31T12:00:00Z}; empty to take it away
         */
        record SetField(String field, Optional<String> value) implements Step {

            /** Checks that nothing is missing. */
            public SetField {
                requireNonNull(field, "field");
                requireNonNull(value, "value");
            }

            @Override
            public String event() {
                return "field-set";
            }
        }
    }

    /**
     * Begins a macro.
     *
     * @param id a name in the sense of {@link io.opora.Names}
     * @param title what people read in a list of macros; 1 to {@value #MAX_TITLE_LENGTH} characters
     * @return a builder
     */
    public static Builder builder(String id, String title) {
        return new Builder(id, title);
    }

    /**
     * Reads a macro from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @param catalog what it may speak of
     * @return the macro
     * @throws InvalidInputException listing everything that is wrong, each with its path
     */
    public static Macro fromJson(String json, Catalog catalog) {
        Findings findings = new Findings();
        Macro macro = MacroJson.read(
                Json.parse(requireNonNull(json, "json"), Form.MAX_JSON_LENGTH, Form.MAX_JSON_DEPTH, findings));
        if (findings.readable()) {
            new MacroCheck(catalog, findings).check(macro);
        }
        findings.refuse("macro in JSON");
        return macro;
    }

    /** {@return this macro as JSON, which {@link #fromJson} reads back to an equal one} */
    public String toJson() {
        return Json.print(MacroJson.write(this));
    }

    /** {@return its name} */
    public String id() {
        return id;
    }

    /** {@return what people read in a list of macros} */
    public String title() {
        return title;
    }

    /** {@return the steps, in their order} */
    public List<Step> steps() {
        return steps;
    }

    /**
     * The steps with values in the place of their placeholders. What stands in a value is text and nothing else.
     *
     * @param values the values by name; a blank one is missing
     * @return the steps as they are to be taken
     * @throws InvalidInputException naming every placeholder that has no value, each with its path; then nothing can be applied
     */
    public List<Step> fill(Map<String, String> values) {
        Findings findings = new Findings();
        List<Step> filled = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            String path = "steps[" + i + ']';
            filled.add(filled(steps.get(i), text -> Placeholders.fill(text, name -> {
                String value = values.getOrDefault(name, "");
                if (value.isBlank()) {
                    findings.add(path, "placeholder-missing", "there is no value for '" + name + '\'');
                }
                return value;
            })));
        }
        findings.refuse("values for macro " + id);
        return List.copyOf(filled);
    }

    private static Step filled(Step step, UnaryOperator<String> fill) {
        return switch (step) {
            case Step.Reply(String text) -> new Step.Reply(fill.apply(text));
            case Step.Note(String text) -> new Step.Note(fill.apply(text));
            case Step.Take(String action, Map<String, String> fields) -> {
                Map<String, String> filled = new LinkedHashMap<>(fields);
                filled.replaceAll((name, value) -> fill.apply(value));
                yield new Step.Take(action, filled);
            }
            case Step.SetField(String field, Optional<String> value) -> new Step.SetField(field, value.map(fill));
            case Step.Assign assign -> assign;
            case Step.AssignToActor assign -> assign;
            case Step.Prioritize prioritize -> prioritize;
            case Step.ChangeTags change -> change;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Macro that && id.equals(that.id) && title.equals(that.title)
                && steps.equals(that.steps);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** {@return the name and the number of steps} */
    @Override
    public String toString() {
        return "macro " + id + " (" + steps.size() + " steps)";
    }

    /** Collects steps. Nothing is checked before {@link #build}, which then lists everything that is wrong. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final String title;
        private final List<Step> steps = new ArrayList<>();

        private Builder(String id, String title) {
            this.id = requireNonNull(id, "id");
            this.title = requireNonNull(title, "title");
        }

        /**
         * Adds a step behind those that are there.
         *
         * @param step the step
         * @return this builder
         */
        public Builder step(Step step) {
            steps.add(requireNonNull(step, "step"));
            return this;
        }

        /**
         * Adds a reply.
         *
         * @param text what it says
         * @return this builder
         */
        public Builder reply(String text) {
            return step(new Step.Reply(text));
        }

        /**
         * Adds a note.
         *
         * @param text what it says
         * @return this builder
         */
        public Builder note(String text) {
            return step(new Step.Note(text));
        }

        /**
         * Adds a move along the workflow with nothing given.
         *
         * @param action the name of the action
         * @return this builder
         */
        public Builder take(String action) {
            return step(new Step.Take(action, Map.of()));
        }

        /**
         * Adds a change of tags.
         *
         * @param tags tags to put on
         * @return this builder
         */
        public Builder tag(String... tags) {
            return step(new Step.ChangeTags(List.of(tags), List.of()));
        }

        /**
         * Checks everything and makes the macro. What is checked, with the code of each defect, is listed on the page of this
         * package.
         *
         * @param catalog what it may speak of
         * @return the macro
         * @throws InvalidInputException listing everything that is wrong, each with its path
         */
        public Macro build(Catalog catalog) {
            Macro macro = new Macro(id, title, steps);
            Findings findings = new Findings();
            new MacroCheck(catalog, findings).check(macro);
            findings.refuse("macro " + Spelling.shorten(id));
            return macro;
        }
    }
}
