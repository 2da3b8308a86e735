package dev.modeldock.blobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files of the store that are no blobs. They are looked for some hundred at a time, so that a store of any size costs the
 * same memory, and imports beside it wait for no more than that.
 */
public final class Strays {
    private static final int BATCH = 500;

    private final BlobFiles files;
    private final BlobStore store;
    private final Holds holds;
    private final Object lock;

    /** @param lock guards the holds, and the coming and going of files */
    Strays(BlobFiles files, BlobStore store, Holds holds, Object lock) {
        this.files = files;
        this.store = store;
        this.holds = holds;
        this.lock = lock;
    }

    /** How many there are, and how many bytes they have. */
    public record Found(long count, long bytes) {
        private Found and(Found more) {
            return new Found(count + more.count, bytes + more.bytes);
        }
    }

    private static final Found NOTHING = new Found(0, 0);

    /** Those that no row knows and no import relies on; they are deleted if they are to be taken. */
    public Found unknown(boolean take) throws IOException {
        Found all = NOTHING;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(files.root(), "[0-9a-f][0-9a-f]")) {
            for (Path folder : folders) {
                all = all.and(folder(folder, take));
            }
        }
        return all;
    }

    private Found folder(Path folder, boolean take) throws IOException {
        Found all = NOTHING;
        List<String> batch = new ArrayList<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
            for (Path file : listed) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9a-f]{64}") && files.path(name).equals(file)) {
                    batch.add(name);
                }
                if (batch.size() == BATCH) {
                    all = all.and(unknown(batch, take));
                    batch.clear();
                }
            }
        } catch (NoSuchFileException gone) {
            // The folder went while we looked.
        }
        return all.and(unknown(batch, take));
    }

    private Found unknown(List<String> hashes, boolean take) throws IOException {
        synchronized (lock) {
            Set<String> known = new HashSet<>(store.arriving(hashes));
            store.among(hashes).forEach(blob -> known.add(blob.sha256()));
            Found found = NOTHING;
            for (String sha256 : hashes) {
                if (!known.contains(sha256) && !holds.has(sha256) && files.has(sha256)) {
                    found = found.and(new Found(1, take ? files.delete(sha256) : Files.size(files.path(sha256))));
                }
            }
            return found;
        }
    }

    /** Blobs that were found damaged and set aside; they are deleted if they are to be taken. */
    public Found damaged(boolean take) throws IOException {
        Path aside = files.root().resolve(BlobFiles.DAMAGED);
        Found all = NOTHING;
        if (Files.isDirectory(aside)) {
            try (DirectoryStream<Path> listed = Files.newDirectoryStream(aside)) {
                for (Path file : listed) {
                    all = all.and(new Found(1, Files.size(file)));
                    if (take) {
                        Files.delete(file);
                    }
                }
            }
        }
        return all;
    }
}
