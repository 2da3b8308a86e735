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
 */
public record NewKey(String name, String user, Set<Scope> scopes, Optional<Instant> expiresAt) {
    public NewKey {
        scopes = Scope.ordered(scopes);
    }
}
