package dev.modeldock.plugins;

/**
 * How much one snapshot may promise.
 *
 * @param maxFiles its files
 * @param maxBytes the sizes that it tells, together
 */
public record SnapshotLimits(int maxFiles, long maxBytes) {
    public static final SnapshotLimits DEFAULT = new SnapshotLimits(200_000, 4L << 40);
}
