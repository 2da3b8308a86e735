package dev.modeldock.sessions;

import dev.modeldock.blobs.Hashes;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One chunk on its way in: its bytes go straight to the disk, its number may come after them. Until {@link #finish} it
 * is nothing; closed without that it leaves no trace. The session's end closes it too.
 */
public final class ChunkUpload implements AutoCloseable {
    private final LiveSession session;
    private final Path file;
    private final FileChannel channel;
    private final long most;
    private final Optional<String> expectedSha256;
    private final MessageDigest sha256 = Hashes.sha256();
    private long size;
    private boolean over;

    ChunkUpload(LiveSession session, Path file, long most, Optional<String> expectedSha256) throws IOException {
        this.session = session;
        this.file = file;
        this.most = most;
        this.expectedSha256 = expectedSha256.map(hash -> hash.toLowerCase(Locale.ROOT));
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Write the next bytes; all that the buffer holds. */
    public synchronized void write(ByteBuffer bytes) throws IOException {
        requireRunning();
        int count = bytes.remaining();
        if (size + count > most) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The chunk has more than " + most + " bytes (at least " + (size + count)
                            + " came); the session was started with fileSize " + session.fileSize()
                            + ". Start a session with the right fileSize, or send smaller chunks.",
                    Map.of("most", most, "fileSize", session.fileSize()));
        }
        session.use(count);
        size += count;
        if (expectedSha256.isPresent()) {
            sha256.update(bytes.duplicate());
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Bytes written so far. */
    public synchronized long size() {
        return size;
    }

    /** Check it, make it durable, and let it be the chunk with this number, in place of any former one. */
    public synchronized void finish(int number) throws IOException {
        requireRunning();
        if (size == 0) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The chunk has no bytes. Send its bytes as the part \"file\", or as the body of a PUT.");
        }
        expectedSha256.ifPresent(this::check);
        channel.force(false);
        channel.close();
        session.accept(number, file, size);
    }

    private void requireRunning() {
        if (over) {
            throw new DockException(
                    Problem.CONFLICT, "The session ended while the chunk came in: it takes no more. Start a new one.");
        }
    }

    private void check(String expected) {
        String found = HexFormat.of().formatHex(sha256.digest());
        if (!found.equals(expected)) {
            throw new DockException(
                    Problem.CHECKSUM_MISMATCH,
                    "The chunk's SHA-256 is " + found + "; X-Chunk-Sha256 says " + expected + ". Send the chunk again.",
                    Map.of("found", found, "expected", expected));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (over) {
            return;
        }
        over = true;
        session.left(this);
        channel.close();
        // A finished chunk's file has its number as a name by now.
        if (Files.deleteIfExists(file)) {
            session.restore(size);
        }
    }
}
