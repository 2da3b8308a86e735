package dev.modeldock.transfers;

import dev.modeldock.fakes.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.function.IntConsumer;

/** Bytes of a place on their way; may break off, end or fall silent before their end. */
final class PlaceStream extends InputStream {
    private final Content content;
    private final long end;
    private final IntConsumer served;
    private long at;
    private long cutAt = Long.MAX_VALUE;
    private long silentAt = Long.MAX_VALUE;
    private boolean deaf;
    private boolean closed;

    PlaceStream(Content content, long from, long end, IntConsumer served) {
        this.content = content;
        this.at = from;
        this.end = end;
        this.served = served;
    }

    /** Break off at this byte of the file. */
    PlaceStream cutAt(long position) {
        cutAt = position;
        return this;
    }

    /** Fall silent at this byte of the file until it is closed, or until its reader is interrupted. */
    PlaceStream silentAt(long position) {
        silentAt = position;
        return this;
    }

    /** Do not listen to interrupts while silent, only to being closed. */
    PlaceStream deaf() {
        deaf = true;
        return this;
    }

    @Override
    public int read() throws IOException {
        throw new IOException("One byte at a time is not how anybody reads");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        synchronized (this) {
            if (at >= silentAt && at < end) {
                keepSilent();
            }
            if (closed) {
                throw new IOException("closed");
            }
            if (at >= end) {
                return -1;
            }
            if (at >= cutAt) {
                throw new IOException("cut at " + at);
            }
            count = (int) Math.min(Math.min(length, end - at), Math.min(cutAt, silentAt) - at);
            content.write(at, count, new Into(target, offset));
            at += count;
        }
        served.accept(count);
        return count;
    }

    private void keepSilent() throws IOException {
        while (!closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                if (!deaf) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while silent");
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Writes into a part of an array. */
    private static final class Into extends OutputStream {
        private final byte[] target;
        private int next;

        Into(byte[] target, int offset) {
            this.target = target;
            this.next = offset;
        }

        @Override
        public void write(int b) {
            target[next++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            System.arraycopy(bytes, offset, target, next, length);
            next += length;
        }
    }
}
