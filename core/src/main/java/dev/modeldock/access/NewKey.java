package dev.modeldock.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key to be made.
 *
 * @param name what it is for: 1 to 100 characters, none of them a control character
 * @param user in whose name it acts, made when new: a letter or digit, then up to 95 of {@code A-Z a-z 0-9 . _ -},
 *     because it is the namespace of the user's models; a user already known in other case is the same user
 * @param scopes at least one
 * @param expiresAt in the future, or empty for a key that lasts until it is revoked
 * @param kind how it looks
 */
public record NewKey(String name, String user, Set<Scope> scopes, Optional<Instant> expiresAt, Kind kind) {
    public NewKey {
        scopes = Scope.ordered(scopes);
    }

    /** A key in the dock's own form. */
    public NewKey(String name, String user, Set<Scope> scopes, Optional<Instant> expiresAt) {
        this(name, user, scopes, expiresAt, Kind.DOCK);
    }

    /** The same key in the form that clients of Hugging Face take. */
    public NewKey ofKind(Kind other) {
        return new NewKey(name, user, scopes, expiresAt, other);
    }

    /** How a key looks; all open the same. */
    public enum Kind {
        /** Told from others at a glance. */
        DOCK,
        /** What clients of Hugging Face take for a token. */
        HUB
    }
}
