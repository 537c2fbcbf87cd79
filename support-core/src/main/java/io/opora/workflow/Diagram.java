package io.opora.workflow;

import io.opora.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws workflows. Every name in a drawing is of letters, digits and hyphens, so nothing needs escaping inside quotes; where
 * a language takes no hyphens in an id, or could take a name for a word of its own, the ids are prefixed and hyphens
 * become underscores, which no name has.
 */
final class Diagram {

    /** An arrow; dashed if a rule takes it and not a person. */
    private record Arrow(Status from, Status to, String label, boolean dashed) {}

    private Diagram() {}

    static String of(Workflow workflow, Workflow.DiagramFormat format) {
        List<Arrow> arrows = arrows(workflow);
        StringBuilder out = new StringBuilder();
        switch (format) {
            case MERMAID -> mermaid(workflow, arrows, out);
            case PLANTUML -> plantUml(workflow, arrows, out);
            case DOT -> dot(workflow, arrows, out);
        }
        return out.toString();
    }

    private static void mermaid(Workflow workflow, List<Arrow> arrows, StringBuilder out) {
        out.append("---\ntitle: ").append(workflow.ref()).append("\n---\nstateDiagram-v2\n");
        for (Phase phase : Phase.values()) {
            out.append("  classDef ").append(phase).append(" fill:").append(colour(phase)).append(",color:#000\n");
        }
        for (Status status : workflow.statuses()) {
            out.append("  state \"").append(status).append("\" as ").append(id(status)).append('\n');
            out.append("  class ").append(id(status)).append(' ').append(status.phase()).append('\n');
        }
        out.append("  [*] --> ").append(id(workflow.initial())).append('\n');
        for (Arrow arrow : arrows) {
            out.append("  ").append(id(arrow.from)).append(" --> ").append(id(arrow.to)).append(" : ")
                    .append(arrow.label).append('\n');
        }
        for (Status status : workflow.statuses()) {
            if (status.phase() == Phase.CLOSED) {
                out.append("  ").append(id(status)).append(" --> [*]\n");
            }
        }
    }

    private static void plantUml(Workflow workflow, List<Arrow> arrows, StringBuilder out) {
        out.append("@startuml\ntitle ").append(workflow.ref()).append("\nhide empty description\n");
        for (Status status : workflow.statuses()) {
            out.append("state \"").append(status).append("\" as ").append(id(status)).append(" <<")
                    .append(status.phase()).append(">> ").append(colour(status.phase())).append('\n');
        }
        out.append("[*] --> ").append(id(workflow.initial())).append('\n');
        for (Arrow arrow : arrows) {
            out.append(id(arrow.from)).append(arrow.dashed ? " -[dashed]-> " : " --> ").append(id(arrow.to))
                    .append(" : ").append(arrow.label).append('\n');
        }
        for (Status status : workflow.statuses()) {
            if (status.phase() == Phase.CLOSED) {
                out.append(id(status)).append(" --> [*]\n");
            }
        }
        out.append("@enduml\n");
    }

    private static void dot(Workflow workflow, List<Arrow> arrows, StringBuilder out) {
        out.append("digraph \"").append(workflow.ref()).append("\" {\n");
        out.append("  node [shape=box, style=\"rounded,filled\"];\n");
        // no status can have this name
        out.append("  \"[*]\" [shape=circle, style=filled, fillcolor=black, label=\"\", width=0.2];\n");
        for (Phase phase : Phase.values()) {
            List<Status> here = workflow.statuses().stream().filter(status -> status.phase() == phase).toList();
            if (!here.isEmpty()) {
                out.append("  subgraph \"cluster_").append(phase).append("\" {\n    label=\"").append(phase)
                        .append("\";\n");
                for (Status status : here) {
                    out.append("    \"").append(status).append("\" [fillcolor=\"").append(colour(phase)).append('"')
                            .append(phase == Phase.CLOSED ? ", peripheries=2];\n" : "];\n");
                }
                out.append("  }\n");
            }
        }
        out.append("  \"[*]\" -> \"").append(workflow.initial()).append("\";\n");
        for (Arrow arrow : arrows) {
            out.append("  \"").append(arrow.from).append("\" -> \"").append(arrow.to).append("\" [label=\"")
                    .append(arrow.label).append(arrow.dashed ? "\", style=dashed];\n" : "\"];\n");
        }
        out.append("}\n");
    }

    /** One for people, if a role has the right, and one for each rule that takes the transition. */
    private static List<Arrow> arrows(Workflow workflow) {
        List<Arrow> arrows = new ArrayList<>();
        for (Transition row : workflow.transitions()) {
            String label = row.guards().isEmpty()
                    ? row.action()
                    : row.action() + " [" + String.join(", ", row.guards()) + ']';
            if (!row.roles().isEmpty()) {
                arrows.add(new Arrow(row.from(), row.to(), label, false));
            }
            String reply = replyMark(workflow.onCustomerReply(row.from().phase()), row.action());
            if (!reply.isEmpty()) {
                arrows.add(new Arrow(row.from(), row.to(), label + reply, true));
            }
            for (TimeRule rule : workflow.timeRules(row.from().phase())) {
                if (rule.action().filter(row.action()::equals).isPresent()) {
                    arrows.add(new Arrow(row.from(), row.to(), label + " (after " + Spelling.span(rule.after()) + ')',
                            true));
                }
            }
        }
        return arrows;
    }

    private static String replyMark(ReplyRule rule, String action) {
        return switch (rule) {
            case ReplyRule.Take(String taken) -> taken.equals(action) ? " (reply)" : "";
            case ReplyRule.TakeWithin(String taken, Duration within) ->
                taken.equals(action) ? " (reply within " + Spelling.span(within) + ')' : "";
            case ReplyRule.Keep keep -> "";
            case ReplyRule.FollowUp followUp -> "";
        };
    }

    private static String id(Status status) {
        return "s_" + status.name().replace('-', '_');
    }

    private static String colour(Phase phase) {
        return switch (phase) {
            case NEW -> "#d6e4ff";
            case OPEN -> "#ffe3e0";
            case PENDING -> "#fff3c4";
            case ON_HOLD -> "#eadcf7";
            case SOLVED -> "#d9f2d9";
            case CLOSED -> "#e3e3e3";
        };
    }
}
