package dev.modeldock.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page as it is handed out.
 *
 * @param packed its bytes in gzip, where that is shorter
 * @param hash names its bytes
 * @param versioned whether the path carries the version, so that what it leads to never changes
 */
record Asset(byte[] bytes, Optional<byte[]> packed, String mediaType, String hash, boolean versioned) {
    private static final int HASH_DIGITS = 20;

    static Asset of(byte[] bytes, String mediaType, boolean versioned) {
        byte[] packed = pack(bytes);
        return new Asset(
                bytes,
                packed.length < bytes.length ? Optional.of(packed) : Optional.empty(),
                mediaType,
                hash(bytes),
                versioned);
    }

    private static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
