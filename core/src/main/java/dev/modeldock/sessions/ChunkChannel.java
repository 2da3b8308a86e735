package dev.modeldock.sessions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.IntFunction;

/** All chunks of a session as one file to be read anywhere; one chunk is open at a time, however many there are. */
final class ChunkChannel implements SeekableByteChannel {
    private final long[] ends;
    private final IntFunction<Path> files;
    private long position;
    private int openIndex = -1;
    private FileChannel chunk;
    private boolean closed;

    ChunkChannel(long[] sizes, IntFunction<Path> files) {
        this.ends = sizes.clone();
        Arrays.parallelPrefix(ends, Long::sum);
        this.files = files;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (position >= size()) {
            return -1;
        }
        int index = indexOf(position);
        if (index != openIndex) {
            closeChunk();
            chunk = FileChannel.open(files.apply(index), StandardOpenOption.READ);
            openIndex = index;
        }
        long start = index == 0 ? 0 : ends[index - 1];
        int read = chunk.read(target, position - start);
        if (read < 0) {
            throw new IOException("Chunk " + index + " is shorter than it was when it arrived");
        }
        position += read;
        return read;
    }

    /** The first chunk that ends behind the position; empty chunks never do. */
    private int indexOf(long at) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long next) {
        if (next < 0) {
            throw new IllegalArgumentException("A position is 0 or more, not " + next);
        }
        position = next;
        return this;
    }

    @Override
    public long size() {
        return ends[ends.length - 1];
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    private void closeChunk() throws IOException {
        if (chunk != null) {
            chunk.close();
            chunk = null;
            openIndex = -1;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        closeChunk();
    }
}
