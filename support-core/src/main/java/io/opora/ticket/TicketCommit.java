package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.routing.Assignment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one command stores, all of it or nothing.
 *
 * @param changes what becomes of which tickets, each ticket once; empty if a command changed nothing but has to be answered in
 *        the same way again
 * @param answer what to answer if the same key comes again
 * @param links what becomes of the secret links of these tickets
 * @param outbox who is to be told of which of the events; each points at one of them, by the ticket's id as text and the
 *        event's sequence
 * @param forgotten whose answers about the tickets of the commit, kept under earlier keys, are to be forgotten
 * @param turn the turn of a team in which a ticket is handed out
 */
public record TicketCommit(List<TicketChange> changes, Optional<Answer> answer, LinkStore.Changes links,
        List<OutboxStore.Entry> outbox, Optional<ActorId> forgotten, Optional<Turn> turn) {

    /**
     * Takes unmodifiable copies of the lists and checks them.
     *
     * @throws IllegalArgumentException if there is nothing to store, a ticket changes twice, a link changes without the ticket
     *         that it opens, or an outbox entry comes twice or points elsewhere
     */
    public TicketCommit {
        changes = List.copyOf(changes);
        requireNonNull(answer, "answer");
        outbox = List.copyOf(outbox);
        requireNonNull(forgotten, "forgotten");
        requireNonNull(turn, "turn");
        if (changes.isEmpty() && answer.isEmpty()) {
            throw new IllegalArgumentException("a commit stores something");
        }
        if (changes.stream().map(change -> change.ticket().id()).distinct().count() < changes.size()) {
            throw new IllegalArgumentException("a commit changes each ticket once");
        }
        if (!links.isEmpty() && !changeTogether(changes, links)) {
            throw new IllegalArgumentException("a link changes together with its ticket");
        }
        requireOwn(outbox, changes);
    }

    private static boolean changeTogether(List<TicketChange> changes, LinkStore.Changes links) {
        Set<String> tickets = changes.stream().map(change -> change.ticket().id().toString())
                .collect(Collectors.toSet());
        return !tickets.isEmpty() && links.keep().stream().map(SecretLink::ticket).allMatch(tickets::contains);
    }

    /**
     * A commit that forgets no answers and takes no turn.
     *
     * @param changes what becomes of which tickets
     * @param answer what to answer if the same key comes again
     * @param links what becomes of the secret links of these tickets
     * @param outbox who is to be told of which of the events
     * @throws IllegalArgumentException as the canonical constructor does
     */
    public TicketCommit(List<TicketChange> changes, Optional<Answer> answer, LinkStore.Changes links,
            List<OutboxStore.Entry> outbox) {
        this(changes, answer, links, outbox, Optional.empty(), Optional.empty());
    }

    /**
     * A commit that changes no links and of which nobody is to be told.
     *
     * @param changes what becomes of which tickets
     * @param answer what to answer if the same key comes again
     * @throws IllegalArgumentException if there is nothing to store, or a ticket changes twice
     */
    public TicketCommit(List<TicketChange> changes, Optional<Answer> answer) {
        this(changes, answer, LinkStore.Changes.NONE, List.of());
    }

    /**
     * The turn of a team in which a ticket is handed out.
     *
     * @param team the team
     * @param taken what is kept of the team's turns from then on, if none was taken since: the turn of this number is the next one
     *        after the {@linkplain TicketStore#turns turns} that are kept
     */
    public record Turn(TeamId team, Assignment.Turns taken) {

        /**
         * Checks that nothing is missing.
         *
         * @throws IllegalArgumentException if no turn was taken
         */
        public Turn {
            requireNonNull(team, "team");
            if (taken.count() < 1) {
                throw new IllegalArgumentException("the first turn has the number 1");
            }
        }
    }

    private static void requireOwn(List<OutboxStore.Entry> outbox, List<TicketChange> changes) {
        record Place(String consumer, String stream, long sequence) {}
        if (outbox.isEmpty()) {
            return;
        }
        Map<String, TicketChange> streams = changes.stream()
                .collect(Collectors.toMap(change -> change.ticket().id().toString(), Function.identity()));
        Set<Place> places = new HashSet<>();
        for (OutboxStore.Entry entry : outbox) {
            TicketChange change = streams.get(entry.stream());
            boolean own = change != null && entry.sequence() > change.expectedVersion()
                    && entry.sequence() <= change.ticket().version();
            if (!own || !places.add(new Place(entry.consumer(), entry.stream(), entry.sequence()))) {
                throw new IllegalArgumentException(
                        "each outbox entry points at an event of the commit and comes once, unlike " + entry);
            }
        }
    }

    /**
     * What a command under a key came to. Kept so that the same command, sent again, gets the same answer.
     *
     * @param actor whose key it is
     * @param key the key
     * @param fingerprint the command, so that another one under the same key is noticed; 64 hexadecimal digits
     * @param ticket the ticket that the command was about or opened
     * @param version the version of the ticket right after it
     */
    public record Answer(ActorId actor, IdempotencyKey key, String fingerprint, TicketId ticket, long version) {

        /** Checks that nothing is missing. */
        public Answer {
            requireNonNull(actor, "actor");
            requireNonNull(key, "key");
            requireNonNull(fingerprint, "fingerprint");
            requireNonNull(ticket, "ticket");
        }
    }
}
