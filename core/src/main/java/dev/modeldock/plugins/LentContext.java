package dev.modeldock.plugins;

import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.files.Archives;
import dev.modeldock.files.PackedContent;
import dev.modeldock.problems.DockException;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the dock lends to its sources. A refused archive reaches a source as {@code REFUSED}, and keeps the dock's own
 * problem as its cause for {@link SourceFailures}.
 */
public final class LentContext implements SourceContext {
    private final String userAgent;
    private final Archives archives;
    private final RemoteHttp http;

    public LentContext(String userAgent, ArchiveLimits limits, RemoteHttp http) {
        this.userAgent = userAgent;
        this.archives = new Archives(limits);
        this.http = http;
    }

    @Override
    public RemoteHttp http() {
        return http;
    }

    @Override
    public String userAgent() {
        return userAgent;
    }

    @Override
    public Archive archive(Path file) throws SourceException, IOException {
        PackedContent content = PackedContent.of(file, file.getFileName().toString());
        try {
            return new LentArchive(archives.open(content));
        } catch (DockException refusal) {
            throw refused(refusal);
        }
    }

    private static SourceException refused(DockException refusal) {
        return new SourceException(SourceException.Reason.REFUSED, refusal.getMessage(), refusal);
    }

    /** An archive whose refusals a source can understand. */
    private record LentArchive(Archive archive) implements Archive {
        @Override
        public List<RemoteFile> files() throws SourceException, IOException, InterruptedException {
            try {
                return archive.files();
            } catch (DockException refusal) {
                throw refused(refusal);
            }
        }

        @Override
        public void read(Reader reader) throws SourceException, IOException, InterruptedException {
            try {
                archive.read(reader);
            } catch (DockException refusal) {
                throw refused(refusal);
            }
        }

        @Override
        public void close() throws IOException {
            archive.close();
        }
    }
}
