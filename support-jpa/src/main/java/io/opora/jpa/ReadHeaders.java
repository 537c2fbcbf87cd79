package io.opora.jpa;

import io.opora.ticket.Ticket;
import io.opora.ticket.TicketJson;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The headers that were read last, with their texts. The same pages of an inbox are asked for all day, and to make tickets of their
 * texts is half of what a page costs. A text means the same ticket for ever, so nothing here is ever out of date; a ticket that has
 * changed has another text. In memory only and bounded: a header displaces the one whose place it gets.
 */
final class ReadHeaders {

    /** A power of two; some six megabytes of usual headers. */
    private static final int PLACES = 2_048;

    /** Headers with many fields are long and rare. */
    private static final int LONGEST = 4_000;

    private record Read(String text, Ticket ticket) {}

    private final AtomicReferenceArray<@Nullable Read> places = new AtomicReferenceArray<>(PLACES);

    /** As {@link TicketJson#readTicket}. */
    Ticket read(String text) {
        if (text.length() > LONGEST) {
            return TicketJson.readTicket(text);
        }
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        Read known = places.get(place);
        if (known == null || !known.text().equals(text)) {
            known = new Read(text, TicketJson.readTicket(text));
            places.set(place, known);
        }
        return known.ticket();
    }

    /** Keeps none of them any longer, because somebody of whom they tell is to be forgotten. */
    void clear() {
        for (int place = 0; place < PLACES; place++) {
            places.set(place, null);
        }
    }
}
