package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the tickets of a desk hold about a person: shown to them, or erased. Both cover the same: of tickets that the person asked
 * for, everything but what other customers wrote; of others, what they wrote there as a customer, and that they took part. What
 * is erased is erased where it stands, so that histories keep every event, with its time, and figures stay as they were. Tags,
 * and fields that are no free text, stay too.
 *
 * <p>
 * Each method throws {@link io.opora.access.AccessDeniedException} if the actor may not do this anywhere at the desk,
 * {@link io.opora.StorageException} if the store failed and {@link io.opora.ClosedException} after the desk was closed. Safe for
 * use by any number of threads.
 */
public final class People {

    private static final int PAGE = 100;

    private final Tickets tickets;
    private final Gate gate;
    private final TicketStore store;

    People(Tickets tickets, Gate gate, TicketStore store) {
        this.tickets = tickets;
        this.gate = gate;
        this.store = store;
    }

    /**
     * Erases a person, ticket by ticket, each in one step with the end of their links to it. In every ticket an id takes their
     * place that is drawn for it alone. When it fails halfway, calling again goes on where it stopped; when there is nothing left,
     * nothing happens. What the person does meanwhile may stay: keep them out first.
     *
     * @param actor who asks
     * @param person the person
     * @return how many tickets were changed
     */
    public int erase(Actor actor, ActorId person) {
        tickets.requireOpen();
        requireNonNull(person, "person");
        gate.requireDesk(actor, Operation.ERASE);
        int[] changed = {0};
        involving(person, id -> changed[0] += tickets.erase(actor, id, person) ? 1 : 0);
        return changed[0];
    }

    /**
     * Exports what is known about a person: exactly the events that {@link #erase} would empty or take their name out of.
     *
     * @param actor who asks
     * @param person the person
     * @return JSON: {@code version} (1), {@code person}, and {@code tickets}, each with its id as {@code ticket}, its {@code number} and the
     *         {@code events} in the form of {@link TicketJson}
     */
    public String export(Actor actor, ActorId person) {
        tickets.requireOpen();
        requireNonNull(person, "person");
        gate.requireDesk(actor, Operation.EXPORT);
        List<String> found = new ArrayList<>();
        involving(person, id -> store.find(id).ifPresent(ticket -> {
            Erasure erasure = new Erasure(ticket, person, RandomGenerator.getDefault());
            List<String> events = Histories.until(store, id, ticket.version()).stream().filter(erasure::concerns)
                    .map(TicketJson::write).toList();
            if (!events.isEmpty()) {
                found.add("{\"ticket\":\"" + id + "\",\"number\":\"" + ticket.number() + "\",\"events\":["
                        + String.join(",", events) + "]}");
            }
        }));
        return "{\"version\":1,\"person\":" + JsonMapper.shared().writeValueAsString(person.value())
                + ",\"tickets\":[" + String.join(",", found) + "]}";
    }

    private void involving(ActorId person, Consumer<TicketId> each) {
        Optional<TicketId> last = Optional.empty();
        List<TicketId> page;
        do {
            page = store.involving(person, last, PAGE);
            page.forEach(each);
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (page.size() == PAGE);
    }
}
