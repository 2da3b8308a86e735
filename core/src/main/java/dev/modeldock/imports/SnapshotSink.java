package dev.modeldock.imports;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Takes a snapshot's files from its source, and holds the source to what it promised. */
final class SnapshotSink implements FileSink {
    private final String source;
    private final Map<String, RemoteFile> promised = new LinkedHashMap<>();
    private final IncomingFiles files;
    private final JobContext context;
    private long done;

    SnapshotSink(String source, Snapshot snapshot, IncomingFiles files, JobContext context) {
        this.source = source;
        this.files = files;
        this.context = context;
        snapshot.files().forEach(file -> promised.put(file.path(), file));
    }

    @Override
    public boolean wanted(RemoteFile file) {
        context.check();
        return !files.all().containsKey(file.path()) && !files.takeStored(file);
    }

    @Override
    public void pull(Collection<RemoteFile> wanted, Opener opener)
            throws SourceException, IOException, InterruptedException {
        for (RemoteFile file : wanted) {
            if (wanted(file)) {
                RemoteContent content = opener.open(file, 0);
                try (InputStream stream = content.stream()) {
                    push(file.path(), file.size(), stream);
                }
            }
        }
    }

    @Override
    public void push(String path, long size, InputStream content) throws IOException, InterruptedException {
        RemoteFile file = promised(path);
        LongConsumer count = bytes -> context.done(done += bytes);
        StagedBlob staged = files.take(file, content, count);
        boolean rightSize = file.size() == RemoteFile.UNKNOWN
                || file.size() == staged.blob().size();
        boolean rightHash =
                file.sha256().isEmpty() || file.sha256().equals(staged.blob().sha256());
        if (!rightSize || !rightHash) {
            throw new DockException(
                    Problem.CHECKSUM_MISMATCH,
                    "The source '" + source + "' promised \"" + path + "\" with " + told(file.size(), file.sha256())
                            + " and brought "
                            + told(staged.blob().size(), staged.blob().sha256())
                            + ". Import it again.");
        }
    }

    private static String told(long size, String sha256) {
        return (size == RemoteFile.UNKNOWN ? "any number of" : Long.toString(size)) + " bytes"
                + (sha256.isEmpty() ? "" : ", SHA-256 " + sha256);
    }

    @Override
    public void link(String path, String target) {
        files.link(promised(path).path(), target);
    }

    private RemoteFile promised(String path) {
        RemoteFile file = promised.get(path);
        if (file == null) {
            throw new DockException(
                    Problem.UPSTREAM_BROKEN,
                    "The source '" + source + "' brought \"" + path + "\", which it had not announced.");
        }
        return file;
    }

    /** Check that all of it came. */
    void requireAll() {
        List<String> missing = promised.keySet().stream()
                .filter(path -> !files.all().containsKey(path))
                .toList();
        if (!missing.isEmpty()) {
            throw new DockException(
                    Problem.UPSTREAM_BROKEN,
                    "The source '" + source + "' left out " + missing.size()
                            + " files that it had announced, such as \"" + missing.get(0) + "\".");
        }
    }
}
