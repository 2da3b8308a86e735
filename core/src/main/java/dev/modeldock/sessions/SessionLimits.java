package dev.modeldock.sessions;

import java.time.Duration;

/**
 * How much a session may hold.
 *
 * @param maxOpen sessions of one user that are open at once
 * @param expiry from the start to the end of an open session; fixed, never prolonged
 */
public record SessionLimits(Duration expiry, int maxOpen, int maxChunks, long maxChunkBytes, long maxFileBytes) {
    public static final SessionLimits DEFAULT =
            new SessionLimits(Duration.ofHours(24), 1_000, 100_000, 8L << 30, 4L << 40);
}
