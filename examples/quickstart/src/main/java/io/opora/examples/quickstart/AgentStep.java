package io.opora.examples.quickstart;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.access.ActorId;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.ChangeWorkflow;
import io.opora.ticket.Classify;
import io.opora.ticket.Move;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.TeamId;
import io.opora.ticket.TicketCommand;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing an agent does with a ticket, as a script tells it.
 *
 * @param at      when, to the microsecond
 * @param agent   id of the agent, as in {@link TeamMember}
 * @param request id of the request that opened the ticket, or of one that was added to it
 * @param command what the agent does
 * @param refused whether the script expects the desk to refuse it
 */
record AgentStep(Instant at, String agent, String request, TicketCommand command, boolean refused)
        implements
        Happening {

    private static final Set<String> FIELDS = Set.of("at", "agent", "request", "do", "expect", "text", "action",
            "fields", "to", "team", "priority", "kind", "add", "remove");

    AgentStep {
        at = Happening.time(at);
    }

    /** Reads a step from a line of a script. */
    static AgentStep of(JsonObject line) throws MalformedLineException {
        line.allowOnly(FIELDS);
        Optional<String> expect = line.text("expect");
        if (expect.isPresent() && !expect.get().equals("refused")) {
            throw new MalformedLineException("\"expect\" can only be \"refused\"");
        }
        try {
            return new AgentStep(line.instant("at"), line.required("agent"), line.required("request"), command(line),
                    expect.isPresent());
        } catch (InvalidInputException e) {
            throw MalformedLineException.of(e);
        } catch (DateTimeException e) {
            throw new MalformedLineException(String.valueOf(e.getMessage()), e);
        }
    }

    private static TicketCommand command(JsonObject line) throws MalformedLineException {
        return switch (line.required("do")) {
            case "reply" -> Reply.of(line.required("text"));
            case "note" -> AddNote.of(line.required("text"));
            case "move" -> new Move(line.required("action"), line.textsByName("fields"));
            case "assign" -> new Assign(line.text("team").map(TeamId::of), line.text("to").map(ActorId::of));
            case "prioritize" -> new Prioritize(priority(line.required("priority")));
            case "classify" -> new Classify(RequestKind.of(line.required("kind")));
            case "tag" -> new ChangeTags(tags(line.texts("add")), tags(line.texts("remove")));
            default -> throw new MalformedLineException("unknown deed \"" + line.required("do") + "\": reply, note, "
                    + "move, assign, prioritize, classify and tag are known");
        };
    }

    private static Set<Tag> tags(List<String> words) {
        return words.stream().map(Tag::of).collect(Collectors.toSet());
    }

    private static Priority priority(String name) throws MalformedLineException {
        List<String> names = Arrays.stream(Priority.values()).map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains(name)) {
            throw new MalformedLineException("\"priority\" is one of " + String.join(", ", names) + ", not \"" + name
                    + "\"");
        }
        return Priority.valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public int size() {
        return request.length() + switch (command) {
            case Reply reply -> reply.text().length();
            case AddNote note -> note.text().length();
            case Move move -> move.action().length() + move.fields().entrySet().stream()
                    .mapToInt(field -> field.getKey().length() + field.getValue().length()).sum();
            case Assign c -> 0;
            case Prioritize c -> 0;
            case Classify c -> 0;
            case ChangeTags c -> 0;
            case ChangeWorkflow c -> 0;
        };
    }

    /** The command in a few words, such as {@code pay-out (amount)}, for a report of what was refused. */
    String summary() {
        return switch (command) {
            case Move(String action, var fields) -> fields.isEmpty()
                    ? action
                    : fields.keySet().stream().sorted().collect(Collectors.joining(", ", action + " (", ")"));
            default -> command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }
}
