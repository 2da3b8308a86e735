package dev.modeldock.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A ZIP's bytes at any place, in its byte order; reading past the end is a refusal, never less than was asked for. */
final class ZipBytes {
    private final SeekableByteChannel channel;
    private final long size;

    ZipBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    ByteBuffer at(long position, int length) throws IOException {
        checkRange(position, length);
        ByteBuffer bytes = ZipStructures.buffer(new byte[length]);
        channel.position(position);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // A channel may give less than was asked for.
        }
        if (bytes.hasRemaining()) {
            throw pastEnd();
        }
        return bytes.flip();
    }

    /** So many bytes from there. */
    InputStream from(long position, long length) {
        checkRange(position, length);
        return new Stretch(position, length);
    }

    private void checkRange(long position, long length) {
        if (position < 0 || length < 0 || position > size - length) {
            throw pastEnd();
        }
    }

    private static RuntimeException pastEnd() {
        return BrokenArchive.truncated("its directory names bytes beyond the end of the ZIP");
    }

    private final class Stretch extends BlockStream {
        private long position;
        private long left;

        Stretch(long position, long length) {
            this.position = position;
            this.left = length;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            channel.position(position);
            int n = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)));
            if (n < 0) {
                throw pastEnd();
            }
            position += n;
            left -= n;
            return n;
        }
    }
}
