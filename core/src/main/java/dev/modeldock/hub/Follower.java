package dev.modeldock.hub;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Models;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.transfers.Growing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives the bytes of a file to a client while they come. The last byte is kept back until the file is what was promised, so
 * that no client takes wrong bytes for a whole file. For one thread.
 */
final class Follower implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final long JOB_LOOKS_NANOS = 200_000_000L;
    private static final long LONGEST_SILENCE_NANOS = 120_000_000_000L;

    private final PullMeans means;
    private final Incoming incoming;
    private final HubEntry.File file;
    private final OutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long at;
    private boolean given;
    private boolean unflushed;
    private long lastByte = System.nanoTime();
    private long lookedAt = System.nanoTime() - JOB_LOOKS_NANOS;
    private Growing growing;
    private int beginnings;
    private int attempt;
    private FileChannel channel;
    private Object key;

    Follower(PullMeans means, Incoming incoming, HubEntry.File file, OutputStream out) {
        this.means = means;
        this.incoming = incoming;
        this.file = file;
        this.out = out;
    }

    /**
     * Give the bytes from one position up to another, waiting for each that is not here.
     *
     * @param check asked now and then; throws to stop
     */
    void copy(long from, long to, Runnable check) throws IOException, InterruptedException {
        at = from;
        while (at < to) {
            long news = incoming.arrival().news();
            Optional<StagedBlob> whole = incoming.arrival().whole(file.path());
            if (whole.isPresent() && giveWhole(whole.get(), to)) {
                return;
            }
            if (whole.isEmpty() && giveGrowing(Math.min(to, file.size() - 1))) {
                continue;
            }
            if (giveStored(to)) {
                return;
            }
            check.run();
            await(news);
        }
    }

    /** Some of what is here of it; false when nothing more is. Of a small file the whole is waited for: so an error can be told. */
    private boolean giveGrowing(long to) throws IOException {
        Optional<Growing> now = incoming.arrival().growing(file.path());
        if (file.size() <= BUFFER || now.isEmpty() || !open(now.get())) {
            return false;
        }
        long until = Math.min(growing.until(at), to);
        if (until <= at) {
            return false;
        }
        buffer.clear().limit((int) Math.min(BUFFER, until - at));
        int count = channel.read(buffer, at);
        if (count <= 0 || !isSame()) {
            return false;
        }
        give(count);
        return true;
    }

    private void give(int count) throws IOException {
        out.write(buffer.array(), 0, count);
        at += count;
        given = true;
        unflushed = true;
        lastByte = System.nanoTime();
    }

    /** Open the file as it is now; after another attempt it may be the same still. */
    private boolean open(Growing now) throws IOException {
        if (now != growing) {
            int begun = now.beginnings();
            FileChannel fresh;
            Object freshKey;
            try {
                freshKey = key(now.place());
                fresh = FileChannel.open(now.place());
            } catch (NoSuchFileException e) {
                return false;
            }
            close();
            channel = fresh;
            if (given && !Objects.equals(key, freshKey)) {
                throw broken();
            }
            growing = now;
            beginnings = begun;
            key = freshKey;
            attempt = incoming.arrival().attempts();
        }
        return isSame();
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** What began anew has other bytes than those that were given. */
    private boolean isSame() {
        if (growing.beginnings() == beginnings) {
            return true;
        }
        if (given) {
            throw broken();
        }
        growing = null;
        return false;
    }

    private DockException broken() {
        return new DockException(
                Problem.UPSTREAM_BROKEN,
                file.path() + " came with other bytes than were promised, and is fetched once more. Ask again.",
                Map.of("retryAfterSeconds", 1));
    }

    /** The rest, now that all is here and right; false when it is being moved. */
    private boolean giveWhole(StagedBlob whole, long to) throws IOException {
        Path place = Files.exists(whole.content())
                ? whole.content()
                : means.blobs().path(whole.blob().sha256());
        try (FileChannel opened = FileChannel.open(place)) {
            requireSafe(new StagedBlob(whole.blob(), place, whole.stored()));
            requireSameAs(place);
            giveAll(opened, to);
            return true;
        } catch (NoSuchFileException moved) {
            return false;
        }
    }

    private void requireSafe(StagedBlob whole) throws NoSuchFileException {
        try {
            means.imports()
                    .examination()
                    .requireSafe(file.path(), whole, incoming.underway().allowUnsafe());
        } catch (DockException e) {
            if (Files.exists(whole.content())) {
                throw e;
            }
            throw new NoSuchFileException(file.path(), null, e.getMessage());
        }
    }

    private void requireSameAs(Path content) throws IOException {
        if (!given) {
            return;
        }
        boolean unbroken =
                growing.beginnings() == beginnings && incoming.arrival().attempts() == attempt;
        boolean same = unbroken || Objects.equals(key, key(content));
        if (!same) {
            throw broken();
        }
    }

    private void giveAll(FileChannel opened, long to) throws IOException {
        while (at < to) {
            buffer.clear().limit((int) Math.min(BUFFER, to - at));
            int count = opened.read(buffer, at);
            if (count <= 0) {
                throw new IOException(file.path() + " ends at byte " + at + " of " + to);
            }
            give(count);
        }
    }

    /** The rest out of the store, if the import is done; false while it goes on. */
    private boolean giveStored(long to) throws IOException {
        if (System.nanoTime() - lookedAt < JOB_LOOKS_NANOS) {
            return false;
        }
        lookedAt = System.nanoTime();
        if (!means.incoming().isDone(incoming)) {
            means.incoming().requireGoing(incoming);
            return false;
        }
        Models models = means.models();
        VersionFile stored = models.find(incoming.model().name().toString(), incoming.owner())
                .map(FoundModel::model)
                .flatMap(model -> models.findVersion(model, incoming.commit()))
                .flatMap(version -> models.files(version).find(file.path()))
                .orElseThrow(() -> Questions.notReady("The model has just gone"));
        requireSameAs(means.blobs().path(stored.sha256()));
        models.copy(stored, at, to, out);
        at = to;
        return true;
    }

    private void await(long news) throws IOException, InterruptedException {
        if (unflushed) {
            out.flush();
            unflushed = false;
        }
        if (System.nanoTime() - lastByte > LONGEST_SILENCE_NANOS) {
            throw new DockException(
                    Problem.NOT_READY,
                    "Nothing of " + file.path() + " has come for a long time. Ask again later.",
                    Map.of("retryAfterSeconds", 30));
        }
        incoming.arrival().want(file.path());
        incoming.arrival().awaitNews(news, LOOK_AGAIN_MILLIS);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
