package dev.modeldock.server.routes.dock;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.PartHandler;
import dev.modeldock.server.http.PartHeaders;
import dev.modeldock.server.http.PartSink;
import dev.modeldock.sessions.ChunkUpload;
import java.io.IOException;

/** The part {@code file} of a chunk's form, written straight into its session. */
final class ChunkPart implements PartHandler, AutoCloseable {
    /** Begins to take a chunk. */
    interface Beginning {
        ChunkUpload begin() throws IOException;
    }

    private final Beginning beginning;
    private ChunkUpload upload;

    ChunkPart(Beginning beginning) {
        this.beginning = beginning;
    }

    @Override
    public PartSink open(PartHeaders headers) throws IOException {
        if (upload != null) {
            throw new DockException(
                    Problem.VALIDATION_ERROR, "The form has more than one file. Send one chunk in each request.");
        }
        upload = beginning.begin();
        // The chunk is finished once its number is known, which may come after it.
        return upload::write;
    }

    /** The chunk that came. */
    ChunkUpload upload() {
        if (upload == null) {
            throw new DockException(
                    Problem.VALIDATION_ERROR, "The part \"file\" is missing; it holds the chunk's bytes.");
        }
        return upload;
    }

    @Override
    public void close() throws IOException {
        if (upload != null) {
            upload.close();
        }
    }
}
