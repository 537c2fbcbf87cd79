package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The macros of a desk, and what rules would do before they do it: nothing here changes anything. Rules need not be those that the
 * desk was built with, so that new ones can be tried on the tickets that there are.
 *
 * <p>
 * Every method that is given an actor throws {@link AccessDeniedException} if the policy does not permit it,
 * {@link io.opora.StorageException} if the store failed and {@link io.opora.ClosedException} after the desk was closed. Safe for use
 * by any number of threads.
 */
public final class TicketRules {

    private final Tickets tickets;
    private final TicketStore store;
    private final Gate gate;
    private final Macros macros;
    private final Automations automations;

    TicketRules(Tickets tickets, TicketStore store, Gate gate, Macros macros, Automations automations) {
        this.tickets = tickets;
        this.store = store;
        this.gate = gate;
        this.macros = macros;
        this.automations = automations;
    }

    /**
     * What rules say of a ticket.
     *
     * @param <T> what they say
     * @param ticket the ticket as it stands
     * @param outcome what they say of it
     */
    public record Tried<T>(Ticket ticket, T outcome) {

        /** Checks that nothing is missing. */
        public Tried {
            requireNonNull(ticket, "ticket");
            requireNonNull(outcome, "outcome");
        }
    }

    /**
     * What rules say of a page of tickets.
     *
     * @param <T> what they say
     * @param tried the tickets that they concern, in the order of the query
     * @param next from where to go on, if there are more tickets; also if none of this page was concerned
     */
    public record Page<T>(List<Tried<T>> tried, Optional<TicketQuery.Cursor> next) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Page {
            tried = List.copyOf(tried);
            requireNonNull(next, "next");
        }
    }

    /**
     * Says of what kind a new request is and which team gets it, as far as it is sure: a model, such as the one that
     * {@code SupportDesk.Builder.classification} sets. It is asked when a ticket is opened, on the thread that opens it, and only if
     * neither the request nor a rule says both. It must not fail, has to be quick, and safe for use by any number of threads.
     */
    @FunctionalInterface
    public interface Classifier {

        /** What stands in the history as the source of what it says. */
        String SOURCE = "classification";

        /**
         * Says what a request is about.
         *
         * @param message its subject and, below that, its text
         * @return kind and team as far as it is sure, with a spoken rule for each, whose reasons are kept in the history and so hold nothing
         *         of what was written; what else it says is not looked at
         */
        RuleSet.Outcome classify(String message);
    }

    /** {@return the macros of the desk, in the order in which they were given} */
    public List<Macro> macros() {
        tickets.requireOpen();
        return macros.all();
    }

    /**
     * Tells what would come of a macro: every text filled in and every change, or every reason against it.
     *
     * @param actor who would apply it
     * @param id the ticket
     * @param command the macro
     * @return {@link Decision.Accepted} with the ticket as it would be and the events that it would gain, or
     *         {@link Decision.Refused}
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws AccessDeniedException if the actor may not {@link Operation#APPLY_MACRO}
     */
    public Decision preview(Actor actor, TicketId id, ApplyMacro command) {
        tickets.requireOpen();
        return tickets.decideMacro(tickets.admit(actor, Operation.APPLY_MACRO, id), command, actor);
    }

    /**
     * Tells what rules would say of a request.
     *
     * @param actor who asks; takes {@link Operation#AUTOMATE}, and {@link Operation#OPEN} for the request
     * @param rules the rules
     * @param request what would be asked for
     * @return what they say, and why
     * @throws InvalidInputException if the request breaks its declarations; lists every violation
     */
    public RuleSet.Outcome preview(Actor actor, RuleSet rules, OpenTicket request) {
        tickets.requireOpen();
        gate.requireDesk(actor, Operation.AUTOMATE);
        return rules.decide(Sorting.facts(tickets.draft(actor, request).events()).orElseThrow());
    }

    /**
     * Tells what rules would have said of tickets when they were opened.
     *
     * @param actor who asks; takes {@link Operation#AUTOMATE}, and {@link Operation#INBOX} as far as the query goes
     * @param rules the rules
     * @param query which tickets, in which order, from where on
     * @return what they say of each of which some rule speaks, and why
     * @throws InvalidInputException if the query breaks its limits; lists every violation
     */
    public Page<RuleSet.Outcome> preview(Actor actor, RuleSet rules, TicketQuery query) {
        return preview(actor, query, ticket -> Sorting.facts(store.history(ticket.id(), 0, 2)).map(rules::decide)
                .filter(outcome -> !outcome.spoken().isEmpty()));
    }

    /**
     * Lists the tickets that rules of automation would touch now because time has passed.
     *
     * @param actor who asks; takes {@link Operation#AUTOMATE}, and {@link Operation#INBOX} as far as the query goes
     * @param rules the rules
     * @param query which tickets, in which order, from where on
     * @return what they would do with each that they would touch, and what is held back
     * @throws InvalidInputException if the query breaks its limits; lists every violation
     */
    public Page<Automation.Decision> preview(Actor actor, Automation rules, TicketQuery query) {
        return preview(actor, rules, Optional.empty(), query);
    }

    /**
     * Lists the tickets that rules of automation would touch if something happened to them.
     *
     * @param actor who asks; takes {@link Operation#AUTOMATE}, and {@link Operation#INBOX} as far as the query goes
     * @param rules the rules
     * @param event the name of what happens, as {@link TicketFacts#catalog()} has it
     * @param query which tickets, in which order, from where on
     * @return what they would do with each that they would touch, and what is held back
     * @throws InvalidInputException if the query breaks its limits; lists every violation
     */
    public Page<Automation.Decision> preview(Actor actor, Automation rules, String event, TicketQuery query) {
        return preview(actor, rules, Optional.of(event), query);
    }

    private Page<Automation.Decision> preview(Actor actor, Automation rules, Optional<String> event,
            TicketQuery query) {
        return preview(actor, query, ticket -> Optional.of(automations.preview(rules, event, ticket, tickets.now()))
                .filter(decision -> !decision.planned().isEmpty() || !decision.held().isEmpty()));
    }

    private <T> Page<T> preview(Actor actor, TicketQuery query, Function<Ticket, Optional<T>> outcome) {
        tickets.requireOpen();
        gate.requireDesk(actor, Operation.AUTOMATE);
        TicketPage page = tickets.inbox(actor, query);
        return new Page<>(page.tickets().stream()
                .flatMap(ticket -> outcome.apply(ticket).map(each -> new Tried<>(ticket, each)).stream()).toList(),
                page.next());
    }
}
