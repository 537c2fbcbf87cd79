package io.opora.access;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret link: whoever holds its token acts as one participant of one ticket, within its scopes, until it expires or is
 * ended. It adds no right to those that the participant has; it only takes away.
 *
 * @param id what it is called in histories and by those who manage it; no secret
 * @param ticket the id of the ticket that it opens, as text
 * @param participant as whom its holder acts
 * @param scopes what it is good for, at least one; iterates in the order of {@link Scope}
 * @param expiresAt the first instant at which it is good for nothing any more
 * @param token the hash of its token
 */
public record SecretLink(Id id, String ticket, ActorId participant, Set<Scope> scopes, Instant expiresAt,
        Token.Hash token) {

    /** What a link may be good for. */
    public enum Scope {
        /** To see the ticket as customers do. */
        SEE(Operation.VIEW),
        /** To reply to it. */
        REPLY(Operation.REPLY),
        /** To rate it. */
        RATE(Operation.RATE);

        private final Operation operation;

        Scope(Operation operation) {
            this.operation = operation;
        }

        /** {@return the one operation that it opens} */
        public Operation operation() {
            return operation;
        }
    }

    /**
     * Checks that nothing is missing and takes an unmodifiable copy of the scopes.
     *
     * @throws InvalidInputException if there is no scope
     */
    public SecretLink {
        requireNonNull(id, "id");
        requireNonNull(ticket, "ticket");
        requireNonNull(participant, "participant");
        if (scopes.isEmpty()) {
            throw new InvalidInputException("secret link",
                    new Violation("scopes", "size", "a link is good for something: name at least one scope"));
        }
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(token, "token");
    }

    /**
     * Tells whether it has not expired.
     *
     * @param now the time
     * @return whether it is still good for something
     */
    public boolean isLive(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Whether it is the link that this actor came by, and good for this. */
    boolean carries(Actor actor, Operation operation) {
        return actor.link().filter(id::equals).isPresent() && actor.id().equals(participant)
                && scopes.stream().anyMatch(scope -> scope.operation() == operation);
    }

    /** {@return the actor that the holder of its token is} */
    public Actor holder() {
        return new Actor(participant, Actor.Kind.CUSTOMER, Set.of(), Set.of(), Optional.of(id));
    }

    /**
     * The id of a link.
     *
     * @param value any UUID
     */
    public record Id(UUID value) {

        /** Checks that the value is there. */
        public Id {
            requireNonNull(value, "value");
        }

        /**
         * Reads an id as {@link #toString()} prints it.
         *
         * @param text 36 characters, lower case
         * @return the id
         * @throws InvalidInputException if the text is no id in that form
         */
        public static Id of(String text) {
            try {
                UUID value = UUID.fromString(text);
                if (value.toString().equals(text)) { // fromString also takes shortened and upper-case forms
                    return new Id(value);
                }
            } catch (IllegalArgumentException e) {
                // answered below
            }
            throw new InvalidInputException("link id", new Violation("", "link-id",
                    "a link id looks like 0199b1a2-7c3d-4e4f-8a5b-6c7d8e9f0a1b, all in lower case"));
        }

        /**
         * Makes a new id of 122 random bits.
         *
         * @param random where they come from
         * @return the id
         */
        public static Id generate(RandomGenerator random) {
            return new Id(new UUID((random.nextLong() & ~0xF000L) | 0x4000L,
                    (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L));
        }

        /** {@return the bare UUID, 36 characters in lower case} */
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /**
     * How a link has been used.
     *
     * @param link the link
     * @param count how many times it was opened
     * @param last when it was opened last, if ever
     */
    public record Usage(SecretLink link, long count, Optional<Instant> last) {

        /** Checks that nothing is missing. */
        public Usage {
            requireNonNull(link, "link");
            requireNonNull(last, "last");
        }
    }

    /**
     * The secret of a {@linkplain SecretLink link}: 32 random bytes, to be put into an address and told to one person. It is
     * shown once, by {@link #reveal()}, and kept by nobody: stores know its {@linkplain #hash() hash}. Nothing else prints it,
     * {@link #toString()} included.
     */
    public static final class Token {

        /** How many characters a token has. */
        public static final int LENGTH = 43;

        private static final int BYTES = 32;

        private final byte[] bytes;

        private Token(byte[] bytes) {
            this.bytes = bytes;
        }

        /** {@return a new token, from the platform's cryptographic source of random bytes and no other} */
        public static Token generate() {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            return new Token(bytes);
        }

        /**
         * Reads a token as {@link #reveal()} gives it, and in no other spelling: one token is one text.
         *
         * @param text what somebody came with
         * @return the token, or empty if the text is none
         */
        public static Optional<Token> parse(String text) {
            if (text.length() != LENGTH) { // padding, white space and everything long end here
                return Optional.empty();
            }
            try {
                Token token = new Token(Base64.getUrlDecoder().decode(text));
                return token.reveal().equals(text) ? Optional.of(token) : Optional.empty(); // the last bits may differ
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** {@return the secret itself: base64url without padding, {@value #LENGTH} characters that need no escaping in addresses} */
        public String reveal() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        /** {@return what stores keep in its place} */
        public Hash hash() {
            try {
                return new Hash(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        /** {@return whether the other is the same token, in a time that does not tell how far they agree} */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Token that && MessageDigest.isEqual(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return hash().hashCode();
        }

        /** {@return nothing that is secret} */
        @Override
        public String toString() {
            return "Token[secret]";
        }

        /**
         * The SHA-256 of a token. From 32 random bytes nobody finds the way back, so that who reads a store opens no link.
         *
         * @param value 64 hexadecimal digits in lower case
         */
        public record Hash(String value) {

            private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

            /**
             * Checks the form.
             *
             * @throws InvalidInputException if the value has another form
             */
            public Hash {
                if (!FORM.matcher(requireNonNull(value, "value")).matches()) {
                    throw new InvalidInputException("hash of a link token", new Violation("", "hash",
                            "the hash of a token has 64 hexadecimal digits in lower case"));
                }
            }

            /** {@return whether the other is the same hash, in a time that does not tell how far they agree} */
            @Override
            public boolean equals(@Nullable Object other) {
                return other instanceof Hash that && MessageDigest.isEqual(value.getBytes(StandardCharsets.US_ASCII),
                        that.value.getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            public int hashCode() {
                return value.hashCode();
            }

            /** {@return the beginning, enough to tell two apart in a log} */
            @Override
            public String toString() {
                return value.substring(0, 8) + "...";
            }
        }
    }
}
