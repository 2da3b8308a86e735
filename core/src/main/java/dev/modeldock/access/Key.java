package dev.modeldock.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a key; the key itself is not.
 *
 * @param name what the key is for, chosen by its maker
 */
public record Key(String id, String name, String user, Set<Scope> scopes, KeyTimes times) {
    public Key {
        scopes = Scope.ordered(scopes);
    }

    /**
     * The life of a key.
     *
     * @param lastUsedAt to within a minute
     */
    public record KeyTimes(
            Instant createdAt,
            Optional<Instant> lastUsedAt,
            Optional<Instant> revokedAt,
            Optional<Instant> expiresAt) {}

    /** Whether the key opens anything at that instant. */
    public boolean isGoodAt(Instant now) {
        return times.revokedAt().isEmpty()
                && times.expiresAt().map(now::isBefore).orElse(true);
    }
}
