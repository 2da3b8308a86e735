package dev.modeldock.datasets;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Space;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.files.ContentKind;
import dev.modeldock.files.PackedContent;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Takes archives with the files of datasets: all of one becomes the dataset's, or nothing. */
public final class DatasetUploads {
    private static final String REFUSED = "Invalid tar file / tar file with no images and/or labels directory";

    private static final int TURNS = 64;

    private final Database database;
    private final Blobs blobs;
    private final DatasetStore store;
    private final Datasets.Means means;
    /** One of them for each dataset, and many datasets for one. */
    private final Lock[] turns =
            Stream.generate(ReentrantLock::new).limit(TURNS).toArray(Lock[]::new);

    DatasetUploads(Database database, Blobs blobs, DatasetStore store, Datasets.Means means) {
        this.database = database;
        this.blobs = blobs;
        this.store = store;
        this.means = means;
    }

    /**
     * Begin to take an archive.
     *
     * @param announced bytes of the whole request, for which room is promised; or 0 when it does not tell
     */
    public DatasetUpload receive(Dataset dataset, long announced) throws IOException {
        if (announced > means.mostBytes()) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The request has " + announced + " bytes; this dock takes at most " + means.mostBytes() + ".");
        }
        Space.Reservation room = blobs.space().reserve(announced);
        return new DatasetUpload(
                this, dataset, means.staging().resolve(UUID.randomUUID().toString()), room);
    }

    long mostBytes() {
        return means.mostBytes();
    }

    /**
     * Add the files of an archive to a dataset, in place of those that were at their paths.
     *
     * @param directory where they may be written on their way
     * @param together runs first in the transaction that makes them known
     * @throws DockException {@code INVALID_ARCHIVE} with what is wrong, and then nothing has changed
     */
    void add(Dataset dataset, PackedContent content, Path directory, Runnable together)
            throws IOException, InterruptedException {
        try (Staging staging = blobs.stage(directory, content.size())) {
            UnpackedFiles unpacked = new UnpackedFiles(staging);
            try (Archive archive = open(content)) {
                archive.read(unpacked);
                staging.settle();
            } catch (SourceException e) {
                throw refused(e.getMessage(), Map.of(), e);
            }
            place(dataset, unpacked.placed(), staging, together);
        } catch (DockException e) {
            throw e.problem() == Problem.INVALID_ARCHIVE ? refused(e.getMessage(), e.details(), e) : e;
        }
    }

    private Archive open(PackedContent content) throws IOException {
        ContentKind kind = means.archives().kind(content);
        if (kind.isSingleFile()) {
            throw new DockException(
                    Problem.INVALID_ARCHIVE,
                    "The upload is a single " + kind.extension()
                            + " file. Expected a tar (plain, gzip, zstd, xz, bzip2) or a ZIP.");
        }
        return means.archives().open(content);
    }

    private static DockException refused(String why, Map<String, Object> details, Exception cause) {
        return new DockException(Problem.INVALID_ARCHIVE, REFUSED + ": " + why, details, cause);
    }

    private void place(Dataset dataset, Map<String, StagedBlob> placed, Staging staging, Runnable together)
            throws IOException, InterruptedException {
        // What is here must not change between the look at it and the rows: two uploads may fit only one by one.
        Lock turn = turns[Math.floorMod(dataset.id().hashCode(), TURNS)];
        turn.lockInterruptibly();
        try {
            DatasetPaths paths = DatasetPaths.of(new DatasetFiles(store, dataset.id()));
            placed.keySet().forEach(paths::lay);
            UploadLayout.of(dataset.type(), dataset.format()).check(paths.all()).expectComplete();
            publish(dataset, placed, staging, together);
        } finally {
            turn.unlock();
        }
    }

    private void publish(Dataset dataset, Map<String, StagedBlob> placed, Staging staging, Runnable together)
            throws IOException, InterruptedException {
        List<StagedBlob> contents = placed.values().stream().distinct().toList();
        List<DatasetFile> files = placed.entrySet().stream()
                .map(each -> new DatasetFile(
                        each.getKey(),
                        each.getValue().blob().sha256(),
                        each.getValue().blob().size()))
                .toList();
        staging.arrive(contents);
        database.together(() -> {
            together.run();
            store.find(dataset.id()).orElseThrow(Datasets::gone);
            blobs.record(contents);
            blobs.leave(store.put(dataset.id(), files));
            new DatasetEvents(means.events()).changed(dataset);
            return files;
        });
    }
}
