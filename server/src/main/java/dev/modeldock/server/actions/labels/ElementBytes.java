package dev.modeldock.server.actions.labels;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file whose elements have a bound each. Asks on each read whether the work is to go on. */
final class ElementBytes extends FilterInputStream {
    /** No element is longer, as text; what it becomes in memory is several times as large. */
    static final int MOST = 8 << 20;

    private final Runnable check;
    private long left = Long.MAX_VALUE;

    ElementBytes(InputStream in, Runnable check) {
        super(in);
        this.check = check;
    }

    /** An element was longer. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("An element is longer than " + (MOST >> 20) + " MiB: no image is described by so much.");
        }
    }

    /** An element begins. */
    void begin() {
        left = MOST;
    }

    /** It has ended. */
    void end() {
        left = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        check.run();
        int read = in.read(buffer, offset, length);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new TooLongException();
        }
        return read;
    }
}
