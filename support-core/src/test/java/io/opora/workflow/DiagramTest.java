package io.opora.workflow;

import static io.opora.workflow.Defined.base;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagramTest {

    @ParameterizedTest
    @CsvSource({"MERMAID, mmd", "PLANTUML, puml", "DOT, dot"})
    void theReadyMadeWorkflowsAreDrawnByteForByteLikeThis(Workflow.DiagramFormat format, String extension) {
        assertThat(Workflow.standard().diagram(format))
                .isEqualTo(WorkflowJsonTest.resource("standard." + extension));
        assertThat(Workflow.returns().diagram(format)).isEqualTo(WorkflowJsonTest.resource("returns." + extension));
    }

    @Test
    void guardsStandInBracketsAndRulesAreMarked() {
        Workflow workflow = base()
                .transition("reopen", t -> t.from("solved").to("open").by(Role.AGENT).guard("recent", "not-spam"))
                .transition("drop", t -> t.from("pending").to("closed"))
                .onCustomerReply(Phase.PENDING, new ReplyRule.Take("resume"))
                .onCustomerReply(Phase.SOLVED, new ReplyRule.TakeWithin("reopen", Duration.ofHours(36)))
                .timeRule(TimeRule.remind(Phase.PENDING, Duration.ofDays(1)))
                .timeRule(TimeRule.take(Phase.PENDING, Duration.ofDays(2), "drop")).build();
        assertThat(workflow.diagram(Workflow.DiagramFormat.DOT).lines().filter(line -> line.contains(" -> ")))
                .containsExactly(
                        "  \"[*]\" -> \"new\";",
                        "  \"new\" -> \"open\" [label=\"start\"];",
                        "  \"open\" -> \"pending\" [label=\"ask\"];",
                        "  \"open\" -> \"solved\" [label=\"solve\"];",
                        "  \"pending\" -> \"closed\" [label=\"drop (after P2D)\", style=dashed];",
                        "  \"pending\" -> \"open\" [label=\"resume\"];",
                        "  \"pending\" -> \"open\" [label=\"resume (reply)\", style=dashed];",
                        "  \"pending\" -> \"solved\" [label=\"solve\"];",
                        "  \"solved\" -> \"closed\" [label=\"close\"];",
                        "  \"solved\" -> \"open\" [label=\"reopen [recent, not-spam]\"];",
                        "  \"solved\" -> \"open\" [label=\"reopen [recent, not-spam] (reply within P1DT12H)\", style=dashed];");
        assertThat(workflow.diagram(Workflow.DiagramFormat.PLANTUML))
                .contains("\ns_solved --> s_open : reopen [recent, not-spam]\n")
                .contains("\ns_pending -[dashed]-> s_closed : drop (after P2D)\n");
        assertThat(workflow.diagram(Workflow.DiagramFormat.MERMAID))
                .contains("\n  s_solved --> s_open : reopen [recent, not-spam]\n")
                .contains("\n  s_pending --> s_closed : drop (after P2D)\n");
    }

    @Test
    void namesThatAreWordsOfTheLanguagesAndHyphensDoNoHarm() {
        Workflow workflow = Workflow.builder("end", 1).status("state", Phase.NEW).status("a--b", Phase.OPEN)
                .status("end", Phase.CLOSED).initial("state")
                .transition("note", t -> t.from("state").to("a--b").by(Role.AGENT))
                .transition("class", t -> t.from("a--b").to("end").by(Role.AGENT)).build();
        assertThat(workflow.diagram(Workflow.DiagramFormat.MERMAID)).contains("  state \"state\" as s_state\n",
                "  state \"a--b\" as s_a__b\n", "  class s_a__b OPEN\n", "  s_a__b --> s_end : class\n",
                "  s_end --> [*]\n").startsWith("---\ntitle: end@1\n---\nstateDiagram-v2\n");
        assertThat(workflow.diagram(Workflow.DiagramFormat.PLANTUML))
                .contains("state \"a--b\" as s_a__b <<OPEN>> #ffe3e0\n")
                .startsWith("@startuml\ntitle end@1\n").endsWith("\n@enduml\n");
    }

    @Test
    void noDrawingHasACarriageReturn() {
        for (Workflow.DiagramFormat format : Workflow.DiagramFormat.values()) {
            assertThat(Workflow.standard().diagram(format)).doesNotContain("\r").endsWith("\n");
        }
    }
}
