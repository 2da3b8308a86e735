package dev.modeldock.hub;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Version;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The files of versions that are being imported, for those who are given them meanwhile. */
public final class IncomingBytes implements AutoCloseable {
    private static final int MOST_AT_ONCE = 256;
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final PullMeans means;
    private final HubFiles files;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private volatile boolean closed;

    IncomingBytes(PullMeans means, HubFiles files) {
        this.means = means;
        this.files = files;
    }

    /** Whether a version is not here yet. */
    public static boolean isComing(Version version) {
        return version.id() < 0;
    }

    /**
     * A file of a version that is not here yet, with the hash by which it will be known here. Where its place upstream tells
     * only another one, this waits until the file is here.
     *
     * @throws dev.modeldock.problems.DockException {@code NOT_READY} when it is not by then, and why it will not be
     */
    public HubEntry.File settled(Version version, HubEntry.File file, Deadline until) throws IOException {
        Incoming incoming = means.incoming().of(version).orElseThrow();
        if (incoming.files().isSettled(file.path())) {
            return file;
        }
        return taking(() -> {
            while (true) {
                long news = incoming.arrival().news();
                Optional<HubEntry.File> settled = settledNow(incoming, file.path());
                if (settled.isPresent()) {
                    return settled.get();
                }
                if (until.isOver()) {
                    throw Questions.notReady(file.path() + " is on its way, and not here yet");
                }
                requireOpen();
                means.incoming().requireGoing(incoming);
                incoming.arrival().want(file.path());
                incoming.arrival().awaitNews(news, Math.min(LOOK_AGAIN_MILLIS, until.leftMillis()));
            }
        });
    }

    private Optional<HubEntry.File> settledNow(Incoming incoming, String path) throws IOException {
        Optional<StagedBlob> whole = incoming.arrival().whole(path);
        if (whole.isPresent()) {
            return Optional.of(incoming.files().settle(path, whole.get()));
        }
        if (!means.incoming().isDone(incoming)) {
            return Optional.empty();
        }
        return means.models()
                .find(incoming.model().name().toString(), incoming.owner())
                .map(FoundModel::model)
                .flatMap(model -> means.models().findVersion(model, incoming.commit()))
                .flatMap(version -> files.file(version, path));
    }

    /** Write a part of a file's bytes, waiting for those that are not here yet; what fails says why. */
    public void copy(Version version, HubEntry.File file, long from, long to, OutputStream out) throws IOException {
        Incoming incoming = means.incoming().of(version).orElseThrow();
        taking(() -> {
            try (Follower follower = new Follower(means, incoming, file, out)) {
                follower.copy(from, to, this::requireOpen);
            }
            return null;
        });
    }

    /**
     * Whether clients may have the beginning of a file that turned out to be wrong: what they have must not be completed with
     * right bytes.
     */
    public boolean isDoubtful(Version version, String path) {
        return means.incoming().isDoubtful(version.commit(), path);
    }

    private interface Waiting<T> {
        T get() throws IOException, InterruptedException;
    }

    /** Each who waits holds a thread of the server. */
    private <T> T taking(Waiting<T> waiting) throws IOException {
        if (!places.tryAcquire()) {
            throw Questions.notReady("Very many clients wait for files that are on their way");
        }
        try {
            return waiting.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Asked to stop while it waited for a file");
        } finally {
            places.release();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Questions.notReady("The dock is stopping");
        }
    }

    /** Send all away who wait. */
    @Override
    public void close() {
        closed = true;
    }
}
