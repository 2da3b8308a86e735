package dev.modeldock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import java.io.IOException;
import java.nio.file.Path;

/** Compares what the dock counts with what lies on the disk. */
public final class Accounting {
    private Accounting() {}

    /** The bytes used are exactly those of the files in blobs/ and staging/. */
    public static void assertExact(Space space, Path data) throws IOException {
        assertEquals(onDisk(data), space.used(), "bytes counted as used, against those on the disk");
    }

    /** As above, and there are none, and none are promised. */
    public static void assertNothingLeft(Space space, Path data) throws IOException {
        assertExact(space, data);
        assertEquals(0, space.used());
        assertEquals(0, space.reserved(), "bytes promised to nobody");
    }

    public static long onDisk(Path data) throws IOException {
        return DirectoryTree.size(data.resolve("blobs")) + DirectoryTree.size(data.resolve("staging"));
    }
}
