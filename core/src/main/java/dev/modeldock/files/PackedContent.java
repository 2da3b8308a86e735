package dev.modeldock.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that may be an archive: one file on disk, or chunks that only together make one. */
public interface PackedContent {
    /** The name that the client gave it; only ever a label. */
    String name();

    /** All of its bytes, in bytes. */
    long size();

    /** Read it from the start. The stream may wait for bytes that are still on their way. */
    InputStream stream() throws IOException;

    /** Read it at any place; needs all of its bytes to be here. */
    SeekableByteChannel channel() throws IOException;

    /** A file on disk. */
    static PackedContent of(Path file, String name) throws IOException {
        long size = Files.size(file);
        return new PackedContent() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream stream() throws IOException {
                return Channels.newInputStream(channel());
            }

            @Override
            public SeekableByteChannel channel() throws IOException {
                return Files.newByteChannel(file);
            }
        };
    }
}
