package dev.modeldock.files;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Packed bytes in memory. */
record MemoryContent(String name, byte[] bytes) implements PackedContent {
    static MemoryContent of(byte[] bytes) {
        return new MemoryContent("upload", bytes);
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public SeekableByteChannel channel() {
        return new SeekableInMemoryByteChannel(bytes);
    }
}
