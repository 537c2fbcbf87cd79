package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Spelling;
import io.opora.Violation;
import io.opora.access.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Workflow} whose guards are bound to code: it decides moves. A decision is a look-up in a table, without
 * allocation when the move is allowed.
 *
 * <p>
 * A refusal lists every reason of every transition that shares the status and the action, always in the same order. The
 * codes, which stay as they are, beside those that the guards return:
 * <ul>
 * <li>{@code unknown-status}: the workflow lacks the status; facts {@code status}, {@code workflow}</li>
 * <li>{@code unknown-action}: no such action from this status; facts {@code action}, {@code from}, {@code allowed} (the
 * actions that are defined from here, a list)</li>
 * <li>{@code right-missing}: none of the roles is held; facts {@code action}, {@code roles} (a list, empty if only rules
 * take it)</li>
 * <li>{@code field-required}: a field is not filled in, one reason for each; facts {@code action}, {@code field}</li>
 * </ul>
 * What a guard throws reaches the caller unchanged.
 *
 * <p>
 * Immutable and safe for use by any number of threads.
 *
 * @param <C> what the guards see
 */
public final class Lifecycle<C> {

    private final Workflow workflow;
    private final HashMap<String, Exits<C>> byStatus = new HashMap<>();
    private final Map<String, Set<String>> askedOfPeople;

    private Lifecycle(Workflow workflow, Map<String, Guard<C>> guards, Map<String, Set<String>> askedOfPeople) {
        this.workflow = workflow;
        this.askedOfPeople = Map.copyOf(askedOfPeople);
        for (Status status : workflow.statuses()) {
            List<Transition> exits = workflow.transitionsFrom(status).stream()
                    .map(exit -> exit.requiring(askedOfPeople.getOrDefault(exit.action(), Set.of()))).toList();
            byStatus.put(status.name(), new Exits<>(exits, guards));
        }
    }

    /**
     * Binds the guards of a workflow.
     *
     * @param <C> what the guards see
     * @param workflow the workflow
     * @param guards the code for each guard's name; those that the workflow does not name are left aside
     * @return the lifecycle
     * @throws InvalidInputException listing every guard that the workflow names and the map lacks, code
     *         {@code unknown-guard}, with the nearest name that the map has
     */
    public static <C> Lifecycle<C> of(Workflow workflow, Map<String, Guard<C>> guards) {
        return of(workflow, guards, Map.of());
    }

    /**
     * Binds the guards of a workflow, and lets its transitions ask people for more fields than the workflow does. The
     * transitions that this lifecycle gives and takes require them too.
     *
     * @param <C> what the guards see
     * @param workflow the workflow
     * @param guards the code for each guard's name; those that the workflow does not name are left aside
     * @param askedOfPeople by action, what has to be filled in besides; actions that the workflow lacks are left aside
     * @return the lifecycle
     * @throws InvalidInputException as {@link #of(Workflow, Map)} says
     */
    public static <C> Lifecycle<C> of(Workflow workflow, Map<String, Guard<C>> guards,
            Map<String, Set<String>> askedOfPeople) {
        requireNonNull(workflow, "workflow");
        Set<String> known = new TreeSet<>(guards.keySet());
        List<Violation> violations = new ArrayList<>();
        for (String name : workflow.guardNames()) {
            if (!known.contains(name)) {
                violations.add(new Violation("guards." + name, "unknown-guard",
                        "no guard is registered as '" + name + '\'' + Spelling.hintFor(name, known)));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException("guards of workflow " + workflow.ref(), violations);
        }
        return new Lifecycle<>(workflow, guards, askedOfPeople);
    }

    /** {@return the workflow} */
    public Workflow workflow() {
        return workflow;
    }

    /**
     * Decides whether somebody may move.
     *
     * @param from the status now
     * @param action what they want to do
     * @param roles the roles they hold
     * @param presentFields the fields that are filled in, or will be with this move
     * @param context what the guards see
     * @return the first transition whose roles, fields and guards all pass, or every reason against every one
     */
    public MoveDecision decide(Status from, String action, Set<Role> roles, Set<String> presentFields, C context) {
        return decideFor(from, action, requireNonNull(roles, "roles"), requireNonNull(presentFields, "presentFields"),
                requireNonNull(context, "context"));
    }

    /**
     * Decides whether somebody may move, where {@linkplain #asksGuards no guard is asked}. Whoever has no guards needs no
     * context, and on the way of every plain move it would be an object that nobody looks at.
     *
     * @param from the status now
     * @param action what they want to do
     * @param roles the roles they hold
     * @param presentFields the fields that are filled in, or will be with this move
     * @return the first transition whose roles and fields pass, or every reason against every one
     * @throws IllegalArgumentException if a guard has to be asked
     */
    public MoveDecision decide(Status from, String action, Set<Role> roles, Set<String> presentFields) {
        return decideFor(from, action, requireNonNull(roles, "roles"), requireNonNull(presentFields, "presentFields"),
                null);
    }

    /**
     * Says whether deciding takes a context.
     *
     * @param from the status now
     * @param action what somebody wants to do
     * @return whether a transition of that action out of that status has a guard; not if there is no such transition
     */
    public boolean asksGuards(Status from, String action) {
        Exits<C> exits = byStatus.get(requireNonNull(from, "from").name());
        return exits != null && exits.guarded.contains(requireNonNull(action, "action"));
    }

    /**
     * Decides whether the workflow itself may move, when a reply rule or time rule says so. The rule is the right, so no
     * roles are asked; guards are. No field counts as filled in but what is asked of people alone: rules take only transitions
     * that need none.
     *
     * @param from the status now
     * @param action what the rule takes
     * @param context what the guards see
     * @return the first transition whose guards pass, or every reason against every one
     */
    public MoveDecision decideByRule(Status from, String action, C context) {
        return decideByRule(from, action, Set.of(), context);
    }

    /**
     * Decides whether a rule may move that fills fields in itself, such as one that applies a macro. The rule is the right, so no
     * roles are asked; guards are, and so are the fields that the workflow itself requires.
     *
     * @param from the status now
     * @param action what the rule takes
     * @param presentFields the fields that are filled in, or will be with this move; what is asked of people alone counts as
     *        filled in
     * @param context what the guards see
     * @return the first transition whose guards and fields pass, or every reason against every one
     */
    public MoveDecision decideByRule(Status from, String action, Set<String> presentFields, C context) {
        Set<String> asked = askedOfPeople.getOrDefault(action, Set.of());
        Set<String> present = asked;
        if (!presentFields.isEmpty()) {
            present = new HashSet<>(asked);
            present.addAll(presentFields);
        }
        return decideFor(from, action, null, present, requireNonNull(context, "context"));
    }

    /**
     * What somebody may do now: each transition that {@link #decide} takes if exactly the fields it requires are filled
     * in. So a missing field excludes no move.
     *
     * @param from the status now
     * @param roles the roles they hold
     * @param context what the guards see
     * @return the transitions, in the order of {@link Workflow#transitionsFrom}; empty for a status that the workflow lacks
     */
    public List<Transition> moves(Status from, Set<Role> roles, C context) {
        requireNonNull(roles, "roles");
        Exits<C> exits = byStatus.get(requireNonNull(from, "from").name());
        if (exits == null) {
            return List.of();
        }
        List<Transition> moves = new ArrayList<>();
        for (List<Candidate<C>> candidates : exits.byAction.values()) {
            int first = moves.size();
            for (Candidate<C> candidate : candidates) {
                if (candidate.mayTake(roles) && candidate.guardsAgree(context)
                        && !candidate.isPrecededBy(moves.subList(first, moves.size()))) {
                    moves.add(candidate.transition);
                }
            }
        }
        return List.copyOf(moves);
    }

    private MoveDecision decideFor(Status from, String action, @Nullable Set<Role> roles, Set<String> presentFields,
            @Nullable C context) {
        requireNonNull(action, "action");
        Exits<C> exits = byStatus.get(requireNonNull(from, "from").name());
        if (exits == null) {
            return denied(new Reason("unknown-status", "'{status}' is no status of workflow {workflow}",
                    Map.of("status", from.name(), "workflow", workflow.ref().toString())));
        }
        List<Candidate<C>> candidates = exits.byAction.get(action);
        if (candidates == null) {
            return denied(new Reason("unknown-action", exits.unknownAction,
                    Map.of("action", action, "from", from.name(), "allowed", exits.actions)));
        }
        List<Reason> against = List.of();
        // by index: an iterator would be an allocation on the path of every accepted move
        for (int i = 0; i < candidates.size(); i++) {
            Candidate<C> candidate = candidates.get(i);
            List<Reason> reasons = candidate.reasonsAgainst(roles, presentFields, context);
            if (reasons.isEmpty()) {
                return candidate.taken;
            }
            if (i == 0) {
                against = reasons;
            } else {
                against = i == 1 ? new ArrayList<>(against) : against;
                against.addAll(reasons);
            }
        }
        return new MoveDecision.Denied(against.size() == 1 ? against : List.copyOf(new LinkedHashSet<>(against)));
    }

    private static MoveDecision denied(Reason reason) {
        return new MoveDecision.Denied(List.of(reason));
    }

    /** The ways out of one status. */
    private static final class Exits<C> {

        /** By action, in the order of the workflow. */
        final LinkedHashMap<String, List<Candidate<C>>> byAction = new LinkedHashMap<>();
        final Set<String> guarded = new HashSet<>();
        final List<String> actions;
        final String unknownAction;

        Exits(List<Transition> transitions, Map<String, Guard<C>> guards) {
            for (Transition transition : transitions) {
                byAction.computeIfAbsent(transition.action(), action -> new ArrayList<>())
                        .add(new Candidate<>(transition, guards));
                if (!transition.guards().isEmpty()) {
                    guarded.add(transition.action());
                }
            }
            actions = List.copyOf(byAction.keySet());
            unknownAction = actions.isEmpty()
                    ? "Nothing leads out of '{from}'"
                    : "There is no '{action}' from '{from}', only " + String.join(", ", actions);
        }
    }

    /** What a {@link Lifecycle} says to somebody who wants to move. A refusal is a value here, not an exception. */
    public sealed interface MoveDecision {

        /**
         * The move is allowed.
         *
         * @param transition what is taken
         */
        record Taken(Transition transition) implements MoveDecision {

            /** Checks that nothing is missing. */
            public Taken {
                requireNonNull(transition, "transition");
            }
        }

        /**
         * The move is refused.
         *
         * @param reasons every reason of every candidate, in the order of the candidates, each reason once; at least one
         */
        record Denied(List<Reason> reasons) implements MoveDecision {

            /** Takes an unmodifiable copy. */
            public Denied {
                reasons = List.copyOf(reasons);
                if (reasons.isEmpty()) {
                    throw new IllegalArgumentException("reasons: at least one is needed");
                }
            }
        }
    }
}
