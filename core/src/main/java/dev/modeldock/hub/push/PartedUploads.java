package dev.modeldock.hub.push;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Staging;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Large files that come in parts. What is here of one outlasts a restart. */
public final class PartedUploads {
    private static final int PAGE = 500;

    private final LargeUploads whole;
    private final Blobs blobs;
    private final UploadStore store;
    private final Path staging;
    private final Clock clock;
    private final Map<String, PartedUpload> underWay = new HashMap<>();

    PartedUploads(LargeUploads whole, Blobs blobs, UploadStore store, PushMeans means) {
        this.whole = whole;
        this.blobs = blobs;
        this.store = store;
        this.staging = means.staging();
        this.clock = means.clock();
    }

    /** After a restart: promise the room again for what is yet to come. */
    void reopen() throws IOException {
        for (LargeObject object : store.parted()) {
            long bytes = DirectoryTree.size(directory(object));
            PartedUpload upload = new PartedUpload(
                    object, directory(object), blobs.space().reserveAtMost(Math.max(0, object.size() - bytes)));
            upload.found(store.parts(object.staging()), bytes);
            underWay.put(object.staging(), upload);
        }
    }

    private Path directory(LargeObject object) {
        return staging.resolve(object.staging());
    }

    /**
     * Take one part, in any order and beside others; tells the ETag by which the client names it in the end.
     *
     * @throws DockException {@code VALIDATION_ERROR} when it is no part of the object or has another size, {@code TOO_LARGE},
     *     {@code INSUFFICIENT_STORAGE}
     */
    public String receive(LargeObject object, int part, InputStream content) throws IOException {
        if (part < 1 || part > object.parts()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "There is no part " + part + " of a file that comes in " + object.parts() + ".");
        }
        String etag = begun(object).write(part, content);
        store.arrived(object.staging(), part, etag, whole.expiry());
        return etag;
    }

    private PartedUpload begun(LargeObject object) {
        synchronized (underWay) {
            PartedUpload upload = underWay.get(object.staging());
            if (upload == null) {
                whole.require(object);
                upload = new PartedUpload(
                        object, directory(object), blobs.space().reserve(object.size()));
                store.begin(object, whole.expiry());
                underWay.put(object.staging(), upload);
            }
            return upload;
        }
    }

    private PartedUpload find(LargeObject object) {
        synchronized (underWay) {
            return underWay.get(object.staging());
        }
    }

    /**
     * All parts are here. Nothing is kept of what is not what was announced. To ask once more is fine.
     *
     * @param etags of the parts by their numbers
     * @throws DockException {@code CHECKSUM_MISMATCH}; {@code VALIDATION_ERROR} when a part is missing, which can come yet
     */
    public void complete(LargeObject object, Map<Integer, String> etags) throws IOException, InterruptedException {
        PartedUpload upload = find(object);
        if (upload == null) {
            requireHere(object);
            return;
        }
        synchronized (upload) {
            if (find(object) != upload) {
                requireHere(object);
                return;
            }
            Blob found = upload.finish(etags);
            try {
                LargeUploads.requireHash(object, found);
                adopt(object, upload, found);
            } finally {
                end(object, upload);
            }
        }
    }

    private void requireHere(LargeObject object) {
        if (!whole.has(object)) {
            throw new DockException(Problem.NOT_FOUND, "No part of this file is here. Send it again.");
        }
    }

    private void adopt(LargeObject object, PartedUpload upload, Blob found) throws IOException, InterruptedException {
        try (Staging staged = blobs.stage(staging.resolve(UUID.randomUUID().toString()), 0)) {
            whole.keep(object, staged.adopt(upload.file(), found), staged, () -> store.end(object.staging()));
        }
    }

    private void end(LargeObject object, PartedUpload upload) throws IOException {
        store.end(object.staging());
        synchronized (underWay) {
            underWay.remove(object.staging());
        }
        if (Files.exists(upload.file())) {
            upload.discard(blobs.space());
        } else {
            upload.handedOver();
        }
    }

    /** Delete what nobody has gone on with. */
    void sweep() throws IOException {
        for (LargeObject object : store.overdueParted(clock.millis(), PAGE)) {
            PartedUpload upload = find(object);
            if (upload == null) {
                store.end(object.staging());
            } else {
                synchronized (upload) {
                    end(object, upload);
                }
            }
        }
    }
}
