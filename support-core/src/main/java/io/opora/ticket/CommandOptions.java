package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What may go with any command: a key under which it takes effect only once, and the version that the caller saw.
 *
 * @param key the key, if the caller may send the command again
 * @param seen the version of the ticket that the caller looked at when deciding; if others have changed the ticket since, a
 *        command that does not commute with any change is refused with what won
 */
public record CommandOptions(Optional<IdempotencyKey> key, OptionalLong seen) {

    /** Neither. */
    public static final CommandOptions NONE = new CommandOptions(Optional.empty(), OptionalLong.empty());

    /** Checks that nothing is missing. */
    public CommandOptions {
        requireNonNull(key, "key");
        requireNonNull(seen, "seen");
    }

    /**
     * A key alone.
     *
     * @param key the key
     * @return the options
     * @throws io.opora.InvalidInputException if the text is no {@link IdempotencyKey}
     */
    public static CommandOptions key(String key) {
        return new CommandOptions(Optional.of(IdempotencyKey.of(key)), OptionalLong.empty());
    }

    /**
     * A seen version alone.
     *
     * @param version the version of the ticket that the caller looked at
     * @return the options
     */
    public static CommandOptions seen(long version) {
        return new CommandOptions(Optional.empty(), OptionalLong.of(version));
    }

    /**
     * The same options with a seen version.
     *
     * @param version the version of the ticket that the caller looked at
     * @return the options
     */
    public CommandOptions andSeen(long version) {
        return new CommandOptions(key, OptionalLong.of(version));
    }
}
