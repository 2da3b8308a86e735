package dev.modeldock.imports;

import dev.modeldock.blobs.Space;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that comes with a request, written once, straight into staging. */
public final class StagedUpload implements AutoCloseable {
    private final String name;
    private final Path file;
    private final FileChannel channel;
    private final Space.Reservation reservation;
    private final long most;
    private long size;

    StagedUpload(String name, Path file, Space.Reservation reservation, long most) throws IOException {
        this.name = name;
        this.file = file;
        this.reservation = reservation;
        this.most = most;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Write the next bytes; all that the buffer holds. */
    public void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (size + count > most) {
            throw new DockException(
                    Problem.TOO_LARGE, "The file has more than " + most + " bytes, which is the most that is taken.");
        }
        reservation.use(count);
        size += count;
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Make what was written durable. */
    void force() throws IOException {
        channel.force(false);
    }

    long size() {
        return size;
    }

    String name() {
        return name;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
