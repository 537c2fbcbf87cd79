package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.event.OutboxStore;
import io.opora.event.Relay;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What consumers are told of the tickets' events: delivers what waits, shows what hangs, and sets it going again. For the host and
 * those who run it, not for customers and agents; nothing here shows what people wrote.
 *
 * <p>
 * Every method throws {@link StorageException} if the store failed and {@link ClosedException} after the desk was closed. Safe
 * for use by any number of threads.
 */
public final class TicketEvents {

    private final TicketStore store;
    private final OutboxStore outbox;
    private final Relay<TicketEvent> relay;
    private final Gate gate;
    private final Runnable requireOpen;

    TicketEvents(TicketStore store, OutboxStore outbox, Relay<TicketEvent> relay, Gate gate, Runnable requireOpen) {
        this.store = store;
        this.outbox = outbox;
        this.relay = relay;
        this.gate = gate;
        this.requireOpen = requireOpen;
    }

    /** Reads the event that an outbox entry points at. */
    static Optional<TicketEvent> read(TicketStore store, String stream, long sequence) {
        return store.history(TicketId.of(stream), sequence - 1, 1).stream()
                .filter(event -> event.stamp().sequence() == sequence).findFirst();
    }

    /** Who is to be told of what a commit adds. */
    List<OutboxStore.Entry> entries(List<TicketChange> changes) {
        return changes.stream().flatMap(change -> change.events().stream()).flatMap(event -> entries(event).stream())
                .toList();
    }

    private List<OutboxStore.Entry> entries(TicketEvent event) {
        TicketEvent.Stamp stamp = event.stamp();
        return relay.entries(stamp.ticket().toString(), stamp.sequence(), stamp.at(), event);
    }

    /**
     * Tells the consumers what they are still to be told. A host calls this every few seconds, on any number of threads and nodes,
     * outside of its own transactions.
     *
     * @param limit the most deliveries to attempt, 1 to {@value Relay#MAX_DRAIN}
     * @return what came of them; call again while this is as many as the limit to catch up
     * @throws InvalidInputException if the limit is out of range
     */
    public Relay.Drained drain(int limit) {
        requireOpen.run();
        return relay.drain(limit);
    }

    /**
     * Tells one consumer what it is still to be told, so that a slow one can have a thread of its own.
     *
     * @param consumer the consumer's name
     * @param limit the most deliveries to attempt, 1 to {@value Relay#MAX_DRAIN}
     * @return what came of them
     * @throws InvalidInputException if there is no such consumer, or the limit is out of range
     */
    public Relay.Drained drain(String consumer, int limit) {
        requireOpen.run();
        return relay.drain(consumer, limit);
    }

    /** {@return the names of those who are told here, the desk's own consumers included} */
    public Set<String> consumers() {
        requireOpen.run();
        return relay.consumers();
    }

    private void requireManager(Actor actor) {
        requireOpen.run();
        gate.requireDesk(requireNonNull(actor, "actor"), Operation.MANAGE_OUTBOX);
    }

    /**
     * Tells how far behind consumers are.
     *
     * @param actor who asks
     * @return how far behind each consumer is, by its name; those that know everything are left out, and those that are no longer
     *         registered but were not told everything are there
     * @throws AccessDeniedException if the actor may not {@link Operation#MANAGE_OUTBOX}
     */
    public Map<String, OutboxStore.Lag> lag(Actor actor) {
        requireManager(actor);
        return outbox.lag();
    }

    /**
     * Lists what could not be delivered to a consumer.
     *
     * @param actor who asks
     * @param consumer the consumer's name
     * @param limit the most to give, 1 to {@value OutboxStore#MAX_PAGE}
     * @return what is parked, then what is to be tried again; each by the time of the event, the oldest first
     * @throws InvalidInputException if the limit is out of range
     * @throws AccessDeniedException if the actor may not {@link Operation#MANAGE_OUTBOX}
     */
    public List<Failure> failures(Actor actor, String consumer, int limit) {
        requireManager(actor);
        if (limit < 1 || limit > OutboxStore.MAX_PAGE) {
            throw new InvalidInputException("limit",
                    new Violation("limit", "range", "must be 1 to " + OutboxStore.MAX_PAGE + ", not " + limit));
        }
        return outbox.failures(requireNonNull(consumer, "consumer"), limit).stream()
                .map(failure -> new Failure(consumer, TicketId.of(failure.entry().stream()),
                        failure.entry().sequence(), failure.entry().at(), failure.attempts(), failure.error(),
                        failure.retryAt()))
                .toList();
    }

    /**
     * An event that a consumer could not be told. Later events of the same ticket wait behind it, for this consumer.
     *
     * @param consumer the consumer's name
     * @param ticket the ticket
     * @param sequence the event's place in the ticket's history
     * @param at when it happened
     * @param attempts how often its delivery was attempted
     * @param error what went wrong the last time: the class of what the consumer threw, and its message
     * @param retryAt when it will be tried again; empty if it is parked until somebody {@linkplain TicketEvents#retry unblocks}
     *        it
     */
    public record Failure(String consumer, TicketId ticket, long sequence, Instant at, int attempts, String error,
            Optional<Instant> retryAt) {

        /** Checks that nothing is missing. */
        public Failure {
            requireNonNull(consumer, "consumer");
            requireNonNull(ticket, "ticket");
            requireNonNull(at, "at");
            requireNonNull(error, "error");
            requireNonNull(retryAt, "retryAt");
        }
    }

    /**
     * Unblocks an event that could not be delivered, to be delivered: it is tried again at the next drain, and as often as a new
     * one.
     *
     * @param actor who asks
     * @param consumer the consumer's name
     * @param ticket the ticket
     * @param sequence the event's place in the ticket's history
     * @return whether it was there to unblock
     * @throws AccessDeniedException if the actor may not {@link Operation#MANAGE_OUTBOX}
     */
    public boolean retry(Actor actor, String consumer, TicketId ticket, long sequence) {
        requireManager(actor);
        return outbox.retry(requireNonNull(consumer, "consumer"), ticket.toString(), sequence);
    }

    /**
     * Unblocks an event that could not be delivered, by giving it up: the consumer is not told of it, and goes on with the next
     * one of the ticket.
     *
     * @param actor who asks
     * @param consumer the consumer's name
     * @param ticket the ticket
     * @param sequence the event's place in the ticket's history
     * @return whether it was there to unblock
     * @throws AccessDeniedException if the actor may not {@link Operation#MANAGE_OUTBOX}
     */
    public boolean skip(Actor actor, String consumer, TicketId ticket, long sequence) {
        requireManager(actor);
        return outbox.skip(requireNonNull(consumer, "consumer"), ticket.toString(), sequence);
    }

    /**
     * Has a consumer told of a part of a ticket's history again, or for the first time if it is new. Of that part, it is told what
     * it is interested in now; what it is still to be told anyway is not told twice. Until it is through with that part, it is not
     * told of later events of the ticket.
     *
     * @param actor who asks
     * @param consumer the consumer's name
     * @param ticket the ticket
     * @param from the sequence of the first event
     * @param to the sequence of the last event; together at most {@value OutboxStore#MAX_PAGE}
     * @return how many events it will be told
     * @throws NotFoundException if there is no such ticket
     * @throws InvalidInputException if there is no such consumer, or the part is empty, too large or begins before 1
     * @throws AccessDeniedException if the actor may not {@link Operation#MANAGE_OUTBOX}
     */
    public int redeliver(Actor actor, String consumer, TicketId ticket, long from, long to) {
        requireManager(actor);
        String name = relay.consumer(consumer).name();
        if (from < 1 || to < from || to - from >= OutboxStore.MAX_PAGE) {
            throw new InvalidInputException("part of a history", new Violation("from", "range",
                    "must be 1 to " + OutboxStore.MAX_PAGE + " events from 1 on, not " + from + " to " + to));
        }
        if (store.find(ticket).isEmpty()) {
            throw new NotFoundException("ticket", ticket);
        }
        List<OutboxStore.Entry> entries = store.history(ticket, from - 1, (int) (to - from + 1)).stream()
                .flatMap(event -> entries(event).stream()).filter(entry -> entry.consumer().equals(name)).toList();
        return entries.isEmpty() ? 0 : outbox.enqueue(entries);
    }
}
