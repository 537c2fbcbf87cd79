package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.access.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One row of a workflow's table: from a status, by an action, to a status. Several rows may share status and action; the
 * first that passes is taken.
 *
 * @param from the status it leads out of
 * @param action what one does, such as {@code solve}
 * @param to the status it leads to, possibly the same
 * @param roles who may take it: whoever holds one of them; iterates by name. Empty for what only rules take
 * @param guards the names of the guards that must agree, in the order in which they are asked
 * @param requiredFields the fields of the ticket that must be filled in; iterates by name
 * @param effects what else happens to the ticket, in this order
 */
public record Transition(Status from, String action, Status to, Set<Role> roles, List<String> guards,
        Set<String> requiredFields, List<Effect> effects) {

    /** The most guards that one transition has. */
    public static final int MAX_GUARDS = 20;
    /** The most fields that one transition requires. */
    public static final int MAX_REQUIRED_FIELDS = 20;
    /** The most effects that one transition has. */
    public static final int MAX_EFFECTS = 20;

    /** Takes unmodifiable copies; the sets iterate by name, so that everything made from them is the same every time. */
    public Transition {
        requireNonNull(from, "from");
        requireNonNull(action, "action");
        requireNonNull(to, "to");
        List<Role> byName = new ArrayList<>(roles);
        byName.sort(Comparator.comparing(Role::name));
        roles = Collections.unmodifiableSet(new LinkedHashSet<>(byName));
        guards = List.copyOf(guards);
        requiredFields = Collections.unmodifiableSet(new LinkedHashSet<>(new TreeSet<>(requiredFields)));
        effects = List.copyOf(effects);
    }

    Transition requiring(Set<String> more) {
        if (requiredFields.containsAll(more)) {
            return this;
        }
        Set<String> all = new TreeSet<>(requiredFields);
        all.addAll(more);
        return new Transition(from, action, to, roles, guards, all, effects);
    }

    /** {@return from, action and to in one line} */
    @Override
    public String toString() {
        return from + " --" + action + "--> " + to;
    }

    /**
     * Describes the transitions of one action, one for each status they lead out of; part of {@link Workflow.Builder}.
     * Names are checked by {@link Workflow.Builder#build()}. Each method can be called again to add more.
     */
    public static final class Builder {

        private final String action;
        private final List<String> from = new ArrayList<>();
        private @Nullable String to;
        private final List<String> roles = new ArrayList<>();
        private final List<String> guards = new ArrayList<>();
        private final List<String> fields = new ArrayList<>();
        private final List<Effect> effects = new ArrayList<>();

        Builder(String action) {
            this.action = requireNonNull(action, "action");
        }

        /**
         * Out of which statuses; needed.
         *
         * @param statuses their names
         * @return this
         */
        public Builder from(String... statuses) {
            return add(from, "from", statuses);
        }

        /**
         * To which status; needed. A second call replaces the first.
         *
         * @param status its name
         * @return this
         */
        public Builder to(String status) {
            to = requireNonNull(status, "to");
            return this;
        }

        /**
         * Who may take it. Without a call it belongs to the reply rules and time rules alone.
         *
         * @param more whoever holds one of these roles
         * @return this
         */
        public Builder by(Role... more) {
            for (Role role : more) {
                roles.add(requireNonNull(role, "role").name());
            }
            return this;
        }

        /**
         * Which guards must agree.
         *
         * @param names the guards' names, bound to code by {@link Lifecycle#of}
         * @return this
         */
        public Builder guard(String... names) {
            return add(guards, "guard", names);
        }

        /**
         * Which fields of the ticket must be filled in.
         *
         * @param names names in the sense of {@link io.opora.Names}
         * @return this
         */
        public Builder requires(String... names) {
            return add(fields, "field", names);
        }

        /**
         * What else happens to the ticket.
         *
         * @param more the effects
         * @return this
         */
        public Builder effect(Effect... more) {
            for (Effect effect : more) {
                effects.add(requireNonNull(effect, "effect"));
            }
            return this;
        }

        Definition.Line line() {
            return new Definition.Line(action, from, to, roles, guards, fields, effects);
        }

        private Builder add(List<String> target, String what, String... names) {
            for (String name : names) {
                target.add(requireNonNull(name, what));
            }
            return this;
        }
    }
}
