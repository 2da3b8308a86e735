package dev.modeldock.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;

/**
 * Where a source brings files to. It belongs to the host, who hashes, verifies, keeps progress, limits, retries and
 * stops; paths are those of the snapshot.
 */
public interface FileSink {
    /** False when the host has these very bytes already: do not send them. */
    boolean wanted(RemoteFile file);

    /** Let the host fetch these files, several at once, each resumed where it broke off. */
    void pull(Collection<RemoteFile> files, Opener opener) throws SourceException, IOException, InterruptedException;

    /**
     * Bring one file from a sequential stream, which is read to its end and not closed.
     *
     * @param size in bytes, or {@link RemoteFile#UNKNOWN}
     */
    void push(String path, long size, InputStream content) throws SourceException, IOException, InterruptedException;

    /** Say that {@code path} has the same bytes as {@code target}, which was brought before. */
    void link(String path, String target) throws SourceException, IOException;

    /** How the host opens a file at the remote place. */
    @FunctionalInterface
    interface Opener {
        /** Open the file, from {@code offset} on where the place can do that; say in the answer where it starts. */
        RemoteContent open(RemoteFile file, long offset) throws SourceException, IOException, InterruptedException;
    }
}
