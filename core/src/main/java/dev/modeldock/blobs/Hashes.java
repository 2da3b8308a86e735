package dev.modeldock.blobs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash: it names content, and stands for what must not or need not be kept itself. */
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
}
