package dev.modeldock.network;

import dev.modeldock.files.BlockStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An answer's bytes as they arrive, about one MiB ahead of who reads them. For one reader; any thread may
 * close it, which wakes the reader. The JDK's own stream went on waiting when it was interrupted until lately, and it
 * asks for each piece anew.
 */
final class BodyStream extends BlockStream implements HttpResponse.BodySubscriber<BodyStream> {
    private static final long BYTES_AHEAD = 1 << 20;

    private final String place;
    private final Duration silence;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<List<ByteBuffer>> arrived = new ArrayDeque<>();
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private volatile Flow.Subscription subscription;
    private long bytesAhead;
    private boolean asked;
    private Throwable failure;
    private boolean ended;
    private boolean closed;

    /**
     * @param place whom sentences blame
     * @param silence how long a reader waits for more
     */
    BodyStream(String place, Duration silence) {
        this.place = place;
        this.silence = silence;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
        change(() -> subscription = subscribed);
        if (isClosed()) {
            subscribed.cancel();
        } else {
            askForMore();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        change(() -> {
            arrived.addLast(piece);
            bytesAhead += bytes(piece);
            asked = false;
        });
        askForMore();
    }

    private static long bytes(List<ByteBuffer> piece) {
        return piece.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** Ask for one more piece unless one is asked for or enough lies here. Not under the lock: it may arrive at once. */
    private void askForMore() {
        boolean more;
        lock.lock();
        try {
            more = !asked && !closed && bytesAhead < BYTES_AHEAD;
            asked |= more;
        } finally {
            lock.unlock();
        }
        if (more) {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        change(() -> failure = thrown);
    }

    @Override
    public void onComplete() {
        change(() -> ended = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            if (!closed) {
                change.run();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = read(into, offset, length, silence.toNanos());
        if (count < 0 && !hasEnded()) {
            close();
            throw new IOException(place + " sent nothing for " + silence.toSeconds() + " s");
        }
        return count;
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Read all that is left, so that the connection can serve again, unless it is much or slow; then close. */
    void drain(int most, Duration within) {
        byte[] bytes = new byte[8 << 10];
        long end = System.nanoTime() + within.toNanos();
        try (this) {
            int left = most;
            int count = 0;
            while (count >= 0 && left > 0) {
                count = read(bytes, 0, bytes.length, end - System.nanoTime());
                left -= count;
            }
        } catch (IOException broken) {
            // Nobody wanted these bytes; with them the connection is gone. A thread asked to stop stays asked.
            close();
        }
    }

    private int read(byte[] into, int offset, int length, long nanos) throws IOException {
        try {
            while (current.isEmpty()) {
                if (!next(nanos)) {
                    return -1;
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Asked to stop while " + place + " sends").initCause(e);
        }
        ByteBuffer first = current.peekFirst();
        int count = Math.min(length, first.remaining());
        first.get(into, offset, count);
        if (!first.hasRemaining()) {
            current.removeFirst();
        }
        return count;
    }

    /** Take the next piece, waiting for it; false at the end, or when the time is over. */
    private boolean next(long nanos) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (arrived.isEmpty() && !ended && !closed && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            refuseBroken();
            if (arrived.isEmpty()) {
                return false;
            }
            List<ByteBuffer> piece = arrived.removeFirst();
            bytesAhead -= bytes(piece);
            piece.stream().filter(ByteBuffer::hasRemaining).forEach(current::addLast);
        } finally {
            lock.unlock();
        }
        askForMore();
        return true;
    }

    private void refuseBroken() throws IOException {
        if (closed) {
            throw new IOException("The answer of " + place + " was closed before its end");
        }
        if (failure != null && arrived.isEmpty()) {
            throw new IOException(place + " broke off its answer", failure);
        }
    }

    @Override
    public int available() {
        return current.isEmpty() ? 0 : current.peekFirst().remaining();
    }

    /** Let go of what has not arrived: the connection is closed unless all has. */
    @Override
    public void close() {
        Flow.Subscription source;
        lock.lock();
        try {
            source = ended || closed ? null : subscription;
            closed = true;
            arrived.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (source != null) {
            source.cancel();
        }
    }
}
