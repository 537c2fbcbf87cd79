package io.opora.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.access.Role;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A small workflow without defects, for tests that add one, and what a refusal said. */
final class Defined {

    private Defined() {}

    /** new and open, pending, solved, closed; every test spoils one thing in it. */
    static Workflow.Builder base() {
        return Workflow.builder("base", 3)
                .status("new", Phase.NEW)
                .status("open", Phase.OPEN)
                .status("pending", Phase.PENDING)
                .status("solved", Phase.SOLVED)
                .status("closed", Phase.CLOSED)
                .initial("new")
                .transition("start", t -> t.from("new").to("open").by(Role.AGENT))
                .transition("ask", t -> t.from("open").to("pending").by(Role.AGENT))
                .transition("resume", t -> t.from("pending").to("open").by(Role.AGENT))
                .transition("solve", t -> t.from("open", "pending").to("solved").by(Role.AGENT))
                .transition("close", t -> t.from("solved").to("closed").by(Role.AGENT));
    }

    /** How many transitions the base defines, so that the first one added has this index. */
    static final int NEXT = 5;

    static Workflow base(UnaryOperator<Workflow.Builder> change) {
        return change.apply(base()).build();
    }

    /** new and closed with one transition, which the test describes. */
    static Workflow.Builder tiny(Consumer<Transition.Builder> finish) {
        return Workflow.builder("tiny", 1).status("new", Phase.NEW).status("closed", Phase.CLOSED).initial("new")
                .transition("finish", t -> finish.accept(t.from("new").to("closed").by(Role.AGENT)));
    }

    static List<Violation> refusalOf(ThrowingCallable call) {
        InvalidInputException thrown = catchThrowableOfType(InvalidInputException.class, call);
        assertThat(thrown).as("refusal").isNotNull();
        return thrown.violations();
    }

    static List<Violation> refusalOf(Workflow.Builder builder) {
        return refusalOf(builder::build);
    }

    static Violation only(List<Violation> violations) {
        assertThat(violations).hasSize(1);
        return violations.getFirst();
    }
}
