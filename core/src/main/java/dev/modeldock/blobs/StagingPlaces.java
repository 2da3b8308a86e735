package dev.modeldock.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of one import lie, one after the other. For one thread at a time. */
final class StagingPlaces {
    /** Not all in one directory: a file system keeps the files of one close together, and is slow where many are. */
    private static final int FOLDER = 100;

    private final Path directory;
    private int next;

    StagingPlaces(Path directory) {
        this.directory = directory;
    }

    Path next() throws IOException {
        Path folder = directory.resolve(Integer.toString(next / FOLDER));
        if (next % FOLDER == 0) {
            Files.createDirectories(folder);
        }
        return folder.resolve(Integer.toString(next++));
    }
}
