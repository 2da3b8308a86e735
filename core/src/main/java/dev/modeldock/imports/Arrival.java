package dev.modeldock.imports;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.transfers.Growing;
import dev.modeldock.transfers.Hurrying;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The files of one import while they come. Safe for many threads. */
public final class Arrival {
    private static final long TOLD_EVERY_NANOS = 20_000_000L;

    private final Map<String, Growing> growing = new ConcurrentHashMap<>();
    private final Set<String> begunAnew = ConcurrentHashMap.newKeySet();
    private final Set<String> wishes = new LinkedHashSet<>();
    private IncomingFiles files;
    private Hurrying pull;
    private int followers;
    private int attempts;
    private long news;
    private long told = System.nanoTime();

    Arrival() {}

    /** Tells whether anybody follows. */
    synchronized boolean followed(int more) {
        followers += more;
        return followers > 0;
    }

    synchronized boolean isUnderWay() {
        return files != null;
    }

    synchronized void begin(IncomingFiles incoming) {
        files = incoming;
        attempts++;
        tell();
    }

    /** Tells whether anybody follows. */
    synchronized boolean end() {
        files = null;
        pull = null;
        growing.keySet().forEach(this::noteBeginnings);
        growing.clear();
        tell();
        return followers > 0;
    }

    void pulling(Hurrying begun) {
        Set<String> wished;
        synchronized (this) {
            pull = begun;
            wished = Set.copyOf(wishes);
        }
        wished.forEach(begun::hurry);
    }

    void grows(RemoteFile file, Growing partial) {
        growing.put(file.path(), partial);
        tell();
    }

    /** A file is complete. */
    void came(String path) {
        noteBeginnings(path);
        growing.remove(path);
        tell();
    }

    private void noteBeginnings(String path) {
        Growing partial = growing.get(path);
        if (partial != null && partial.beginnings() > 0) {
            begunAnew.add(path);
        }
    }

    /** Whether the file came with wrong bytes first, which somebody may have been given. */
    public boolean hasBegunAnew(String path) {
        noteBeginnings(path);
        return begunAnew.contains(path);
    }

    /** Bytes have come. Told now and then only, as there may be very many followers. */
    synchronized void moved() {
        if (followers > 0 && System.nanoTime() - told > TOLD_EVERY_NANOS) {
            tell();
        }
    }

    private synchronized void tell() {
        told = System.nanoTime();
        news++;
        notifyAll();
    }

    /** The file, once it is complete and is what was promised; or empty, and when no attempt is under way. */
    public Optional<StagedBlob> whole(String path) {
        IncomingFiles now;
        synchronized (this) {
            now = files;
        }
        return now == null ? Optional.empty() : now.find(path);
    }

    /** The file while it comes. */
    public Optional<Growing> growing(String path) {
        return Optional.ofNullable(growing.get(path));
    }

    /** Say that somebody waits for this file. */
    public void want(String path) {
        Hurrying now;
        synchronized (this) {
            wishes.add(path);
            now = pull;
        }
        if (now != null) {
            now.hurry(path);
        }
    }

    /** Counts the attempts of the job in this process. */
    public synchronized int attempts() {
        return attempts;
    }

    /** A number that changes with all that happens; to be taken before looking. */
    public synchronized long news() {
        return news;
    }

    /**
     * Wait until something has happened since that number was taken, at most so long. That bytes have come may be told late:
     * wait a tenth of a second at most where those count.
     */
    public synchronized void awaitNews(long since, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; news == since && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}
