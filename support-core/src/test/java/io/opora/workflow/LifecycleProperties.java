package io.opora.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.Reason;
import io.opora.access.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The table against a small model that reads the rows one after another: a million steps at the usual thousand tries. */
class LifecycleProperties {

    private static final int STEPS = 1_000;

    @Provide
    Arbitrary<Workflow> workflows() {
        return ArbitraryWorkflows.workflows();
    }

    /** The context is the set of the guards that object. */
    private static Map<String, Guard<Set<String>>> guards() {
        Map<String, Guard<Set<String>>> guards = new HashMap<>();
        for (String name : ArbitraryWorkflows.GUARDS) {
            guards.put(name, objecting -> objecting.contains(name) ? Optional.of(objection(name)) : Optional.empty());
        }
        return guards;
    }

    private static Reason objection(String guard) {
        return Reason.of("no-" + guard, guard + " objects");
    }

    @Property
    void aRandomWalkTakesOnlyMovesThatTheModelAllows(@ForAll("workflows") Workflow workflow, @ForAll Random random) {
        Lifecycle<Set<String>> lifecycle = Lifecycle.of(workflow, guards());
        List<String> actions = new ArrayList<>(workflow.transitions().stream().map(Transition::action).distinct()
                .toList());
        actions.add("unheard-of");
        Status status = workflow.initial();
        for (int step = 0; step < STEPS; step++) {
            String action = actions.get(random.nextInt(actions.size()));
            Set<Role> roles = some(random, ArbitraryWorkflows.ROLES);
            Set<String> fields = some(random, ArbitraryWorkflows.FIELDS);
            Set<String> objecting = some(random, ArbitraryWorkflows.GUARDS);
            boolean byRule = random.nextInt(4) == 0;
            Lifecycle.MoveDecision decision = byRule
                    ? lifecycle.decideByRule(status, action, objecting)
                    : lifecycle.decide(status, action, roles, fields, objecting);
            Lifecycle.MoveDecision expected = byRule
                    ? model(workflow, status, action, null, Set.of(), objecting)
                    : model(workflow, status, action, roles, fields, objecting);
            assertThat(decision).isEqualTo(expected);
            status = switch (decision) {
                case Lifecycle.MoveDecision.Taken(Transition taken) -> taken.to();
                case Lifecycle.MoveDecision.Denied denied -> status;
            };
            if (status.phase() == Phase.CLOSED && random.nextInt(5) == 0) {
                status = workflow.initial();
            }
        }
    }

    @Property
    void aMoveIsOfferedIfAndOnlyIfItIsTakenWithItsFieldsFilledIn(@ForAll("workflows") Workflow workflow,
            @ForAll Random random) {
        Lifecycle<Set<String>> lifecycle = Lifecycle.of(workflow, guards());
        Set<Role> roles = some(random, ArbitraryWorkflows.ROLES);
        Set<String> objecting = some(random, ArbitraryWorkflows.GUARDS);
        for (Status status : workflow.statuses()) {
            List<Transition> expected = workflow.transitionsFrom(status).stream()
                    .filter(row -> model(workflow, status, row.action(), roles, row.requiredFields(), objecting)
                            .equals(new Lifecycle.MoveDecision.Taken(row)))
                    .toList();
            assertThat(lifecycle.moves(status, roles, objecting)).isEqualTo(expected);
        }
    }

    private static Lifecycle.MoveDecision model(Workflow workflow, Status status, String action,
            @Nullable Set<Role> roles, Set<String> fields, Set<String> objecting) {
        Set<Reason> against = new LinkedHashSet<>();
        Set<String> allowed = new TreeSet<>();
        for (Transition row : workflow.transitions()) {
            if (row.from().equals(status)) {
                allowed.add(row.action());
            }
            if (row.from().equals(status) && row.action().equals(action)) {
                List<Reason> here = new ArrayList<>();
                if (roles != null && row.roles().stream().noneMatch(roles::contains)) {
                    List<String> names = row.roles().stream().map(Role::name).toList();
                    here.add(new Reason("right-missing", names.isEmpty()
                            ? "'{action}' is left to the rules of the workflow"
                            : "'{action}' is the right of " + String.join(", ", names),
                            Map.of("action", action, "roles", names)));
                }
                row.requiredFields().stream().filter(field -> !fields.contains(field)).forEach(field -> here.add(
                        new Reason("field-required", "'{action}' needs the field '{field}'",
                                Map.of("action", action, "field", field))));
                row.guards().stream().filter(objecting::contains).forEach(guard -> here.add(objection(guard)));
                if (here.isEmpty()) {
                    return new Lifecycle.MoveDecision.Taken(row);
                }
                against.addAll(here);
            }
        }
        if (against.isEmpty()) {
            against.add(new Reason("unknown-action", allowed.isEmpty()
                    ? "Nothing leads out of '{from}'"
                    : "There is no '{action}' from '{from}', only " + String.join(", ", allowed),
                    Map.of("action", action, "from", status.name(), "allowed", List.copyOf(allowed))));
        }
        return new Lifecycle.MoveDecision.Denied(List.copyOf(against));
    }

    private static <T> Set<T> some(Random random, List<T> all) {
        Set<T> some = new HashSet<>();
        for (T one : all) {
            // mostly there, so that walks get on
            if (random.nextInt(4) > 0) {
                some.add(one);
            }
        }
        return some;
    }
}
