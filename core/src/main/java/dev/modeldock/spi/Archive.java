package dev.modeldock.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A packed set of files, opened safely by the host: names are clean relative paths, limits are kept. */
public interface Archive extends AutoCloseable {
    /** The files' paths and sizes, in the archive's order. Of a ZIP this reads the directory, of a tar the whole. */
    List<RemoteFile> files() throws SourceException, IOException, InterruptedException;

    /** Read all files in one pass. */
    void read(Reader reader) throws SourceException, IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /** Takes what an archive holds, in its order. */
    interface Reader {
        /** One file; the stream is valid during the call only, and what is left unread of it is skipped. */
        void file(RemoteFile file, InputStream content) throws SourceException, IOException, InterruptedException;

        /** A link whose target is a file that came before. */
        void link(String path, String target) throws SourceException, IOException, InterruptedException;
    }
}
