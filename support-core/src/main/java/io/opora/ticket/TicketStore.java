package io.opora.ticket;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.routing.Assignment;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where tickets are kept. An adapter answers these questions and decides nothing: the rules, the retries and the exceptions
 * are in {@link Tickets}. The contract kit ({@code io.opora.storage.tck}) tells when an adapter is done.
 *
 * <p>
 * Every method is atomic by itself and sees everything that was stored before it was called. If the caller has a transaction
 * which the store can join, each method takes part in it, and neither commits nor rolls it back. Values are given back equal
 * to what was stored: texts to the character, instants to the microsecond. Fields of tickets are kept by their names and types,
 * whatever a desk declares, so that no schema changes when it declares others. Lists are snapshots that nobody else changes.
 * Implementations are safe for use by any number of threads, and throw {@link io.opora.StorageException} when they cannot do
 * what they are asked, {@link io.opora.ClosedException} after they were closed.
 */
public interface TicketStore {

    /**
     * Sets a ticket number aside.
     *
     * @return a number that was never returned before, by whichever node; greater than those returned before to the same
     *         caller
     */
    TicketNumber reserveNumber();

    /**
     * Stores headers, events, links, outbox entries and an answer together, or nothing of them. The entries wait in the
     * {@link io.opora.event.OutboxStore} of the same storage from then on.
     *
     * @param commit what to store
     * @return {@link AppendResult#STORED} if all of it was stored; nothing was stored otherwise:
     *         {@link AppendResult#KEY_EXISTS} if an answer is kept under the commit's actor and key (whatever else is
     *         wrong), or {@link AppendResult#OVERTAKEN} if some ticket does not have the version that its change expects,
     *         a new ticket's id or number is taken, or the commit's turn is not the next one of its team
     */
    AppendResult append(TicketCommit commit);

    /**
     * Finds the header of a ticket.
     *
     * @param id the ticket's id
     * @return the header, or empty if there is no such ticket
     */
    Optional<Ticket> find(TicketId id);

    /**
     * Finds the header of a ticket.
     *
     * @param number the ticket's number
     * @return the header, or empty if there is no such ticket
     */
    Optional<Ticket> find(TicketNumber number);

    /**
     * Reads a part of a ticket's history.
     *
     * @param id the ticket's id
     * @param after the sequence of the event behind which to begin; 0 for the beginning
     * @param limit the most events to give, 1 to {@value Tickets#MAX_HISTORY_PAGE}
     * @return the events in their order; empty if there are none behind, or no such ticket
     */
    List<TicketEvent> history(TicketId id, long after, int limit);

    /**
     * Finds what was answered under a key.
     *
     * @param actor whose key it is
     * @param key the key
     * @return the answer, or empty if the actor used no such key
     */
    Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key);

    /**
     * Finds tickets.
     *
     * @param query conditions, order and place; the query's own limit does not count
     * @param limit the most tickets to give, 1 to {@value TicketQuery#MAX_LIMIT} + 1
     * @return those that {@linkplain TicketQuery#matches match}, in the query's order, from behind its place on
     */
    List<Ticket> find(TicketQuery query, int limit);

    /**
     * Counts tickets.
     *
     * @param query conditions; order, place and limit do not count
     * @return how many tickets {@linkplain TicketQuery#matches match} in each phase; phases without any are left out
     */
    Map<Phase, Long> countByPhase(TicketQuery query);

    /**
     * Finds the tickets for which time has come.
     *
     * @param until only tickets whose {@linkplain TicketChange#wakeAt() wake-up} is not after this instant
     * @param limit the most tickets to give, 1 to {@value Tickets#MAX_TICK}
     * @return their ids, by the instant and then by the id
     */
    List<TicketId> due(Instant until, int limit);

    /**
     * Finds the tickets whose history names a person: as requester, as participant, as holder of a link, or as who brought
     * something about. None of them is left out; others may be among them, since the desk looks at each.
     *
     * @param person the person
     * @param after the last ticket of the page before, if there is one
     * @param limit the most tickets to give, 1 to {@value Tickets#MAX_TICK}
     * @return their ids, in the order of their texts
     */
    List<TicketId> involving(ActorId person, Optional<TicketId> after, int limit);

    /**
     * Reads whose turn it was in a team.
     *
     * @param team the team
     * @return the turns that the last commit with one of the team brought; {@link Assignment.Turns#none()} before the first
     */
    Assignment.Turns turns(TeamId team);

    /** {@return where the secret links are read that {@link #append} stores; always the same object} */
    LinkStore links();

    /** What became of a {@link TicketStore#append}. */
    enum AppendResult {
        /** All of it was stored. */
        STORED,
        /** Nothing was stored: somebody else changed one of the tickets first, or took the new ticket's id or number, or the turn. */
        OVERTAKEN,
        /** Nothing was stored: an answer is kept under the same actor and key. */
        KEY_EXISTS
    }
}
