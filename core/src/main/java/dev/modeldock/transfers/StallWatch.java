package dev.modeldock.transfers;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks connections off that have gone silent: a remote place that says nothing must not hold a thread for ever. */
final class StallWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final long LOOK_EVERY_MILLIS = 250;

    private final long limitNanos;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "stall-watch");
        thread.setDaemon(true);
        return thread;
    });

    StallWatch(Duration limit) {
        limitNanos = limit.toNanos();
        clock.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        watches.forEach(watch -> watch.look(now));
    }

    /** Watch over the calling thread until this is closed. */
    Watch begin() {
        Watch watch = new Watch(Thread.currentThread());
        watches.add(watch);
        return watch;
    }

    /** One thread that waits for remote places. */
    final class Watch implements AutoCloseable {
        private final Thread thread;
        private boolean waiting;
        private long since;
        private boolean stalled;
        private InputStream stream;

        private Watch(Thread thread) {
            this.thread = thread;
        }

        /** The thread waits for a remote place from now on. */
        synchronized void waits() {
            waiting = true;
            since = System.nanoTime();
        }

        /** The thread does something else. */
        synchronized void works() {
            waiting = false;
        }

        /** The stream that is to be closed when it stalls. */
        synchronized void reads(InputStream reading) {
            stream = reading;
        }

        private synchronized void look(long now) {
            if (waiting && now - since > limitNanos) {
                // Once more after as long again: the first time may have been swallowed.
                since = now;
                stalled = true;
                abort();
            }
        }

        /** Wake the thread from whatever it waits for. */
        synchronized void abort() {
            thread.interrupt();
            InputStream closing = stream;
            if (closing != null) {
                // A foreign stream's close may wait for what a read holds: not on this thread.
                Thread closer = new Thread(() -> closeQuietly(closing), "stall-close");
                closer.setDaemon(true);
                closer.start();
            }
        }

        /** Whether the remote place was silent for too long since this last rested. */
        synchronized boolean hasStalled() {
            return stalled;
        }

        /** The thread is done with a remote place for now; what woke it on account of that is forgotten. */
        synchronized void rests() {
            stream = null;
            waiting = false;
            if (stalled) {
                stalled = false;
                Thread.interrupted();
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A stream that had stalled did not close well", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
