package io.opora.spring.web;

import io.opora.Violation;
import io.opora.access.ActorId;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.sla.SlaClock;
import io.opora.ticket.CustomerView;
import io.opora.ticket.Message;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is answered, as maps of texts, numbers and lists, which every converter writes alike: absent things are left out. */
final class Shown {

    private Shown() {}

    static Map<String, Object> ticket(Ticket ticket) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", ticket.id().toString());
        shown.put("number", ticket.number().toString());
        shown.put("version", ticket.version());
        shown.put("status", ticket.status().name());
        shown.put("phase", ticket.phase().name());
        shown.put("kind", ticket.kind().name());
        shown.put("priority", ticket.priority().name());
        shown.put("subject", ticket.subject());
        shown.put("requester", ticket.requester().id().value());
        put(shown, "requesterName", ticket.requester().name());
        put(shown, "assignee", ticket.assignee().map(id -> id.value()));
        put(shown, "team", ticket.team().map(team -> team.name()));
        shown.put("tags", ticket.tags().stream().map(tag -> tag.value()).sorted().toList());
        Map<String, String> fields = new LinkedHashMap<>();
        ticket.fields().forEach((name, value) -> fields.put(name, value.asText()));
        shown.put("fields", fields);
        shown.put("openedAt", ticket.openedAt().toString());
        shown.put("updatedAt", ticket.updatedAt().toString());
        put(shown, "due", ticket.due().map(Object::toString));
        put(shown, "snoozedUntil", ticket.snoozedUntil().map(Object::toString));
        return shown;
    }

    /** With the text that it comes to, or the variables that stand in its way, which a person fills in. */
    static Map<String, Object> suggestion(Replies.Suggestion suggestion, ReplyTemplate.Rendering rendering) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("template", suggestion.template().id().value());
        shown.put("title", suggestion.template().title());
        shown.put("confidence", suggestion.confidence());
        switch (rendering) {
            case ReplyTemplate.Rendering.Rendered rendered -> {
                shown.put("locale", rendered.locale().toLanguageTag());
                shown.put("text", rendered.text());
            }
            case ReplyTemplate.Rendering.Asks asks ->
                shown.put("missing", asks.missing().stream().map(ReplyTemplate.Variable::name).toList());
            case ReplyTemplate.Rendering.Refused refused ->
                shown.put("missing", refused.violations().stream().map(Violation::path).distinct().toList());
        }
        return shown;
    }

    static Map<String, Object> event(TicketEvent event) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("sequence", event.stamp().sequence());
        shown.put("at", event.stamp().at().toString());
        shown.put("by", event.stamp().by().id().value());
        shown.put("event", event.getClass().getSimpleName());
        switch (event) {
            case TicketEvent.MessageAdded said -> shown.put("text", said.message().text());
            case TicketEvent.NoteAdded noted -> shown.put("text", noted.note().text());
            case TicketEvent.StatusChanged moved -> {
                shown.put("from", moved.from().name());
                shown.put("to", moved.to().name());
            }
            default -> {
                // when, by whom and what kind of thing
            }
        }
        return shown;
    }

    /** What was filled in for fields; JSON can say null where the desk knows texts alone. */
    static Map<String, String> fields(@Nullable Map<String, @Nullable String> given) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (given != null) {
            given.forEach((name, value) -> fields.put(name, value == null ? "" : value));
        }
        return fields;
    }

    /** Blanks are what forms send for fields that were left alone. */
    static Requester requester(ActorId id, @Nullable String name, @Nullable String email, @Nullable String phone) {
        Requester requester = Requester.of(id);
        requester = name == null || name.isBlank() ? requester : requester.withName(name);
        requester = email == null || email.isBlank() ? requester : requester.withEmail(email);
        return phone == null || phone.isBlank() ? requester : requester.withPhone(phone);
    }

    static Map<String, Object> page(CustomerView view, Optional<SlaClock.Promise> promise) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("number", view.number().toString());
        shown.put("subject", view.subject());
        shown.put("phase", view.phase().name());
        shown.put("openedAt", view.openedAt().toString());
        promise.ifPresent(given -> shown.put("promise", given.sentence()));
        shown.put("entries", view.entries().stream().map(Shown::entry).toList());
        view.next().ifPresent(next -> shown.put("next", next));
        return shown;
    }

    private static Map<String, Object> entry(CustomerView.Entry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", entry.at().toString());
        switch (entry) {
            case CustomerView.Said said -> {
                Message message = said.message();
                shown.put("from", said.from().name());
                shown.put("text", message.text());
            }
            case CustomerView.Progressed progressed -> shown.put("phase", progressed.phase().name());
            case CustomerView.Continued continued -> shown.put("continued", true);
            case CustomerView.MovedOut moved -> shown.put("movedOut", true);
        }
        return shown;
    }

    static void put(Map<String, Object> shown, String name, Optional<?> value) {
        value.ifPresent(present -> shown.put(name, present));
    }
}
