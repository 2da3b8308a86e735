package dev.modeldock.actions.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySizeTest {
    @TempDir
    Path root;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.write(root.resolve("one"), new byte[100]);
        Files.write(root.resolve("a/two"), new byte[200]);
        Files.write(root.resolve("a/b/three"), new byte[300]);
    }

    @Test
    void sumsTheFilesAtAnyDepth() throws IOException {
        assertEquals(new DirectorySize(600, 6, false), DirectorySize.upTo(600, root));
    }

    @Test
    void stopsAsSoonAsItIsTooMuch() throws IOException {
        DirectorySize size = DirectorySize.upTo(599, root);
        assertTrue(size.isCut());
        assertEquals(600, size.bytes());
        assertTrue(DirectorySize.upTo(0, root).entries() < 6);
    }

    @Test
    void stopsAtTooManyEntries() throws IOException {
        assertFalse(DirectorySize.upTo(600, 6, root).isCut());
        DirectorySize size = DirectorySize.upTo(600, 3, root);
        assertTrue(size.isCut());
        assertEquals(4, size.entries());
    }

    @Test
    void linksLeadNowhere() throws IOException {
        Files.createSymbolicLink(root.resolve("a/loop"), root);
        Files.createSymbolicLink(root.resolve("a/file"), root.resolve("one"));
        assertEquals(new DirectorySize(600, 8, false), DirectorySize.upTo(10_000, root));
    }

    @Test
    void whatIsNotThereIsEmpty() throws IOException {
        assertEquals(0, DirectorySize.upTo(1, root.resolve("none")).bytes());
    }
}
