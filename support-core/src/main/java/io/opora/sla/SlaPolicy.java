package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.Spelling;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.sla.SlaClock.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What customers are promised: an ordered list of rules, of which the first whose condition holds for a request applies to it,
 * with the calendars that they count in. A request for which none holds has no deadlines.
 *
 * <p>
 * A policy is data with an id, a version and an instant from which it holds; {@link Versions} puts those of one policy in a row.
 * Immutable and safe for use by any number of threads. Two policies are equal if they say the same.
 */
public final class SlaPolicy {

    /** The most rules. */
    public static final int MAX_RULES = 200;
    /** The most calendars. */
    public static final int MAX_CALENDARS = 50;
    /** The most targets, and the most levels, of a rule. */
    public static final int MAX_PER_RULE = 100;
    /** The most actions of a level. */
    public static final int MAX_ACTIONS = 10;
    /** The longest target, and the longest distance of a level from it. */
    public static final Duration MAX_TARGET = Duration.ofDays(3_660);
    /** The longest JSON text, read or written, in characters. */
    public static final int MAX_JSON_LENGTH = 1_000_000;

    /** What somebody wrote, right or wrong. */
    record Draft(String id, int version, Optional<Instant> from, Map<String, BusinessCalendar> calendars,
            List<Rule> rules) {

        Draft {
            calendars = Collections.unmodifiableMap(new TreeMap<>(calendars));
            rules = List.copyOf(rules);
        }
    }

    /** What a rule promises: for each priority that it names, and for every other. */
    private record Promises(Rule rule, Map<Condition, Terms> byPriority, Terms otherwise) {

        static Promises of(Draft draft, Rule rule) {
            BusinessCalendar calendar = requireNonNull(draft.calendars().get(rule.calendar()));
            Map<Condition, Terms> byPriority = new LinkedHashMap<>();
            for (Target target : rule.targets()) {
                target.priority().ifPresent(name -> byPriority.computeIfAbsent(Condition.in(PRIORITY, name),
                        key -> new Terms(draft.version(), rule, calendar, target.priority())));
            }
            return new Promises(rule, byPriority, new Terms(draft.version(), rule, calendar, Optional.empty()));
        }

        Terms to(Facts facts) {
            for (Map.Entry<Condition, Terms> each : byPriority.entrySet()) {
                if (each.getKey().matches(facts)) {
                    return each.getValue();
                }
            }
            return otherwise;
        }
    }

    static final String PRIORITY = "priority";

    private final Draft draft;
    private final List<Promises> promises;

    /** Takes what {@link PolicyCheck} has found right. */
    SlaPolicy(Draft draft) {
        this.draft = draft;
        this.promises = draft.rules().stream().map(rule -> Promises.of(draft, rule)).toList();
    }

    /** What happens to the resolution clock when a finished request is opened again. */
    public enum OnReopen {
        /** The last cycle goes on; the time for which the request was finished counts as a pause. */
        RESUME,
        /** The last cycle stays as it was judged, and another one begins. */
        NEW_CYCLE,
        /** The last cycle is forgotten, and another one begins. */
        RESTART
    }

    /** What happens to a running cycle when its target or its calendar changes, by another policy or another property. */
    public enum OnChange {
        /** What was used stays used; the new target applies to it. */
        KEEP_USED,
        /** The cycle is forgotten, and another one begins. */
        RESTART
    }

    /** What happens to the running cycles of a request when another one is merged into it. */
    public enum OnMerge {
        /** Nothing: it keeps its own clocks. */
        KEEP_OWN,
        /** Whoever waited longest is waited for: cycles count from when the other request's would, if that is earlier. */
        TAKE_OLDEST
    }

    /**
     * How long a clock may run.
     *
     * @param clock which clock
     * @param priority the value of the fact {@code priority} for which this holds; absent for every other
     * @param duration how long, in open time; more than zero
     */
    public record Target(Kind clock, Optional<String> priority, Duration duration) {

        /** Checks that nothing is missing. */
        public Target {
            requireNonNull(clock, "clock");
            requireNonNull(priority, "priority");
            requireNonNull(duration, "duration");
        }
    }

    /** A point in the course of a cycle, by how much open time it has used. Printed and read in the form of {@link #of}. */
    public sealed interface Mark {

        /**
         * Where it is.
         *
         * @param target the target of a cycle
         * @return how much open time the cycle has used when it gets there
         */
        Duration in(Duration target);

        /** {@return whether it is the breach itself} */
        default boolean isBreach() {
            return this instanceof After(Duration distance) && distance.isZero();
        }

        /**
         * Some open time ahead of the target.
         *
         * @param distance how much
         */
        record Before(Duration distance) implements Mark {

            /** Checks that nothing is missing. */
            public Before {
                requireNonNull(distance, "distance");
            }

            @Override
            public Duration in(Duration target) {
                return target.minus(distance);
            }

            @Override
            public String toString() {
                return "-" + Spelling.span(distance);
            }
        }

        /**
         * Some open time after the target.
         *
         * @param distance how much; none for the breach itself
         */
        record After(Duration distance) implements Mark {

            /** Checks that nothing is missing. */
            public After {
                requireNonNull(distance, "distance");
            }

            @Override
            public Duration in(Duration target) {
                return target.plus(distance);
            }

            @Override
            public String toString() {
                return isBreach() ? BREACH : "+" + Spelling.span(distance);
            }
        }

        /**
         * A share of the target.
         *
         * @param percent how much; more than 100 is after the target
         */
        record Share(int percent) implements Mark {

            @Override
            public Duration in(Duration target) {
                return target.multipliedBy(percent).dividedBy(100);
            }

            @Override
            public String toString() {
                return percent + "%";
            }
        }

        /** How the breach is spelt: when more is used than the target. */
        String BREACH = "breach";

        /**
         * Reads a mark.
         *
         * @param text {@code -PT1H} for an hour of open time ahead of the target, {@code +PT1H} for an hour after it,
         *        {@code 80%} for a share of it, {@code breach}
         * @return the mark
         * @throws DateTimeException if it is none
         */
        static Mark of(String text) {
            try {
                return text.equals(BREACH)
                        ? new After(Duration.ZERO)
                        : text.endsWith("%")
                                ? new Share(Integer.parseInt(text.substring(0, text.length() - 1)))
                                : text.startsWith("-")
                                        ? new Before(Duration.parse(text.substring(1)))
                                        : new After(Duration.parse(text.startsWith("+") ? text.substring(1) : ""));
            } catch (NumberFormatException e) {
                throw new DateTimeException(Spelling.quote(text) + " has no whole number of percent", e);
            }
        }
    }

    /** What is to be done when a cycle gets to a mark. This room only says it; whoever keeps requests does it. */
    public sealed interface Action {

        /**
         * Somebody is told.
         *
         * @param recipient a name of the host's, such as {@code lead}
         */
        record Notify(String recipient) implements Action {

            /** Checks that nothing is missing. */
            public Notify {
                requireNonNull(recipient, "recipient");
            }
        }

        /**
         * The request goes to a team.
         *
         * @param team its name
         */
        record Reassign(String team) implements Action {

            /** Checks that nothing is missing. */
            public Reassign {
                requireNonNull(team, "team");
            }
        }

        /**
         * The request gets another priority.
         *
         * @param priority its name
         */
        record Prioritize(String priority) implements Action {

            /** Checks that nothing is missing. */
            public Prioritize {
                requireNonNull(priority, "priority");
            }
        }
    }

    /**
     * A warning ahead of the breach, the breach, or a level of escalation after it.
     *
     * @param clock on which clock
     * @param mark where in the course of a cycle
     * @param actions what is to be done then, in this order
     */
    public record Level(Kind clock, Mark mark, List<Action> actions) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Level {
            requireNonNull(clock, "clock");
            requireNonNull(mark, "mark");
            actions = List.copyOf(actions);
        }
    }

    /**
     * What is promised for some requests.
     *
     * @param id its name, unlike that of any other rule of the policy
     * @param when for which requests
     * @param calendar the name of the calendar in whose time it counts
     * @param targets how long clocks may run; a clock without a target is not measured
     * @param pauses the phases in which each clock stands still. For a clock that is not named here, none, but for the resolution
     *        PENDING and ON_HOLD. While a request is finished, no clock runs
     * @param levels warnings and levels of escalation; each clock with a target has the level {@link Mark#BREACH}, named or not
     * @param onReopen what a reopening does
     * @param onChange what a change of target or calendar does, if this rule is the new one
     * @param onMerge what the merging of another request does
     */
    public record Rule(String id, Condition when, String calendar, List<Target> targets, Map<Kind, Set<String>> pauses,
            List<Level> levels, OnReopen onReopen, OnChange onChange, OnMerge onMerge) {

        private static final Set<String> RESOLUTION_PAUSES = Set.of("PENDING", "ON_HOLD");

        /** Checks that nothing is missing and takes unmodifiable copies. */
        public Rule {
            requireNonNull(id, "id");
            requireNonNull(when, "when");
            requireNonNull(calendar, "calendar");
            targets = List.copyOf(targets);
            Map<Kind, Set<String>> copy = new EnumMap<>(Kind.class);
            pauses.forEach((clock, phases) -> copy.put(clock, Set.copyOf(phases)));
            pauses = Collections.unmodifiableMap(copy);
            levels = List.copyOf(levels);
            requireNonNull(onReopen, "onReopen");
            requireNonNull(onChange, "onChange");
            requireNonNull(onMerge, "onMerge");
        }

        /** How long a clock may run: the target for a priority, else the one for every other, if there is one. */
        Optional<Duration> target(Kind clock, Optional<String> priority) {
            Optional<Duration> found = Optional.empty();
            for (Target target : targets) {
                if (target.clock() == clock && target.priority().equals(priority)) {
                    return Optional.of(target.duration());
                }
                if (target.clock() == clock && target.priority().isEmpty()) {
                    found = Optional.of(target.duration());
                }
            }
            return found;
        }

        /** Whether a clock stands still in a phase. */
        boolean pauses(Kind clock, String phase) {
            return Timeline.isFinished(phase) || pauses
                    .getOrDefault(clock, clock == Kind.RESOLUTION ? RESOLUTION_PAUSES : Set.of()).contains(phase);
        }

        /** Collects what a rule says. Nothing is checked before the policy is built. Not thread-safe. */
        public static final class Builder {

            private final String id;
            private final Condition when;
            private String calendar = "";
            private final List<Target> targets = new ArrayList<>();
            private final Map<Kind, Set<String>> pauses = new EnumMap<>(Kind.class);
            private final List<Level> levels = new ArrayList<>();
            private OnReopen onReopen = OnReopen.RESUME;
            private OnChange onChange = OnChange.KEEP_USED;
            private OnMerge onMerge = OnMerge.KEEP_OWN;

            Builder(String id, Condition when) {
                this.id = requireNonNull(id, "id");
                this.when = requireNonNull(when, "when");
            }

            /**
             * Says in whose time it counts. May be left out if the policy has only one calendar.
             *
             * @param name the name of a calendar of the policy
             * @return this builder
             */
            public Builder calendar(String name) {
                calendar = requireNonNull(name, "calendar");
                return this;
            }

            /**
             * Says how long a clock may run, whatever the priority.
             *
             * @param clock which clock
             * @param duration how long, in open time
             * @return this builder
             */
            public Builder target(Kind clock, Duration duration) {
                targets.add(new Target(clock, Optional.empty(), duration));
                return this;
            }

            /**
             * Says how long a clock may run for a priority.
             *
             * @param clock which clock
             * @param priority a value of the fact {@code priority}
             * @param duration how long, in open time
             * @return this builder
             */
            public Builder target(Kind clock, String priority, Duration duration) {
                targets.add(new Target(clock, Optional.of(priority), duration));
                return this;
            }

            /**
             * Says in which phases a clock stands still, instead of what it does without this call.
             *
             * @param clock which clock
             * @param phases some of NEW, OPEN, PENDING and ON_HOLD; none, if it is always to run while the request is not finished
             * @return this builder
             */
            public Builder pause(Kind clock, String... phases) {
                pauses.put(requireNonNull(clock, "clock"), new HashSet<>(Arrays.asList(phases)));
                return this;
            }

            /**
             * Adds a warning or a level of escalation.
             *
             * @param clock which clock
             * @param mark where in the course of a cycle, as {@link Mark#of} reads it
             * @param actions what is to be done then
             * @return this builder
             * @throws DateTimeException if it is no mark
             */
            public Builder level(Kind clock, String mark, Action... actions) {
                return level(clock, Mark.of(mark), actions);
            }

            /**
             * Adds a warning or a level of escalation.
             *
             * @param clock which clock
             * @param mark where in the course of a cycle
             * @param actions what is to be done then
             * @return this builder
             */
            public Builder level(Kind clock, Mark mark, Action... actions) {
                levels.add(new Level(clock, mark, List.of(actions)));
                return this;
            }

            /**
             * Says what a reopening does. Without a call, {@link OnReopen#RESUME}.
             *
             * @param option what
             * @return this builder
             */
            public Builder onReopen(OnReopen option) {
                onReopen = requireNonNull(option, "onReopen");
                return this;
            }

            /**
             * Says what a change of target or calendar does. Without a call, {@link OnChange#KEEP_USED}.
             *
             * @param option what
             * @return this builder
             */
            public Builder onChange(OnChange option) {
                onChange = requireNonNull(option, "onChange");
                return this;
            }

            /**
             * Says what the merging of another request does. Without a call, {@link OnMerge#KEEP_OWN}.
             *
             * @param option what
             * @return this builder
             */
            public Builder onMerge(OnMerge option) {
                onMerge = requireNonNull(option, "onMerge");
                return this;
            }

            Rule build(String onlyCalendar) {
                return new Rule(id, when, calendar.isEmpty() ? onlyCalendar : calendar, targets, pauses, levels,
                        onReopen,
                        onChange, onMerge);
            }
        }
    }

    /**
     * Begins a policy.
     *
     * @param id a name in the sense of {@link io.opora.Names}
     * @param version 1 or more
     * @return a builder
     */
    public static Builder builder(String id, int version) {
        return new Builder(id, version);
    }

    /**
     * Reads a policy from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @param vocabulary which facts its conditions may ask for; where it knows the values of {@code priority} or {@code team}, no
     *        others may be named
     * @return the policy
     * @throws io.opora.InvalidInputException listing everything that is wrong, each with its path
     */
    public static SlaPolicy fromJson(String json, Vocabulary vocabulary) {
        return PolicyJson.read(requireNonNull(json, "json"), requireNonNull(vocabulary, "vocabulary"));
    }

    /** {@return this policy as JSON, which {@link #fromJson} reads back to an equal one} */
    public String toJson() {
        return PolicyJson.write(draft);
    }

    /** {@return its name} */
    public String id() {
        return draft.id();
    }

    /** {@return its version, 1 or more} */
    public int version() {
        return draft.version();
    }

    /** {@return from when it holds; nothing for ever since} */
    public Optional<Instant> from() {
        return draft.from();
    }

    /** {@return its calendars by name; iterates by name} */
    public Map<String, BusinessCalendar> calendars() {
        return draft.calendars();
    }

    /** {@return the rules, in the order in which they are asked} */
    public List<Rule> rules() {
        return draft.rules();
    }

    /**
     * The rule that applies to a request.
     *
     * @param facts the facts of the request
     * @return the first rule whose condition holds, if any does
     */
    public Optional<Rule> rule(Facts facts) {
        Terms terms = terms(facts);
        return terms == null ? Optional.empty() : Optional.of(terms.rule());
    }

    /** What is promised a request; {@code null} if no rule applies to it. The same object for the same rule and priority. */
    @Nullable
    Terms terms(Facts facts) {
        for (Promises each : promises) {
            if (each.rule().when().matches(facts)) {
                return each.to(facts);
            }
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SlaPolicy that && draft.equals(that.draft);
    }

    @Override
    public int hashCode() {
        return 31 * id().hashCode() + version();
    }

    /** {@return the name, version and size, in one line} */
    @Override
    public String toString() {
        return "service levels " + id() + '@' + version() + " (" + rules().size() + " rules)";
    }

    /**
     * The versions of a policy, one after another: each holds from its instant until that of the next one. Before the first one
     * nothing is promised.
     *
     * @param policies the versions, by the instant from which they hold
     */
    public record Versions(List<SlaPolicy> policies) {

        /**
         * Puts them into their order.
         *
         * @throws io.opora.InvalidInputException if two hold from the same instant, or have the same version, or belong to different
         *         policies
         */
        public Versions {
            List<SlaPolicy> sorted = new ArrayList<>(policies);
            sorted.sort(Comparator.comparing(policy -> policy.from().orElse(Instant.MIN)));
            Findings findings = new Findings();
            Map<Integer, SlaPolicy> numbers = new LinkedHashMap<>();
            for (int i = 0; i < sorted.size(); i++) {
                SlaPolicy policy = sorted.get(i);
                SlaPolicy last = i == 0 ? policy : sorted.get(i - 1);
                if (!policy.id().equals(last.id())) {
                    findings.add("", "id", "'" + last.id() + "' and '" + policy.id() + "' are two policies");
                }
                if (i > 0 && policy.from().equals(last.from())) {
                    findings.add("", "from",
                            "versions " + last.version() + " and " + policy.version() + " hold both from "
                                    + policy.from().map(Instant::toString).orElse("ever since"));
                }
                if (numbers.put(policy.version(), policy) != null) {
                    findings.add("", "version", "there are two versions " + policy.version());
                }
            }
            findings.refuse("versions of a policy");
            policies = List.copyOf(sorted);
        }

        /**
         * Some versions of a policy.
         *
         * @param policies the versions
         * @return them in their order
         * @throws io.opora.InvalidInputException as the constructor says
         */
        public static Versions of(SlaPolicy... policies) {
            return new Versions(List.of(policies));
        }

        /**
         * One version as if there had never been another: for the second judgement of what was judged by the rules of its time, and
         * for trying a proposal on the past.
         *
         * @param policy the version
         * @return it, holding ever since
         */
        public static Versions always(SlaPolicy policy) {
            return of(new SlaPolicy(
                    new Draft(policy.id(), policy.version(), Optional.empty(), policy.calendars(), policy.rules())));
        }

        /**
         * These and one more. A version of the same number is replaced.
         *
         * @param policy the version
         * @return all of them
         * @throws io.opora.InvalidInputException as the constructor says
         */
        public Versions with(SlaPolicy policy) {
            List<SlaPolicy> all = new ArrayList<>(policies);
            all.removeIf(other -> other.version() == policy.version());
            all.add(policy);
            return new Versions(all);
        }

        /**
         * The version that holds at an instant.
         *
         * @param instant when
         * @return the version, if there is one yet
         */
        public Optional<SlaPolicy> at(Instant instant) {
            Optional<SlaPolicy> found = Optional.empty();
            for (SlaPolicy policy : policies) {
                if (policy.from().isEmpty() || !policy.from().get().isAfter(instant)) {
                    found = Optional.of(policy);
                }
            }
            return found;
        }
    }

    /** Collects calendars and rules. Nothing is checked before {@link #build}, which then lists everything that is wrong. */
    public static final class Builder {

        private final String id;
        private final int version;
        private Optional<Instant> from = Optional.empty();
        private final Map<String, BusinessCalendar> calendars = new TreeMap<>();
        private final List<Rule.Builder> rules = new ArrayList<>();

        private Builder(String id, int version) {
            this.id = requireNonNull(id, "id");
            this.version = version;
        }

        /**
         * Says from when it holds. Without a call, ever since.
         *
         * @param instant from when, inclusive
         * @return this builder
         */
        public Builder from(Instant instant) {
            from = Optional.of(instant);
            return this;
        }

        /**
         * Adds a calendar.
         *
         * @param name a name in the sense of {@link io.opora.Names}; a second calendar of that name replaces the first
         * @param calendar the calendar
         * @return this builder
         */
        public Builder calendar(String name, BusinessCalendar calendar) {
            calendars.put(requireNonNull(name, "name"), requireNonNull(calendar, "calendar"));
            return this;
        }

        /**
         * Adds a rule behind those that are there.
         *
         * @param id its name, a name in the sense of {@link io.opora.Names}
         * @param when for which requests
         * @param description what is promised
         * @return this builder
         */
        public Builder rule(String id, Condition when, Consumer<Rule.Builder> description) {
            Rule.Builder rule = new Rule.Builder(id, when);
            description.accept(rule);
            rules.add(rule);
            return this;
        }

        /**
         * Checks everything and makes the policy. What is checked, with the code of each defect, is listed on the page of this
         * package.
         *
         * @param vocabulary which facts conditions may ask for; where it knows the values of {@code priority} or {@code team}, no
         *        others may be named
         * @return the policy
         * @throws io.opora.InvalidInputException listing everything that is wrong, each with its path
         */
        public SlaPolicy build(Vocabulary vocabulary) {
            Set<String> names = calendars.keySet();
            String only = names.size() == 1 ? names.iterator().next() : "";
            Draft draft = new Draft(id, version, from, calendars,
                    rules.stream().map(rule -> rule.build(only)).toList());
            Findings findings = new Findings();
            new PolicyCheck(draft, names, vocabulary, findings).check();
            findings.refuse("service levels " + Spelling.shorten(id) + '@' + version);
            return new SlaPolicy(draft);
        }
    }
}
