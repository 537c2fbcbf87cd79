package io.opora.access;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.Reason;
import io.opora.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, as data: a list of {@link Permission}s, and nothing is permitted that is not in it. {@link #decide} is the
 * one decision behind every door of a desk.
 *
 * <p>
 * Permissions add up; none takes away from another, so their order means nothing. What is permitted to somebody who has little
 * to do with a ticket is permitted to whoever has more to do with it, as {@link Relation} ranks them. A customer never gets
 * what is permitted to staff, whatever roles the host gives them.
 *
 * <p>
 * Immutable and safe for use by any number of threads. Two policies are equal if they say the same, in whatever order it was
 * written, and equal ones print the same JSON, byte for byte.
 */
public final class AccessPolicy {

    /** The most permissions. */
    public static final int MAX_PERMISSIONS = 200;
    /** The most teams, and the most kinds, to which one permission can be limited. */
    public static final int MAX_NAMES = 20;
    /** The longest JSON text, read or written, in characters. */
    public static final int MAX_JSON_LENGTH = 1_000_000;

    private static final Verdict.Allowed ALLOWED = new Verdict.Allowed();
    private static final Reason LINK = Reason.of("link-scope", "the link is not good for that");

    private final List<Permission> permissions;
    // derived from the above
    private final Map<Operation, List<Permission>> byOperation = new EnumMap<>(Operation.class);
    private final Map<Operation, Reason> missing = new EnumMap<>(Operation.class);

    /** Takes what {@link PolicyCheck} found right and put into canonical order. */
    AccessPolicy(List<Permission> permissions) {
        this.permissions = permissions;
        for (Operation operation : Operation.values()) {
            List<Permission> giving = permissions.stream()
                    .filter(permission -> permission.operations().contains(operation)).toList();
            byOperation.put(operation, giving);
            missing.put(operation, missing(operation, giving));
        }
    }

    private static Reason missing(Operation operation, List<Permission> giving) {
        return new Reason("permission-missing",
                giving.isEmpty() ? "nobody may, by the policy of this desk" : "it takes {needed}",
                Map.of("operation", operation, "needed",
                        Spelling.list(giving.stream().map(Permission::toString).toList())));
    }

    /**
     * What is permitted to one role.
     *
     * @param role who holds it may do this
     * @param as what they have to be to the ticket, or closer
     * @param operations what they may do; at least one; iterates in the order of {@link Operation}
     * @param teams only to tickets of one of these teams, unless empty; iterates by name
     * @param kinds only to tickets of one of these kinds, unless empty; iterates by name
     */
    public record Permission(Role role, Relation as, Set<Operation> operations, Set<String> teams, Set<String> kinds) {

        /** Takes unmodifiable copies. */
        public Permission {
            requireNonNull(role, "role");
            requireNonNull(as, "as");
            Set<Operation> copy = EnumSet.noneOf(Operation.class);
            copy.addAll(operations);
            operations = Collections.unmodifiableSet(copy);
            teams = Collections.unmodifiableSet(new TreeSet<>(teams));
            kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        }

        private boolean covers(Actor actor, Target target) {
            return actor.roles().contains(role) && target.relation().isAtLeast(as)
                    && (teams.isEmpty() || target.team().filter(teams::contains).isPresent())
                    && (kinds.isEmpty() || target.kind().filter(kinds::contains).isPresent());
        }

        /** {@return who it is for, without what it permits, such as {@code accountant as STAFF in team money}} */
        @Override
        public String toString() {
            return role + " as " + as + limit(" in team ", teams) + limit(" for kind ", kinds);
        }

        private static String limit(String what, Set<String> names) {
            return names.isEmpty() ? "" : what + String.join(" or ", names);
        }
    }

    /**
     * What an operation is about.
     *
     * @param relation what the actor is to it
     * @param team the team that it belongs to, if any
     * @param kind what kind of request it is, if it is one
     * @param link the secret link that the actor came by, if it did, and if the link is live and opens this
     */
    public record Target(Relation relation, Optional<String> team, Optional<String> kind, Optional<SecretLink> link) {

        /** Checks that nothing is missing. */
        public Target {
            requireNonNull(relation, "relation");
            requireNonNull(team, "team");
            requireNonNull(kind, "kind");
            requireNonNull(link, "link");
        }
    }

    /** What is decided. */
    public sealed interface Verdict {

        /** It may be done. */
        record Allowed() implements Verdict {}

        /**
         * It may not be done.
         *
         * @param reason why not; its facts say what would be needed
         * @param hidden whether the actor may not even know that there is such a ticket: the answer then has to be the one
         *        that is given when there is none
         */
        record Denied(Reason reason, boolean hidden) implements Verdict {

            /** Checks that nothing is missing. */
            public Denied {
                requireNonNull(reason, "reason");
            }
        }
    }

    /**
     * Begins a policy.
     *
     * @return a builder that permits nothing; not for use by several threads at once
     */
    public static Builder builder() {
        return new Builder(List.of());
    }

    /** {@return a builder that permits what this policy permits, to add more} */
    public Builder toBuilder() {
        return new Builder(permissions);
    }

    /**
     * The ready-made policy. Customers open tickets and do what customers do with their own; those who take part see, and
     * reply if they may. Agents do all of the daily work with every ticket; so do bots, but for changing workflows, and the
     * desk itself. Erasing, exporting, configuring and auditing take the role {@link Role#SUPERVISOR}.
     *
     * @return the policy
     */
    public static AccessPolicy standard() {
        return ReadyMade.STANDARD;
    }

    /**
     * Reads a policy from JSON. The form is described on the page of this package.
     *
     * @param json the text
     * @return the policy
     * @throws io.opora.InvalidInputException listing everything that is wrong, each with its path: syntax with line and
     *         column, unknown, missing and mistyped fields, and if the structure could be read, everything that
     *         {@link Builder#build()} refuses
     */
    public static AccessPolicy fromJson(String json) {
        return PolicyJson.read(requireNonNull(json, "json"));
    }

    /** {@return this policy as JSON, which {@link #fromJson} reads back to an equal one; indented, with '\n' line ends} */
    public String toJson() {
        return PolicyJson.write(this);
    }

    /** {@return all permissions, by role, then from the closest relation on, then by team and kind} */
    public List<Permission> permissions() {
        return permissions;
    }

    /**
     * Decides. A pure function.
     *
     * @param actor who asks
     * @param operation what is asked for
     * @param target what it is about
     * @return whether it may be done, and if not, why not and what may be said about it
     */
    public Verdict decide(Actor actor, Operation operation, Target target) {
        if (permits(actor, operation, target)) {
            return ALLOWED;
        }
        boolean hidden = operation.subject() == Operation.Subject.TICKET && !permits(actor, Operation.VIEW, target)
                && !permits(actor, Operation.READ, target);
        return new Verdict.Denied(actor.link().isPresent() ? LINK : requireNonNull(missing.get(operation)), hidden);
    }

    private boolean permits(Actor actor, Operation operation, Target target) {
        if (actor.link().isPresent() && target.link().filter(link -> link.carries(actor, operation)).isEmpty()) {
            return false;
        }
        for (Permission permission : requireNonNull(byOperation.get(operation))) {
            if (permission.covers(actor, target)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Decides about the desk itself: something that is about no ticket.
     *
     * @param actor who asks
     * @param operation what is asked for
     * @throws AccessDeniedException if it may not be done
     */
    public void require(Actor actor, Operation operation) {
        Relation relation = actor.isCustomer() ? Relation.STRANGER : Relation.STAFF;
        Target desk = new Target(relation, Optional.empty(), Optional.empty(), Optional.empty());
        if (decide(actor, operation, desk) instanceof Verdict.Denied denied) {
            throw new AccessDeniedException(actor, operation, denied.reason());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessPolicy that && permissions.equals(that.permissions);
    }

    @Override
    public int hashCode() {
        return permissions.hashCode();
    }

    /** {@return the size, in one line} */
    @Override
    public String toString() {
        return "access policy (" + permissions.size() + " permissions)";
    }

    /** Collects a policy. Nothing is checked before {@link #build()}, which then lists everything that is wrong. */
    public static final class Builder {

        private final List<Line> lines = new ArrayList<>();

        private Builder(List<Permission> permissions) {
            permissions.forEach(permission -> lines.add(Line.of(permission)));
        }

        /**
         * Permits something to a role.
         *
         * @param role who holds it may do this
         * @param as what they have to be to the ticket, or closer; {@link Relation#STAFF} for what is about no ticket
         * @param operations what they may do
         * @return this
         */
        public Builder permit(Role role, Relation as, Operation... operations) {
            return permit(role, as, limits -> {}, operations);
        }

        /**
         * Permits something to a role, in some teams or for some kinds only.
         *
         * @param role who holds it may do this
         * @param as what they have to be to the ticket, or closer
         * @param limits says to which teams and kinds it is limited
         * @param operations what they may do
         * @return this
         */
        public Builder permit(Role role, Relation as, Consumer<Limits> limits, Operation... operations) {
            Limits given = new Limits();
            limits.accept(given);
            Set<Operation> all = EnumSet.noneOf(Operation.class);
            Collections.addAll(all, operations);
            lines.add(new Line(role.name(), requireNonNull(as, "as"), all, given.teams, given.kinds));
            return this;
        }

        /**
         * Checks everything and makes the policy. What is checked, with the code of each defect, is listed on the page of this
         * package.
         *
         * @return the policy
         * @throws io.opora.InvalidInputException listing every defect, each with its path
         */
        public AccessPolicy build() {
            Findings findings = new Findings();
            PolicyCheck.check(lines, findings);
            findings.refuse("access policy");
            return PolicyCheck.policy(lines);
        }
    }

    /** To which tickets a permission is limited; part of {@link Builder}. Each method can be called again to add more. */
    public static final class Limits {

        private final List<String> teams = new ArrayList<>();
        private final List<String> kinds = new ArrayList<>();

        private Limits() {}

        /**
         * To tickets of certain teams.
         *
         * @param names the names of the teams, any of them
         * @return this
         */
        public Limits teams(String... names) {
            return add(teams, names);
        }

        /**
         * To tickets of certain kinds.
         *
         * @param names the names of the kinds, any of them
         * @return this
         */
        public Limits kinds(String... names) {
            return add(kinds, names);
        }

        private Limits add(Collection<String> list, String... names) {
            Arrays.stream(names).forEach(name -> list.add(requireNonNull(name, "name")));
            return this;
        }
    }

    /** A permission as it was written, before anything was checked. */
    record Line(String role, Relation as, Set<Operation> operations, List<String> teams, List<String> kinds) {

        Permission permission(Set<Operation> permitted) {
            return new Permission(Role.of(role), as, permitted, Set.copyOf(teams), Set.copyOf(kinds));
        }

        static Line of(Permission permission) {
            return new Line(permission.role().name(), permission.as(), permission.operations(),
                    List.copyOf(permission.teams()), List.copyOf(permission.kinds()));
        }
    }
}
