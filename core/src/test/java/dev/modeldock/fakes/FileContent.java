package dev.modeldock.fakes;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Content that lies in a file. */
final class FileContent extends Content {
    private static final int BLOCK = 256 * 1024;

    private final Path file;

    FileContent(Path file) {
        this.file = file;
    }

    @Override
    public long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(long from, long length, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BLOCK, length));
        try (FileChannel channel = FileChannel.open(file)) {
            for (long done = 0; done < length; done += buffer.position()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
                if (channel.read(buffer, from + done) < 0) {
                    throw new EOFException(file.getFileName() + " shrank while it was served");
                }
                out.write(buffer.array(), 0, buffer.position());
            }
        }
    }
}
