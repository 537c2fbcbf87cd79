package io.opora.workflow;

import io.opora.workflow.Defects.Part;
import io.opora.workflow.DefinitionCheck.Row;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the ways through a workflow as a whole, over all transitions, whoever or whatever takes them. */
final class GraphCheck {

    private final Definition definition;
    private final Collection<Status> statuses;
    private final @Nullable Status initial;
    private final List<Row> rows;
    private final Defects defects;
    private final Map<Status, Set<Status>> next = new HashMap<>();
    private final Map<Status, Set<Status>> previous = new HashMap<>();

    GraphCheck(Definition definition, Collection<Status> statuses, @Nullable Status initial, List<Row> rows,
            Defects defects) {
        this.definition = definition;
        this.statuses = statuses;
        this.initial = initial;
        this.rows = rows;
        this.defects = defects;
        for (Status status : statuses) {
            next.put(status, new HashSet<>());
            previous.put(status, new HashSet<>());
        }
    }

    void check() {
        Set<Status> withExit = new HashSet<>();
        for (Row row : rows) {
            withExit.add(row.from());
            connect(row);
        }
        Set<Status> closed = new HashSet<>();
        for (Status status : statuses) {
            if (status.phase() == Phase.CLOSED) {
                closed.add(status);
            }
        }
        if (closed.isEmpty()) {
            defects.add(Part.STATUSES, "no-closed-status", "no status is in phase CLOSED: tickets could never end");
        }
        Set<Status> reachable = initial == null ? Set.copyOf(statuses) : reach(Set.of(initial), next);
        Set<Status> closable = closed.isEmpty() ? Set.copyOf(statuses) : reach(closed, previous);
        for (Status status : statuses) {
            if (!reachable.contains(status)) {
                defect(status, "unreachable-status", "no way leads from the initial status '" + initial + "' to '"
                        + status + "'");
            }
            if (status.phase() != Phase.CLOSED && !withExit.contains(status)) {
                defect(status, "dead-end-status", "nothing leads out of '" + status + "', and it is not closed");
            } else if (reachable.contains(status) && !closable.contains(status)) {
                defect(status, "no-way-to-closed", "no way leads from '" + status + "' to a closed status");
            }
        }
    }

    private void connect(Row row) {
        if (row.from().phase() == Phase.CLOSED && !row.guessed()) {
            defects.add(Part.TRANSITIONS, row.line(), ".from", "exit-from-closed",
                    "'" + row.action() + "' leads out of '"
                            + row.from() + "', which is closed for good");
        }
        Status to = row.to();
        if (to != null) {
            next.getOrDefault(row.from(), new HashSet<>()).add(to);
            previous.getOrDefault(to, new HashSet<>()).add(row.from());
        }
    }

    private static Set<Status> reach(Set<Status> from, Map<Status, Set<Status>> edges) {
        Set<Status> reached = new HashSet<>(from);
        Deque<Status> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (Status status : edges.getOrDefault(open.pop(), Set.of())) {
                if (reached.add(status)) {
                    open.push(status);
                }
            }
        }
        return reached;
    }

    private void defect(Status status, String code, String message) {
        int index = 0;
        while (!definition.statuses().get(index).name().equals(status.name())) {
            index++;
        }
        defects.add(Part.STATUSES, index, "", code, message);
    }
}
