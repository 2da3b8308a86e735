package dev.modeldock.access;

import dev.modeldock.blobs.Hashes;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * People who have shown a key once, in a browser: a token stands for it from then on, so that the key itself is kept
 * nowhere. The token opens what the key opens, for as long as the key does and at most for {@link #LIFETIME}.
 */
public final class SignIns {
    /** After which the key is to be shown again. */
    public static final Duration LIFETIME = Duration.ofDays(7);

    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_LENGTH = 43;
    /** Who signs in again and again must not fill the database; the oldest of a key make room. */
    private static final int MOST_OF_A_KEY = 100;

    private final SignInStore store;
    private final Keys keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SignIns(SignInStore store, Keys keys, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Someone who is let in from now on.
     *
     * @param token to be shown with each request
     */
    public record SignedIn(Caller caller, String token) {}

    /** Take a key; fails with {@code UNAUTHORIZED} when it is unknown, revoked or expired. */
    public SignedIn signIn(String key) {
        Caller caller = keys.authenticate(key.strip())
                .orElseThrow(() -> new DockException(
                        Problem.UNAUTHORIZED,
                        "The key is unknown, revoked or expired; ask the operator for another one."));
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        store.insert(
                new SignInStore.Row(hash(token), caller.keyId().orElseThrow(), now, now.plus(LIFETIME)), MOST_OF_A_KEY);
        return new SignedIn(caller, token);
    }

    /** Find in whose name a token speaks; empty when it is unknown or has run out, or its key opens nothing any more. */
    public Optional<Caller> authenticate(String token) {
        if (token.length() != TOKEN_LENGTH) {
            return Optional.empty();
        }
        return store.key(hash(token), clock.instant()).flatMap(keys::callerOf);
    }

    /** Forget a token; one that is unknown is forgotten already. */
    public void signOut(String token) {
        store.delete(hash(token));
    }

    /** Forget those that have run out. */
    public void sweep() {
        store.deleteExpired(clock.instant());
    }

    private static byte[] hash(String token) {
        return Hashes.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
    }
}
