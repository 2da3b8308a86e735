package dev.modeldock.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads little-endian numbers and lengths from a stream, and never past its end or its bound. */
final class LittleEndianReader {
    private static final int BUFFER = 16 * 1024;

    private final InputStream in;
    private final long limit;
    private final byte[] buffer;
    private int next;
    private int filled;
    private long position;

    LittleEndianReader(Region region) {
        this(region.stream(), region.size());
    }

    /** Read at most {@code limit} bytes of {@code in}. */
    LittleEndianReader(InputStream in, long limit) {
        this(in, limit, BUFFER);
    }

    /** Read at most {@code limit} bytes of {@code in}, so many at a time: few when most reads end early. */
    LittleEndianReader(InputStream in, long limit, int buffer) {
        this.in = in;
        this.limit = limit;
        this.buffer = new byte[(int) Math.min(buffer, Math.max(1, limit))];
    }

    long position() {
        return position;
    }

    long remaining() {
        return limit - position;
    }

    /** Whether no byte is left. */
    boolean atEnd() throws IOException {
        return position >= limit || (next == filled && !fill());
    }

    int u8() throws IOException {
        if (atEnd()) {
            throw ended();
        }
        position++;
        return buffer[next++] & 0xff;
    }

    int u16() throws IOException {
        return u8() | u8() << 8;
    }

    long u32() throws IOException {
        return u16() | (long) u16() << 16;
    }

    /** Eight bytes; a number past 2^63 - 1 comes out negative. */
    long u64() throws IOException {
        return u32() | u32() << 32;
    }

    /** Read exactly so many bytes; the caller has bounded {@code length}. */
    byte[] bytes(int length) throws IOException {
        if (length > remaining()) {
            throw ended();
        }
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            if (next == filled && !fill()) {
                throw ended();
            }
            int count = Math.min(length - done, filled - next);
            System.arraycopy(buffer, next, bytes, done, count);
            next += count;
            position += count;
            done += count;
        }
        return bytes;
    }

    /** Pass over so many bytes, which must be there; negative is a number past 2^63 - 1. */
    void skip(long length) throws IOException {
        if (length < 0 || length > remaining()) {
            throw ended();
        }
        int buffered = (int) Math.min(length, filled - next);
        next += buffered;
        try {
            in.skipNBytes(length - buffered);
        } catch (EOFException e) {
            throw ended();
        }
        position += length;
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        next = 0;
        filled = Math.max(count, 0);
        return count > 0;
    }

    private Malformed ended() {
        return new Malformed("it ends too early, at byte " + position);
    }
}
