package io.opora.workflow;

import static io.opora.workflow.Defined.base;
import static io.opora.workflow.Defined.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Violation;
import org.junit.jupiter.api.Test;

class WorkflowMapTest {

    private static final Workflow BASE = base().build();
    private static final Workflow STANDARD = Workflow.standard();
    private static final Workflow RETURNS = Workflow.returns();

    private static Status status(Workflow workflow, String name) {
        return workflow.status(name).orElseThrow();
    }

    @Test
    void everyStatusGoesWhereTheMapSays() {
        WorkflowMap map = WorkflowMap.between(RETURNS, STANDARD).map("requested", "new").map("approved", "pending")
                .map("goods-received", "open").map("paid-out", "open").map("paid-out", "solved")
                .map("refused", "closed")
                .map("done", "closed").build();
        assertThat(map.from()).hasToString("returns@1");
        assertThat(map.to()).hasToString("standard@1");
        assertThat(map).hasToString("returns@1 -> standard@1");
        assertThat(map.target(status(RETURNS, "approved"))).contains(status(STANDARD, "pending"));
        assertThat(map.target(status(RETURNS, "paid-out"))).contains(status(STANDARD, "solved"));
        assertThat(map.target(status(RETURNS, "done"))).contains(status(STANDARD, "closed"));
        assertThat(map.target(status(STANDARD, "open"))).isEmpty();
    }

    @Test
    void sameNamesAreMappedWhereNothingElseIsSaid() {
        WorkflowMap map = WorkflowMap.between(BASE, STANDARD).map("open", "on-hold").mapSameNames().build();
        assertThat(map.target(status(BASE, "new"))).contains(status(STANDARD, "new"));
        assertThat(map.target(status(BASE, "open"))).contains(status(STANDARD, "on-hold"));
        assertThat(map.target(status(BASE, "closed"))).contains(status(STANDARD, "closed"));
    }

    @Test
    void everyStatusWithoutTargetIsListedWithTheNearest() {
        assertThat(refusalOf(() -> WorkflowMap.between(STANDARD, BASE).mapSameNames().build())).containsExactly(
                new Violation("map.on-hold", "unmapped-status",
                        "status 'on-hold' of workflow standard@1 needs a target;"
                                + " there is new, open, pending, solved, closed"));
        assertThat(refusalOf(() -> WorkflowMap.between(BASE, STANDARD).map("open", "open").map("pending", "pending")
                .build())).containsExactly(
                        new Violation("map.new", "unmapped-status",
                                "status 'new' of workflow base@3 needs a target; did you mean 'new'?"),
                        new Violation("map.solved", "unmapped-status",
                                "status 'solved' of workflow base@3 needs a target; did you mean 'solved'?"),
                        new Violation("map.closed", "unmapped-status",
                                "status 'closed' of workflow base@3 needs a target; did you mean 'closed'?"));
    }

    @Test
    void unknownNamesOnBothSidesAreListed() {
        assertThat(refusalOf(() -> WorkflowMap.between(BASE, STANDARD).mapSameNames().map("opne", "open")
                .map("pending", "on-hodl").build())).containsExactly(
                        new Violation("map.opne", "unknown-status",
                                "'opne' is no status of workflow base@3; did you mean 'open'?"),
                        new Violation("map.pending", "unknown-status",
                                "'on-hodl' is no status of workflow standard@1; did you mean 'on-hold'?"));
        assertThatThrownBy(() -> WorkflowMap.between(BASE, STANDARD).mapSameNames().map("x", "open").build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("Invalid map from workflow base@3 to standard@1:\n");
    }

    @Test
    void aClosedTicketDoesNotReopenAndAnOpenOneDoesNotClose() {
        assertThat(refusalOf(() -> WorkflowMap.between(BASE, STANDARD).mapSameNames().map("closed", "solved")
                .map("solved", "closed").build())).containsExactly(
                        new Violation("map.solved", "closed-mismatch",
                                "'closed' is closed and 'solved' is not: the tickets would close"),
                        new Violation("map.closed", "closed-mismatch",
                                "'closed' is closed and 'solved' is not: the tickets would reopen"));
    }
}
