package dev.modeldock.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes as they come from disk or from chunks: counted, and with the first failure of the source remembered, so
 * that a bad disk or an interrupted wait is never told as a broken archive. Closing it leaves the source open.
 */
final class PackedBytes extends FilterInputStream {
    private long count;
    private Exception failure;

    PackedBytes(InputStream source) {
        super(source);
    }

    long count() {
        return count;
    }

    /** Throw what the source threw, unchanged, if it did. */
    void rethrowFailure() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int n = in.read(into, offset, length);
            count += Math.max(n, 0);
            return n;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Skipped bytes would escape the count, so they are read. */
    @Override
    public long skip(long n) throws IOException {
        return n <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(n, 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() {
        // The source belongs to the caller.
    }
}
