package dev.modeldock.exports;

import java.io.IOException;
import java.io.OutputStream;

/** Where the bytes of stored files come from. */
@FunctionalInterface
public interface Contents {
    /** Write {@code count} bytes of the file from {@code offset} on; fails when the file holds fewer. */
    void copy(String sha256, long offset, long count, OutputStream out) throws IOException;
}
