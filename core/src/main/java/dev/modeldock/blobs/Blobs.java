package dev.modeldock.blobs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content store: {@code blobs/ab/<sha256>}, each written once and never changed. A file is renamed into it whole and
 * durable, and only then gets its row; {@code kill -9} at any point leaves nothing that looks finished.
 */
public final class Blobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
    private static final int PAGE = 500;
    private static final int FORCING_THREADS = 8;
    private static final long CLOSE_WAIT_SECONDS = 3;

    private final BlobFiles files;
    private final BlobStore store;
    private final Space space;
    private final Clock clock;
    private final BlobBytes bytes = new BlobBytes();
    private final Holds holds = new Holds();
    private final ExecutorService forcing = Executors.newFixedThreadPool(FORCING_THREADS, work -> {
        Thread thread = new Thread(work, "blob-force");
        thread.setDaemon(true);
        return thread;
    });

    /** Open the store below {@code root}, and remove what a kill left half way in or out. */
    public Blobs(Path root, BlobStore store, Space space, Clock clock) throws IOException {
        this.files = new BlobFiles(root);
        this.store = store;
        this.space = space;
        this.clock = clock;
        Files.createDirectories(root);
        // Nothing is counted yet, so what goes here is not missed.
        removeOwnerless();
        store.settleAll();
        space.found(store.totalSize());
    }

    /** Begin an import's files in a new directory; {@code expected} bytes of room are promised to it. */
    public Staging stage(Path directory, long expected) throws IOException {
        return stage(directory, space.reserve(expected));
    }

    /** Begin an import's files in a new directory, in room that was promised before; the promise is taken over. */
    public Staging stage(Path directory, Space.Reservation reservation) throws IOException {
        try {
            Files.createDirectories(directory);
            return new Staging(this, directory, reservation, new Durability(forcing, directory));
        } catch (IOException e) {
            reservation.close();
            throw e;
        }
    }

    public Space space() {
        return space;
    }

    /** Where the bytes with this hash lie, if they do. */
    public Path path(String sha256) {
        return files.path(sha256);
    }

    /** Whether a blob's file looks as if somebody had written into it since; misses nobody who means no harm. */
    public boolean looksTouched(String sha256, long size, Instant since) throws IOException {
        return files.looksTouched(sha256, size, since);
    }

    /** Read a blob again and tell whether it is right; one that is not is set aside, as if it had never come. */
    public boolean verify(String sha256) throws IOException {
        boolean right = files.isRight(sha256);
        if (right) {
            files.protect(sha256);
        } else {
            LOG.error("The stored file {} was changed; it is set aside as {}", sha256, files.setAside(sha256));
        }
        return right;
    }

    /** Write a part of a blob; fails when the blob is shorter. */
    public void copy(String sha256, long offset, long count, OutputStream out) throws IOException {
        bytes.copy(path(sha256), offset, count, out);
    }

    /** Keep the blob from being deleted until it is {@linkplain #release released}; empty when it is not here. */
    synchronized Optional<Blob> hold(String sha256) {
        // Most are not here, and to look for a file costs a tenth of a query.
        Optional<Blob> here = files.has(sha256) ? store.find(sha256) : Optional.empty();
        here.ifPresent(blob -> holds.add(sha256));
        return here;
    }

    /** As {@link #hold(String)}, for many; those that are here. */
    synchronized List<Blob> hold(Collection<String> sha256s) {
        List<Blob> here = store.among(sha256s);
        here.forEach(blob -> holds.add(blob.sha256()));
        return here;
    }

    public Optional<Blob> find(String sha256) {
        return store.find(sha256);
    }

    public List<Blob> among(Collection<String> sha256s) {
        return store.among(sha256s);
    }

    /** As {@link #among}, by the hashes that git knows them by. Some of the blobs may have the same. */
    public List<Blob> amongGitSha1(Collection<String> gitSha1s) {
        return store.amongGitSha1(gitSha1s);
    }

    /** Remember by what git knows a blob. */
    public void noteGitSha1(String sha256, String gitSha1) {
        store.noteGitSha1(sha256, gitSha1);
    }

    /** Note that these are about to come, and hold them until they are released. */
    void expect(Collection<String> hashes) {
        synchronized (this) {
            hashes.forEach(holds::add);
        }
        store.announce(hashes);
    }

    /** Rename a durable, expected file into place; tells where that is. */
    synchronized Path moveIn(StagedBlob staged) throws IOException {
        Path home = path(staged.blob().sha256());
        if (Files.exists(home)) {
            // Another import brought the same bytes meanwhile.
            Files.delete(staged.content());
            space.freed(staged.blob().size());
            return home;
        }
        files.moveIn(staged.content(), home);
        return home;
    }

    /** Make the names of files that were moved into these directories survive a power cut. */
    void forceNames(Collection<Path> directories) throws IOException, InterruptedException {
        files.forceNames(directories);
    }

    /** Make moved blobs known; call inside the transaction of what needs them. */
    public void record(Collection<StagedBlob> arrived) {
        store.insert(arrived.stream().map(StagedBlob::blob).toList(), clock.millis());
        store.settle(arrived.stream().map(staged -> staged.blob().sha256()).toList());
    }

    /** Let go of a blob once that was held more than once; the rest of the holds stays. */
    synchronized void letGo(String sha256) {
        holds.remove(sha256);
    }

    /** Let go of what was held. What nobody holds and nothing needs is removed. */
    void release(Collection<String> hashes) throws IOException {
        synchronized (this) {
            hashes.forEach(holds::remove);
        }
        removeOwnerless();
    }

    /** Note that something which needed these goes; call inside the transaction that deletes it. */
    public void leave(Collection<String> hashes) {
        store.announce(hashes);
    }

    /**
     * Delete those of the blobs that have {@linkplain #leave left} which nothing needs and no import relies on; tells
     * the bytes that became free. What an import relies on goes with it, should that fail.
     */
    public long removeOwnerless() throws IOException {
        long bytes = 0;
        String last = "";
        List<String> page;
        do {
            // A page at a time, so that imports beside a large delete need not wait for the end of it.
            synchronized (this) {
                page = store.ownerless(last, PAGE);
                bytes += remove(
                        page.stream().filter(sha256 -> !holds.has(sha256)).toList());
            }
            last = page.isEmpty() ? last : page.get(page.size() - 1);
        } while (page.size() == PAGE);
        return bytes;
    }

    private long remove(List<String> leaving) throws IOException {
        store.drop(leaving);
        long bytes = 0;
        for (String sha256 : leaving) {
            long freed = files.delete(sha256);
            space.freed(freed);
            bytes += freed;
        }
        store.settle(leaving);
        return bytes;
    }

    /** Files of the store that are no blobs. */
    public Strays strays() {
        return new Strays(files, store, holds, this);
    }

    /** Wait for the files that are being forced; imports have ended before. */
    @Override
    public void close() {
        forcing.shutdown();
        try {
            if (!forcing.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Some files are still being forced to the disk; the dock does not wait for them any longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
