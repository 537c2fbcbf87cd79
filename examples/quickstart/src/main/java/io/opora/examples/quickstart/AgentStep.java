package io.opora.examples.quickstart;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing an agent does with a ticket, as the script tells it.
 *
 * @param at      when
 * @param agent   id of the agent, one of {@link TeamMember}
 * @param request id of the request that opened the ticket
 * @param deed    what the agent does
 * @param refused whether the desk must refuse it
 */
record AgentStep(Instant at, String agent, String request, Deed deed, boolean refused) {

    /** What agents do with tickets. */
    sealed interface Deed {}

    /** Answers the customer. */
    record Reply(String text) implements Deed {}

    /** Writes something that only colleagues see. */
    record Note(String text) implements Deed {}

    /** Moves the ticket along its workflow; some actions need fields, such as {@code resolution}. */
    record Move(String action, Map<String, String> fields) implements Deed {

        Move {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * Hands the ticket to an agent.
     *
     * @param to   id of the agent
     * @param team the agent's team, or null if the ticket stays where it is
     */
    record Assign(String to, @Nullable String team) implements Deed {}

    /** Sets how much it hurries: {@code low}, {@code normal}, {@code high} or {@code urgent}. */
    record Prioritize(String priority) implements Deed {}

    /** Says what the ticket is about. */
    record Classify(RequestKind kind) implements Deed {}

    /** Adds tags and takes others away. */
    record Tag(Set<String> add, Set<String> remove) implements Deed {

        Tag {
            add = Set.copyOf(add);
            remove = Set.copyOf(remove);
        }
    }
}
