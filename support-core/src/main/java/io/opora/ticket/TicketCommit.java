package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one command stores, all of it or nothing.
 *
 * @param changes what becomes of which tickets, each ticket once; empty if a command changed nothing but has to be answered in
 *        the same way again
 * @param answer what to answer if the same key comes again
 * @param links what becomes of the secret links of these tickets
 */
public record TicketCommit(List<TicketChange> changes, Optional<IdempotentAnswer> answer, LinkStore.Changes links) {

    /**
     * Takes an unmodifiable copy of the changes and checks them.
     *
     * @throws IllegalArgumentException if there is nothing to store, a ticket changes twice, or a link changes without the
     *         ticket that it opens
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
        if (!links.isEmpty() && !changeTogether(changes, links)) {
            throw new IllegalArgumentException("a link changes together with its ticket");
        }
    }

    private static boolean changeTogether(List<TicketChange> changes, LinkStore.Changes links) {
        Set<String> tickets = changes.stream().map(change -> change.ticket().id().toString())
                .collect(Collectors.toSet());
        return !tickets.isEmpty() && links.keep().stream().map(SecretLink::ticket).allMatch(tickets::contains);
    }

    /**
     * A commit that changes no links.
     *
     * @param changes what becomes of which tickets
     * @param answer what to answer if the same key comes again
     * @throws IllegalArgumentException if there is nothing to store, or a ticket changes twice
     */
    public TicketCommit(List<TicketChange> changes, Optional<IdempotentAnswer> answer) {
        this(changes, answer, LinkStore.Changes.NONE);
    }
}
