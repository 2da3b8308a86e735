package dev.modeldock.imports;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** The files of one import as they come in: each path with its staged bytes. Streams come on one thread, all else on any. */
final class IncomingFiles implements Archive.Reader {
    private final Staging staging;
    private final Runnable check;
    private final Predicate<String> selection;
    private final Map<String, StagedBlob> files = new LinkedHashMap<>();
    private volatile Arrival arrival = new Arrival();

    /** @param check asked between buffers; throws when the import is to stop */
    IncomingFiles(Staging staging, Runnable check) {
        this(staging, check, path -> true);
    }

    /** @param selection which paths of an archive are taken */
    IncomingFiles(Staging staging, Runnable check, Predicate<String> selection) {
        this.staging = staging;
        this.check = check;
        this.selection = selection;
    }

    @Override
    public void file(RemoteFile file, InputStream content) throws IOException, InterruptedException {
        if (selection.test(file.path())) {
            take(file, file.size(), content, count -> check.run());
        }
    }

    /** Take one file, of a size that may be unknown, and tell the bytes of each step. */
    StagedBlob take(RemoteFile file, long size, InputStream content, LongConsumer progress)
            throws IOException, InterruptedException {
        ContentHash hash = ContentHash.of(size, !file.gitSha1().isEmpty());
        return put(file.path(), staging.write(content, hash, progress));
    }

    /** Let others follow what comes. */
    IncomingFiles shownAs(Arrival shown) {
        arrival = shown;
        return this;
    }

    /** What others follow of it. */
    Arrival arrival() {
        return arrival;
    }

    /** Take a file whose bytes are in staging. */
    StagedBlob put(String path, StagedBlob blob) {
        synchronized (this) {
            files.put(path, blob);
        }
        arrival.came(path);
        return blob;
    }

    /** The bytes of a path, if they are here. */
    synchronized Optional<StagedBlob> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Take a file that was written elsewhere in staging. */
    void adopt(String path, Path place, Blob blob) throws IOException, InterruptedException {
        put(path, staging.adopt(place, blob));
    }

    @Override
    public synchronized void link(String path, String target) {
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

    synchronized boolean has(String path) {
        return files.containsKey(path);
    }

    /** Path to bytes, in the order of the paths. */
    synchronized Map<String, StagedBlob> all() {
        return new TreeMap<>(files);
    }

    /** Leave one out again. */
    synchronized StagedBlob remove(String path) {
        return files.remove(path);
    }

    /** Path to bytes, without the one folder that wraps all of them, if one does. */
    Map<String, StagedBlob> unwrapped() {
        Map<String, StagedBlob> all = all();
        String first = all.keySet().stream().findFirst().orElse("");
        String folder = first.substring(0, first.indexOf('/') + 1);
        if (folder.isEmpty() || !all.keySet().stream().allMatch(path -> path.startsWith(folder))) {
            return all;
        }
        Map<String, StagedBlob> inner = new TreeMap<>();
        all.forEach((path, blob) -> inner.put(path.substring(folder.length()), blob));
        return inner;
    }
}
