package dev.modeldock.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A gzip stream (RFC 1952): all of its members, each with its CRC-32 and length checked, then nothing or zero padding.
 * The JDK's own reader goes by {@code available()} to look for a further member and takes any bytes behind the last
 * for padding, neither of which is right for chunks that are still on their way.
 */
final class GzipBytes extends BlockStream {
    private static final int BUFFER = 128 << 10;
    private static final int MAX_FIELD = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean inMember;
    private boolean ended;

    /** Reads the first header. */
    GzipBytes(InputStream in) throws IOException {
        this.in = in;
        if (next() != 0x1F) {
            throw new IOException("it does not start as a gzip stream");
        }
        header();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int n = inMember ? inflate(into, offset, length) : 0;
            if (n > 0) {
                crc.update(into, offset, n);
                return n;
            }
            if (inflater.finished() && inMember) {
                trailer();
                nextMember();
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            int n = inflater.inflate(into, offset, length);
            if (n == 0 && inflater.needsDictionary()) {
                throw new IOException("its deflate stream asks for a dictionary");
            }
            if (n == 0 && inflater.needsInput() && !inflater.finished()) {
                fill();
                inflater.setInput(buffer, position, limit - position);
                position = limit;
            }
            return n;
        } catch (DataFormatException e) {
            throw new IOException("its deflate stream is broken", e);
        }
    }

    private void trailer() throws IOException {
        position = limit - inflater.getRemaining();
        if (littleEndian() != crc.getValue()) {
            throw new IOException("its CRC-32 is wrong");
        }
        if (littleEndian() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new IOException("its length (ISIZE) is wrong");
        }
        inMember = false;
    }

    private void nextMember() throws IOException {
        int first = nextOrEnd();
        if (first == 0x1F) {
            header();
            return;
        }
        while (first == 0) {
            first = nextOrEnd();
        }
        if (first >= 0) {
            throw new IOException("other bytes follow its end");
        }
        ended = true;
    }

    /** All of a header but its first byte. */
    private void header() throws IOException {
        if (next() != 0x8B || next() != 8) {
            throw new IOException("a member does not start as gzip does");
        }
        int flags = next();
        if ((flags & 0xE0) != 0) {
            throw new IOException("a member has reserved flags");
        }
        for (int i = 0; i < 6; i++) {
            next();
        }
        if ((flags & 4) != 0) {
            for (int n = next() | next() << 8; n > 0; n--) {
                next();
            }
        }
        skipText((flags & 8) != 0);
        skipText((flags & 16) != 0);
        if ((flags & 2) != 0) {
            next();
            next();
        }
        inflater.reset();
        crc.reset();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        inMember = true;
    }

    private void skipText(boolean present) throws IOException {
        int length = 0;
        while (present && next() != 0) {
            if (++length > MAX_FIELD) {
                throw new IOException("a member's name or comment is longer than " + MAX_FIELD + " bytes");
            }
        }
    }

    private long littleEndian() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        int b = nextOrEnd();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    private int nextOrEnd() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(buffer, 0, BUFFER));
            position = 0;
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[position++] & 0xFF;
    }

    private void fill() throws IOException {
        int n = in.read(buffer, 0, BUFFER);
        if (n < 0) {
            throw new EOFException();
        }
        position = 0;
        limit = n;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
