package io.opora.desk;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk.FaqOutcome;
import io.opora.faq.Faq;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore.Asked.Use;
import io.opora.faq.FaqStore.Asked.Use.Step;
import io.opora.ticket.Message;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tickets as requests that the FAQ has to do with. A ticket is known there by its id. */
final class FaqTickets {

    private final Faq faq;
    private final Tickets tickets;
    private final TicketStore store;

    FaqTickets(Faq faq, Tickets tickets, TicketStore store) {
        this.faq = faq;
        this.tickets = tickets;
        this.store = store;
    }

    Ticket open(Actor actor, OpenTicket command, String asked) {
        Ticket ticket = tickets.open(actor, command);
        faq.questions().sent(asked, Optional.of(ticket.id().toString()));
        return ticket;
    }

    void answered(Actor actor, TicketId id, FaqEntry.Id entry, Locale locale) {
        Ticket ticket = tickets.get(actor, id);
        faq.questions().answered(Faq.Person.staff(actor.id().value()), ticket.id().toString(), entry, locale);
    }

    List<Use> uses(Actor actor, TicketId id) {
        Ticket ticket = tickets.get(actor, id);
        return faq.questions().usedFor(Faq.Person.staff(actor.id().value()), ticket.id().toString());
    }

    FaqOutcome outcome(Actor actor, FaqEntry.Id entry, Locale locale, LocalDate from, LocalDate until) {
        List<TicketId> solvedWith = new ArrayList<>();
        List<TicketId> solvedOtherwise = new ArrayList<>();
        List<TicketId> open = new ArrayList<>();
        faq.questions().requests(Faq.Person.staff(actor.id().value()), entry, locale, from, until, Faq.MAX_PAGE)
                .forEach((request, step) -> {
                    if (step != Step.SHOWN) { // who was shown it may not have looked at it
                        ticket(request)
                                .ifPresent(ticket -> list(ticket, step == Step.ANSWERED ? solvedWith : solvedOtherwise,
                                        open).add(ticket.id()));
                    }
                });
        return new FaqOutcome(entry, locale, solvedWith, solvedOtherwise, open);
    }

    private static List<TicketId> list(Ticket ticket, List<TicketId> over, List<TicketId> open) {
        Phase phase = ticket.status().phase();
        return phase == Phase.SOLVED || phase == Phase.CLOSED ? over : open;
    }

    private Optional<Ticket> ticket(String request) {
        try {
            return store.find(TicketId.of(request));
        } catch (InvalidInputException e) {
            return Optional.empty(); // of another desk, or of a host that sends requests elsewhere
        }
    }

    Faq.Questions.Draft draft(Actor actor, TicketId id) {
        Ticket ticket = tickets.get(actor, id);
        List<Message> asked = new ArrayList<>();
        List<Message> answered = new ArrayList<>();
        List<TicketEvent> page = store.history(ticket.id(), 0, Tickets.MAX_HISTORY_PAGE);
        while (!page.isEmpty()) {
            for (TicketEvent event : page) {
                if (event instanceof TicketEvent.MessageAdded said && !said.message().origin().isAutomatic()
                        && !said.message().text().isBlank()) {
                    (said.stamp().by().isCustomer() || asked.isEmpty() ? asked : answered).add(said.message());
                }
            }
            page = store.history(ticket.id(), page.getLast().stamp().sequence(), Tickets.MAX_HISTORY_PAGE);
        }
        List<String> names = ticket.requester().name().stream().collect(Collectors.toList());
        names.add(ticket.requester().id().value());
        return Faq.Questions.Draft.of(ticket.locale(), ticket.subject(),
                asked.isEmpty() ? "" : asked.getFirst().text(), answered.isEmpty() ? "" : answered.getLast().text(),
                names);
    }
}
