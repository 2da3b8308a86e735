package dev.modeldock.server.cli.push;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes of known length that are sent as one file. Equal marks are equal bytes, as far as the disk tells. */
interface Parcel {
    /** Its name without folders and extension. */
    String name();

    /** Such as {@code tar.gz}. */
    String extension();

    long length();

    /** What tells it from what lay there before: place, size, time. */
    String mark();

    /** Write the bytes {@code from} (inclusive) to {@code to} (exclusive); fails when they are not what they were. */
    void write(long from, long to, OutputStream out) throws IOException;
}
