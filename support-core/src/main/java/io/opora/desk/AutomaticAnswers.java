package io.opora.desk;

import io.opora.Reason;
import io.opora.access.Actor;
import io.opora.condition.Facts;
import io.opora.desk.SupportDesk.AutomaticAnswer;
import io.opora.desk.SupportDesk.VirtualManager;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.util.List;
import java.util.Optional;

/** Answers new requests by templates, once each, and leaves everything that is in doubt to people. */
final class AutomaticAnswers {

    private static final String KEY = "virtual-manager:";
    private static final long FIRST_MESSAGE = 2;

    private final VirtualManager manager;
    private final Tickets tickets;
    private final TicketStore store;
    private final TicketRequests requests;
    private final Replies replies;

    AutomaticAnswers(VirtualManager manager, Tickets tickets, TicketStore store, TicketRequests requests,
            Replies replies) {
        this.manager = manager;
        this.tickets = tickets;
        this.store = store;
        this.requests = requests;
        this.replies = replies;
    }

    AutomaticAnswer answer(TicketId id) {
        Actor bot = manager.bot();
        Ticket ticket = tickets.get(bot, id);
        Optional<AutomaticAnswer> not = leftToPeople(ticket);
        if (not.isPresent()) {
            return not.get();
        }
        Replies.Request request = requests.request(bot,
                new Replies.Person(bot.id().value(), bot.teams(), false), id);
        if (manager.wantsAPerson().matches(Facts.builder().text("text", request.message()).build())) {
            return left("wants-a-person", "the customer asks for a person");
        }
        List<Replies.Suggestion> suggestions = replies.suggest(request, 1);
        if (suggestions.isEmpty()) {
            return left("nothing-fits", "no template fits well enough to be suggested");
        }
        Replies.Suggestion best = suggestions.getFirst();
        ReplyTemplate.Id template = best.template().id();
        if (best.confidence() < manager.atLeast()) {
            return left("not-sure", template + " is not likely enough to be sent without a person");
        }
        if (!manager.templates().contains(template)) {
            return left("not-permitted", template + " is not one of those that may be sent without a person");
        }
        if (!(replies.render(template, request, Values.builder().build()) instanceof Rendering.Rendered rendered)) {
            return left("not-filled-in", template + " needs values that only a person knows");
        }
        String text = rendered.text() + "\n\n" + manager.notice(rendered.locale());
        try {
            Ticket answered = tickets.handle(bot, id, Reply.of(text).withLocale(rendered.locale()),
                    CommandOptions.key(KEY + id));
            return new AutomaticAnswer.Sent(answered, template, best.confidence());
        } catch (IdempotencyKey.ReusedException e) {
            return left("answered", "it was answered meanwhile");
        }
    }

    private Optional<AutomaticAnswer> leftToPeople(Ticket ticket) {
        if (ticket.phase() != Phase.NEW || ticket.assignee().isPresent()) {
            return Optional.of(left("not-new", "somebody works on it already"));
        }
        List<TicketEvent> page = store.history(ticket.id(), 0, Tickets.MAX_HISTORY_PAGE);
        while (!page.isEmpty()) {
            for (TicketEvent event : page) {
                Optional<AutomaticAnswer> not = leftToPeople(event);
                if (not.isPresent()) {
                    return not;
                }
            }
            page = store.history(ticket.id(), page.getLast().stamp().sequence(), Tickets.MAX_HISTORY_PAGE);
        }
        return Optional.empty();
    }

    private static Optional<AutomaticAnswer> leftToPeople(TicketEvent event) {
        boolean first = event.stamp().sequence() == FIRST_MESSAGE;
        return switch (event) {
            case TicketEvent.MessageAdded said when first && (said.message().origin().isAutomatic()
                    || !said.stamp().by().isCustomer()) ->
                Optional.of(left("not-asked", "no customer wrote it"));
            case TicketEvent.MessageAdded said when !first && said.stamp().by().isCustomer()
                    && !said.message().origin().isAutomatic() ->
                Optional.of(left("said-more", "the customer has written again: it is a person's turn"));
            case TicketEvent.MessageAdded said when !first && !said.stamp().by().isCustomer() ->
                Optional.of(left("answered", "it was answered already"));
            case TicketEvent.NoteAdded note -> Optional.of(left("noted", "somebody works on it already"));
            default -> Optional.empty();
        };
    }

    private static AutomaticAnswer left(String code, String message) {
        return new AutomaticAnswer.LeftToPeople(Reason.of(code, message));
    }
}
