package dev.modeldock.spi;

/**
 * A file that a snapshot promises.
 *
 * @param path relative, with {@code /} between names
 * @param size in bytes, or {@link #UNKNOWN}
 * @param sha256 64 lower-case hex digits when the place tells it, else empty: the host checks what it is told
 * @param crc32 as a ZIP's directory has it, or {@link #UNKNOWN}
 */
public record RemoteFile(String path, long size, String sha256, long crc32) {
    /** A size or a CRC-32 that the place does not tell. */
    public static final long UNKNOWN = -1;

    public static RemoteFile of(String path, long size) {
        return new RemoteFile(path, size, "", UNKNOWN);
    }

    /** The same file at another path. */
    public RemoteFile at(String other) {
        return new RemoteFile(other, size, sha256, crc32);
    }
}
