package dev.modeldock.access;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes links that carry their own permission: to one path, until one instant. Who has the link needs no key; nobody
 * can make or change one without the secret (HMAC-SHA256, RFC 2104).
 */
public final class UrlSigner {
    private static final int SECRET_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;
    private final Clock clock;

    /** Sign with a secret of 32 random bytes; another secret makes all earlier links void. */
    public UrlSigner(byte[] secret, Clock clock) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("the secret has " + secret.length + " bytes, not " + SECRET_BYTES);
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.clock = clock;
    }

    /**
     * Give the query, without {@code ?}, that opens this path until then.
     *
     * @param path whatever the link must not be changed in: the path, and parameters that matter
     * @param expires to the second
     */
    public String sign(String path, Instant expires) {
        String seconds = Long.toString(expires.getEpochSecond());
        return "e=" + seconds + "&s=" + signature(path, seconds);
    }

    /**
     * Let a link pass, or fail: {@code FORBIDDEN} when it was not signed here, or not for this path,
     * {@code SESSION_EXPIRED} when its time is over.
     *
     * @param expires the link's {@code e}
     * @param signature the link's {@code s}
     */
    public void verify(String path, String expires, String signature) {
        byte[] expected = signature(path, expires).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
            throw new DockException(
                    Problem.FORBIDDEN,
                    "The link is not one that was given out here, or it was changed on the way. Ask for a new one.");
        }
        // What is signed was written by sign(), so it is a number.
        Instant end = Instant.ofEpochSecond(Long.parseLong(expires));
        if (!clock.instant().isBefore(end)) {
            throw new DockException(
                    Problem.SESSION_EXPIRED,
                    "The link was good until " + end + ". Ask for a new one.",
                    Map.of("expiredAt", end.toString()));
        }
    }

    /** The time comes first and is a number, so no path can be mistaken for another with another time. */
    private String signature(String path, String expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((expires + "\n" + path).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
