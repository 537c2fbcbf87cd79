package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.Reason;
import io.opora.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One transition with its guards bound, and everything about it that can be made before anybody asks. */
final class Candidate<C> {

    final Transition transition;
    final Lifecycle.MoveDecision.Taken taken;
    private final Role[] roles;
    private final String[] fields;
    private final List<Guard<C>> guards = new ArrayList<>();
    private final Reason rightMissing;
    private final Reason[] fieldMissing;

    Candidate(Transition transition, Map<String, Guard<C>> bound) {
        this.transition = transition;
        this.taken = new Lifecycle.MoveDecision.Taken(transition);
        this.roles = transition.roles().toArray(Role[]::new);
        this.fields = transition.requiredFields().toArray(String[]::new);
        for (String name : transition.guards()) {
            guards.add(requireNonNull(bound.get(name), name));
        }
        String action = transition.action();
        List<String> names = transition.roles().stream().map(Role::name).toList();
        this.rightMissing = new Reason("right-missing",
                names.isEmpty()
                        ? "'{action}' is left to the rules of the workflow"
                        : "'{action}' is the right of " + String.join(", ", names),
                Map.of("action", action, "roles", names));
        this.fieldMissing = new Reason[fields.length];
        for (int i = 0; i < fields.length; i++) {
            fieldMissing[i] = new Reason("field-required", "'{action}' needs the field '{field}'",
                    Map.of("action", action, "field", fields[i]));
        }
    }

    /** Everything that speaks against taking it, in order; empty, and nothing allocated, if it may be taken. */
    List<Reason> reasonsAgainst(@Nullable Set<Role> held, Set<String> presentFields, @Nullable C context) {
        List<Reason> reasons = List.of();
        if (held != null && !mayTake(held)) {
            reasons = with(reasons, rightMissing);
        }
        for (int i = 0; i < fields.length; i++) {
            if (!presentFields.contains(fields[i])) {
                reasons = with(reasons, fieldMissing[i]);
            }
        }
        // by index, without an iterator to allocate
        for (int i = 0; i < guards.size(); i++) {
            if (context == null) {
                throw new IllegalArgumentException("'" + transition.action() + "' asks the guard '"
                        + transition.guards().get(i) + "', which needs a context");
            }
            Optional<Reason> objection = ask(i, context);
            if (objection.isPresent()) {
                reasons = with(reasons, objection.get());
            }
        }
        return reasons;
    }

    boolean mayTake(Set<Role> held) {
        for (Role role : roles) {
            if (held.contains(role)) {
                return true;
            }
        }
        return false;
    }

    boolean guardsAgree(C context) {
        for (int i = 0; i < guards.size(); i++) {
            if (ask(i, context).isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of these passes whenever this one does, so that this one's turn never comes. */
    boolean isPrecededBy(List<Transition> earlier) {
        for (Transition other : earlier) {
            if (transition.requiredFields().containsAll(other.requiredFields())) {
                return true;
            }
        }
        return false;
    }

    private Optional<Reason> ask(int guard, C context) {
        return requireNonNull(guards.get(guard).check(context), () -> "guard '" + transition.guards().get(guard)
                + "' answered null");
    }

    private static List<Reason> with(List<Reason> reasons, Reason reason) {
        if (reasons.isEmpty()) {
            return List.of(reason);
        }
        List<Reason> more = new ArrayList<>(reasons);
        more.add(reason);
        return more;
    }
}
