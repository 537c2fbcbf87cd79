package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.ActorId;

/**
 * What a command under a key came to. Kept so that the same command, sent again, gets the same answer.
 *
 * @param actor whose key it is
 * @param key the key
 * @param fingerprint the command, so that another one under the same key is noticed; 64 hexadecimal digits
 * @param ticket the ticket that the command was about or opened
 * @param version the version of the ticket right after it
 */
public record IdempotentAnswer(ActorId actor, IdempotencyKey key, String fingerprint, TicketId ticket, long version) {

    /** Checks that nothing is missing. */
    public IdempotentAnswer {
        requireNonNull(actor, "actor");
        requireNonNull(key, "key");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(ticket, "ticket");
    }
}
