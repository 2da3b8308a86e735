package dev.modeldock.fakes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The body of an answer on its way out: counted, and held back, cut or stalled as the faults say. */
final class BodyStream extends OutputStream {
    private static final int SLICE = 128 * 1024;
    private static final int SLICES_PER_SECOND = 20;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final OutputStream out;
    private final LogEntry entry;
    private final List<Fault> faults;
    private final CountDownLatch closed;
    private final long began = System.nanoTime();
    private final long bytesPerSecond;
    private final long cutAfter;
    private long sent;

    BodyStream(OutputStream out, LogEntry entry, List<Fault> faults, CountDownLatch closed) {
        this.out = out;
        this.entry = entry;
        this.faults = faults;
        this.closed = closed;
        bytesPerSecond = faults.stream().mapToLong(Fault::bytesPerSecond).min().orElse(Long.MAX_VALUE);
        cutAfter = faults.stream().mapToLong(Fault::cutAfter).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            stopWhereTold();
            int slice = slice(length - done);
            send(bytes, at + done, slice);
            done += slice;
            keepPace();
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private int slice(int wanted) {
        long most = Math.min(SLICE, cutAfter - sent);
        if (bytesPerSecond != Long.MAX_VALUE) {
            most = Math.min(most, Math.max(1, bytesPerSecond / SLICES_PER_SECOND));
        }
        for (Fault fault : faults) {
            if (fault.stallAfter() > sent) {
                most = Math.min(most, fault.stallAfter() - sent);
            }
        }
        return (int) Math.min(most, wanted);
    }

    /** Counted first: who has read the last byte shall find it in the log. */
    private void send(byte[] bytes, int at, int length) throws IOException {
        entry.sent(length);
        try {
            out.write(bytes, at, length);
        } catch (IOException e) {
            entry.sent(-length);
            throw e;
        }
        sent += length;
    }

    private void stopWhereTold() throws IOException {
        if (sent >= cutAfter) {
            out.flush();
            throw new IOException("Cut after " + sent + " bytes, as told");
        }
        for (Fault fault : faults) {
            if (sent >= fault.stallAfter()) {
                out.flush();
                stall(fault);
            }
        }
    }

    private void stall(Fault fault) throws IOException {
        try {
            while (!fault.stallFor(LOOK_EVERY)) {
                if (closed.getCount() == 0) {
                    throw new IOException("The fake was closed while it was silent");
                }
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void keepPace() throws IOException {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        out.flush();
        long due = began + (long) (sent * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
        try {
            if (closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new IOException("The fake was closed while it was sending");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted while sending");
    }
}
