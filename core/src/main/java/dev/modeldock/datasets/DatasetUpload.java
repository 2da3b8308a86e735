package dev.modeldock.datasets;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.files.PackedContent;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An archive that comes with a request, on its way into a dataset. Closed, nothing of the archive itself stays. */
public final class DatasetUpload implements AutoCloseable {
    private final DatasetUploads home;
    private final Dataset dataset;
    private final Path directory;
    private final Space.Reservation room;
    private final FileChannel channel;
    private long size;

    DatasetUpload(DatasetUploads home, Dataset dataset, Path directory, Space.Reservation room) throws IOException {
        this.home = home;
        this.dataset = dataset;
        this.directory = directory;
        this.room = room;
        boolean open = false;
        try {
            Files.createDirectories(directory);
            this.channel = FileChannel.open(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            open = true;
        } finally {
            if (!open) {
                room.close();
            }
        }
    }

    private Path file() {
        return directory.resolve("upload");
    }

    /** Write the next bytes, all that the buffer holds. */
    public void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (size + count > home.mostBytes()) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The archive has more than " + home.mostBytes() + " bytes, which is the most that is taken.");
        }
        room.use(count);
        size += count;
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Forget what was written: another archive comes in its place. */
    public void again() throws IOException {
        channel.truncate(0);
        room.restore(size);
        size = 0;
    }

    /** The archive is whole: add its files to the dataset. */
    public void finish() throws IOException, InterruptedException {
        channel.close();
        home.add(dataset, PackedContent.of(file(), "upload"), directory.resolve("files"), () -> {});
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
            DirectoryTree.delete(directory);
        } finally {
            room.restore(size);
            room.close();
        }
    }
}
