package io.opora.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as somebody wrote it, in Java or in JSON, right or wrong: names only, nothing resolved. {@link DefinitionCheck}
 * makes a {@link Workflow} of it.
 *
 * @param roles declared beyond the built-in ones
 * @param initial {@code null} if nobody said
 */
record Definition(String id, int version, List<String> roles, List<StatusLine> statuses, @Nullable String initial,
        List<Line> transitions, List<ReplyLine> replies, List<TimeRule> timeRules) {

    Definition {
        roles = List.copyOf(roles);
        statuses = List.copyOf(statuses);
        transitions = List.copyOf(transitions);
        replies = List.copyOf(replies);
        timeRules = List.copyOf(timeRules);
    }

    record StatusLine(String name, Phase phase) {}

    record ReplyLine(Phase phase, ReplyRule rule) {}

    /**
     * The transitions of one action out of any number of statuses.
     *
     * @param to {@code null} if nobody said
     */
    record Line(String action, List<String> from, @Nullable String to, List<String> roles, List<String> guards,
            List<String> fields, List<Effect> effects) {

        Line {
            from = List.copyOf(from);
            roles = List.copyOf(roles);
            guards = List.copyOf(guards);
            fields = List.copyOf(fields);
            effects = List.copyOf(effects);
        }
    }
}
