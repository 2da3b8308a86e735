package dev.modeldock.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Forces files to the disk beside the work that writes the next ones: with many small files nearly all of the time is
 * waiting for the disk. Owned by one import; {@link #await} is the moment of truth.
 */
final class Durability {
    private static final int UNDER_WAY = 64;

    private final ExecutorService threads;
    private final Semaphore slots = new Semaphore(UNDER_WAY);
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    Durability(ExecutorService threads) {
        this.threads = threads;
    }

    /** Take the channel over: force it, then close it. */
    void force(FileChannel channel) throws IOException, InterruptedException {
        slots.acquire();
        try {
            threads.execute(() -> {
                try (channel) {
                    channel.force(true);
                } catch (IOException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    slots.release();
                }
            });
        } catch (RuntimeException e) {
            slots.release();
            channel.close();
            throw e;
        }
    }

    /** Wait for all that was taken over; fails when one of them did. */
    void await() throws IOException, InterruptedException {
        slots.acquire(UNDER_WAY);
        slots.release(UNDER_WAY);
        IOException failed = failure.get();
        if (failed != null) {
            throw new IOException("A file could not be made durable: " + failed.getMessage(), failed);
        }
    }

    /** Make the names in a directory durable, where the system can do that. */
    static void forceNames(Path directory) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
