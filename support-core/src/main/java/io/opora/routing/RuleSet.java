package io.opora.routing;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.Json;
import io.opora.Reason;
import io.opora.Spelling;
import io.opora.Tag;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules that sort requests: each has a condition and says of what kind a request is, which team gets it, how much it matters and
 * which tags it bears. They are asked in their order. All whose condition holds speak, until one stops; of two that say the same
 * thing differently, the later wins. A rule sees what the rules before it have said, as the facts {@code kind}, {@code team},
 * {@code priority} and {@code tags}.
 *
 * <p>
 * Asking changes nothing, so that a set can be tried on a request or on any past ticket. Two sets are equal if everything about
 * them is.
 */
public final class RuleSet {

    /** The most rules. */
    public static final int MAX_RULES = 500;

    private final String id;
    private final int version;
    private final List<Rule> rules;

    private RuleSet(String id, int version, List<Rule> rules) {
        this.id = id;
        this.version = version;
        this.rules = rules;
    }

    /**
     * One rule. Made by {@link RuleSet.Builder#rule}, and checked with the whole set.
     *
     * @param id its name, unlike that of any other rule of the set
     * @param when when it speaks
     * @param kind what kind the request is of, if it says so
     * @param team which team gets it, if it says so
     * @param priority how much it matters, if it says so
     * @param tags tags that the request bears, in lower case
     * @param stop whether no later rule speaks after it
     */
    public record Rule(String id, Condition when, Optional<String> kind, Optional<String> team,
            Optional<String> priority,
            List<String> tags, boolean stop) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Rule {
            requireNonNull(id, "id");
            requireNonNull(when, "when");
            requireNonNull(kind, "kind");
            requireNonNull(team, "team");
            requireNonNull(priority, "priority");
            tags = tags.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
        }

        /** The facts that it sets. */
        Set<String> sets() {
            Set<String> sets = new HashSet<>();
            kind.ifPresent(name -> sets.add(Catalog.KIND));
            team.ifPresent(name -> sets.add(Catalog.TEAM));
            priority.ifPresent(name -> sets.add(Catalog.PRIORITY));
            if (!tags.isEmpty()) {
                sets.add(Catalog.TAGS);
            }
            return sets;
        }

        /** The same rule under no name, to be compared with others. */
        private Rule nameless() {
            return new Rule("", when, kind, team, priority, tags, stop);
        }

        /** Collects what a rule says. Nothing is checked before the set is built. Not thread-safe. */
        public static final class Builder {

            private final String id;
            private final Condition when;
            private @Nullable String kind;
            private @Nullable String team;
            private @Nullable String priority;
            private final List<String> tags = new ArrayList<>();
            private boolean stop;

            private Builder(String id, Condition when) {
                this.id = requireNonNull(id, "id");
                this.when = requireNonNull(when, "when");
            }

            /**
             * Says of what kind the request is.
             *
             * @param name a name in the sense of {@link io.opora.Names}
             * @return this builder
             */
            public Builder kind(String name) {
                kind = requireNonNull(name, "kind");
                return this;
            }

            /**
             * Says which team gets the request.
             *
             * @param name a name in the sense of {@link io.opora.Names}
             * @return this builder
             */
            public Builder team(String name) {
                team = requireNonNull(name, "team");
                return this;
            }

            /**
             * Says how much the request matters.
             *
             * @param name a name in the sense of {@link io.opora.Names}
             * @return this builder
             */
            public Builder priority(String name) {
                priority = requireNonNull(name, "priority");
                return this;
            }

            /**
             * Says which tags the request bears, besides those that it has.
             *
             * @param values tags in the sense of {@link Tag}
             * @return this builder
             */
            public Builder tags(String... values) {
                tags.addAll(Arrays.asList(values));
                return this;
            }

            /** {@return this builder, for a rule after which no other speaks} */
            public Builder stop() {
                stop = true;
                return this;
            }

            private Rule build() {
                return new Rule(id, when, Optional.ofNullable(kind), Optional.ofNullable(team),
                        Optional.ofNullable(priority), tags, stop);
            }
        }
    }

    /**
     * What the rules say of a request. What no rule has set is empty, and stays as it is.
     *
     * @param kind what kind it is of
     * @param team which team gets it
     * @param priority how much it matters
     * @param tags tags that it bears besides those that it has
     * @param spoken the rules that spoke, in their order
     */
    public record Outcome(Optional<String> kind, Optional<String> team, Optional<String> priority, SortedSet<Tag> tags,
            List<Spoken> spoken) {

        /** Checks that nothing is missing and takes unmodifiable copies. */
        public Outcome {
            requireNonNull(kind, "kind");
            requireNonNull(team, "team");
            requireNonNull(priority, "priority");
            tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
            spoken = List.copyOf(spoken);
        }
    }

    /**
     * A rule that spoke.
     *
     * @param rule the rule
     * @param because the parts of its condition that held
     */
    public record Spoken(Rule rule, List<Reason> because) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Spoken {
            requireNonNull(rule, "rule");
            because = List.copyOf(because);
        }
    }

    /**
     * Begins a set.
     *
     * @param id a name in the sense of {@link io.opora.Names}
     * @param version 1 or more
     * @return a builder
     */
    public static Builder builder(String id, int version) {
        return new Builder(id, version);
    }

    /**
     * Reads a set from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @param vocabulary which facts its conditions may ask for; where it knows the values of {@code kind}, {@code team},
     *        {@code priority} or {@code tags}, rules may set no others
     * @return the set
     * @throws io.opora.InvalidInputException listing everything that is wrong, each with its path
     */
    public static RuleSet fromJson(String json, Vocabulary vocabulary) {
        Findings findings = new Findings();
        Builder builder = read(
                Json.parse(requireNonNull(json, "json"), Form.MAX_JSON_LENGTH, Form.MAX_JSON_DEPTH, findings));
        if (findings.readable()) {
            builder.check(vocabulary, findings);
        }
        findings.refuse("rule set in JSON");
        return builder.make();
    }

    private static Builder read(Json root) {
        root.fields("id", "version", "rules");
        Builder builder = builder(root.required("id").text(), root.required("version").integer());
        for (Json rule : root.required("rules").items()) {
            rule.fields("id", "when", "kind", "team", "priority", "tags", "stop");
            Json stop = rule.optional("stop");
            stop.mustBeTrue();
            builder.rules.add(new Rule(rule.required("id").text(), Condition.read(rule.required("when")),
                    Form.optional(rule.optional("kind")), Form.optional(rule.optional("team")),
                    Form.optional(rule.optional("priority")),
                    rule.optional("tags").texts(), stop.exists()));
        }
        return builder;
    }

    /** {@return this set as JSON, which {@link #fromJson} reads back to an equal one} */
    public String toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", id).put("version", version);
        ArrayNode array = root.putArray("rules");
        for (Rule rule : rules) {
            ObjectNode json = array.addObject().put("id", rule.id());
            json.set("when", rule.when().toTree());
            rule.kind().ifPresent(name -> json.put("kind", name));
            rule.team().ifPresent(name -> json.put("team", name));
            rule.priority().ifPresent(name -> json.put("priority", name));
            Json.putTexts(json, "tags", rule.tags());
            if (rule.stop()) {
                json.put("stop", true);
            }
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

    /** {@return the rules, in the order in which they are asked} */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * Asks the rules about a request.
     *
     * @param facts what is known of it
     * @return what they say, and why
     */
    public Outcome decide(Facts facts) {
        Facts known = requireNonNull(facts, "facts");
        Optional<String> kind = Optional.empty();
        Optional<String> team = Optional.empty();
        Optional<String> priority = Optional.empty();
        SortedSet<Tag> tags = new TreeSet<>();
        List<Spoken> spoken = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.when().matches(known)) {
                spoken.add(new Spoken(rule, rule.when().because(known)));
                kind = rule.kind().isPresent() ? rule.kind() : kind;
                team = rule.team().isPresent() ? rule.team() : team;
                priority = rule.priority().isPresent() ? rule.priority() : priority;
                rule.tags().forEach(tag -> tags.add(Tag.of(tag)));
                if (rule.stop()) {
                    break;
                }
                known = after(rule, known);
            }
        }
        return new Outcome(kind, team, priority, tags, spoken);
    }

    private static Facts after(Rule rule, Facts facts) {
        Facts.Builder after = facts.toBuilder();
        rule.kind().ifPresent(name -> after.text(Catalog.KIND, name));
        rule.team().ifPresent(name -> after.text(Catalog.TEAM, name));
        rule.priority().ifPresent(name -> after.text(Catalog.PRIORITY, name));
        if (!rule.tags().isEmpty()) {
            Set<String> tags = new HashSet<>(facts.names(Catalog.TAGS));
            tags.addAll(rule.tags());
            after.names(Catalog.TAGS, tags);
        }
        return after.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RuleSet that && id.equals(that.id) && version == that.version
                && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + version;
    }

    /** {@return the name, version and size, in one line} */
    @Override
    public String toString() {
        return "rule set " + id + '@' + version + " (" + rules.size() + " rules)";
    }

    /** Collects rules. Nothing is checked before {@link #build}, which then lists everything that is wrong. */
    public static final class Builder {

        private final String id;
        private final int version;
        private final List<Rule> rules = new ArrayList<>();

        private Builder(String id, int version) {
            this.id = requireNonNull(id, "id");
            this.version = version;
        }

        /**
         * Adds a rule behind those that are there.
         *
         * @param id its name, a name in the sense of {@link io.opora.Names}
         * @param when when it speaks
         * @param description what it says
         * @return this builder
         */
        public Builder rule(String id, Condition when, Consumer<Rule.Builder> description) {
            Rule.Builder rule = new Rule.Builder(id, when);
            description.accept(rule);
            rules.add(rule.build());
            return this;
        }

        /**
         * Checks everything and makes the set. What is checked, with the code of each defect, is listed on the page of this
         * package.
         *
         * @param vocabulary which facts conditions may ask for; where it knows the values of {@code kind}, {@code team},
         *        {@code priority} or {@code tags}, rules may set no others
         * @return the set
         * @throws io.opora.InvalidInputException listing everything that is wrong, each with its path
         */
        public RuleSet build(Vocabulary vocabulary) {
            Findings findings = new Findings();
            check(vocabulary, findings);
            findings.refuse("rule set " + Spelling.shorten(id) + '@' + version);
            return make();
        }

        private RuleSet make() {
            return new RuleSet(id, version, List.copyOf(rules));
        }

        private void check(Vocabulary vocabulary, Findings findings) {
            Form form = new Form(vocabulary, findings);
            form.checkName("id", "id", "id of a rule set", id);
            form.checkVersion(version);
            form.checkSize("rules", rules.size(), MAX_RULES, "rules");
            if (rules.size() <= MAX_RULES) {
                for (int i = 0; i < rules.size() && !findings.full(); i++) {
                    check(rules.get(i), at(i), form);
                }
                checkOrder(findings);
            }
            if (findings.isEmpty()) {
                form.checkLength(make().toJson());
            }
        }

        private static String at(int index) {
            return "rules[" + index + ']';
        }

        private static void check(Rule rule, String path, Form form) {
            form.checkName(path + ".id", "rule-id", "rule id", rule.id());
            form.facts().check(rule.when(), path + ".when", form.findings());
            rule.kind().ifPresent(name -> form.checkNamed(path + ".kind", Catalog.KIND, name));
            rule.team().ifPresent(name -> form.checkNamed(path + ".team", Catalog.TEAM, name));
            rule.priority().ifPresent(name -> form.checkNamed(path + ".priority", Catalog.PRIORITY, name));
            form.checkTags(path + ".tags", rule.tags());
            if (rule.sets().isEmpty() && !rule.stop()) {
                form.findings().add(path, "no-effect", "this rule neither says anything nor stops");
            }
        }

        /** A rule behind which nothing is reached by what fulfils its condition. */
        private record Stop(int index, Set<String> facts) {}

        /** What is there twice, and what is never reached because of an earlier rule. */
        private void checkOrder(Findings findings) {
            Map<String, Integer> ids = new HashMap<>();
            Map<Rule, Integer> contents = new HashMap<>();
            Map<Condition, Stop> stops = new HashMap<>();
            Stop end = null;
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                Integer sameId = ids.putIfAbsent(rule.id(), i);
                Integer same = contents.putIfAbsent(rule.nameless(), i);
                Stop stop = end != null ? end : stops.get(rule.when());
                if (sameId != null) {
                    findings.add(at(i) + ".id", "duplicate-rule",
                            "there is a rule " + Spelling.quote(rule.id()) + " already, at " + at(sameId));
                }
                if (stop != null) {
                    findings.add(at(i), "unreachable-rule", "this rule never speaks: " + at(stop.index())
                            + " stops every request that would reach it");
                } else if (same != null) {
                    findings.add(at(i), "duplicate-rule", "this rule says the same as " + at(same));
                }
                if (!rule.stop()) {
                    // what it sets may be news to the condition of an earlier stop
                    stops.values().removeIf(earlier -> !Collections.disjoint(earlier.facts(), rule.sets()));
                } else if (stop == null) {
                    stops.put(rule.when(), new Stop(i, rule.when().facts()));
                    end = rule.when() instanceof Condition.Always ? stops.get(rule.when()) : null;
                }
            }
        }
    }
}
