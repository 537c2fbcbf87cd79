package io.opora.ticket;

import io.opora.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads single events of histories, and keeps a short page of each history at hand, because who asks for one event mostly asks
 * for one behind it next. Not thread-safe.
 */
final class MessageReader {

    private static final int PAGE = 50;

    private final TicketStore store;
    private final Map<TicketId, List<TicketEvent>> pages = new HashMap<>();

    MessageReader(TicketStore store) {
        this.store = store;
    }

    /**
     * Reads a message that another history refers to.
     *
     * @throws StorageException if it is not there
     */
    TicketEvent.MessageAdded read(TicketEvent.MessageRef message) {
        return find(message.ticket(), message.sequence()).map(TicketEvent.MessageAdded.class::cast)
                .orElseThrow(() -> new StorageException("Ticket " + message.ticket() + " has lost its history", null));
    }

    Optional<TicketEvent> find(TicketId ticket, long sequence) {
        List<TicketEvent> page = pages.getOrDefault(ticket, List.of());
        if (!holds(page, sequence)) {
            page = store.history(ticket, sequence - 1, PAGE);
            pages.put(ticket, page);
        }
        return holds(page, sequence)
                ? Optional.of(page.get((int) (sequence - page.getFirst().stamp().sequence())))
                : Optional.empty();
    }

    private static boolean holds(List<TicketEvent> page, long sequence) {
        return !page.isEmpty() && page.getFirst().stamp().sequence() <= sequence
                && sequence <= page.getLast().stamp().sequence();
    }
}
