package dev.modeldock.server.actions.masks;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Annotations by their images, in a file: each knows where the one before it of the same image is, so that what is held in
 * memory is one place for each image. First all are added, by one thread; then they are read, by any.
 */
final class AnnotationChains implements Closeable {
    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final long NONE = -1;

    private final Path file;
    private final OutputStream out;
    private final long[] last;
    private long size;
    private FileChannel in;

    /** @param file that does not matter to anybody else; it goes when this is closed */
    AnnotationChains(Path file, int images) throws IOException {
        this.file = file;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        this.last = new long[images];
        Arrays.fill(last, NONE);
    }

    /** Takes one annotation. */
    @FunctionalInterface
    interface Taker {
        void take(byte[] annotation) throws Exception;
    }

    void add(int image, byte[] annotation) throws IOException {
        out.write(ByteBuffer.allocate(HEAD)
                .putLong(last[image])
                .putInt(annotation.length)
                .array());
        out.write(annotation);
        last[image] = size;
        size += HEAD + annotation.length;
    }

    /** All have been added. */
    void end() throws IOException {
        out.close();
        in = FileChannel.open(file);
    }

    /** Whether an image has any. */
    boolean has(int image) {
        return last[image] != NONE;
    }

    /** Those of an image, the last one first. */
    void backwards(int image, Taker taker) throws Exception {
        long place = last[image];
        while (place != NONE) {
            ByteBuffer head = read(place, HEAD);
            long before = head.getLong();
            taker.take(read(place + HEAD, head.getInt()).array());
            place = before;
        }
    }

    private ByteBuffer read(long place, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (in.read(bytes, place + bytes.position()) < 0) {
                throw new EOFException("The annotations that were set aside have been cut off.");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        out.close();
        if (in != null) {
            in.close();
        }
        Files.deleteIfExists(file);
    }
}
