package dev.modeldock.transfers;

import dev.modeldock.spi.FileSink.Opener;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.MDC;

/** One pull: the files that are still to be fetched, and the threads that fetch them. */
final class Pull {
    /** The parts of a large file; each is a request, and often a redirect, of its own. */
    private static final long SEGMENT = 64L << 20;

    private static final long MOST_SEGMENTS = 1024;
    private static final long STOP_WAIT_MILLIS = 1_500;

    private final Transfers transfers;
    private final Opener opener;
    private final Target target;
    private final int connections;
    private final Pace pace = new Pace();
    private final Deque<RemoteFile> waiting = new ArrayDeque<>();
    private final Set<FileTransfer> begun = new LinkedHashSet<>();
    private final List<StallWatch.Watch> watches = new ArrayList<>();
    private long large;
    private int busy;
    private Throwable failure;

    Pull(Transfers transfers, Opener opener, Target target, int connections) {
        this.transfers = transfers;
        this.opener = opener;
        this.target = target;
        this.connections = connections;
    }

    Transfers transfers() {
        return transfers;
    }

    Opener opener() {
        return opener;
    }

    Target target() {
        return target;
    }

    Pace pace() {
        return pace;
    }

    /** Fetch them all. */
    void run(Collection<RemoteFile> files) throws SourceException, IOException, InterruptedException {
        files.stream().sorted(Comparator.comparing(Pull::small)).forEach(waiting::add);
        large = files.stream().filter(file -> !small(file)).count();
        int segments = files.stream()
                .mapToInt(file -> (int) Math.min(connections, segmentsOf(file)))
                .sum();
        List<Thread> threads = new ArrayList<>();
        Map<String, String> logged = MDC.getCopyOfContextMap();
        for (int i = 1; i <= Math.min(connections, segments); i++) {
            Thread thread =
                    new Thread(() -> work(logged), Thread.currentThread().getName() + "-pull-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stop) {
            stop(threads);
            throw stop;
        }
        rethrow();
    }

    /** Large files go first, so that no single one is left over at the end. */
    private static boolean small(RemoteFile file) {
        return file.size() < 2 * SEGMENT;
    }

    private static long segmentsOf(RemoteFile file) {
        return small(file) ? 1 : file.size() / SEGMENT;
    }

    /** How long the segments of a file are to be: it is cut only where connections would be idle otherwise. */
    long segmentBytes(RemoteFile file) {
        boolean cut = opener.inParts() && !small(file) && large < connections;
        return cut ? Math.max(SEGMENT, file.size() / MOST_SEGMENTS) : Long.MAX_VALUE;
    }

    private void stop(List<Thread> threads) throws InterruptedException {
        fail(new InterruptedException("Asked to stop"));
        long deadline = System.nanoTime() + STOP_WAIT_MILLIS * 1_000_000;
        for (Thread thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
    }

    private void work(Map<String, String> logged) {
        if (logged != null) {
            MDC.setContextMap(logged);
        }
        try (StallWatch.Watch watch = transfers.stalls().begin()) {
            register(watch);
            for (Turn next; (next = take()) != null; ) {
                try {
                    next.run(watch);
                } finally {
                    leave(next.transfer());
                }
            }
        } catch (Exception | LinkageError | VirtualMachineError | AssertionError e) {
            fail(e);
        } finally {
            MDC.clear();
        }
    }

    private synchronized void register(StallWatch.Watch watch) {
        watches.add(watch);
    }

    /** Work for a thread. */
    private record Turn(FileTransfer transfer, boolean first) {
        void run(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
            if (first) {
                transfer.begin(watch);
            } else {
                transfer.help(watch);
            }
        }
    }

    /** Work for one more thread: a file that waits, or a part of a large one; null when nothing is left. */
    private synchronized Turn take() throws InterruptedException {
        while (failure == null) {
            if (!waiting.isEmpty()) {
                FileTransfer fresh = new FileTransfer(this, waiting.poll());
                begun.add(fresh);
                busy++;
                return new Turn(fresh, true);
            }
            for (FileTransfer each : begun) {
                if (each.needsHands()) {
                    busy++;
                    return new Turn(each, false);
                }
            }
            if (busy == 0) {
                return null;
            }
            wait();
        }
        return null;
    }

    private synchronized void leave(FileTransfer left) {
        busy--;
        if (left.isOver()) {
            begun.remove(left);
        }
        notifyAll();
    }

    /** Say that a file has parts now for threads that are idle. */
    synchronized void callForHands() {
        notifyAll();
    }

    /** The first failure is the pull's; it stops all the others. */
    private synchronized void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
            watches.forEach(StallWatch.Watch::abort);
            notifyAll();
        }
    }

    synchronized boolean hasFailed() {
        return failure != null;
    }

    private synchronized void rethrow() throws SourceException, IOException, InterruptedException {
        if (failure instanceof SourceException e) {
            throw e;
        }
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof InterruptedException e) {
            throw e;
        }
        if (failure instanceof UncheckedIOException e) {
            throw e.getCause();
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("A transfer failed in a way that none can", failure);
        }
    }
}
