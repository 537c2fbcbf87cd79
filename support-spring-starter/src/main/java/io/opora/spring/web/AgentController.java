package io.opora.spring.web;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.desk.SupportDesk;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.spring.CurrentActor;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketPage;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tickets for those who are logged in. A command may carry {@code Idempotency-Key}, and {@code If-Match} with the version that its
 * sender saw.
 */
@RestController
@RequestMapping(path = "${support.web.path:/support}/tickets", produces = MediaType.APPLICATION_JSON_VALUE)
final class AgentController {

    private static final String KEY = "Idempotency-Key";
    private static final String SEEN = "If-Match";

    private final SupportDesk desk;
    private final CurrentActor current;

    AgentController(SupportDesk desk, CurrentActor current) {
        this.desk = desk;
        this.current = current;
    }

    /** Staff say for whom: by the host's id of them, with how to reach them. */
    record Opening(@Nullable String subject, @Nullable String text, @Nullable Map<String, @Nullable String> fields,
            @Nullable String requester, @Nullable String name, @Nullable String email, @Nullable String phone) {}

    record Words(@Nullable String text) {}

    /** With a template, it teaches which messages that is for. */
    record Replying(@Nullable String text, @Nullable String template) {}

    record Moving(@Nullable String action, @Nullable Map<String, @Nullable String> fields) {}

    record Assignment(@Nullable String assignee, @Nullable String team) {}

    record Tagging(@Nullable List<@Nullable String> add, @Nullable List<@Nullable String> remove) {}

    private Actor actor() {
        return current.actor().orElseThrow(NotLoggedInException::new);
    }

    @GetMapping
    Map<String, Object> inbox(@RequestParam(name = "phase", required = false) @Nullable List<Phase> phases,
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "assignee", required = false) @Nullable String assignee,
            @RequestParam(name = "words", required = false) @Nullable String words,
            @RequestParam(name = "sort", defaultValue = "NEWEST") TicketQuery.Sort sort,
            @RequestParam(name = "limit", defaultValue = "50") int limit,
            @RequestParam(name = "after", required = false) @Nullable String after) {
        TicketQuery.Builder query = TicketQuery.builder().sort(sort).limit(limit);
        if (phases != null) {
            query.phases(phases.toArray(Phase[]::new));
        }
        if (team != null) {
            query.team(TeamId.of(team));
        }
        if (assignee != null) {
            query.assignee(ActorId.of(assignee));
        }
        if (words != null) {
            query.subjectWords(words);
        }
        if (after != null) {
            query.after(TicketQuery.Cursor.of(after));
        }
        TicketPage page = desk.tickets().inbox(actor(), query.build());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("tickets", page.tickets().stream().map(Shown::ticket).toList());
        page.next().ifPresent(next -> shown.put("next", next.toString()));
        return shown;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> open(@RequestBody Opening opening,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        OpenTicket.Builder command = OpenTicket.builder(text(opening.subject()), text(opening.text()));
        Shown.fields(opening.fields()).forEach(command::field);
        if (opening.requester() != null) {
            command.requester(Shown.requester(ActorId.of(opening.requester()), opening.name(), opening.email(),
                    opening.phone()));
        }
        return Shown.ticket(desk.tickets().open(actor(), command.build(), options(key, null)));
    }

    /** What the one who asked sees of it, who may not look at what is internal. */
    @GetMapping("/{id}/conversation")
    Map<String, Object> conversation(@PathVariable("id") String id,
            @RequestParam(name = "after", defaultValue = "0") long after,
            @RequestParam(name = "limit", defaultValue = "100") int limit) {
        return Shown.page(desk.tickets().customerView(actor(), TicketId.of(id), after, limit), Optional.empty());
    }

    @GetMapping("/{id}")
    Map<String, Object> get(@PathVariable("id") String id) {
        return Shown.ticket(desk.tickets().get(actor(), TicketId.of(id)));
    }

    @GetMapping("/{id}/history")
    Map<String, Object> history(@PathVariable("id") String id,
            @RequestParam(name = "after", defaultValue = "0") long after,
            @RequestParam(name = "limit", defaultValue = "100") int limit) {
        return Map.of("events",
                desk.tickets().history(actor(), TicketId.of(id), after, limit).stream().map(Shown::event).toList());
    }

    @GetMapping("/{id}/moves")
    Map<String, Object> moves(@PathVariable("id") String id) {
        return Map.of("moves", desk.tickets().moves(actor(), TicketId.of(id)).stream()
                .map(move -> Map.of("action", move.action(), "to",
                        Map.of("name", move.to().name(), "phase", move.to().phase().name())))
                .toList());
    }

    @PostMapping(path = "/{id}/replies", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> reply(@PathVariable("id") String id, @RequestBody Replying replying,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestHeader(name = SEEN, required = false) @Nullable String seen) {
        Reply reply = Reply.of(text(replying.text()));
        if (replying.template() == null) {
            return handle(id, reply, key, seen);
        }
        ReplyTemplate.Id template = ReplyTemplate.Id.of(replying.template());
        Replies.Request request = templatesFor(actor(), id);
        boolean asItStands = render(template, request) instanceof ReplyTemplate.Rendering.Rendered rendered
                && rendered.text().equals(reply.text());
        Map<String, Object> answered = handle(id, reply, key, seen);
        desk.replies().sent(template, request, !asItStands);
        return answered;
    }

    @GetMapping("/{id}/suggestions")
    Map<String, Object> suggestions(@PathVariable("id") String id,
            @RequestParam(name = "limit", defaultValue = "3") int limit) {
        Replies.Request request = templatesFor(actor(), id);
        return Map.of("suggestions", desk.replies().suggest(request, limit).stream()
                .map(suggestion -> Shown.suggestion(suggestion, render(suggestion.template().id(), request)))
                .toList());
    }

    private Replies.Request templatesFor(Actor actor, String id) {
        Replies.Request request = desk.request(actor, TicketId.of(id));
        desk.templateUser(actor); // asks the policy
        return request;
    }

    private ReplyTemplate.Rendering render(ReplyTemplate.Id template, Replies.Request request) {
        return desk.replies().render(template, request, ReplyTemplate.Values.builder().build());
    }

    @PostMapping(path = "/{id}/notes", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> note(@PathVariable("id") String id, @RequestBody Words words,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestHeader(name = SEEN, required = false) @Nullable String seen) {
        return handle(id, AddNote.of(text(words.text())), key, seen);
    }

    @PostMapping(path = "/{id}/moves", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> move(@PathVariable("id") String id, @RequestBody Moving moving,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestHeader(name = SEEN, required = false) @Nullable String seen) {
        Move move = Move.of(text(moving.action()));
        for (Map.Entry<String, String> field : Shown.fields(moving.fields()).entrySet()) {
            move = move.with(field.getKey(), field.getValue());
        }
        return handle(id, move, key, seen);
    }

    @PutMapping(path = "/{id}/assignment", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> assign(@PathVariable("id") String id, @RequestBody Assignment assignment,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestHeader(name = SEEN, required = false) @Nullable String seen) {
        Assign command = assignment.assignee() != null
                ? Assign.to(assignment.assignee())
                : assignment.team() != null ? Assign.toTeam(TeamId.of(assignment.team())) : Assign.toNobody();
        return handle(id, command, key, seen);
    }

    @PostMapping(path = "/{id}/tags", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> tag(@PathVariable("id") String id, @RequestBody Tagging tagging,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestHeader(name = SEEN, required = false) @Nullable String seen) {
        return handle(id, new ChangeTags(ChangeTags.add(tags(tagging.add())).add(),
                ChangeTags.remove(tags(tagging.remove())).remove()), key, seen);
    }

    private static String[] tags(@Nullable List<@Nullable String> names) {
        return names == null ? new String[0] : names.stream().map(AgentController::text).toArray(String[]::new);
    }

    private Map<String, Object> handle(String id, TicketCommand command, @Nullable String key, @Nullable String seen) {
        Ticket ticket = desk.tickets().handle(actor(), TicketId.of(id), command, options(key, seen));
        return Shown.ticket(ticket);
    }

    /** What is missing is as good as empty, which the desk refuses where it must not be. */
    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static CommandOptions options(@Nullable String key, @Nullable String seen) {
        return new CommandOptions(Optional.ofNullable(key).map(IdempotencyKey::of),
                seen == null ? OptionalLong.empty() : OptionalLong.of(version(seen)));
    }

    private static long version(String seen) {
        String digits = seen.replace("\"", "");
        if (!digits.matches("[0-9]{1,18}")) {
            throw new InvalidInputException("header", new Violation(SEEN, "form",
                    SEEN + " is the version of the ticket that you saw, a whole number, not " + seen));
        }
        return Long.parseLong(digits);
    }
}
