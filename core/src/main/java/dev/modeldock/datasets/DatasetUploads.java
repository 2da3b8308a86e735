package dev.modeldock.datasets;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Space;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.files.PackedContent;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Takes archives with the files of datasets: all of one becomes the dataset's, or nothing. */
public final class DatasetUploads {
    private static final String REFUSED = "Invalid tar file / tar file with no images and/or labels directory";

    private final Database database;
    private final Blobs blobs;
    private final DatasetStore store;
    private final Datasets.Means means;

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
     * @throws DockException {@code INVALID_ARCHIVE} with what is wrong, and then nothing has changed
     */
    void add(Dataset dataset, PackedContent content, Path directory) throws IOException, InterruptedException {
        try (Staging staging = blobs.stage(directory, content.size())) {
            UnpackedFiles unpacked = new UnpackedFiles(staging);
            try (Archive archive = means.archives().open(content)) {
                archive.read(unpacked);
                staging.settle();
            } catch (SourceException e) {
                throw refused(e.getMessage(), e);
            }
            Map<String, StagedBlob> placed = unpacked.placed();
            requireLayout(dataset, placed.keySet());
            publish(dataset, placed, staging);
        } catch (DockException e) {
            throw e.problem() == Problem.INVALID_ARCHIVE ? refused(e.getMessage(), e) : e;
        }
    }

    private static DockException refused(String why, Exception cause) {
        return new DockException(Problem.INVALID_ARCHIVE, REFUSED + ": " + why, cause);
    }

    private void requireLayout(Dataset dataset, Collection<String> fresh) {
        TreeSet<String> all = new TreeSet<>(fresh);
        for (DatasetFile file : new DatasetFiles(store, dataset.id())) {
            all.add(file.path());
        }
        UploadLayout.of(dataset.type(), dataset.format()).check(all).expectComplete();
    }

    private void publish(Dataset dataset, Map<String, StagedBlob> placed, Staging staging)
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
            store.find(dataset.id()).orElseThrow(() -> new DockException(Problem.NOT_FOUND, "Dataset not found"));
            blobs.record(contents);
            blobs.leave(store.put(dataset.id(), files));
            return files;
        });
    }
}
