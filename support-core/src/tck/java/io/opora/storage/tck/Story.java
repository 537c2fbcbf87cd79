package io.opora.storage.tck;

import io.opora.access.Actor;
import io.opora.ticket.Decision;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A ticket as it should be: header and history, made by the rules alone and by no store, so that a store can be compared with
 * it. Knows how much of it a store has been given.
 */
final class Story {

    private final List<TicketEvent> history;
    private Ticket ticket;
    private int saved;

    Story(Decision.Accepted opened) {
        ticket = opened.ticket();
        history = new ArrayList<>(opened.events());
    }

    private Story(Story other) {
        ticket = other.ticket;
        history = new ArrayList<>(other.history);
        saved = other.saved;
    }

    /** {@return a story that is the same up to here and may go on otherwise} */
    Story fork() {
        return new Story(this);
    }

    TicketId id() {
        return ticket.id();
    }

    Ticket ticket() {
        return ticket;
    }

    List<TicketEvent> history() {
        return List.copyOf(history);
    }

    Story handle(Actor actor, TicketCommand command, Instant at) {
        if (!tryToHandle(actor, command, at)) {
            throw new IllegalArgumentException(command + " is refused by " + ticket);
        }
        return this;
    }

    /** {@return whether the rules allowed it} */
    boolean tryToHandle(Actor actor, TicketCommand command, Instant at) {
        return Rules.of(ticket).decide(ticket, command, actor, at) instanceof Decision.Accepted accepted
                && add(accepted);
    }

    /** Adds an event of which the rules make several at once, in several tickets; the caller says the same of the others. */
    Story happen(Actor actor, Instant at, Function<TicketEvent.Stamp, TicketEvent> fact) {
        TicketEvent event = fact.apply(new TicketEvent.Stamp(ticket.id(), ticket.version() + 1, at, actor));
        ticket = ticket.apply(event);
        history.add(event);
        return this;
    }

    Story timePassed(Instant at) {
        add(Rules.of(ticket).timePassed(ticket, at));
        return this;
    }

    boolean add(Decision.Accepted accepted) {
        ticket = accepted.ticket();
        history.addAll(accepted.events());
        return true;
    }

    /** {@return what a store has not been given yet, to be woken when the workflow says} */
    TicketChange change() {
        return change(Rules.of(ticket).wakeAt(ticket));
    }

    /** {@return what a store has not been given yet} */
    TicketChange change(Optional<Instant> wakeAt) {
        return new TicketChange(ticket, history.subList(saved, history.size()), wakeAt);
    }

    /** Remembers that a store has been given everything. */
    void saved() {
        saved = history.size();
    }
}
