package io.opora.routing;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.condition.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@linkplain Macro macros} and {@linkplain Automation automation} may speak of: the facts, the actions of all workflows and
 * where they lead, the placeholders that texts may hold, and what can happen to a ticket.
 *
 * <p>
 * The facts of these names have a meaning here: {@code kind}, {@code team}, {@code assignee}, {@code priority}, {@code status} and
 * {@code phase}, all texts, {@code tags}, a set, and {@code field.} with the name of a custom field behind it.
 */
public final class Catalog {

    static final String KIND = "kind";
    static final String TEAM = "team";
    static final String ASSIGNEE = "assignee";
    static final String PRIORITY = "priority";
    static final String TAGS = "tags";
    static final String STATUS = "status";
    static final String PHASE = "phase";
    static final String FIELD = "field.";

    private static final Pattern PLACEHOLDER = Pattern.compile(Names.PATTERN + "(\\." + Names.PATTERN + ")?");

    /** Where an action leads. */
    record Landing(String status, String phase) {}

    private final Vocabulary facts;
    private final Map<String, Set<Landing>> actions;
    private final Set<String> placeholders;
    private final Set<String> events;

    private Catalog(Vocabulary facts, Map<String, Set<Landing>> actions, Set<String> placeholders, Set<String> events) {
        this.facts = facts;
        this.actions = Collections.unmodifiableMap(actions);
        this.placeholders = Collections.unmodifiableSet(placeholders);
        this.events = Collections.unmodifiableSet(events);
    }

    /**
     * Begins a catalog with nothing but facts. What macros bring about can happen in every catalog: {@code replied},
     * {@code noted}, {@code moved}, {@code assigned}, {@code prioritized}, {@code tagged} and {@code field-set}.
     *
     * @param facts the facts that conditions may ask for
     * @return a builder
     */
    public static Builder builder(Vocabulary facts) {
        return new Builder(requireNonNull(facts, "facts"));
    }

    Vocabulary facts() {
        return facts;
    }

    /** Where each action leads. */
    Map<String, Set<Landing>> actions() {
        return actions;
    }

    Set<String> placeholders() {
        return placeholders;
    }

    Set<String> events() {
        return events;
    }

    /** Collects names. Nothing is checked before {@link #build()}, which then lists everything that is wrong. */
    public static final class Builder {

        private record Lead(String action, Landing landing) {}

        private final Vocabulary facts;
        private final List<Lead> leads = new ArrayList<>();
        private final List<String> placeholders = new ArrayList<>();
        private final List<String> events = new ArrayList<>();

        private Builder(Vocabulary facts) {
            this.facts = facts;
        }

        /**
         * Adds where an action leads; called once for each status that it can lead to in any workflow.
         *
         * @param action the name of the action
         * @param status the name of the status, as the fact {@code status} spells it
         * @param phase the name of its phase, as the fact {@code phase} spells it
         * @return this builder
         */
        public Builder action(String action, String status, String phase) {
            leads.add(new Lead(requireNonNull(action, "action"),
                    new Landing(requireNonNull(status, "status"), requireNonNull(phase, "phase"))));
            return this;
        }

        /**
         * Adds placeholders that texts may hold.
         *
         * @param names names in the sense of {@link Names}, or two joined by a dot
         * @return this builder
         */
        public Builder placeholders(String... names) {
            placeholders.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Adds what can happen to a ticket, besides what macros bring about.
         *
         * @param names names in the sense of {@link Names}
         * @return this builder
         */
        public Builder events(String... names) {
            events.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Checks all names and makes the catalog.
         *
         * @return the catalog
         * @throws InvalidInputException listing everything that is wrong: {@code name}, and {@code unknown-value} for a status or phase
         *         that the vocabulary does not know
         */
        public Catalog build() {
            Findings findings = new Findings();
            Form form = new Form(facts, findings);
            Map<String, Set<Landing>> actions = new LinkedHashMap<>();
            for (int i = 0; i < leads.size() && !findings.full(); i++) {
                Lead lead = leads.get(i);
                String path = "actions[" + i + ']';
                form.checkName(path, "name", "action name", lead.action());
                form.checkNamed(path + ".status", STATUS, lead.landing().status());
                form.checkNamed(path + ".phase", PHASE, lead.landing().phase());
                actions.computeIfAbsent(lead.action(), action -> new LinkedHashSet<>()).add(lead.landing());
            }
            for (int i = 0; i < placeholders.size() && !findings.full(); i++) {
                if (!PLACEHOLDER.matcher(placeholders.get(i)).matches()) {
                    findings.add("placeholders[" + i + ']', "name",
                            Spelling.malformed("placeholder", placeholders.get(i))
                                    + "; or two such names joined by a dot");
                }
            }
            for (int i = 0; i < events.size() && !findings.full(); i++) {
                form.checkName("events[" + i + ']', "name", "name of an event", events.get(i));
            }
            findings.refuse("catalog");
            Set<String> happening = new LinkedHashSet<>(Macro.Step.EVENTS);
            happening.addAll(events);
            return new Catalog(facts, actions, new LinkedHashSet<>(placeholders), happening);
        }
    }
}
