package dev.modeldock.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/**
 * Where a source brings files to. It belongs to the host, who hashes, verifies, keeps progress, limits, retries and
 * stops; paths are those of the snapshot.
 */
public interface FileSink {
    /** False when the host has these very bytes already, or was asked to leave the file out: do not send it. */
    boolean wanted(RemoteFile file);

    /**
     * Let the host fetch these files, several at once, each resumed where it broke off. Those that are not
     * {@linkplain #wanted wanted} are passed over.
     */
    void pull(Collection<RemoteFile> files, Opener opener) throws SourceException, IOException, InterruptedException;

    /**
     * Bring one file from a sequential stream, which is read to its end and not closed.
     *
     * @param size in bytes, or {@link RemoteFile#UNKNOWN}
     */
    void push(String path, long size, InputStream content) throws SourceException, IOException, InterruptedException;

    /** Say that {@code path} has the same bytes as {@code target}, which was brought before. */
    void link(String path, String target) throws SourceException, IOException;

    /** The request that the snapshot was resolved from, secrets included; also after a restart of the host. */
    default Request request() {
        return new Request(Map.of(), Map.of());
    }

    /** Tell people something of the import that is no failure, such as a link that was left out: one sentence. */
    default void note(String sentence) {}

    /**
     * A directory for what must lie on the disk before it can be pushed. It is kept over restarts and removed with the
     * job; nothing in it is published.
     */
    default Path scratch() throws IOException {
        throw new UnsupportedOperationException("This host lends no directory");
    }

    /** Bytes that come otherwise than by pull or push, held to the host's limits and counted while they are read. */
    default InputStream metered(InputStream content) {
        return content;
    }

    /** How the host opens a file at the remote place; called on several threads at once. */
    @FunctionalInterface
    interface Opener {
        /** Open the file, from {@code offset} on where the place can do that; say in the answer where it starts. */
        RemoteContent open(RemoteFile file, long offset) throws SourceException, IOException, InterruptedException;

        /** Open a part of the file. More than the part may come, from its offset or from 0 on. */
        default RemoteContent open(RemoteFile file, Part part)
                throws SourceException, IOException, InterruptedException {
            return open(file, part.offset());
        }

        /** Whether parts of one file may be asked for at once. */
        default boolean inParts() {
            return false;
        }
    }
}
