package dev.modeldock.sources.local;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.util.List;

/** Something on disk that holds files: an archive or a directory. */
interface Place {
    /** Its files with its own paths. */
    List<RemoteFile> files() throws SourceException, IOException, InterruptedException;

    /** When the newest of its files was modified, in epoch milliseconds; known once they were listed. */
    long newest() throws IOException;

    /** Bring the snapshot's files. */
    void fetch(Snapshot snapshot, Paths paths, FileSink sink) throws SourceException, IOException, InterruptedException;
}
