package dev.modeldock.exports;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An uncompressed archive that is computed and never stored: a pure function of a version's files. It keeps no list in
 * memory; each call walks the manifest again, so an archive of any number of files costs the same memory.
 */
public interface ArchiveLayout {
    /** The exact number of bytes of the whole archive. Walks the manifest once. */
    long length();

    /** Write the archive's bytes {@code from} (inclusive) to {@code to} (exclusive). */
    void write(long from, long to, OutputStream out) throws IOException;
}
