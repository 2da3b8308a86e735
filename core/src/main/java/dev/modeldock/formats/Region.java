package dev.modeldock.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that can be read at any place: a file, a part of one, or a few bytes in memory. */
interface Region {
    long size();

    /** Read up to {@code length} bytes from {@code at} on; -1 at the end. */
    int read(long at, byte[] into, int offset, int length) throws IOException;

    static Region of(FileChannel channel) throws IOException {
        long size = channel.size();
        return new Region() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public int read(long at, byte[] into, int offset, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(into, offset, length), at);
            }
        };
    }

    static Region of(byte[] bytes) {
        return new Region() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public int read(long at, byte[] into, int offset, int length) {
                if (at >= bytes.length) {
                    return -1;
                }
                int count = (int) Math.min(length, bytes.length - at);
                System.arraycopy(bytes, (int) at, into, offset, count);
                return count;
            }
        };
    }

    /** A part of it. The caller has checked that {@code from + length} is within. */
    default Region slice(long from, long length) {
        Region whole = this;
        return new Region() {
            @Override
            public long size() {
                return length;
            }

            @Override
            public int read(long at, byte[] into, int offset, int count) throws IOException {
                if (at >= length) {
                    return -1;
                }
                return whole.read(from + at, into, offset, (int) Math.min(count, length - at));
            }
        };
    }

    /** The first bytes, fewer when there are no more. */
    default byte[] head(int length) throws IOException {
        return stream().readNBytes((int) Math.min(length, size()));
    }

    /** Read it from the start; skipping costs nothing. */
    default InputStream stream() {
        return new RegionStream(this);
    }
}
