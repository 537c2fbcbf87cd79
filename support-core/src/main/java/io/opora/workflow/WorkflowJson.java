package io.opora.workflow;
import io.opora.Violation;
import java.util.List;
final class WorkflowJson {
    static Workflow read(String s) { throw new IllegalStateException(); }
    static String write(Workflow s) { throw new IllegalStateException(); }
    static List<Violation> tooLong(Workflow s) { return List.of(); }
}
