package dev.modeldock.blobs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Everything that a blob is known by, computed in one pass over its bytes, in their order. */
public final class ContentHash {
    /** Up to here git's hash is computed unasked: hubs tell such files by it, and it costs next to nothing. */
    private static final long GIT_UNASKED = 10 << 20;

    private final MessageDigest sha256 = Hashes.sha256();
    private final CRC32 crc32 = new CRC32();
    private final MessageDigest gitSha1;
    private final long announced;
    private long size;

    private ContentHash(MessageDigest gitSha1, long announced) {
        this.gitSha1 = gitSha1;
        this.announced = announced;
    }

    /**
     * @param size of the whole in bytes, or negative when nobody knows: git's hash begins with it
     * @param git whether git's hash is needed, however large the whole is
     */
    public static ContentHash of(long size, boolean git) {
        boolean wanted = size >= 0 && (git || size <= GIT_UNASKED);
        MessageDigest gitSha1 = wanted ? Hashes.sha1() : null;
        if (wanted) {
            gitSha1.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        return new ContentHash(gitSha1, size);
    }

    /** Take the next bytes. */
    public void update(byte[] bytes, int offset, int count) {
        sha256.update(bytes, offset, count);
        crc32.update(bytes, offset, count);
        if (gitSha1 != null) {
            gitSha1.update(bytes, offset, count);
        }
        size += count;
    }

    /** How many bytes were taken. */
    public long size() {
        return size;
    }

    /** What they are. The object is used up by this. */
    public Blob blob() {
        HexFormat hex = HexFormat.of();
        // With another size than was announced the git hash is that of nothing.
        String git = gitSha1 == null || size != announced ? "" : hex.formatHex(gitSha1.digest());
        return new Blob(hex.formatHex(sha256.digest()), size, crc32.getValue(), git);
    }
}
