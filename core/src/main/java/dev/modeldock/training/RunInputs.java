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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts stored files where an action can read them: by links, so that nothing is copied where the disk can do that.
 */
record RunInputs(Blobs blobs, Datasets datasets, Models models, ActionJobStore jobs, RunPlaces places) {
    /** What has been made of a dataset is found beside its files. */
    private static final String CONVERSIONS = "%convert%";

    /** What the lists of files of all datasets are called, which a conversion may write too. */
    private static final Set<String> LISTS = UploadLayout.types().stream()
            .flatMap(type -> UploadLayout.formats(type).stream().map(format -> UploadLayout.of(type, format)))
            .flatMap(layout -> layout.lists().stream().map(FileList::file))
            .collect(Collectors.toSet());

    /**
     * A dataset as a new directory below {@code root}, with what its conversions have made.
     *
     * @param check throws when the work is to stop; asked for each file
     */
    Path dataset(String id, Path root, Runnable check) throws IOException {
        Dataset dataset = datasets.find(id)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND, "The dataset " + id + " that the job works on was deleted."));
        Path directory = root.resolve(id);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Files.createDirectories(directory);
        List<FileList> lists = UploadLayout.of(dataset.type(), dataset.format()).lists();
        Set<String> written = lists.stream().map(FileList::file).collect(Collectors.toSet());
        List<String> paths = new ArrayList<>();
        for (DatasetFile file : datasets.files(dataset)) {
            check.run();
            paths.add(file.path());
            if (!written.contains(file.path())) {
                stored(file.path(), file.sha256(), directory);
            }
        }
        Set<String> made = new HashSet<>();
        for (String job : jobs.done(id, CONVERSIONS)) {
            made.addAll(conversion(places.results(job), directory, made, check));
        }
        for (FileList list : lists) {
            if (!Files.exists(directory.resolve(list.file()))) {
                Files.write(
                        directory.resolve(list.file()),
                        list.lines(paths, directory.toString()),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
            }
        }
        return directory;
    }

    /**
     * The newest comes first: what is there already stays, and a directory that a newer one has made is its alone, for
     * records of two conversions do not fit together.
     *
     * @param made directories that newer ones have made
     * @return those that this one has made
     */
    private static Set<String> conversion(Path results, Path directory, Set<String> made, Runnable check)
            throws IOException {
        Set<String> own = new HashSet<>();
        for (ResultListing.Item file : ResultListing.files(results)) {
            check.run();
            int slash = file.name().indexOf('/');
            String top = slash < 0 ? "" : file.name().substring(0, slash);
            Path target = directory.resolve(file.name());
            boolean taken = Files.exists(target) || made.contains(top);
            if (!file.path().getFileName().toString().equals("status.json") && !taken) {
                own.add(top);
                if (LISTS.contains(file.name())) {
                    list(file.path(), target, directory);
                } else {
                    place(file.path(), target);
                }
            }
        }
        own.remove("");
        return own;
    }

    /** Its lines name files of the dataset; whoever reads them wants to know where these are now. */
    private static void list(Path file, Path target, Path directory) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            Files.write(target, (Iterable<String>)
                    lines.map(line -> line.startsWith("/") ? line : directory + "/" + line)::iterator);
        }
    }

    /** The main version of a model as a new directory below {@code root}. */
    Path model(TrainableModel model, Path root, Runnable check) throws IOException {
        Path directory = root.resolve(model.uuid());
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Files.createDirectories(directory);
        Version main = models.version(model.model(), Aliases.MAIN);
        for (VersionFile file : models.files(main)) {
            check.run();
            stored(file.path(), file.sha256(), directory);
        }
        return directory;
    }

    private void stored(String path, String sha256, Path directory) throws IOException {
        try {
            place(blobs.path(sha256), directory.resolve(path));
        } catch (NoSuchFileException e) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The file " + path + " that the action is to read is gone from the store, as one that was damaged."
                            + " Upload or import it again.",
                    e);
        }
    }

    private static void place(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
