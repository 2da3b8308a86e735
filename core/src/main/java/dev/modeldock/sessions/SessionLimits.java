package dev.modeldock.sessions;

import java.time.Duration;

/**
 * How much a session may hold.
 *
 * @param expiry from the start to the end of an open session; fixed, never prolonged
 */
public record SessionLimits(Duration expiry, int maxChunks, long maxChunkBytes, long maxFileBytes) {
    public static final SessionLimits DEFAULT = new SessionLimits(Duration.ofHours(24), 100_000, 8L << 30, 4L << 40);
}
