package io.opora.examples.faqsite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who is there, as far as a visit goes: an id in a cookie, and for each form a token that only a page of this site can hold, so that no
 * other site votes in somebody's name. Nothing is stored: a token is signed with a key of this process.
 */
final class Visits {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final int ID_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final byte[] key = new byte[32];
    private final String editorKey;

    Visits() {
        random.nextBytes(key);
        editorKey = fresh();
    }

    /** What lets somebody edit, for whoever has started the site. */
    String editorKey() {
        return editorKey;
    }

    boolean isEditor(String given) {
        return MessageDigest.isEqual(editorKey.getBytes(UTF_8), given.getBytes(UTF_8));
    }

    String fresh() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    Optional<String> known(String cookie) {
        return Optional.of(cookie).filter(ID.asMatchPredicate());
    }

    String token(String visit) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(visit.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    boolean isToken(String visit, String token) {
        return MessageDigest.isEqual(token(visit).getBytes(UTF_8), token.getBytes(UTF_8));
    }
}
