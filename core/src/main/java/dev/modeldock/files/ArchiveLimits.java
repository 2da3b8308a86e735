package dev.modeldock.files;

/**
 * How much an archive may unpack to.
 *
 * @param maxEntries entries of any kind, directories and links counted
 * @param maxBytes unpacked bytes in all
 * @param maxRatio unpacked bytes for each packed byte, asked only past {@code ratioFloor} unpacked bytes
 * @param ratioFloor unpacked bytes up to which any ratio is fine
 */
public record ArchiveLimits(int maxEntries, long maxBytes, int maxRatio, long ratioFloor) {
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(200_000, 4L << 40, 200, 100L << 20);
}
