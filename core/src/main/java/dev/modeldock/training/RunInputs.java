package dev.modeldock.training;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.datasets.Dataset;
import dev.modeldock.datasets.DatasetFile;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.datasets.FileList;
import dev.modeldock.datasets.UploadLayout;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Puts stored files where a command can read them: by links, so that nothing is copied where the disk can do that. */
record RunInputs(Blobs blobs, Datasets datasets, Models models) {
    /** A dataset as a directory below {@code root}; it may be there from an earlier run. */
    Path dataset(String id, Path root) throws IOException {
        Dataset dataset = datasets.find(id)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND, "The dataset " + id + " that the job works on was deleted."));
        Path directory = root.resolve(id);
        Files.createDirectories(directory);
        List<String> paths = new ArrayList<>();
        for (DatasetFile file : datasets.files(dataset)) {
            place(file.sha256(), directory.resolve(file.path()));
            paths.add(file.path());
        }
        for (FileList list : UploadLayout.of(dataset.type(), dataset.format()).lists()) {
            Files.write(directory.resolve(list.file()), list.lines(paths, directory.toString()));
        }
        return directory;
    }

    /** The main version of a model as a directory below {@code root}. */
    Path model(TrainableModel model, Path root) throws IOException {
        Path directory = root.resolve(model.uuid());
        Files.createDirectories(directory);
        Version main = models.version(model.model(), Aliases.MAIN);
        for (VersionFile file : models.files(main)) {
            place(file.sha256(), directory.resolve(file.path()));
        }
        return directory;
    }

    private void place(String sha256, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, blobs.path(sha256));
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException e) {
            Files.copy(blobs.path(sha256), target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
