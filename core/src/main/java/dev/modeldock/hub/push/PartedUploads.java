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
    private static final int RETRY_SECONDS = 30;

    private final LargeUploads whole;
    private final Blobs blobs;
    private final UploadStore store;
    private final Path staging;
    private final Clock clock;
    private final int most;
    private final Map<String, PartedUpload> underWay = new HashMap<>();

    PartedUploads(LargeUploads whole, Blobs blobs, UploadStore store, PushMeans means) {
        this.whole = whole;
        this.blobs = blobs;
        this.store = store;
        this.staging = means.staging();
        this.clock = means.clock();
        this.most = means.limits().maxParted();
    }

    /** After a restart: go on with what is on the disk. A kill may have moved it into the store, and then nothing is. */
    void reopen() throws IOException {
        for (LargeObject object : store.parted()) {
            PartedUpload upload = new PartedUpload(object, directory(object), blobs.space());
            upload.found(store.parts(object.staging()), DirectoryTree.size(directory(object)));
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
     *     {@code INSUFFICIENT_STORAGE}, {@code RATE_LIMITED} when too many of one sender are under way
     */
    public String receive(LargeObject object, int part, InputStream content) throws IOException {
        if (part < 1 || part > object.parts()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "There is no part " + part + " of a file that comes in " + object.parts() + ".");
        }
        PartedUpload upload = entered(object);
        try {
            String etag = upload.write(part, content);
            store.arrived(object.staging(), part, etag, whole.expiry());
            return etag;
        } finally {
            upload.leave();
        }
    }

    private PartedUpload entered(LargeObject object) {
        synchronized (underWay) {
            PartedUpload upload = underWay.get(object.staging());
            if (upload == null) {
                whole.require(object);
                requirePlace(object);
                upload = new PartedUpload(object, directory(object), blobs.space());
                store.begin(object, whole.expiry());
                underWay.put(object.staging(), upload);
            }
            upload.enter();
            return upload;
        }
    }

    /** Refuse to begin one more where its sender has very many under way: {@code RATE_LIMITED}. */
    public void requirePlace(LargeObject object) {
        synchronized (underWay) {
            long open = underWay.values().stream()
                    .filter(upload -> upload.object().user().equals(object.user()))
                    .count();
            if (open >= most && !underWay.containsKey(object.staging())) {
                throw new DockException(
                        Problem.RATE_LIMITED,
                        "You have " + open
                                + " large files under way in parts, which is the most (hub.maxUploads). Finish some"
                                + " of them first; one that nothing comes of ends a day after its last part.",
                        Map.of("retryAfterSeconds", RETRY_SECONDS));
            }
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

    /** Its directory goes before its name is free for another upload of the same. */
    private void end(LargeObject object, PartedUpload upload) throws IOException {
        synchronized (underWay) {
            store.end(object.staging());
            clear(object, upload);
        }
    }

    private void clear(LargeObject object, PartedUpload upload) throws IOException {
        try {
            if (Files.exists(upload.file())) {
                upload.discard();
            } else {
                upload.handedOver();
            }
        } finally {
            underWay.remove(object.staging());
        }
    }

    /** Delete what nobody has gone on with. */
    void sweep() throws IOException {
        for (LargeObject object : store.overdueParted(clock.millis(), PAGE)) {
            PartedUpload upload = find(object);
            // In the order in which complete() takes them.
            synchronized (upload == null ? underWay : upload) {
                sweep(object, upload);
            }
        }
    }

    /** Only if it is overdue still and nobody is writing: what was renewed since it was looked for stays. */
    private void sweep(LargeObject object, PartedUpload upload) throws IOException {
        synchronized (underWay) {
            boolean isSame = underWay.get(object.staging()) == upload;
            boolean isBusy = upload != null && upload.isBusy();
            if (isSame && !isBusy && store.endOverdue(object.staging(), clock.millis()) && upload != null) {
                clear(object, upload);
            }
        }
    }
}
