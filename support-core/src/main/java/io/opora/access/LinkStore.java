package io.opora.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where secret links are read and their use is counted. It is the other side of the store that keeps the tickets: what becomes
 * of links is stored there, as {@link Changes} within the step that changes the ticket, and is seen here from then on.
 *
 * <p>
 * Every method is atomic by itself, and joins the caller's transaction as the store of the tickets does. Values are given back
 * equal to what was stored, instants to the microsecond. Implementations are safe for use by any number of threads, and throw
 * {@link io.opora.StorageException} when they cannot do what they are asked, {@link io.opora.ClosedException} after their
 * storage was closed.
 */
public interface LinkStore {

    /**
     * Finds the link of a token.
     *
     * @param token the token's hash
     * @return the link that has this hash now, expired or not; empty if none has
     */
    Optional<SecretLink> find(SecretLink.Token.Hash token);

    /**
     * Finds a link.
     *
     * @param id the link's id
     * @return the link, expired or not; empty if there is none
     */
    Optional<SecretLink> find(SecretLink.Id id);

    /**
     * Lists the links of a ticket, and how they have been used.
     *
     * @param ticket the ticket's id, as text
     * @return its links, expired ones too, the one that expires first in front; empty if there are none
     */
    List<SecretLink.Usage> of(String ticket);

    /**
     * Counts that a link was used: once more, and at this instant unless a later one is known. Does nothing if there is no
     * such link.
     *
     * @param id the link's id
     * @param at when
     */
    void used(SecretLink.Id id, Instant at);

    /**
     * What becomes of links in one step.
     *
     * @param keep links to keep from now on; each takes the place of the link of the same id, if there is one, whose use goes
     *        on being counted
     * @param end links to forget, with their use; those that are not there are no error
     */
    record Changes(List<SecretLink> keep, Set<SecretLink.Id> end) {

        /** Nothing. */
        public static final Changes NONE = new Changes(List.of(), Set.of());

        /**
         * Takes unmodifiable copies and checks them.
         *
         * @throws IllegalArgumentException if a link is named twice
         */
        public Changes {
            keep = List.copyOf(keep);
            end = Set.copyOf(end);
            Set<SecretLink.Id> named = new HashSet<>(end);
            for (SecretLink link : keep) {
                if (!named.add(requireNonNull(link.id()))) {
                    throw new IllegalArgumentException("link " + link.id() + " is named twice");
                }
            }
        }

        /** {@return whether nothing becomes of any link} */
        public boolean isEmpty() {
            return keep.isEmpty() && end.isEmpty();
        }
    }
}
