package dev.modeldock.hub.push;

import dev.modeldock.blobs.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A large file that a user announced.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes
 */
public record LargeObject(String user, String sha256, long size) {
    /** How large the parts are that one comes in; the last may be smaller. */
    private static final long PART = 64L << 20;

    private static final int MOST_PARTS = 1_000;

    /** How large the parts are: 64 MiB, or more where that made too many. */
    public long partSize() {
        long needed = (size + MOST_PARTS - 1) / MOST_PARTS;
        return Math.max(PART, (needed + (1 << 20) - 1) >> 20 << 20);
    }

    /** Whether it is so large that it is better sent in parts. */
    public boolean isParted() {
        return size > PART;
    }

    public int parts() {
        return (int) ((size + partSize() - 1) / partSize());
    }

    /** Where a part begins, of those counted from 1. */
    long start(int part) {
        return (part - 1) * partSize();
    }

    long length(int part) {
        return Math.min(partSize(), size - start(part));
    }

    /** The name of its directory in staging: equal for what is equal, so that who begins anew goes on. */
    String staging() {
        String all = user + "\n" + sha256 + "\n" + size;
        byte[] hash = Hashes.sha256().digest(all.getBytes(StandardCharsets.UTF_8));
        return "lfs-" + HexFormat.of().formatHex(hash, 0, 16);
    }
}
