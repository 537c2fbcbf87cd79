package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What one command stores, all of it or nothing.
 *
 * @param changes what becomes of which tickets, each ticket once; empty if a command changed nothing but has to be answered in
 *        the same way again
 * @param answer what to answer if the same key comes again
 */
public record TicketCommit(List<TicketChange> changes, Optional<IdempotentAnswer> answer) {

    /**
     * Takes an unmodifiable copy of the changes and checks them.
     *
     * @throws IllegalArgumentException if there is nothing to store, or a ticket changes twice
     */
    public TicketCommit {
        changes = List.copyOf(changes);
        requireNonNull(answer, "answer");
        if (changes.isEmpty() && answer.isEmpty()) {
            throw new IllegalArgumentException("a commit stores something");
        }
        if (changes.stream().map(change -> change.ticket().id()).distinct().count() < changes.size()) {
            throw new IllegalArgumentException("a commit changes each ticket once");
        }
    }
}
