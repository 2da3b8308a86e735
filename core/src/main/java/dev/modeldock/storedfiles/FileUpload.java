package dev.modeldock.storedfiles;

import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A file that comes with a request: written once, and kept by {@link #finish}. Closed without that, nothing of it stays. */
public final class FileUpload implements AutoCloseable {
    private final StoredFiles home;
    private final Staging staging;
    private final Path file;
    private final FileChannel channel;
    private final long most;
    private final ContentHash hash = ContentHash.of(-1, false);
    private boolean adopted;

    FileUpload(StoredFiles home, Staging staging, Path file, long most) throws IOException {
        this.home = home;
        this.staging = staging;
        this.file = file;
        this.most = most;
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            staging.close();
            throw e;
        }
    }

    /** Write the next bytes, all that the buffer holds; {@code TOO_LARGE} when the file has more than is taken. */
    public void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (hash.size() + count > most) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The file has more than " + most + " bytes, which is the most in one request. Send it in chunks:"
                            + " start at /api/public/files/session/start.",
                    Map.of("maxBytes", most));
        }
        staging.use(count);
        hash.update(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The file is whole: keep it. {@code VALIDATION_ERROR} when it is empty. */
    public StoredFile finish(NewFile said) throws IOException, InterruptedException {
        if (hash.size() == 0) {
            throw new DockException(
                    Problem.VALIDATION_ERROR, "The file is empty; expected is a file of 1 byte or more.");
        }
        channel.close();
        StagedBlob content = staging.adopt(file, hash.blob());
        adopted = true;
        return home.keep(said, content, staging, kept -> {});
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!adopted) {
                staging.restore(hash.size());
            }
            staging.close();
        }
    }
}
