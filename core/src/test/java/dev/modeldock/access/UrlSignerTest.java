package dev.modeldock.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.MutableClock;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UrlSignerTest {
    private static final String PATH = "/v1/downloads/cm-1.tar";

    private final MutableClock clock = new MutableClock();
    private final UrlSigner signer = new UrlSigner(secret(1), clock);
    private final String query = signer.sign(PATH, clock.instant().plusSeconds(60));
    private final String expires = query.substring(2, query.indexOf('&'));
    private final String signature = query.substring(query.indexOf("&s=") + 3);

    @Test
    void aLinkPassesUntilItsTimeIsOver() {
        assertTrue(query.matches("e=\\d+&s=[A-Za-z0-9_-]{43}"), query);
        signer.verify(PATH, expires, signature);
        clock.forward(Duration.ofMillis(59_999));
        signer.verify(PATH, expires, signature);
        clock.forward(Duration.ofMillis(1));
        DockException refused = assertThrows(DockException.class, () -> signer.verify(PATH, expires, signature));
        assertEquals(Problem.SESSION_EXPIRED, refused.problem());
        assertEquals("The link was good until 2026-03-01T12:01:00Z. Ask for a new one.", refused.getMessage());
    }

    @Test
    void aChangedLinkIsForbidden() {
        assertForbidden(PATH + "x", expires, signature);
        assertForbidden(PATH.substring(1), expires, signature);
        assertForbidden(PATH, Long.toString(Long.parseLong(expires) + 1), signature);
        assertForbidden(PATH, "0" + expires, signature);
        assertForbidden(PATH, "", signature);
        assertForbidden(PATH, "soon", signature);
        assertForbidden(PATH, expires, "");
        assertForbidden(PATH, expires, signature + "=");
        assertForbidden(PATH, expires, signature.substring(1));
        for (int i = 0; i < signature.length(); i++) {
            char other = signature.charAt(i) == 'A' ? 'B' : 'A';
            assertForbidden(PATH, expires, signature.substring(0, i) + other + signature.substring(i + 1));
        }
    }

    @Test
    void anotherSecretMakesTheLinkVoid() {
        UrlSigner other = new UrlSigner(secret(2), clock);
        assertThrows(DockException.class, () -> other.verify(PATH, expires, signature));
        assertNotEquals(query, other.sign(PATH, clock.instant().plusSeconds(60)));
        assertEquals(
                query,
                new UrlSigner(secret(1), clock).sign(PATH, clock.instant().plusSeconds(60)));
    }

    @Test
    void aShortSecretIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new UrlSigner(new byte[16], clock));
    }

    private void assertForbidden(String path, String e, String s) {
        DockException refused = assertThrows(DockException.class, () -> signer.verify(path, e, s));
        assertEquals(Problem.FORBIDDEN, refused.problem());
    }

    private static byte[] secret(int filling) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) filling);
        return secret;
    }
}
