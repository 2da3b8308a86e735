package dev.modeldock.transfers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.LongConsumer;

/** A stream that keeps to the bandwidth and tells what it has brought. */
final class MeteredStream extends FilterInputStream {
    private final Bandwidth bandwidth;
    private final LongConsumer count;

    MeteredStream(InputStream in, Bandwidth bandwidth, LongConsumer count) {
        super(in);
        this.bandwidth = bandwidth;
        this.count = count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, Math.min(length, bandwidth.step()));
        if (read > 0) {
            try {
                bandwidth.take(read);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Stopped while it waited for its share of the bandwidth");
            }
            count.accept(read);
        }
        return read;
    }

    @Override
    public long skip(long most) throws IOException {
        byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, most))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
