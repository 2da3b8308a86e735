package dev.modeldock.exports;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The part of an archive that is wanted, laid over a walk from the archive's first byte to its last. What lies outside
 * costs an addition; what lies inside goes out. Headers and short files are gathered into pieces of 64 KiB, longer
 * files go straight from where they are stored to where they are wanted.
 */
final class Window {
    private static final int STRAIGHT = 64 * 1024;

    private final long from;
    private final long to;
    private final OutputStream out;
    private final Gathered gathered;
    private long position;

    Window(long from, long to, OutputStream out) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no range: from " + from + " to " + to);
        }
        this.from = from;
        this.to = to;
        this.out = out;
        this.gathered = new Gathered(out);
    }

    /** How far the walk has come. */
    long position() {
        return position;
    }

    /** Whether nothing from here on is wanted. */
    boolean isPassed() {
        return position >= to;
    }

    /** Whether at least one of the next {@code count} bytes is wanted. */
    boolean wants(long count) {
        return position < to && Math.addExact(position, count) > from;
    }

    /** Walk over bytes that are not wanted. */
    void skip(long count) {
        position = Math.addExact(position, count);
    }

    /** Walk over these bytes. */
    void bytes(byte[] source) throws IOException {
        long start = start();
        long end = end(source.length);
        if (start < end) {
            gathered.write(source, (int) start, (int) (end - start));
        }
        skip(source.length);
    }

    /** Walk over the file's bytes; those outside the window are not even looked at. */
    void contents(ArchiveFile file, Contents contents) throws IOException {
        long start = start();
        long count = end(file.size()) - start;
        if (count >= STRAIGHT) {
            gathered.drain();
            contents.copy(file.sha256(), start, count, out);
        } else if (count > 0) {
            contents.copy(file.sha256(), start, count, gathered);
        }
        skip(file.size());
    }

    /** Hand out what is still gathered; fails when the archive ended before the window did. */
    void finish() throws IOException {
        if (position < to) {
            throw new IOException("bytes up to " + to + " were asked of an archive of " + position);
        }
        gathered.drain();
    }

    private long start() {
        return Math.max(from - position, 0);
    }

    private long end(long count) {
        return Math.min(to - position, count);
    }

    /** Joins small writes. Unlike {@link java.io.BufferedOutputStream} it never flushes what it writes to. */
    private static final class Gathered extends OutputStream {
        private final OutputStream out;
        private final byte[] buffer = new byte[STRAIGHT];
        private int filled;

        Gathered(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            if (count > buffer.length - filled) {
                drain();
            }
            if (count > buffer.length) {
                out.write(source, offset, count);
            } else {
                System.arraycopy(source, offset, buffer, filled, count);
                filled += count;
            }
        }

        void drain() throws IOException {
            out.write(buffer, 0, filled);
            filled = 0;
        }
    }
}
