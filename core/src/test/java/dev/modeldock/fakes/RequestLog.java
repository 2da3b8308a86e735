package dev.modeldock.fakes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The requests that a fake got, in the order of their arrival, those under way included. Patterns match the request's
 * path or the file's path in its repository; {@code *} stands for any characters. Bytes count when they are handed to the
 * connection: a client that is killed leaves a few hundred KiB of them unread.
 */
public final class RequestLog {
    private final List<LogEntry> entries = new ArrayList<>();
    private int running;
    private int mostAtOnce;

    RequestLog() {}

    /** All of them. */
    public synchronized List<LoggedRequest> all() {
        return entries.stream().map(LogEntry::view).toList();
    }

    public List<LoggedRequest> of(String pattern) {
        Glob glob = new Glob(pattern);
        return all().stream().filter(request -> request.matches(glob)).toList();
    }

    public int count(String pattern) {
        return of(pattern).size();
    }

    /** Body bytes sent in answer to such requests. */
    public long bytes(String pattern) {
        return of(pattern).stream().mapToLong(LoggedRequest::bytes).sum();
    }

    /** Body bytes sent, by path in the repository, for requests that asked for a file. */
    public Map<String, Long> bytesByFile() {
        Map<String, Long> totals = new TreeMap<>();
        for (LoggedRequest request : all()) {
            if (!request.file().isEmpty()) {
                totals.merge(request.file(), request.bytes(), Long::sum);
            }
        }
        return totals;
    }

    /** The high-water mark of requests under way at one time, since the start or {@link #clear()}. */
    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    /** Requests under way. */
    public synchronized int running() {
        return running;
    }

    /** Forget what was; requests under way are forgotten too, but still count as running. */
    public synchronized void clear() {
        entries.clear();
        mostAtOnce = running;
    }

    /** Wait until it is so; false when it is not so in that time. */
    public synchronized boolean await(Predicate<RequestLog> condition, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.test(this)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
        }
        return true;
    }

    synchronized LogEntry begin(LoggedRequest asked) {
        LogEntry entry = new LogEntry(this, asked);
        entries.add(entry);
        running++;
        mostAtOnce = Math.max(mostAtOnce, running);
        notifyAll();
        return entry;
    }

    synchronized void end() {
        running--;
        notifyAll();
    }

    synchronized void changed() {
        notifyAll();
    }
}
