package dev.modeldock.transfers;

import dev.modeldock.spi.FileSink.Opener;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/** One pull: the files that are still to be fetched, and the threads that fetch them. */
final class Pull implements Hurrying {
    private static final long STOP_WAIT_MILLIS = 1_500;
    /** Connections beside the usual ones, for files that somebody waits for. */
    private static final int MOST_EXTRA = 8;

    private final Transfers transfers;
    private final Opener opener;
    private final Target target;
    private final int connections;
    private final Pace pace;
    private final AtomicLong moved = new AtomicLong();
    private final WaitingFiles waiting = new WaitingFiles();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Map<String, String> logged = MDC.getCopyOfContextMap();
    private final String name = Thread.currentThread().getName() + "-pull-";
    private final Set<FileTransfer> begun = new LinkedHashSet<>();
    private final List<StallWatch.Watch> watches = new ArrayList<>();
    private Cutting cutting;
    private int busy;
    private int working;
    private int extra;
    private boolean leaving;
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
        try {
            for (int hands = cutting.hands(files); hands > 0; hands--) {
                begin(false);
            }
            target.pulling(this);
            awaitEnd();
        } catch (InterruptedException stop) {
            fail(stop);
            throw stop;
        } finally {
            leave();
        }
        failure.rethrow();
    }

    private synchronized void begin(boolean isExtra) {
        Thread thread = new Thread(() -> work(isExtra), name + (threads.size() + 1));
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        working++;
    }

    @Override
    public synchronized void hurry(String path) {
        boolean allBusy = working <= busy;
        if (waiting.hurry(path) && allBusy && extra < MOST_EXTRA && !leaving && !failure.isThere()) {
            extra++;
            begin(true);
        }
    }

    private synchronized void awaitEnd() throws InterruptedException {
        while (working > 0 && !failure.isThere()) {
            wait();
        }
    }

    /** Wait for the threads to end, but not for ever: one may hang in foreign code, and does no harm there. */
    private void leave() throws InterruptedException {
        boolean isWorking;
        synchronized (this) {
            leaving = true;
            isWorking = working > 0;
        }
        if (isWorking) {
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

    private void work(boolean isExtra) {
        if (logged != null) {
            MDC.setContextMap(logged);
        }
        try (StallWatch.Watch watch = transfers.stalls().begin()) {
            register(watch);
            for (Turn next; (next = take(isExtra)) != null; ) {
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
            end(isExtra);
        }
    }

    private synchronized void end(boolean isExtra) {
        working--;
        if (isExtra) {
            extra--;
            threads.remove(Thread.currentThread());
        }
        notifyAll();
    }

    private synchronized void register(StallWatch.Watch watch) {
        watches.add(watch);
    }

    /**
     * Work for one more thread: a file that waits, or a part of a large one; null when nothing is left. An extra thread takes
     * hurried files only.
     */
    private synchronized Turn take(boolean isExtra) throws InterruptedException {
        while (!failure.isThere()) {
            if (isExtra && !waiting.hasHurried()) {
                return null;
            }
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
