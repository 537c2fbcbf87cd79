package io.opora.desk;

import io.opora.InvalidInputException;
import io.opora.desk.SupportDesk.TemplateOutcome;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.reply.TemplateStore.Use;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of the tickets that a template was sent to, read from their histories. */
final class TemplateOutcomes {

    private final TemplateStore templates;
    private final TicketStore tickets;

    TemplateOutcomes(TemplateStore templates, TicketStore tickets) {
        this.templates = templates;
        this.tickets = tickets;
    }

    /** What has been found so far. */
    private static final class Sum {

        private int tickets;
        private int solved;
        private int reopened;
        private int rated;
        private long scores;
    }

    TemplateOutcome of(ReplyTemplate.Id template, int uses) {
        Map<String, Instant> sent = new HashMap<>();
        for (Use use : templates.usesOf(template, Long.MAX_VALUE, uses)) {
            int colon = use.request().lastIndexOf(':');
            if (colon > 0 && (use.outcome() == Use.Outcome.SENT || use.outcome() == Use.Outcome.EDITED)) {
                sent.merge(use.request().substring(0, colon), use.at(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        Sum sum = new Sum();
        sent.forEach((ticket, at) -> add(sum, ticket, at));
        return new TemplateOutcome(template, sum.tickets, sum.solved, sum.reopened, sum.rated,
                sum.rated == 0 ? 0 : (double) sum.scores / sum.rated);
    }

    private void add(Sum sum, String ticket, Instant sent) {
        try {
            TicketId id = TicketId.of(ticket);
            boolean solved = false;
            boolean reopened = false;
            int score = 0;
            List<TicketEvent> page = tickets.history(id, 0, Tickets.MAX_HISTORY_PAGE);
            sum.tickets += page.isEmpty() ? 0 : 1;
            while (!page.isEmpty()) {
                for (TicketEvent event : page) {
                    if (event.stamp().at().isBefore(sent)) {
                        continue;
                    }
                    if (event instanceof TicketEvent.StatusChanged moved) {
                        boolean wasOver = isOver(moved.from().phase());
                        solved |= isOver(moved.to().phase());
                        reopened |= wasOver && !isOver(moved.to().phase());
                    } else if (event instanceof TicketEvent.Rated rated) {
                        score = rated.score();
                    }
                }
                page = tickets.history(id, page.getLast().stamp().sequence(), Tickets.MAX_HISTORY_PAGE);
            }
            sum.solved += solved ? 1 : 0;
            sum.reopened += reopened ? 1 : 0;
            sum.rated += score > 0 ? 1 : 0;
            sum.scores += score;
        } catch (InvalidInputException e) {
            // the reference is no ticket's of a desk
        }
    }

    private static boolean isOver(Phase phase) {
        return phase == Phase.SOLVED || phase == Phase.CLOSED;
    }
}
