package dev.modeldock.server.actions.classifier;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The pixels of all images that a training uses, decoded once: each has as many bytes, one behind the other. On the disk, so
 * that the heap need not grow with the data; what is read again and again stays in the system's cache.
 */
final class PixelFile implements AutoCloseable {
    private final int each;
    private final RandomAccessFile file;

    private PixelFile(Path file, int each) throws IOException {
        this.each = each;
        this.file = new RandomAccessFile(file.toFile(), "r");
    }

    /** The pixels of an image. For one thread at a time. */
    void read(int image, byte[] into) throws IOException {
        file.seek((long) image * each);
        file.readFully(into, 0, into.length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Writes such a file, and computes what its content is known by. */
    static final class Writer implements AutoCloseable {
        private final Path path;
        private final int each;
        private final OutputStream out;
        private final MessageDigest digest;

        Writer(Path path, int each) throws IOException {
            this.path = path;
            this.each = each;
            this.out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20);
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256", e);
            }
        }

        void add(byte[] pixels, int label) throws IOException {
            out.write(pixels, 0, each);
            digest.update(pixels, 0, each);
            digest.update(new byte[] {(byte) (label >> 8), (byte) label});
        }

        /** Of all that was written; ask once. */
        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }

        PixelFile open() throws IOException {
            out.close();
            return new PixelFile(path, each);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
