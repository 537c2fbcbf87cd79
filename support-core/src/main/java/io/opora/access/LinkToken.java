package io.opora.access;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secret of a {@linkplain SecretLink link}: 32 random bytes, to be put into an address and told to one person. It is
 * shown once, by {@link #reveal()}, and kept by nobody: stores know its {@linkplain #hash() hash}. Nothing else prints it,
 * {@link #toString()} included.
 */
public final class LinkToken {

    /** How many characters a token has. */
    public static final int LENGTH = 43;

    private static final int BYTES = 32;

    private final byte[] bytes;

    private LinkToken(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return a new token, from the platform's cryptographic source of random bytes and no other} */
    public static LinkToken generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new LinkToken(bytes);
    }

    /**
     * Reads a token as {@link #reveal()} gives it, and in no other spelling: one token is one text.
     *
     * @param text what somebody came with
     * @return the token, or empty if the text is none
     */
    public static Optional<LinkToken> parse(String text) {
        if (text.length() != LENGTH) { // padding, white space and everything long end here
            return Optional.empty();
        }
        try {
            LinkToken token = new LinkToken(Base64.getUrlDecoder().decode(text));
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
        return other instanceof LinkToken that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash().hashCode();
    }

    /** {@return nothing that is secret} */
    @Override
    public String toString() {
        return "LinkToken[secret]";
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
