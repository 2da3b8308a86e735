package dev.modeldock.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.Snapshot.Layout;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final SnapshotLimits LIMITS = new SnapshotLimits(3, 1000);

    private static Snapshot of(String... paths) {
        return with(
                "ns/name",
                "",
                Layout.MODEL,
                Stream.of(paths).map(path -> RemoteFile.of(path, 1)).toList());
    }

    private static Snapshot with(String name, String commit, Layout layout, List<RemoteFile> files) {
        return new Snapshot(name, "main", commit, layout, files, Map.of());
    }

    private static DockException assertBlamed(Snapshot snapshot, String expected) {
        DockException blame = assertThrows(DockException.class, () -> Snapshots.check("shady", snapshot, LIMITS));
        assertTrue(blame.getMessage().startsWith("The source 'shady' "), blame.getMessage());
        assertTrue(blame.getMessage().contains(expected), blame.getMessage());
        return blame;
    }

    @Test
    void aCleanOneComesBackAsItIs() {
        Snapshot clean = with(
                "ns/n.a-m_e",
                "0123456789abcdef0123456789abcdef01234567",
                Layout.MODEL,
                List.of(
                        new RemoteFile("a/b.json", 1, "ab".repeat(32), "cd".repeat(20), 0xffffffffL),
                        RemoteFile.of("c", RemoteFile.UNKNOWN)));
        assertSame(clean, Snapshots.check("shady", clean, LIMITS));
    }

    @Test
    void namesHaveOneOrTwoCleanSegments() {
        for (String bad : List.of("", "a/b/c", "/a", "a/", "..", "a/..", "a b", "ä", "-a", ".a", "a".repeat(97))) {
            assertBlamed(with(bad, "", Layout.MODEL, List.of(RemoteFile.of("a", 1))), "named a model");
        }
    }

    @Test
    void nothingIsMissing() {
        assertBlamed(null, "told nothing");
        assertBlamed(new Snapshot(null, "", "", Layout.MODEL, List.of(), Map.of()), "left out the name");
        assertBlamed(new Snapshot("a", "", "", null, List.of(), Map.of()), "one model or several");
        assertBlamed(of(), "without any file");
        assertBlamed(with("a", "", Layout.MODEL, List.of(RemoteFile.of(null, 1))), "without a path");
        assertBlamed(with("a", "", Layout.MODEL, List.of(RemoteFile.of("a", 1).withSha256(null))), "SHA-256");
    }

    @Test
    void commitsSizesAndHashesHaveTheirShape() {
        assertBlamed(with("a", "abc", Layout.MODEL, List.of(RemoteFile.of("a", 1))), "commit");
        assertBlamed(with("a", "", Layout.MODEL, List.of(RemoteFile.of("a", -2))), "size -2");
        assertBlamed(
                with("a", "", Layout.MODEL, List.of(RemoteFile.of("a", 1).withSha256("AB".repeat(32)))), "SHA-256");
        assertBlamed(with("a", "", Layout.MODEL, List.of(RemoteFile.of("a", 1).withCrc32(1L << 32))), "CRC-32");
    }

    @Test
    void pathsAreClean() {
        for (String bad : List.of("../a", "/a", "a/../b", "a\\b", "C:a", "a\0b", "a//b", "./a", "")) {
            assertBlamed(of(bad), "path");
        }
    }

    @Test
    void pathsDoNotCollide() {
        assertBlamed(of("a", "a"), "twice");
        assertBlamed(of("Dir/A", "dir/a"), "twice");
        assertBlamed(of("é", "e\u0301"), "twice");
        assertBlamed(of("a", "A/b"), "as a file and as a directory");
    }

    @Test
    void severalModelsLieInDirectoriesWithModelNames() {
        assertBlamed(with("a", "", Layout.DIRECTORIES, List.of(RemoteFile.of("a", 1))), "among several models");
        assertBlamed(with("a", "", Layout.DIRECTORIES, List.of(RemoteFile.of("a b/c", 1))), "among several models");
    }

    @Test
    void tooMuchIsTooLarge() {
        assertEquals(
                Problem.TOO_LARGE,
                assertBlamed(of("a", "b", "c", "d"), "4 files").problem());
        List<RemoteFile> huge = List.of(RemoteFile.of("a", Long.MAX_VALUE), RemoteFile.of("b", Long.MAX_VALUE));
        assertEquals(
                Problem.TOO_LARGE,
                assertBlamed(with("a", "", Layout.MODEL, huge), "1000 bytes").problem());
        Map<String, String> origin = new TreeMap<>(Collections.singletonMap("a", "x".repeat(40_000)));
        assertBlamed(new Snapshot("a", "", "", Layout.MODEL, List.of(RemoteFile.of("a", 1)), origin), "origin");
    }

    @Test
    void anOriginShowsNoEntryWithADot() {
        assertEquals(Map.of("file", "a.zip"), Snapshots.shownOrigin(Map.of("file", "a.zip", ".place", "/secret")));
    }
}
