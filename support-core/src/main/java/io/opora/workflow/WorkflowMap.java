package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Spelling;
import io.opora.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How tickets move from one workflow, or one version of it, to another: a target for every status, or it does not exist.
 *
 * <p>
 * Immutable and safe for use by any number of threads.
 */
public final class WorkflowMap {

    private final Workflow.Ref from;
    private final Workflow.Ref to;
    private final Map<Status, Status> targets;

    private WorkflowMap(Workflow.Ref from, Workflow.Ref to, Map<Status, Status> targets) {
        this.from = from;
        this.to = to;
        this.targets = Map.copyOf(targets);
    }

    /**
     * Begins a map.
     *
     * @param from the workflow that tickets leave
     * @param to the workflow that they enter
     * @return a builder; not for use by several threads at once
     */
    public static Builder between(Workflow from, Workflow to) {
        return new Builder(requireNonNull(from, "from"), requireNonNull(to, "to"));
    }

    /** {@return the workflow that tickets leave} */
    public Workflow.Ref from() {
        return from;
    }

    /** {@return the workflow that tickets enter} */
    public Workflow.Ref to() {
        return to;
    }

    /**
     * Where a ticket in this status goes.
     *
     * @param status a status of the workflow that tickets leave
     * @return the status in the other workflow; empty only if the status is not one of {@link #from()}
     */
    public Optional<Status> target(Status status) {
        return Optional.ofNullable(targets.get(requireNonNull(status, "status")));
    }

    /** {@return the status of the other workflow for each status of this one, unmodifiable} */
    public Map<Status, Status> targets() {
        return targets;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkflowMap map && from.equals(map.from) && to.equals(map.to)
                && targets.equals(map.targets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, to, targets);
    }

    /** {@return both references in one line} */
    @Override
    public String toString() {
        return from + " -> " + to;
    }

    /** Collects a map. Nothing is checked before {@link #build()}, which then lists everything that is wrong. */
    public static final class Builder {

        private final Workflow from;
        private final Workflow to;
        private final Map<String, String> names = new LinkedHashMap<>();
        private boolean sameNames;

        private Builder(Workflow from, Workflow to) {
            this.from = from;
            this.to = to;
        }

        /**
         * Sends the tickets in one status to another. A second call for the same status replaces the first.
         *
         * @param status the name of a status of the workflow that tickets leave
         * @param target the name of a status of the workflow that they enter; closed if and only if the other is
         * @return this
         */
        public Builder map(String status, String target) {
            names.put(requireNonNull(status, "status"), requireNonNull(target, "target"));
            return this;
        }

        /**
         * Sends the tickets in every status that no {@link #map} names to the status of the same name, if there is one.
         *
         * @return this
         */
        public Builder mapSameNames() {
            sameNames = true;
            return this;
        }

        /**
         * Checks everything and makes the map.
         *
         * @return the map
         * @throws InvalidInputException listing everything that is wrong, path {@code map.<status>}: a status without a
         *         target ({@code unmapped-status}), a name that the workflow lacks ({@code unknown-status}), a closed
         *         status that would reopen or an open one that would silently close ({@code closed-mismatch})
         */
        public WorkflowMap build() {
            List<Violation> violations = new ArrayList<>();
            for (String name : names.keySet()) {
                if (from.status(name).isEmpty()) {
                    violations.add(unknown(name, name, from));
                }
            }
            Map<Status, Status> targets = new LinkedHashMap<>();
            for (Status status : from.statuses()) {
                target(status, violations).ifPresent(target -> targets.put(status, target));
            }
            if (!violations.isEmpty()) {
                throw new InvalidInputException("map from workflow " + from.ref() + " to " + to.ref(), violations);
            }
            return new WorkflowMap(from.ref(), to.ref(), targets);
        }

        private Optional<Status> target(Status status, List<Violation> violations) {
            String explicit = names.get(status.name());
            Optional<Status> target = explicit != null
                    ? to.status(explicit)
                    : sameNames ? to.status(status.name()) : Optional.empty();
            if (target.isEmpty()) {
                violations.add(explicit != null
                        ? unknown(status.name(), explicit, to)
                        : new Violation("map." + status, "unmapped-status", "status '" + status + "' of workflow "
                                + from.ref() + " needs a target" + Spelling.hintFor(status.name(), namesOf(to))));
            } else if ((status.phase() == Phase.CLOSED) != (target.get().phase() == Phase.CLOSED)) {
                violations.add(new Violation("map." + status, "closed-mismatch", status.phase() == Phase.CLOSED
                        ? "'" + status + "' is closed and '" + target.get() + "' is not: the tickets would reopen"
                        : "'" + target.get() + "' is closed and '" + status + "' is not: the tickets would close"));
            }
            return target;
        }

        private static Violation unknown(String key, String name, Workflow workflow) {
            return new Violation("map." + Spelling.shorten(key), "unknown-status", Spelling.quote(name)
                    + " is no status of workflow " + workflow.ref() + Spelling.hintFor(name, namesOf(workflow)));
        }

        private static List<String> namesOf(Workflow workflow) {
            return workflow.statuses().stream().map(Status::name).toList();
        }
    }
}
