package dev.modeldock.sources.local;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An archive, or a single model file, which the host opens for us. */
final class PackedPlace implements Place {
    private final Path file;
    private final String label;
    private final long expected;
    private final SourceContext context;

    /**
     * @param label what the client calls the file; the staged file may be called anything
     * @param expected it may not be modified after this, in epoch milliseconds
     */
    PackedPlace(Path file, String label, long expected, SourceContext context) {
        this.file = file;
        this.label = label;
        this.expected = expected;
        this.context = context;
    }

    @Override
    public List<RemoteFile> files() throws SourceException, IOException, InterruptedException {
        try (Archive archive = context.archive(file)) {
            List<RemoteFile> files = archive.files();
            if (files.isEmpty()) {
                throw Refusals.refused("The archive is empty: there is no file in it. Pack the model's files into it.");
            }
            return named(files);
        }
    }

    @Override
    public long newest() throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }

    @Override
    public void fetch(Snapshot snapshot, Paths paths, FileSink sink)
            throws SourceException, IOException, InterruptedException {
        if (newest() > expected) {
            throw Refusals.changed("The archive '" + label + "'");
        }
        try (Archive archive = context.archive(file)) {
            Unpacking unpacking = new Unpacking(snapshot, paths, sink);
            archive.read(unpacking);
            unpacking.expectAll();
        }
    }

    /** A single model file is named by the host after the staged file; the client's name is the better one. */
    private List<RemoteFile> named(List<RemoteFile> files) throws IOException {
        return alone(files.get(0), files.size())
                ? List.of(RemoteFile.of(name(files.get(0)), files.get(0).size()))
                : files;
    }

    private boolean alone(RemoteFile one, int count) throws IOException {
        // An archive is larger than what it holds, or smaller when packed; only a file that is itself has its own size.
        return count == 1 && one.size() == Files.size(file) && one.path().indexOf('/') < 0;
    }

    private String name(RemoteFile one) {
        String extension = one.path().substring(one.path().lastIndexOf('.') + 1);
        return Names.clean(Names.stem(label)) + "." + extension;
    }

    /** Takes the archive's files in their order and brings those of the snapshot. */
    private final class Unpacking implements Archive.Reader {
        private final Map<String, RemoteFile> missing = new HashMap<>();
        private final Map<String, RemoteFile> promised;
        private final Paths paths;
        private final FileSink sink;

        Unpacking(Snapshot snapshot, Paths paths, FileSink sink) {
            snapshot.files().forEach(one -> missing.put(one.path(), one));
            this.promised = Map.copyOf(missing);
            this.paths = paths;
            this.sink = sink;
        }

        @Override
        public void file(RemoteFile found, InputStream content)
                throws SourceException, IOException, InterruptedException {
            stopWhenAsked();
            Optional<RemoteFile> kept = kept(found);
            if (kept.isPresent()) {
                missing.remove(kept.get().path());
                if (sink.wanted(kept.get())) {
                    sink.push(kept.get().path(), kept.get().size(), content);
                }
            }
        }

        @Override
        public void link(String path, String target) throws SourceException, IOException, InterruptedException {
            stopWhenAsked();
            Optional<RemoteFile> kept = paths.kept(path).map(promised::get);
            if (kept.isEmpty()) {
                return;
            }
            Optional<RemoteFile> brought = paths.kept(target).map(promised::get);
            if (brought.isEmpty()) {
                throw Refusals.refused("The link '" + path + "' points to '" + target
                        + "', which is not part of a model. Put the file itself in the link's place.");
            }
            missing.remove(kept.get().path());
            if (sink.wanted(kept.get())) {
                sink.link(kept.get().path(), brought.get().path());
            }
        }

        private Optional<RemoteFile> kept(RemoteFile found) throws IOException {
            boolean alone = alone(found, promised.size());
            Optional<String> path = alone ? Optional.of(name(found)) : paths.kept(found.path());
            return path.map(promised::get);
        }

        void expectAll() throws SourceException {
            if (!missing.isEmpty()) {
                throw Refusals.changed("The archive '" + label + "'");
            }
        }

        private void stopWhenAsked() throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
