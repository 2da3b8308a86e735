package dev.modeldock.blobs;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The files of the store: where each lies, and how it comes and goes. Guarded by its owner. */
record BlobFiles(Path root) {
    Path path(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    boolean has(String sha256) {
        return Files.exists(path(sha256));
    }

    /** Rename a durable file into its place, which is free; from now on it is read-only. */
    void moveIn(Path content, Path home) throws IOException {
        if (!content.toFile().setReadOnly()) {
            throw new IOException("A blob could not be made read-only");
        }
        try {
            move(content, home);
        } catch (NoSuchFileException firstInItsFolder) {
            Files.createDirectories(home.getParent());
            move(content, home);
        }
    }

    private static void move(Path content, Path home) throws IOException {
        try {
            Files.move(content, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("staging/ and blobs/ must be on the same file system", e);
        }
    }

    /** Delete one; tells its bytes, and 0 when it is not there. */
    long delete(String sha256) throws IOException {
        Path file = path(sha256);
        if (!Files.exists(file)) {
            return 0;
        }
        long size = Files.size(file);
        Files.delete(file);
        return size;
    }

    /** Make the names of files that were moved into these directories survive a power cut. */
    void forceNames(Collection<Path> directories) throws IOException, InterruptedException {
        if (!directories.isEmpty()) {
            List<Path> all = new ArrayList<>(directories);
            all.add(root);
            Durability.forceNames(all);
        }
    }
}
