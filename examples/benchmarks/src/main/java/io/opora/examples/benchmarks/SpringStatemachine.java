package io.opora.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import io.opora.access.Role;
import io.opora.workflow.Status;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.util.Set;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.StateMachineContext;
import org.springframework.statemachine.StateMachineEventResult;
import org.springframework.statemachine.StateMachinePersist;
import org.springframework.statemachine.config.StateMachineBuilder;
import org.springframework.statemachine.persist.DefaultStateMachinePersister;
import org.springframework.statemachine.persist.StateMachinePersister;
import org.springframework.statemachine.support.DefaultStateMachineContext;
import reactor.core.publisher.Mono;

/**
 * The same workflow for spring-statemachine. Its reference calls building a machine for each change too expensive and has
 * one machine put into the state that was kept elsewhere; so does this. Like the floor, it asks for no right.
 */
final class SpringStatemachine {

    private final StateMachine<Status, String> machine;
    private final StateMachinePersister<Status, String, Status> persister = new DefaultStateMachinePersister<>(
            new Kept());

    SpringStatemachine(Workflow workflow, Status initial) {
        try {
            StateMachineBuilder.Builder<Status, String> builder = StateMachineBuilder.builder();
            builder.configureStates().withStates().initial(initial).states(Set.copyOf(workflow.statuses()));
            for (Transition transition : workflow.transitions()) {
                if (transition.roles().contains(Role.AGENT)) {
                    builder.configureTransitions().withExternal().source(transition.from()).target(transition.to())
                            .event(transition.action());
                }
            }
            machine = builder.build();
        } catch (Exception e) {
            throw new IllegalStateException(e); // its builder declares any exception
        }
        machine.startReactively().block();
    }

    /** Puts the machine into a status. */
    void restore(Status status) {
        try {
            persister.restore(machine, status);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fires, and tells whether it was accepted. */
    boolean fire(String action) {
        StateMachineEventResult<Status, String> result = requireNonNull(
                machine.sendEvent(Mono.just(MessageBuilder.withPayload(action).build())).blockLast());
        return result.getResultType() == StateMachineEventResult.ResultType.ACCEPTED;
    }

    Status status() {
        return machine.getState().getId();
    }

    /** What is kept is the status alone, and the ticket has it already. */
    private static final class Kept implements StateMachinePersist<Status, String, Status> {

        @Override
        public void write(StateMachineContext<Status, String> context, Status status) {
            // the ticket's header keeps it
        }

        @Override
        public StateMachineContext<Status, String> read(Status status) {
            return new DefaultStateMachineContext<>(status, null, null, null);
        }
    }
}
