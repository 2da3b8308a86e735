package dev.modeldock.storedfiles;

import java.time.Duration;

/**
 * How much users may keep.
 *
 * @param maxBytes of a file that comes in one request; larger ones come through a session
 * @param lifetime from a file's arrival to its end
 */
public record FileLimits(long maxBytes, Duration lifetime) {
    public static final FileLimits DEFAULT = new FileLimits(25L << 20, Duration.ofDays(7));
}
