package dev.modeldock.imports;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The files of one import as they come in: each path with its staged bytes. */
final class IncomingFiles implements Archive.Reader {
    private final Staging staging;
    private final Runnable check;
    private final Map<String, StagedBlob> files = new LinkedHashMap<>();

    /** @param check asked between buffers; throws when the import is to stop */
    IncomingFiles(Staging staging, Runnable check) {
        this.staging = staging;
        this.check = check;
    }

    @Override
    public void file(RemoteFile file, InputStream content) throws IOException, InterruptedException {
        files.put(file.path(), staging.write(content, count -> check.run()));
    }

    /** Take one file and tell the bytes of each step. */
    StagedBlob take(RemoteFile file, InputStream content, LongConsumer progress)
            throws IOException, InterruptedException {
        StagedBlob staged = staging.write(content, progress);
        files.put(file.path(), staged);
        return staged;
    }

    /** Take a file whose bytes are here already, so that none need to move; false when they are not. */
    boolean takeStored(RemoteFile file) {
        Optional<StagedBlob> stored = file.sha256().isEmpty() ? Optional.empty() : staging.stored(file.sha256());
        stored.ifPresent(blob -> files.put(file.path(), blob));
        return stored.isPresent();
    }

    @Override
    public void link(String path, String target) {
        StagedBlob same = files.get(target);
        if (same == null) {
            throw new DockException(
                    Problem.INVALID_ARCHIVE,
                    "\"" + path + "\" is a link to \"" + target + "\", which did not come before it.");
        }
        files.put(path, same);
    }

    Staging staging() {
        return staging;
    }

    /** Path to bytes. */
    Map<String, StagedBlob> all() {
        return files;
    }

    /** Path to bytes, without the one folder that wraps all of them, if one does. */
    Map<String, StagedBlob> unwrapped() {
        String first = files.keySet().stream().findFirst().orElse("");
        String folder = first.substring(0, first.indexOf('/') + 1);
        if (folder.isEmpty() || !files.keySet().stream().allMatch(path -> path.startsWith(folder))) {
            return files;
        }
        Map<String, StagedBlob> inner = new TreeMap<>();
        files.forEach((path, blob) -> inner.put(path.substring(folder.length()), blob));
        return inner;
    }
}
