package dev.modeldock.hub.push;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Large files on their way to a commit: each is a blob of its sender's for a while, until a commit takes it. */
public final class LargeUploads {
    /** From the end of an upload, or of a part of it, to its end. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final int PAGE = 500;

    private final Database database;
    private final Blobs blobs;
    private final Models models;
    private final UploadStore store;
    private final PushMeans means;
    private final Clock clock;

    LargeUploads(Database database, Blobs blobs, Models models, PushMeans means) {
        this.database = database;
        this.blobs = blobs;
        this.models = models;
        this.store = new UploadStore(database);
        this.means = means;
        this.clock = means.clock();
    }

    /**
     * Those of the contents that a user who may write to a model need not send: who sent them has them, or could download
     * them anyway. What they sent is kept as long from now on as if it were sent now. What others keep to themselves is given away to nobody who knows its hash.
     */
    public Set<String> open(Model model, String user, List<String> sha256s) {
        Set<String> open = new HashSet<>(store.renew(user, sha256s, expiry()));
        open.addAll(models.openTo(user, sha256s));
        open.addAll(models.pushed().contentsOf(model, sha256s));
        open.removeIf(sha256 -> !isStored(sha256));
        return open;
    }

    /** What was found changed, and set aside, has a row still: it is to be sent again. */
    private boolean isStored(String sha256) {
        return Files.exists(blobs.path(sha256));
    }

    /** Whether an object is here, in its size, as far as its sender may know. */
    public boolean has(LargeObject object) {
        List<String> hash = List.of(object.sha256());
        boolean mine = !store.among(object.user(), hash).isEmpty()
                || !models.openTo(object.user(), hash).isEmpty();
        return mine && hasSize(object.sha256(), object.size());
    }

    /** Whether the store has a content in this size; for who may know that. */
    public boolean hasSize(String sha256, long size) {
        return blobs.find(sha256).filter(blob -> blob.size() == size).isPresent() && isStored(sha256);
    }

    /** Refuse what is too large, or finds no room. */
    public void require(LargeObject object) {
        if (object.size() > means.limits().maxFileBytes()) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The file has " + object.size() + " bytes; this server takes "
                            + means.limits().maxFileBytes() + " at most (session.maxFileBytes).");
        }
        if (object.size() > blobs.space().available()) {
            blobs.space().reserve(object.size()).close();
        }
    }

    /**
     * Take an object whole. Nothing is kept of one that is not what was announced.
     *
     * @throws DockException {@code CHECKSUM_MISMATCH}, {@code TOO_LARGE}, {@code INSUFFICIENT_STORAGE}
     */
    public void receive(LargeObject object, InputStream content) throws IOException, InterruptedException {
        require(object);
        Path directory = means.staging().resolve(UUID.randomUUID().toString());
        try (Staging staging = blobs.stage(directory, object.size())) {
            long[] bytes = {0};
            StagedBlob whole = staging.write(content, ContentHash.of(object.size(), false), count -> {
                bytes[0] += count;
                requireSize(object, bytes[0] > object.size(), "more");
            });
            requireSize(object, bytes[0] < object.size(), "only " + bytes[0]);
            requireHash(object, whole.blob());
            keep(object, whole, staging, () -> {});
        }
    }

    private static void requireSize(LargeObject object, boolean isWrong, String found) {
        if (isWrong) {
            throw new DockException(
                    Problem.CHECKSUM_MISMATCH,
                    "The file was announced with " + object.size() + " bytes, and " + found + " came. Send it again.");
        }
    }

    static void requireHash(LargeObject object, Blob found) {
        if (!found.sha256().equals(object.sha256())) {
            throw new DockException(
                    Problem.CHECKSUM_MISMATCH,
                    "The file has the SHA-256 " + found.sha256() + "; announced was " + object.sha256()
                            + ". Send it again.");
        }
    }

    /** Keep what was staged; {@code together} runs in the transaction that makes it known. */
    void keep(LargeObject object, StagedBlob content, Staging staging, Runnable together)
            throws IOException, InterruptedException {
        staging.arrive(List.of(content));
        database.together(() -> {
            blobs.record(List.of(content));
            store.keep(object, expiry());
            together.run();
            return object;
        });
    }

    /** When what comes now ends. */
    long expiry() {
        return clock.instant().plus(KEPT).toEpochMilli();
    }

    /** A commit has taken some of what a user sent; in its transaction. */
    void taken(String user, List<String> sha256s) {
        store.take(user, sha256s);
    }

    /** Delete what no commit has taken in time, and nobody has sent again meanwhile. */
    void sweep() throws IOException {
        boolean more = true;
        while (more) {
            more = database.together(() -> {
                List<String> gone = store.takeOverdue(clock.millis(), PAGE);
                blobs.leave(gone);
                return gone.size() == PAGE;
            });
            blobs.removeOwnerless();
        }
    }
}
