package io.opora.workflow;

/** The languages in which a {@link Workflow} can draw itself. */
public enum DiagramFormat {
    /** Mermaid, as {@code stateDiagram-v2}; what many wikis and code hosts render inside Markdown. */
    MERMAID,
    /** PlantUML, as a state diagram. */
    PLANTUML,
    /** The language of Graphviz. */
    DOT
}
