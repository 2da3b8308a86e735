package dev.modeldock.sources.github;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes streams of which nothing comes for too long while they are read: their readers get an exception. */
final class SilenceWatch implements AutoCloseable {
    private static final int LOOKS = 8;

    private final long longest;
    private final Set<Watched> reading = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking;

    SilenceWatch(Duration longest) {
        this.longest = longest.toNanos();
        looking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "github-silence");
            thread.setDaemon(true);
            return thread;
        });
        looking.scheduleWithFixedDelay(this::look, this.longest / LOOKS, this.longest / LOOKS, TimeUnit.NANOSECONDS);
    }

    InputStream over(InputStream stream) {
        return new Watched(stream);
    }

    private void look() {
        long now = System.nanoTime();
        reading.forEach(stream -> stream.endWhenSilent(now));
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }

    private final class Watched extends FilterInputStream {
        private volatile long since;
        private volatile boolean silent;

        Watched(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            since = System.nanoTime();
            reading.add(this);
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw silent
                        ? new IOException(
                                "Nothing came for " + Duration.ofNanos(longest).toSeconds() + " s", e)
                        : e;
            } finally {
                reading.remove(this);
            }
        }

        private void endWhenSilent(long now) {
            if (now - since < longest) {
                return;
            }
            silent = true;
            try {
                in.close();
            } catch (IOException e) {
                // The connection is given up in any case, and the reader is told so.
                reading.remove(this);
            }
        }
    }
}
