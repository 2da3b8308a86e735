package dev.modeldock.blobs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 names content, and stands for what must not or need not be kept itself; SHA-1 is only git's and the hubs'. */
public final class Hashes {
    private Hashes() {}

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** A fresh SHA-1, to compare with what git tells; it names nothing of ours. */
    public static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
