package dev.modeldock.spi;

/**
 * A file that a snapshot promises.
 *
 * @param path relative, with {@code /} between names
 * @param size in bytes, or {@link #UNKNOWN}
 * @param sha256 64 lower-case hex digits when the place tells it, else empty: the host checks what it is told
 * @param gitSha1 40 lower-case hex digits of git's blob id ({@code sha1("blob " + size + NUL + bytes)}) when the place
 *     tells it and the size, else empty: checked likewise
 * @param crc32 as a ZIP's directory has it, or {@link #UNKNOWN}
 */
public record RemoteFile(String path, long size, String sha256, String gitSha1, long crc32) {
    /** A size or a CRC-32 that the place does not tell. */
    public static final long UNKNOWN = -1;

    /** A file of which nothing more is known; add to it with the methods below. */
    public static RemoteFile of(String path, long size) {
        return new RemoteFile(path, size, "", "", UNKNOWN);
    }

    public RemoteFile withSha256(String hash) {
        return new RemoteFile(path, size, hash, gitSha1, crc32);
    }

    public RemoteFile withGitSha1(String blobId) {
        return new RemoteFile(path, size, sha256, blobId, crc32);
    }

    public RemoteFile withCrc32(long sum) {
        return new RemoteFile(path, size, sha256, gitSha1, sum);
    }

    /** The same file at another path. */
    public RemoteFile at(String other) {
        return new RemoteFile(other, size, sha256, gitSha1, crc32);
    }
}
