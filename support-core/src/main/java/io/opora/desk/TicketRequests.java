package io.opora.desk;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.ticket.FieldDefinition;
import io.opora.ticket.FieldSet;
import io.opora.ticket.FieldValue;
import io.opora.ticket.Message;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketFacts;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tickets as what replies know of. A request is known by its ticket and the number of the message that is to be answered, so what was
 * learned from it is found again, and is gone when it was erased.
 */
final class TicketRequests {

    private static final long FIRST_MESSAGE = 2;
    private static final String FIELD = "field.";

    private final Tickets tickets;
    private final TicketStore store;

    TicketRequests(Tickets tickets, TicketStore store) {
        this.tickets = tickets;
        this.store = store;
    }

    /** What requests have values for, if they are known. */
    static List<Variable> variables(FieldSet fields) {
        List<Variable> variables = new ArrayList<>(List.of(
                Variable.of("customer.name", ReplyTemplate.Type.LINE, Source.CUSTOMER),
                Variable.of("ticket.number", ReplyTemplate.Type.LINE, Source.TICKET),
                Variable.of("ticket.subject", ReplyTemplate.Type.LINE, Source.TICKET),
                Variable.of("promise.by", ReplyTemplate.Type.INSTANT, Source.PROMISE),
                Variable.of("promise.sentence", ReplyTemplate.Type.TEXT, Source.PROMISE)));
        for (FieldDefinition field : fields.definitions()) {
            variables.add(Variable.of(FIELD + field.name(), switch (field.type()) {
                case FieldDefinition.Type.Text text -> ReplyTemplate.Type.TEXT;
                case FieldDefinition.Type.Numeric number -> ReplyTemplate.Type.NUMBER;
                case FieldDefinition.Type.Date date -> ReplyTemplate.Type.DATE;
                case FieldDefinition.Type.Choice choice -> ReplyTemplate.Type.LINE;
                case FieldDefinition.Type.Flag flag -> ReplyTemplate.Type.FLAG;
            }, Source.TICKET));
        }
        return variables;
    }

    Replies.Request request(Actor actor, Replies.Person person, TicketId id) {
        Ticket ticket = tickets.get(actor, id);
        TicketEvent.MessageAdded asked = asked(ticket);
        Actor by = asked.stamp().by();
        return new Replies.Request(person, ticket.id() + ":" + asked.stamp().sequence(),
                Optional.of(by.isCustomer() ? by.id().value() : ticket.requester().id().value()), ticket.locale(),
                text(ticket, asked),
                TicketFacts.about(ticket), values(actor, ticket));
    }

    /** The last message that a customer wrote, or else the one that the ticket began with. */
    private TicketEvent.MessageAdded asked(Ticket ticket) {
        Optional<TicketEvent.MessageAdded> asked = Optional.empty();
        List<TicketEvent> page = store.history(ticket.id(), 0, Tickets.MAX_HISTORY_PAGE);
        while (!page.isEmpty()) {
            for (TicketEvent event : page) {
                if (event instanceof TicketEvent.MessageAdded said && (said.stamp().sequence() == FIRST_MESSAGE
                        || (said.stamp().by().isCustomer() && !said.message().origin().isAutomatic()))) {
                    asked = Optional.of(said);
                }
            }
            page = store.history(ticket.id(), page.getLast().stamp().sequence(), Tickets.MAX_HISTORY_PAGE);
        }
        return asked.orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " began with no message"));
    }

    private static String text(Ticket ticket, TicketEvent.MessageAdded asked) {
        Message message = asked.message();
        return asked.stamp().sequence() == FIRST_MESSAGE && !message.text().isBlank()
                ? ticket.subject() + '\n' + message.text()
                : message.text();
    }

    /** The message of a reference, if it is there and was not erased. */
    Optional<String> message(String reference) {
        int colon = reference.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        try {
            TicketId id = TicketId.of(reference.substring(0, colon));
            long sequence = Long.parseLong(reference.substring(colon + 1));
            return store.find(id).flatMap(ticket -> store.history(id, sequence - 1, 1).stream()
                    .filter(event -> event.stamp().sequence() == sequence)
                    .flatMap(event -> event instanceof TicketEvent.MessageAdded said
                            ? Optional.of(text(ticket, said)).stream()
                            : Optional.<String>empty().stream())
                    .findFirst());
        } catch (InvalidInputException | NumberFormatException e) {
            return Optional.empty(); // of another desk, or from before there was one
        }
    }

    private Values values(Actor actor, Ticket ticket) {
        Values.Builder values = Values.builder().text("ticket.number", ticket.number().toString())
                .text("ticket.subject", ticket.subject()).text("agent.id", actor.id().value());
        ticket.requester().name().ifPresent(name -> values.text("customer.name", name));
        tickets.sla().promise(actor, ticket.id(), ticket.locale(), ZoneOffset.UTC).ifPresent(
                promise -> values.instant("promise.by", promise.answerBy())
                        .text("promise.sentence", promise.sentence()));
        ticket.fields().forEach((name, value) -> put(values, FIELD + name, value));
        return values.build();
    }

    private static void put(Values.Builder values, String name, FieldValue value) {
        switch (value) {
            case FieldValue.Text text -> values.text(name, text.value());
            case FieldValue.Numeric number -> values.number(name, number.value());
            case FieldValue.Date date -> values.date(name, date.value());
            case FieldValue.Choice choice -> values.text(name, choice.option());
            case FieldValue.Flag flag -> values.flag(name, flag.value());
        }
    }
}
