package dev.modeldock.spi;

/**
 * A file that a snapshot promises.
 *
 * @param path relative, with {@code /} between names
 * @param size in bytes, or {@link #UNKNOWN_SIZE}
 * @param sha256 64 lower-case hex digits when the place tells it, else empty: the host checks what it is told
 */
public record RemoteFile(String path, long size, String sha256) {
    public static final long UNKNOWN_SIZE = -1;

    public static RemoteFile of(String path, long size) {
        return new RemoteFile(path, size, "");
    }
}
