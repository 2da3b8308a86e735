package dev.modeldock.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes small files and makes all files durable. Large ones are forced to the disk beside the work that writes the next ones; small ones wait for
 * {@link #await}, the moment of truth, where many of them share one barrier. Owned by one import.
 */
final class Durability {
    private static final int UNDER_WAY = 64;
    private static final long SMALL = 1 << 20;
    /** From so many on, one barrier costs less than forcing each: that takes a wait for the disk every time. */
    private static final int MANY = 64;

    private final ExecutorService threads;
    private final Path directory;
    private final Semaphore slots = new Semaphore(UNDER_WAY);
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private final List<Path> small = new ArrayList<>();

    /** @param directory on the file system of all the files */
    Durability(ExecutorService threads, Path directory) {
        this.threads = threads;
        this.directory = directory;
    }

    /** Take the channel of a file over: close it when the file is durable, or will be by the next {@link #await}. */
    void force(Path file, FileChannel channel) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Asked to stop");
        }
        if (Files.size(file) < SMALL) {
            channel.close();
            synchronized (small) {
                small.add(file);
            }
        } else {
            forceBeside(channel);
        }
    }

    /** Make a small file of these bytes, beside the caller; {@link #settle} waits for it. */
    void write(Path file, byte[] bytes) throws IOException, InterruptedException {
        rethrow();
        beside(() -> Files.write(file, bytes, StandardOpenOption.CREATE_NEW), () -> {});
        synchronized (small) {
            small.add(file);
        }
    }

    /** Something to do with files. */
    private interface Work {
        void run() throws IOException;
    }

    private void beside(Work work, Work refused) throws IOException, InterruptedException {
        slots.acquire();
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    slots.release();
                }
            });
        } catch (RuntimeException e) {
            slots.release();
            refused.run();
            throw e;
        }
    }

    /** As {@link #force(Path, FileChannel)}, for a file that nobody has open. */
    void force(Path file) throws IOException, InterruptedException {
        FileChannel channel = open(file);
        boolean handedOver = false;
        try {
            force(file, channel);
            handedOver = true;
        } finally {
            if (!handedOver) {
                channel.close();
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (AccessDeniedException readOnly) {
            // Another import brought the same file, under a name of its own, and has it in the store by now.
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    private void forceBeside(FileChannel channel) throws IOException, InterruptedException {
        beside(
                () -> {
                    try (channel) {
                        channel.force(true);
                    }
                },
                channel::close);
    }

    /** Wait until every file is written; fails when one could not be. */
    void settle() throws IOException, InterruptedException {
        slots.acquire(UNDER_WAY);
        slots.release(UNDER_WAY);
        rethrow();
    }

    /** As {@link #settle}, for who is about to remove the files. */
    void finish() {
        slots.acquireUninterruptibly(UNDER_WAY);
        slots.release(UNDER_WAY);
    }

    private void rethrow() throws IOException {
        IOException failed = failure.get();
        if (failed != null) {
            throw new IOException("A file could not be made durable: " + failed.getMessage(), failed);
        }
    }

    /** Wait until all that was taken over is durable; fails when one of them is not. */
    void await() throws IOException, InterruptedException {
        settle();
        List<Path> waiting;
        synchronized (small) {
            waiting = List.copyOf(small);
            small.clear();
        }
        if (waiting.size() < MANY || !DiskBarrier.pass(directory)) {
            for (Path file : waiting) {
                forceBeside(open(file));
            }
        }
        settle();
    }

    /** Make the names in some directories durable. */
    static void forceNames(Collection<Path> directories) throws IOException, InterruptedException {
        if (directories.size() < MANY
                || !DiskBarrier.pass(directories.iterator().next())) {
            for (Path each : directories) {
                forceName(each);
            }
        }
    }

    /** Make the names in a directory durable, where the system can do that. */
    private static void forceName(Path directory) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
