package dev.modeldock.sessions;

import dev.modeldock.files.BlockStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A session's file from its first byte to its last, one open chunk at a time. */
final class ChunkStream extends BlockStream {
    /** Tells where the chunk with an index lies, once it is there. */
    interface Shelf {
        Path await(int index) throws IOException, InterruptedException;
    }

    private final int count;
    private final Shelf shelf;
    private int next;
    private FileChannel chunk;

    ChunkStream(int count, Shelf shelf) {
        this.count = count;
        this.shelf = shelf;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (chunk != null || next < count) {
            if (chunk == null) {
                chunk = FileChannel.open(await(), StandardOpenOption.READ);
            }
            int read = chunk.read(ByteBuffer.wrap(target, offset, length));
            if (read > 0) {
                return read;
            }
            chunk.close();
            chunk = null;
        }
        return -1;
    }

    private Path await() throws IOException {
        try {
            return shelf.await(next++);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Asked to stop while waiting for a chunk").initCause(e);
        }
    }

    @Override
    public void close() throws IOException {
        next = count;
        if (chunk != null) {
            chunk.close();
            chunk = null;
        }
    }
}
