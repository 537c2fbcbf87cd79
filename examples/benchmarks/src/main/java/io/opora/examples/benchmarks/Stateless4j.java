package io.opora.examples.benchmarks;

import com.github.oxo42.stateless4j.StateMachine;
import com.github.oxo42.stateless4j.StateMachineConfig;
import io.opora.access.Role;
import io.opora.workflow.Status;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;

/** The same workflow for stateless4j: one configuration, which machines share. Like the floor, it asks for no right. */
final class Stateless4j {

    private final StateMachineConfig<Status, String> config = new StateMachineConfig<>();

    Stateless4j(Workflow workflow) {
        for (Transition transition : workflow.transitions()) {
            if (transition.roles().contains(Role.AGENT)) {
                config.configure(transition.from()).permit(transition.action(), transition.to());
            }
        }
    }

    /** A machine that stands in a status: making one is how its users load a thing whose state is kept elsewhere. */
    StateMachine<Status, String> machineIn(Status status) {
        StateMachine<Status, String> machine = new StateMachine<>(status, config);
        // by default it throws; a refusal without an exception is the comparison that is fair to it
        machine.onUnhandledTrigger((from, action) -> {});
        return machine;
    }
}
