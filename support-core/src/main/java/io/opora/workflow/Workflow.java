package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.Violation;
import io.opora.access.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statuses of a ticket and every way from one to another, as data: who may take it, which guards must agree, which
 * fields it needs, what it does; and what a customer's reply and time alone do. Written in Java with {@link #builder} or
 * read from JSON with {@link #fromJson}; either way checked as a whole, so that a workflow that exists can be trusted.
 *
 * <p>
 * Immutable and safe for use by any number of threads. Two workflows are equal if they say the same, in whatever order it
 * was written, and equal ones print the same JSON and the same diagrams, byte for byte.
 */
public final class Workflow {

    /** The most statuses. */
    public static final int MAX_STATUSES = 200;
    /** The most transitions, counted one for each status they lead out of. */
    public static final int MAX_TRANSITIONS = 2_000;
    /** The most roles beyond the built-in ones, and the most roles that one transition names. */
    public static final int MAX_ROLES = 50;
    /** The most time rules. */
    public static final int MAX_TIME_RULES = 20;
    /** The longest JSON text, read or written, in characters. */
    public static final int MAX_JSON_LENGTH = 1_000_000;

    private final Ref ref;
    private final Set<Role> roles;
    private final List<Status> statuses;
    private final Status initial;
    private final List<Transition> transitions;
    private final Map<Phase, ReplyRule> replies;
    private final Map<Phase, List<TimeRule>> timeRules;
    // derived from the above
    private final Map<String, Status> byName = new HashMap<>();
    private final Map<Status, List<Transition>> byStatus = new HashMap<>();
    private final Set<String> guardNames;

    /** Takes what {@link DefinitionCheck} found right and put into canonical order. */
    Workflow(Ref ref, Set<Role> roles, List<Status> statuses, Status initial, List<Transition> transitions,
            Map<Phase, ReplyRule> replies, Map<Phase, List<TimeRule>> timeRules) {
        this.ref = ref;
        this.roles = roles;
        this.statuses = statuses;
        this.initial = initial;
        this.transitions = transitions;
        this.replies = replies;
        this.timeRules = timeRules;
        Map<Status, List<Transition>> grouped = new LinkedHashMap<>();
        Set<String> guards = new TreeSet<>();
        for (Status status : statuses) {
            byName.put(status.name(), status);
            grouped.put(status, new ArrayList<>());
        }
        for (Transition transition : transitions) {
            grouped.computeIfAbsent(transition.from(), status -> new ArrayList<>()).add(transition);
            guards.addAll(transition.guards());
        }
        grouped.forEach((status, rows) -> byStatus.put(status, List.copyOf(rows)));
        this.guardNames = Collections.unmodifiableSet(guards);
    }

    /**
     * Begins a workflow.
     *
     * @param id lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters
     * @param version 1 or more
     * @return a builder; not for use by several threads at once
     */
    public static Builder builder(String id, int version) {
        return new Builder(id, version);
    }

    /**
     * Reads a workflow from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @return the workflow
     * @throws io.opora.InvalidInputException listing everything that is wrong, each with its path: syntax with line and
     *         column, unknown, missing and mistyped fields, and if the structure could be read, everything that
     *         {@link Builder#build()} refuses
     */
    public static Workflow fromJson(String json) {
        return WorkflowJson.read(requireNonNull(json, "json"));
    }

    /** {@return this workflow as JSON, which {@link #fromJson} reads back to an equal one; indented, with '\n' line ends} */
    public String toJson() {
        return WorkflowJson.write(this);
    }

    /**
     * The ready-made workflow of a help desk, {@code standard@1}: new, open, pending, on-hold, solved, closed.
     *
     * @return the workflow
     */
    public static Workflow standard() {
        return ReadyMade.STANDARD;
    }

    /**
     * The ready-made workflow of goods sent back, {@code returns@1}: requested, approved, goods-received, paid-out, and
     * refused or done. Paying out is the right of the role {@code accountant}.
     *
     * @return the workflow
     */
    public static Workflow returns() {
        return ReadyMade.RETURNS;
    }

    /** {@return id and version} */
    public Ref ref() {
        return ref;
    }

    /** {@return the status of a new ticket; in phase NEW or OPEN} */
    public Status initial() {
        return initial;
    }

    /** {@return all statuses, by phase, then by name} */
    public List<Status> statuses() {
        return statuses;
    }

    /**
     * The status of this name.
     *
     * @param name the name
     * @return the status, or nothing if this workflow has none of that name
     */
    public Optional<Status> status(String name) {
        return Optional.ofNullable(byName.get(requireNonNull(name, "name")));
    }

    /** {@return all transitions, in the order of the statuses they lead out of, then by action, then as defined} */
    public List<Transition> transitions() {
        return transitions;
    }

    /**
     * The transitions out of a status.
     *
     * @param status the status
     * @return its transitions by action, then as defined; empty if there are none or this workflow lacks the status
     */
    public List<Transition> transitionsFrom(Status status) {
        return byStatus.getOrDefault(requireNonNull(status, "status"), List.of());
    }

    /**
     * What a customer's reply does.
     *
     * @param phase the phase of the ticket's status
     * @return the rule
     */
    public ReplyRule onCustomerReply(Phase phase) {
        return requireNonNull(replies.get(requireNonNull(phase, "phase")));
    }

    /**
     * What time alone does.
     *
     * @param phase the phase of the ticket's status
     * @return the rules, the earliest first; only the last one takes an action, if any does
     */
    public List<TimeRule> timeRules(Phase phase) {
        return timeRules.getOrDefault(requireNonNull(phase, "phase"), List.of());
    }

    /** {@return the roles it declares beyond the built-in ones; iterates by name} */
    public Set<Role> roles() {
        return roles;
    }

    /** {@return the names of all guards, which a {@link Lifecycle} must know; iterates by name} */
    public Set<String> guardNames() {
        return guardNames;
    }

    /**
     * Draws the workflow: statuses grouped or coloured by phase, transitions with their action and, in brackets, their
     * guards; what replies and time do is marked so and, where the language can, dashed.
     *
     * @param format the language of the drawing
     * @return the drawing, with '\n' line ends
     */
    public String diagram(DiagramFormat format) {
        return Diagram.of(this, format);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Workflow that && ref.equals(that.ref) && roles.equals(that.roles)
                && statuses.equals(that.statuses) && initial.equals(that.initial)
                && transitions.equals(that.transitions) && replies.equals(that.replies)
                && timeRules.equals(that.timeRules);
    }

    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    /** {@return the reference and the size, in one line} */
    @Override
    public String toString() {
        return "workflow " + ref + " (" + statuses.size() + " statuses, " + transitions.size() + " transitions)";
    }

    /** Collects a workflow. Nothing is checked before {@link #build()}, which then lists everything that is wrong. */
    public static final class Builder {

        private final String id;
        private final int version;
        private final List<String> roles = new ArrayList<>();
        private final List<Definition.StatusLine> statuses = new ArrayList<>();
        private @Nullable String initial;
        private final List<Definition.Line> transitions = new ArrayList<>();
        private final List<Definition.ReplyLine> replies = new ArrayList<>();
        private final List<TimeRule> timeRules = new ArrayList<>();

        private Builder(String id, int version) {
            this.id = requireNonNull(id, "id");
            this.version = version;
        }

        /**
         * Declares a role beyond the four built-in ones, so that a misspelt one is found.
         *
         * @param role the role; declaring a built-in one changes nothing
         * @return this
         */
        public Builder role(Role role) {
            roles.add(requireNonNull(role, "role").name());
            return this;
        }

        /**
         * Adds a status.
         *
         * @param name lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters
         * @param phase what it means
         * @return this
         */
        public Builder status(String name, Phase phase) {
            statuses.add(new Definition.StatusLine(requireNonNull(name, "name"), requireNonNull(phase, "phase")));
            return this;
        }

        /**
         * Says which status a new ticket has; needed. A second call replaces the first.
         *
         * @param status its name; its phase must be NEW or OPEN
         * @return this
         */
        public Builder initial(String status) {
            initial = requireNonNull(status, "status");
            return this;
        }

        /**
         * Adds the transitions of one action, one for each status they lead out of. Several calls with one action and
         * status are candidates in the order of the calls: the first that passes is taken; all but the last need a guard.
         *
         * @param action lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters
         * @param description says from where, to where, who, and under which conditions
         * @return this
         */
        public Builder transition(String action, Consumer<Transition.Builder> description) {
            Transition.Builder transition = new Transition.Builder(action);
            description.accept(transition);
            transitions.add(transition.line());
            return this;
        }

        /**
         * Says what a customer's reply does. Without a call, {@link ReplyRule.Keep} in NEW, OPEN, PENDING and ON_HOLD, and
         * {@link ReplyRule.FollowUp} in SOLVED and CLOSED.
         *
         * @param phase in which phase
         * @param rule what it does; in CLOSED only {@link ReplyRule.FollowUp}
         * @return this
         */
        public Builder onCustomerReply(Phase phase, ReplyRule rule) {
            replies.add(new Definition.ReplyLine(requireNonNull(phase, "phase"), requireNonNull(rule, "rule")));
            return this;
        }

        /**
         * Adds what time alone does. Without a call, nothing.
         *
         * @param rule the rule
         * @return this
         */
        public Builder timeRule(TimeRule rule) {
            timeRules.add(requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * Checks everything and makes the workflow. What is checked, with the code of each defect, is listed on the page
         * of this package.
         *
         * @return the workflow
         * @throws io.opora.InvalidInputException listing every defect, each with its path
         */
        public Workflow build() {
            return DefinitionCheck.build(definition());
        }

        Definition definition() {
            return new Definition(id, version, roles, statuses, initial, transitions, replies, timeRules);
        }
    }

    /** The languages in which a {@link Workflow} can draw itself. */
    public enum DiagramFormat {
        /** Mermaid, as {@code stateDiagram-v2}; what many wikis and code hosts render inside Markdown. */
        MERMAID,
        /** PlantUML, as a state diagram. */
        PLANTUML,
        /** The language of Graphviz. */
        DOT
    }

    /**
     * Which workflow, in which version. Tickets carry it, so that a workflow can be changed while tickets are under way: the
     * changed one gets a new version, and a {@link WorkflowMap} takes the tickets over.
     *
     * @param id lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters
     * @param version 1 or more
     */
    public record Ref(String id, int version) {

        private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,9}");

        /**
         * Checks both parts.
         *
         * @throws InvalidInputException if the id is not of the form above or the version is below 1
         */
        public Ref {
            requireNonNull(id, "id");
            List<Violation> violations = new ArrayList<>();
            if (!Names.isName(id)) {
                violations.add(new Violation("id", "workflow-id", Spelling.malformed("workflow id", id)));
            }
            if (version < 1) {
                violations.add(new Violation("version", "workflow-version", badVersion(version)));
            }
            if (!violations.isEmpty()) {
                throw new InvalidInputException("workflow reference", violations);
            }
        }

        /**
         * Reads what {@link #toString()} prints.
         *
         * @param text an id, {@code @} and a version, such as {@code returns@2}
         * @return the reference
         * @throws InvalidInputException if the text is anything else
         */
        public static Ref of(String text) {
            int at = text.indexOf('@');
            if (at > 0 && Names.isName(text.substring(0, at)) && VERSION.matcher(text.substring(at + 1)).matches()) {
                long version = Long.parseLong(text.substring(at + 1));
                if (version <= Integer.MAX_VALUE) {
                    return new Ref(text.substring(0, at), (int) version);
                }
            }
            throw new InvalidInputException("workflow reference", new Violation("", "workflow-ref",
                    Spelling.quote(text)
                            + " names no workflow: an id, '@' and a version are needed, such as 'returns@2'"));
        }

        static String badVersion(int version) {
            return version + " is no version of a workflow: versions begin with 1";
        }

        /** {@return id and version, such as {@code returns@2}} */
        @Override
        public String toString() {
            return id + '@' + version;
        }
    }
}
