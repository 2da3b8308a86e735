package dev.modeldock.sessions;

import dev.modeldock.files.PackedContent;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** The file that a completed session's chunks make together. Nothing is copied: it is read where the chunks lie. */
final class ChunkedContent implements PackedContent {
    private final String name;
    private final ChunkFiles files;
    private final int base;
    private final long[] sizes;

    ChunkedContent(String name, ChunkFiles files, ChunkSet chunks) {
        this.name = name;
        this.files = files;
        this.base = chunks.base();
        this.sizes = chunks.ordered();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        long size = 0;
        for (long each : sizes) {
            size += each;
        }
        return size;
    }

    @Override
    public InputStream stream() {
        return new ChunkStream(sizes.length, index -> files.chunk(base + index));
    }

    @Override
    public SeekableByteChannel channel() {
        return new ChunkChannel(sizes, index -> files.chunk(base + index));
    }
}
