package dev.modeldock.blobs;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies parts of blobs to whoever reads them. Large parts go through a few buffers outside of the heap, which the kernel fills
 * and empties with no copy in between, if the stream is a channel too; the buffers are kept and lent, so that many readers do
 * not each have one for good.
 */
final class BlobBytes {
    private static final int LARGE = 64 * 1024;
    private static final int BUFFER = 128 * 1024;
    private static final int MOST_BUFFERS = 256;
    /** For small parts, and for who comes when all buffers are lent. */
    private static final int HEAP_BUFFER = 32 * 1024;

    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();

    /** Takes the bytes of a buffer. */
    private interface Sink {
        void take(ByteBuffer bytes) throws IOException;
    }

    /** Write {@code count} bytes of a file from {@code offset} on. */
    void copy(Path file, long offset, long count, OutputStream out) throws IOException {
        ByteBuffer lent = count >= LARGE && out instanceof WritableByteChannel ? lend() : null;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (lent == null) {
                ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(HEAP_BUFFER, Math.max(1, count)));
                Sink stream = bytes -> out.write(bytes.array(), 0, bytes.limit());
                copy(channel.position(offset), count, buffer, stream);
            } else {
                WritableByteChannel kernel = (WritableByteChannel) out;
                copy(channel.position(offset), count, lent, bytes -> {
                    while (bytes.hasRemaining()) {
                        kernel.write(bytes);
                    }
                });
            }
        } finally {
            if (lent != null) {
                free.add(lent);
            }
        }
    }

    private static void copy(FileChannel channel, long count, ByteBuffer buffer, Sink sink) throws IOException {
        for (long left = count; left > 0; left -= buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            if (channel.read(buffer) < 0) {
                throw new EOFException("The file ends " + left + " bytes too early");
            }
            sink.take(buffer.flip());
        }
    }

    /** A buffer until it is given back, or null when very many are lent. */
    private ByteBuffer lend() {
        ByteBuffer buffer = free.poll();
        if (buffer != null) {
            return buffer;
        }
        if (made.incrementAndGet() > MOST_BUFFERS) {
            made.decrementAndGet();
            return null;
        }
        return ByteBuffer.allocateDirect(BUFFER);
    }
}
