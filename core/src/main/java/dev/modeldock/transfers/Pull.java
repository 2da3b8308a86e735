package dev.modeldock.transfers;

import dev.modeldock.spi.FileSink.Opener;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/** One pull: the files that are still to be fetched, and the threads that fetch them. */
final class Pull {
    private static final long STOP_WAIT_MILLIS = 1_500;

    private final Transfers transfers;
    private final Opener opener;
    private final Target target;
    private final int connections;
    private final Pace pace;
    private final AtomicLong moved = new AtomicLong();
    private final Deque<RemoteFile> waiting = new ArrayDeque<>();
    private final Set<FileTransfer> begun = new LinkedHashSet<>();
    private final List<StallWatch.Watch> watches = new ArrayList<>();
    private Cutting cutting;
    private int busy;
    private int working;
    private volatile boolean left;
    private final Failure failure = new Failure();

    Pull(Transfers transfers, Opener opener, Target target, int connections) {
        this.transfers = transfers;
        this.opener = opener;
        this.target = target;
        this.connections = connections;
        this.pace = new Pace(transfers.firstWait());
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

    Cutting cutting() {
        return cutting;
    }

    Pace pace() {
        return pace;
    }

    /** Bytes that have come for any of its files. */
    long moved() {
        return moved.get();
    }

    void moved(int bytes) {
        moved.addAndGet(bytes);
        target.moved(bytes);
    }

    /** Fetch them all. */
    void run(Collection<RemoteFile> files) throws SourceException, IOException, InterruptedException {
        cutting = new Cutting(files, transfers.segmentBytes(), opener.inParts(), connections);
        // Large files go first, so that no single one is left over at the end.
        files.stream().sorted(Comparator.comparing(cutting::isSmall)).forEach(waiting::add);
        List<Thread> threads = threads(cutting.hands(files));
        try {
            for (Thread thread : threads) {
                begin(thread);
            }
            awaitEnd();
        } catch (InterruptedException stop) {
            fail(stop);
            throw stop;
        } finally {
            leave(threads);
        }
        failure.rethrow();
    }

    private List<Thread> threads(int count) {
        Map<String, String> logged = MDC.getCopyOfContextMap();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Thread thread =
                    new Thread(() -> work(logged), Thread.currentThread().getName() + "-pull-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        return threads;
    }

    private synchronized void begin(Thread thread) {
        thread.start();
        working++;
    }

    private synchronized void awaitEnd() throws InterruptedException {
        while (working > 0 && !failure.isThere()) {
            wait();
        }
    }

    private synchronized boolean isWorking() {
        return working > 0;
    }

    /** Wait for the threads to end, but not for ever: one may hang in foreign code, and does no harm there. */
    private void leave(List<Thread> threads) throws InterruptedException {
        if (isWorking()) {
            fail(new InterruptedException("Given up"));
        }
        transfers.flights().dismiss(this);
        long deadline = System.nanoTime() + STOP_WAIT_MILLIS * 1_000_000;
        try {
            for (Thread thread : threads) {
                if (thread.isAlive()) {
                    thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                }
            }
        } finally {
            left = true;
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
        } catch (Throwable e) {
            // Whatever it is: a thread that ended without a word would leave its file out.
            fail(e);
        } finally {
            MDC.clear();
            end();
        }
    }

    private synchronized void end() {
        working--;
        notifyAll();
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
        while (!failure.isThere()) {
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
        if (failure.is(thrown)) {
            watches.forEach(StallWatch.Watch::abort);
            notifyAll();
        }
    }

    boolean hasFailed() {
        return failure.isThere();
    }

    /** Throw when nobody waits for this pull any more, and its files may be another one's by now. */
    void requireMine() throws InterruptedException {
        if (left) {
            throw new InterruptedException("This pull is over");
        }
    }

    /** Throw when something has failed elsewhere, or the pull was asked to stop. */
    void requireGoing() throws InterruptedException {
        if (failure.isThere()) {
            throw new InterruptedException("Another failure stops this file");
        }
    }
}
