package dev.modeldock.sessions;

import dev.modeldock.files.PackedContent;
import java.io.IOException;
import java.nio.file.Path;

/** Makes something of the whole file of a session, beside its being kept. */
@FunctionalInterface
public interface FileTaker {
    /**
     * Take the file; what is thrown leaves the session open and the file forgotten.
     *
     * @param directory where it may be unpacked
     * @param end ends the session; to be run in the transaction that makes known what came of the file
     */
    void take(PackedContent content, Path directory, Runnable end) throws IOException, InterruptedException;
}
