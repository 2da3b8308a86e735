package dev.modeldock.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Something to download.
 *
 * @param length in bytes, or {@link #UNKNOWN}: then it is streamed once, without ranges
 * @param etag the strong validator without its quotes, or null
 * @param lastModified or null
 * @param mediaType such as {@code application/x-tar}
 * @param filename what a browser should call it, or null to leave it to the browser
 * @param resumable whether a part that begins later may be had; else the whole is sent to who asks for one
 * @param writer gives the bytes
 */
public record FileContent(
        long length,
        String etag,
        Instant lastModified,
        String mediaType,
        String filename,
        boolean resumable,
        Writer writer) {
    /** One of which any part may be had, if its length is known. */
    public FileContent(
            long length, String etag, Instant lastModified, String mediaType, String filename, Writer writer) {
        this(length, etag, lastModified, mediaType, filename, true, writer);
    }

    /** The length of what nobody knows the length of before it is written. */
    public static final long UNKNOWN = -1;

    /** Writes a part of the bytes, in pieces as large as it likes; 256 KiB are best. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Write the bytes {@code from} (inclusive) to {@code to} (exclusive). Of content of unknown length everything
         * is to be written, and {@code to} is {@link Long#MAX_VALUE}.
         */
        void write(long from, long to, OutputStream out) throws IOException;
    }

    boolean isSeekable() {
        return length >= 0;
    }
}
