package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Names;
import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the tickets of a desk hold about a person: shown to them, or erased. Both cover the same: of tickets that the person asked
 * for, everything but what other customers wrote; of others, what they wrote there as a customer, and that they took part. What
 * is erased is erased where it stands, so that histories keep every event, with its time, and figures stay as they were. Tags,
 * and fields that are no free text, stay too.
 *
 * <p>
 * Each method throws {@link io.opora.access.AccessDeniedException} if the actor may not do this anywhere at the desk,
 * {@link StorageException} if the store failed and {@link io.opora.ClosedException} after the desk was closed. Safe for
 * use by any number of threads.
 */
public final class People {

    /** The name of the place that the desk's own tickets are. */
    public static final String TICKETS = "tickets";

    private static final int PAGE = 100;

    private final Tickets tickets;
    private final Gate gate;
    private final TicketStore store;
    private final List<Place> places;

    People(Tickets tickets, Gate gate, TicketStore store, Collection<Place> places) {
        this.tickets = tickets;
        this.gate = gate;
        this.store = store;
        this.places = List.copyOf(places);
    }

    /**
     * A place beside the tickets where something about persons is kept: what a host or an extension adds, such as a search index, a
     * mailbox, drafts. A desk that is told of it erases and exports there too.
     */
    public interface Place {

        /** {@return its name in exports; a name in the sense of {@link Names}, no other place's} */
        String name();

        /** {@return what is kept there about persons and for how long, in a sentence for those who answer for it} */
        String describe();

        /**
         * Erases a person there. Called again when anything failed, so what is erased already has to be no matter.
         *
         * @param person the person
         * @return how many things were changed
         */
        int erase(ActorId person);

        /**
         * Gives what is known about a person there.
         *
         * @param person the person
         * @param found takes one thing after the other, each as JSON
         */
        void export(ActorId person, Consumer<String> found);
    }

    /** {@return what is kept about persons where, by the names of the places: in the tickets first, then where the host says} */
    public Map<String, String> places() {
        tickets.requireOpen();
        Map<String, String> described = new LinkedHashMap<>();
        described.put(TICKETS,
                "names, addresses, messages, notes, ratings and free text of fields, in the histories and headers of"
                        + " tickets, until they are erased; the outbox and the links hold ids alone");
        places.forEach(place -> described.put(place.name(), place.describe()));
        return Collections.unmodifiableMap(described);
    }

    /**
     * Erases a person, ticket by ticket, each in one step with the end of their links to it, then in the other {@linkplain #places
     * places}. In every ticket an id takes their place that is drawn for it alone. When it fails halfway, calling again goes on where
     * it stopped; when there is nothing left, nothing happens. What the person does meanwhile may stay: keep them out first.
     *
     * @param actor who asks
     * @param person the person
     * @return how many tickets were changed, and things in other places
     */
    public int erase(Actor actor, ActorId person) {
        tickets.requireOpen();
        requireNonNull(person, "person");
        gate.requireDesk(actor, Operation.ERASE);
        int[] changed = {0};
        involving(person, id -> changed[0] += tickets.erase(actor, id, person) ? 1 : 0);
        places.forEach(place -> changed[0] += place.erase(person));
        return changed[0];
    }

    /**
     * Exports what is known about a person: of tickets, exactly the events that {@link #erase} would empty or take their name out of,
     * without the name and addresses of others who asked; and what the other {@linkplain #places places} give. Written as it is read, one ticket at a time, however many there are.
     *
     * @param actor who asks
     * @param person the person
     * @param out takes JSON: {@code version} (1), {@code person}, {@code tickets}, each with its id as {@code ticket}, its
     *        {@code number} and the {@code events} in the form of {@link TicketJson}, and a list under the name of each other place
     * @throws UncheckedIOException if it cannot be written
     * @throws StorageException if the store failed, or a place gives what is no JSON; what was written before is of no use then
     */
    public void export(Actor actor, ActorId person, Appendable out) {
        tickets.requireOpen();
        requireNonNull(person, "person");
        requireNonNull(out, "out");
        gate.requireDesk(actor, Operation.EXPORT);
        write(out, "{\"version\":1,\"person\":" + JsonMapper.shared().writeValueAsString(person.value()));
        list(out, TICKETS, found -> involving(person, id -> store.find(id)
                .flatMap(ticket -> exported(ticket, person)).ifPresent(found)));
        for (Place place : places) {
            list(out, place.name(), found -> place.export(person, json -> found.accept(checked(place, json))));
        }
        write(out, "}");
    }

    private Optional<String> exported(Ticket ticket, ActorId person) {
        Erasure erasure = new Erasure(ticket, person, RandomGenerator.getDefault());
        List<String> events = Histories.until(store, ticket.id(), ticket.version()).stream().filter(erasure::concerns)
                .map(erasure::exported).map(TicketJson::write).toList();
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of("{\"ticket\":\"" + ticket.id() + "\",\"number\":\"" + ticket.number() + "\",\"events\":["
                        + String.join(",", events) + "]}");
    }

    private static void list(Appendable out, String name, Consumer<Consumer<String>> items) {
        write(out, ",\"" + name + "\":[");
        boolean[] first = {true};
        items.accept(item -> {
            write(out, first[0] ? item : "," + item);
            first[0] = false;
        });
        write(out, "]");
    }

    private static String checked(Place place, String json) {
        try {
            return JsonMapper.shared().readTree(json).toString();
        } catch (JacksonException e) {
            throw new StorageException("The place '" + place.name() + "' gives what is no JSON", null);
        }
    }

    private static void write(Appendable out, String text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
