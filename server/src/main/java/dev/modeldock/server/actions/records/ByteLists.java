package dev.modeldock.server.actions.records;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.server.actions.ProtoBytes;
import dev.modeldock.server.actions.records.Example.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes lists of bytes of any length, such as the masks of all objects in an image: what is longer than 1 MiB goes to a file
 * until it is written. May be used by several threads; each list by one at a time.
 */
final class ByteLists implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;
    private static final int FIRST = 1;

    private final Path directory;
    private final AtomicLong number = new AtomicLong();

    /** @param work where files may be; what an earlier run left there goes */
    ByteLists(Path work) throws IOException {
        directory = work.resolve("byte-lists");
        DirectoryTree.delete(directory);
        Files.createDirectories(directory);
    }

    /** An empty list. */
    ByteList list() {
        return new ByteList();
    }

    /** A list that is being made. */
    final class ByteList {
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private Path file;
        private long size;

        void add(byte[] value) throws IOException {
            byte[] field = new ProtoBytes().field(FIRST, value).toByteArray();
            size += field.length;
            memory.writeBytes(field);
            if (memory.size() > IN_MEMORY) {
                spill();
            }
        }

        private void spill() throws IOException {
            if (file == null) {
                file = Files.createFile(directory.resolve(Long.toString(number.getAndIncrement())));
            }
            try (OutputStream out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND)) {
                memory.writeTo(out);
            }
            memory.reset();
        }

        /** All of it; nothing is added any more. */
        Part part() throws IOException {
            if (file == null) {
                return Part.of(memory.toByteArray());
            }
            spill();
            return Part.of(file, size);
        }
    }

    /** A record was written: files of it are of no use any more. */
    void written(List<Part> record) throws IOException {
        for (Part part : record) {
            if (part.file() != null && part.file().startsWith(directory)) {
                Files.delete(part.file());
            }
        }
    }

    @Override
    public void close() throws IOException {
        DirectoryTree.delete(directory);
    }
}
