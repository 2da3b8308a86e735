package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every archive of which a range can be asked. */
class ArchiveLayoutTest {
    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void anyRangeEqualsTheSliceOfTheWhole(ExportFormat format) throws IOException {
        Random random = new Random(20260101);
        for (int round = 0; round < 60; round++) {
            SampleFiles files = SampleFiles.random(random);
            ArchiveLayout layout = ArchiveLayouts.seekable(format, "root", files, files);
            byte[] whole = range(layout, 0, layout.length());
            assertEquals(layout.length(), whole.length);
            for (int i = 0; i < 100; i++) {
                int from = random.nextInt(whole.length + 1);
                int to = i % 2 == 0
                        ? from + random.nextInt(whole.length - from + 1)
                        : Math.min(whole.length, from + random.nextInt(40));
                assertArrayEquals(
                        Arrays.copyOfRange(whole, from, to),
                        range(layout, from, to),
                        "round " + round + ", from " + from + " to " + to);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void everySingleByteOfTrickyNamesIsInItsPlace(ExportFormat format) throws IOException {
        SampleFiles files = new SampleFiles()
                .with("ä".repeat(80), new byte[] {1, 2, 3})
                .with("none", new byte[0])
                .with("p".repeat(150) + "/" + "q".repeat(90), new byte[] {4});
        ArchiveLayout layout = ArchiveLayouts.seekable(format, "root", files, files);
        byte[] whole = range(layout, 0, layout.length());
        for (int at = 0; at < whole.length; at++) {
            assertArrayEquals(new byte[] {whole[at]}, range(layout, at, at + 1), "at " + at);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void equalManifestsMakeEqualBytes(ExportFormat format) throws IOException {
        SampleFiles files = SampleFiles.tricky();
        ArchiveLayout first = ArchiveLayouts.seekable(format, "root", files, files);
        ArchiveLayout second = ArchiveLayouts.seekable(format, "root", SampleFiles.tricky(), files);
        assertArrayEquals(range(first, 0, first.length()), range(second, 0, second.length()));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void contentsOutsideTheRangeAreNotTouched(ExportFormat format) throws IOException {
        SampleFiles files = new SampleFiles()
                .with("a", new byte[100_000])
                .with("b", "0123456789".getBytes())
                .with("c", new byte[100_000 + 1]);
        List<String> asked = new ArrayList<>();
        Contents watched = (sha256, offset, count, out) -> {
            asked.add(offset + "+" + count);
            files.copy(sha256, offset, count, out);
        };
        ArchiveLayout layout = ArchiveLayouts.seekable(format, "root", files, watched);
        String whole = new String(range(layout, 0, layout.length()), java.nio.charset.StandardCharsets.ISO_8859_1);
        asked.clear();
        long at = whole.indexOf("0123456789");
        assertEquals("345", new String(range(layout, at + 3, at + 6)));
        assertEquals(List.of("3+3"), asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void theStartOfAnEndlessManifestComesAtOnce(ExportFormat format) {
        Iterable<ArchiveFile> endless = () -> Stream.iterate(0, i -> i + 1)
                .map(i -> new ArchiveFile("file-" + i, 0, 0, "none"))
                .iterator();
        ArchiveLayout layout = ArchiveLayouts.seekable(format, "root", endless, (sha256, offset, count, out) -> {});
        byte[] start = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> range(layout, 0, 100_000));
        assertEquals(100_000, start.length);
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void manySmallFilesGoOutInFewPieces(ExportFormat format) throws IOException {
        SampleFiles files = new SampleFiles();
        for (int i = 0; i < 2000; i++) {
            files.with(String.format("%05d", i), ("file " + i).getBytes());
        }
        ArchiveLayout layout = ArchiveLayouts.seekable(format, "root", files, files);
        Counting counting = new Counting();
        layout.write(0, layout.length(), counting);
        assertEquals(layout.length(), counting.bytes);
        assertTrue(
                counting.writes <= layout.length() / (32 * 1024) + 1,
                counting.writes + " writes for " + layout.length() + " bytes");
        assertEquals(0, counting.flushes);
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void moreThanThereIsIsRefused(ExportFormat format) {
        SampleFiles files = SampleFiles.tricky();
        ArchiveLayout layout = ArchiveLayouts.seekable(format, "root", files, files);
        long length = layout.length();
        assertThrows(IOException.class, () -> range(layout, 0, length + 1));
        assertThrows(IllegalArgumentException.class, () -> range(layout, 5, 4));
        assertThrows(IllegalArgumentException.class, () -> range(layout, -1, 4));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void sizesThatAddUpToMoreThanALongAreRefusedAndNeverWrapAround(ExportFormat format) {
        List<ArchiveFile> files = List.of(
                new ArchiveFile("a", Long.MAX_VALUE - 5000, 0, "a"),
                new ArchiveFile("b", Long.MAX_VALUE - 5000, 0, "b"));
        ArchiveLayout layout = ArchiveLayouts.seekable(format, "root", files, (sha256, offset, count, out) -> {});
        assertThrows(ArithmeticException.class, layout::length);
    }

    @Test
    void aManifestThatChangesUnderAZipIsNoticed() {
        SampleFiles one = new SampleFiles().with("a", new byte[1]);
        SampleFiles two = new SampleFiles().with("a", new byte[1]).with("b", new byte[1]);
        Iterator<SampleFiles> walks = List.of(one, two).iterator();
        ArchiveLayout layout = new ZipLayout("root", () -> walks.next().iterator(), two);
        IOException refused = assertThrows(IOException.class, () -> range(layout, 0, 300));
        assertTrue(refused.getMessage().contains("changed"), refused.getMessage());
    }

    @Test
    void aNameTooLongForAZipIsRefusedBeforeTheFirstByte() throws IOException {
        SampleFiles files = new SampleFiles().with("d/".repeat(32_768), new byte[1]);
        DockException refused = assertThrows(DockException.class, new ZipLayout("root", files, files)::length);
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        ArchiveLayout tar = new TarLayout("root", files, files);
        assertEquals(tar.length(), range(tar, 0, tar.length()).length);
    }

    @Test
    void aRootIsASingleDirectoryOrNone() {
        for (String root : new String[] {" ", ".", "..", "a/b", "a\\b", "/", "a\0b", "a\n/"}) {
            assertThrows(IllegalArgumentException.class, () -> new RootDirectory(root), root);
        }
        ArchiveFile file = new ArchiveFile("d/x", 0, 0, "");
        assertEquals("my model/d/x", new String(new RootDirectory("my model").nameOf(file)));
        assertEquals("d/x", new String(new RootDirectory(ArchiveLayouts.NO_ROOT).nameOf(file)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "ZIP"})
    void withoutARootEachFileLiesWhereItsPathSays(ExportFormat format) throws IOException {
        SampleFiles files = new SampleFiles()
                .with("a.json", "{}".getBytes())
                .with("b/c.json", new byte[70_000])
                .with("none", new byte[0]);
        ArchiveLayout layout = ArchiveLayouts.seekable(format, ArchiveLayouts.NO_ROOT, files, files);
        byte[] whole = range(layout, 0, layout.length());
        Map<String, byte[]> read = new TreeMap<>();
        try (ArchiveInputStream<? extends ArchiveEntry> archive = format == ExportFormat.ZIP
                ? new ZipArchiveInputStream(new ByteArrayInputStream(whole))
                : new TarArchiveInputStream(new ByteArrayInputStream(whole))) {
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                read.put(entry.getName(), archive.readAllBytes());
            }
        }
        assertEquals(files.byPath().keySet(), read.keySet());
        files.byPath().forEach((path, bytes) -> assertArrayEquals(bytes, read.get(path), path));
        for (int at = 0; at < whole.length; at += 97) {
            int to = Math.min(whole.length, at + 131);
            assertArrayEquals(Arrays.copyOfRange(whole, at, to), range(layout, at, to), "from " + at);
        }
    }

    static byte[] range(ArchiveLayout layout, long from, long to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        layout.write(from, to, out);
        return out.toByteArray();
    }

    private static final class Counting extends OutputStream {
        private long bytes;
        private long writes;
        private long flushes;

        @Override
        public void write(int b) {
            bytes++;
            writes++;
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            bytes += count;
            writes++;
        }

        @Override
        public void flush() {
            flushes++;
        }
    }
}
