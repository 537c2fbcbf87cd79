package io.opora.routing;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Reason;
import io.opora.Spelling;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules that apply macros by themselves: when something happens to a ticket, or when it has been in a status for a while, and a
 * condition holds. Deciding changes nothing, so that rules can be tried on any ticket.
 *
 * <p>
 * <strong>At most once per ticket and stay.</strong> A stay begins when a ticket enters a status and ends when it leaves it; it is
 * numbered by the event with which it began. During one stay a rule applies its macro to a ticket at most once, however often its
 * trigger comes: {@link Planned#key()}, together with the ticket, names that one time, and is meant as the idempotency key of what
 * the macro does, so that any number of nodes may decide at once.
 *
 * <p>
 * <strong>Rules that set each other off.</strong> Sets of rules in which that can be seen are refused when they are built, reasoning
 * from what macros change and where actions lead. What remains is stopped at run time: since a person last did something to a
 * ticket, at most {@value #MAX_CHAIN} macros are applied to it.
 */
public final class Automation {

    /** The most rules. */
    public static final int MAX_RULES = 200;

    /** The most macros that are applied to a ticket since a person last did something to it. */
    public static final int MAX_CHAIN = 10;

    /** The longest time to wait. */
    public static final Duration MAX_AFTER = Duration.ofDays(36_500);

    private final String id;
    private final int version;
    private final List<Rule> rules;
    private final Map<String, Macro> macros;

    private Automation(String id, int version, List<Rule> rules, Map<String, Macro> macros) {
        this.id = id;
        this.version = version;
        this.rules = rules;
        this.macros = macros;
    }

    /** What makes a rule look at a ticket. */
    public sealed interface Trigger {

        /**
         * Something happened to the ticket.
         *
         * @param event the name of what happened, one of the {@link Catalog}
         */
        record On(String event) implements Trigger {

            /** Checks that nothing is missing. */
            public On {
                requireNonNull(event, "event");
            }
        }

        /**
         * The ticket has been in its status for a while. Which status or phase that is, the condition says.
         *
         * @param time for how long, more than nothing and at most {@link Automation#MAX_AFTER}
         */
        record After(Duration time) implements Trigger {

            /** Checks that nothing is missing. */
            public After {
                requireNonNull(time, "time");
            }
        }
    }

    /**
     * One rule; checked with the whole.
     *
     * @param id its name, unlike that of any other rule
     * @param trigger what makes it look at a ticket
     * @param when what has to hold then; asks for {@code status} or {@code phase} if time is the trigger
     * @param macro the id of the macro to apply
     */
    public record Rule(String id, Trigger trigger, Condition when, String macro) {

        /** Checks that nothing is missing. */
        public Rule {
            requireNonNull(id, "id");
            requireNonNull(trigger, "trigger");
            requireNonNull(when, "when");
            requireNonNull(macro, "macro");
        }
    }

    /**
     * Where a ticket stands with automation. All of it can be derived from the ticket's history.
     *
     * @param stay the number of the event with which the ticket entered its status
     * @param since when that was
     * @param ran the ids of the rules whose macro was applied to the ticket during this stay
     * @param chain how many macros were applied to the ticket by rules since a person last did something to it
     */
    public record Standing(long stay, Instant since, Set<String> ran, int chain) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Standing {
            requireNonNull(since, "since");
            ran = Set.copyOf(ran);
        }
    }

    /**
     * What is to be done. Macros are applied one after the other in the order of the rules; each changes the ticket, so whoever
     * applies them applies the first and asks again, with the facts and the standing as they are then. A macro that is refused has
     * run too, or it would be tried for ever.
     *
     * @param planned the macros to apply, in their order
     * @param held the rules whose condition holds and which are held back all the same
     */
    public record Decision(List<Planned> planned, List<Held> held) {

        /** Takes unmodifiable copies. */
        public Decision {
            planned = List.copyOf(planned);
            held = List.copyOf(held);
        }
    }

    /**
     * A macro to apply.
     *
     * @param rule the id of the rule
     * @param macro the macro
     * @param because the parts of the condition that held
     * @param key names this one application, together with the ticket; visible ASCII characters, at most 84
     */
    public record Planned(String rule, Macro macro, List<Reason> because, String key) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Planned {
            requireNonNull(rule, "rule");
            requireNonNull(macro, "macro");
            because = List.copyOf(because);
            requireNonNull(key, "key");
        }
    }

    /**
     * A rule that is held back.
     *
     * @param rule the id of the rule
     * @param reason {@code already-ran} during this stay, or {@code chain-too-long}
     */
    public record Held(String rule, Reason reason) {

        /** Checks that nothing is missing. */
        public Held {
            requireNonNull(rule, "rule");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * Begins a set of rules.
     *
     * @param id a name in the sense of {@link io.opora.Names}
     * @param version 1 or more
     * @return a builder
     */
    public static Builder builder(String id, int version) {
        return new Builder(id, version);
    }

    /**
     * Reads a set of rules from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @param catalog what rules may speak of
     * @param macros the macros that they may apply
     * @return the rules
     * @throws InvalidInputException listing everything that is wrong, each with its path
     */
    public static Automation fromJson(String json, Catalog catalog, Collection<Macro> macros) {
        Findings findings = new Findings();
        Builder builder = read(
                Json.parse(requireNonNull(json, "json"), Form.MAX_JSON_LENGTH, Form.MAX_JSON_DEPTH, findings));
        Map<String, Macro> byId = byId(macros);
        if (findings.readable()) {
            builder.check(catalog, byId, findings);
        }
        findings.refuse("automation in JSON");
        return builder.make(byId);
    }

    private static Builder read(Json root) {
        root.fields("id", "version", "rules");
        Builder builder = builder(root.required("id").text(), root.required("version").integer());
        for (Json rule : root.required("rules").items()) {
            rule.fields("id", "on", "after", "when", "macro");
            Json on = rule.optional("on");
            Json after = rule.optional("after");
            if (rule.isObject() && on.exists() == after.exists()) {
                rule.wrong("unknown-value", "exactly one of 'on' and 'after' is needed");
            }
            builder.rule(rule.required("id").text(),
                    after.exists() ? new Trigger.After(after.duration()) : new Trigger.On(on.text()),
                    Condition.read(rule.required("when")), rule.required("macro").text());
        }
        return builder;
    }

    private static Map<String, Macro> byId(Collection<Macro> macros) {
        Map<String, Macro> byId = new LinkedHashMap<>();
        macros.forEach(macro -> byId.put(macro.id(), macro));
        return byId;
    }

    /** {@return these rules as JSON, which {@link #fromJson} reads back to equal ones; the macros are not part of it} */
    public String toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", id).put("version", version);
        ArrayNode array = root.putArray("rules");
        for (Rule rule : rules) {
            ObjectNode json = array.addObject().put("id", rule.id());
            switch (rule.trigger()) {
                case Trigger.On(String event) -> json.put("on", event);
                case Trigger.After(Duration time) -> json.put("after", Spelling.span(time));
            }
            json.set("when", rule.when().toTree());
            json.put("macro", rule.macro());
        }
        return Json.print(root);
    }

    /** {@return its name} */
    public String id() {
        return id;
    }

    /** {@return its version, 1 or more} */
    public int version() {
        return version;
    }

    /** {@return the rules, in their order} */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * Decides what happens because something happened.
     *
     * @param event the name of what happened
     * @param facts what is known of the ticket now
     * @param standing where it stands
     * @return what is to be done
     */
    public Decision on(String event, Facts facts, Standing standing) {
        return decide(rule -> rule.trigger() instanceof Trigger.On(String name) && name.equals(event), facts, standing);
    }

    /**
     * Decides what happens because time has passed.
     *
     * @param now the time
     * @param facts what is known of the ticket now
     * @param standing where it stands
     * @return what is to be done
     */
    public Decision at(Instant now, Facts facts, Standing standing) {
        return decide(rule -> rule.trigger() instanceof Trigger.After(Duration time)
                && !standing.since().plus(time).isAfter(now), facts, standing);
    }

    /**
     * The earliest time at which {@link #at} has something to do if nothing happens to the ticket before. Conditions are asked
     * as of now: a rule whose condition begins to hold by itself, such as at an hour of the day, is not foreseen.
     *
     * @param facts what is known of the ticket now
     * @param standing where it stands
     * @return the time, which may have passed already; nothing if time will not bring anything about
     */
    public Optional<Instant> next(Facts facts, Standing standing) {
        if (standing.chain() >= MAX_CHAIN) {
            return Optional.empty();
        }
        return rules.stream().filter(rule -> !standing.ran().contains(rule.id()))
                .flatMap(rule -> rule.trigger() instanceof Trigger.After(Duration time) && rule.when().matches(facts)
                        ? Stream.of(standing.since().plus(time))
                        : Stream.empty())
                .min(Comparator.naturalOrder());
    }

    private Decision decide(Predicate<Rule> triggered, Facts facts, Standing standing) {
        List<Planned> planned = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        for (Rule rule : rules) {
            if (triggered.test(rule) && rule.when().matches(facts)) {
                if (standing.ran().contains(rule.id())) {
                    held.add(new Held(rule.id(), Reason.of("already-ran",
                            "its macro was applied already since the ticket entered its status")));
                } else if (standing.chain() + planned.size() >= MAX_CHAIN) {
                    held.add(new Held(rule.id(), new Reason("chain-too-long",
                            "{most} macros were applied since a person last did something",
                            Map.of("most", MAX_CHAIN))));
                } else {
                    planned.add(new Planned(rule.id(), requireNonNull(macros.get(rule.macro())),
                            rule.when().because(facts), rule.id() + '/' + standing.stay()));
                }
            }
        }
        return new Decision(planned, held);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Automation that && id.equals(that.id) && version == that.version
                && rules.equals(that.rules) && macros.equals(that.macros);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + version;
    }

    /** {@return the name, version and size, in one line} */
    @Override
    public String toString() {
        return "automation " + id + '@' + version + " (" + rules.size() + " rules)";
    }

    /** Collects rules. Nothing is checked before {@link #build}, which then lists everything that is wrong. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final int version;
        private final List<Rule> rules = new ArrayList<>();

        private Builder(String id, int version) {
            this.id = requireNonNull(id, "id");
            this.version = version;
        }

        /**
         * Adds a rule for when something happens.
         *
         * @param id its name, a name in the sense of {@link io.opora.Names}
         * @param event the name of what happens
         * @param when what has to hold then
         * @param macro the id of the macro to apply
         * @return this builder
         */
        public Builder on(String id, String event, Condition when, String macro) {
            return rule(id, new Trigger.On(event), when, macro);
        }

        /**
         * Adds a rule for when a ticket has been in its status for a while.
         *
         * @param id its name, a name in the sense of {@link io.opora.Names}
         * @param time for how long
         * @param when what has to hold then; asks for {@code status} or {@code phase}
         * @param macro the id of the macro to apply
         * @return this builder
         */
        public Builder after(String id, Duration time, Condition when, String macro) {
            return rule(id, new Trigger.After(time), when, macro);
        }

        private Builder rule(String id, Trigger trigger, Condition when, String macro) {
            rules.add(new Rule(id, trigger, when, macro));
            return this;
        }

        /**
         * Checks everything and makes the rules. What is checked, with the code of each defect, is listed on the page of this
         * package.
         *
         * @param catalog what rules may speak of
         * @param macros the macros that they may apply; of several with one id the last counts
         * @return the rules
         * @throws InvalidInputException listing everything that is wrong, each with its path
         */
        public Automation build(Catalog catalog, Collection<Macro> macros) {
            Map<String, Macro> byId = byId(macros);
            Findings findings = new Findings();
            check(catalog, byId, findings);
            findings.refuse("automation " + Spelling.shorten(id) + '@' + version);
            return make(byId);
        }

        private Automation make(Map<String, Macro> macros) {
            Map<String, Macro> used = new LinkedHashMap<>(macros);
            used.keySet().retainAll(rules.stream().map(Rule::macro).toList());
            return new Automation(id, version, List.copyOf(rules), used);
        }

        private void check(Catalog catalog, Map<String, Macro> macros, Findings findings) {
            Form form = new Form(catalog.facts(), findings);
            form.checkName("id", "id", "id of a set of rules", id);
            form.checkVersion(version);
            form.checkSize("rules", rules.size(), MAX_RULES, "rules");
            if (rules.size() <= MAX_RULES) {
                Map<String, Integer> ids = new HashMap<>();
                Map<Rule, Integer> contents = new HashMap<>();
                for (int i = 0; i < rules.size() && !findings.full(); i++) {
                    Rule rule = rules.get(i);
                    check(rule, at(i), catalog, macros, form);
                    Integer sameId = ids.putIfAbsent(rule.id(), i);
                    if (sameId != null) {
                        findings.add(at(i) + ".id", "duplicate-rule",
                                "there is a rule " + Spelling.quote(rule.id()) + " already, at " + at(sameId));
                    }
                    Integer same = contents.putIfAbsent(new Rule("", rule.trigger(), rule.when(), rule.macro()), i);
                    if (same != null) {
                        findings.add(at(i), "duplicate-rule", "this rule says the same as " + at(same));
                    }
                }
            }
            if (findings.isEmpty()) {
                new Interplay(catalog, rules, macros).check(findings);
                form.checkLength(make(macros).toJson());
            }
        }

        private static String at(int index) {
            return "rules[" + index + ']';
        }

        private static void check(Rule rule, String path, Catalog catalog, Map<String, Macro> macros, Form form) {
            Findings findings = form.findings();
            form.checkName(path + ".id", "rule-id", "rule id", rule.id());
            switch (rule.trigger()) {
                case Trigger.On(String event) -> {
                    if (!catalog.events().contains(event)) {
                        findings.add(path + ".on", "unknown-event", Spelling.quote(event) + " is nothing that happens"
                                + Spelling.hintFor(event, catalog.events()));
                    }
                }
                case Trigger.After(Duration time) -> {
                    if (!time.isPositive() || time.compareTo(MAX_AFTER) > 0) {
                        findings.add(path + ".after", "duration",
                                Spelling.span(time) + " is no time to wait: more than nothing"
                                        + " and at most " + Spelling.span(MAX_AFTER) + " is needed");
                    }
                    if (Collections.disjoint(rule.when().facts(), List.of(Catalog.STATUS, Catalog.PHASE))) {
                        findings.add(path + ".when", "rule-without-status", "a rule that waits has to say in which"
                                + " 'status' or 'phase'");
                    }
                }
            }
            catalog.facts().check(rule.when(), path + ".when", findings);
            Macro macro = macros.get(rule.macro());
            if (macro == null) {
                findings.add(path + ".macro", "unknown-macro", Spelling.quote(rule.macro()) + " is no macro"
                        + Spelling.hintFor(rule.macro(), macros.keySet()));
            } else if (macro.steps().contains(new Macro.Step.AssignToActor())) {
                findings.add(path + ".macro", "needs-a-person", "macro '" + macro.id()
                        + "' hands the ticket to whoever applies it, and a rule is nobody");
            }
        }
    }
}
