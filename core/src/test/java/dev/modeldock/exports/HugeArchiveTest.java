package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes, offsets and counts past what 32 and 16 bits hold, with files that are nothing but zeros and never stored. */
class HugeArchiveTest {
    private static final long GIB = 1L << 30;
    private static final byte[] NOTE = "a note after gigabytes".getBytes();
    private static final String PYTHON = """
            import sys, tarfile, zipfile
            tar = tarfile.open(sys.argv[1])
            print([(entry.name, entry.size) for entry in tar], tar.extractfile("root/z").read().decode())
            zip = zipfile.ZipFile(sys.argv[2])
            print([(entry.filename, entry.file_size) for entry in zip.infolist()], zip.read("root/z").decode())
            """;

    @TempDir
    private Path work;

    /** The CRC-32 of the zeros does not matter: nobody reads so many. */
    private final List<ArchiveFile> manifest = List.of(
            new ArchiveFile("a", 0xFFFF_FFFEL, 0, "zeros"),
            new ArchiveFile("b", 0xFFFF_FFFFL, 0, "zeros"),
            new ArchiveFile("c", 9 * GIB, 0, "zeros"),
            new ArchiveFile("ä", 8 * GIB, 0, "zeros"),
            new ArchiveFile("z", NOTE.length, SampleFiles.crc32(NOTE), "note"));

    @Test
    void aZipOf25GibIsReadByCommonsCompress() throws IOException {
        ArchiveLayout layout = new ZipLayout("root", manifest, HugeArchiveTest::copy);
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new LayoutChannel(layout))
                .get()) {
            for (ArchiveFile file : manifest) {
                ZipArchiveEntry entry = zip.getEntry("root/" + file.path());
                assertEquals(file.size(), entry.getSize(), file.path());
                assertEquals(file.size(), entry.getCompressedSize(), file.path());
            }
            ZipArchiveEntry last = zip.getEntry("root/z");
            assertTrue(last.getLocalHeaderOffset() > 24 * GIB, "at " + last.getLocalHeaderOffset());
            assertArrayEquals(NOTE, zip.getInputStream(last).readAllBytes());
        }
    }

    @Test
    void aTarOf25GibIsReadByCommonsCompress() throws IOException {
        ArchiveLayout layout = new TarLayout("root", manifest, HugeArchiveTest::copy);
        try (TarFile tar = new TarFile(new LayoutChannel(layout))) {
            assertEquals(manifest.size(), tar.getEntries().size());
            for (int i = 0; i < manifest.size(); i++) {
                assertEquals(
                        "root/" + manifest.get(i).path(),
                        tar.getEntries().get(i).getName());
                assertEquals(manifest.get(i).size(), tar.getEntries().get(i).getSize());
            }
            assertArrayEquals(NOTE, tar.getInputStream(tar.getEntries().get(4)).readAllBytes());
        }
    }

    @Test
    void programsReadSparseFilesOf25Gib() throws IOException {
        String tarFile = sparse("huge.tar", new TarLayout("root", manifest, HugeArchiveTest::copy));
        String zipFile = sparse("huge.zip", new ZipLayout("root", manifest, HugeArchiveTest::copy));
        StringBuilder expected = new StringBuilder();
        for (ArchiveFile file : manifest) {
            expected.append(expected.isEmpty() ? "[" : ", ");
            expected.append("('root/" + file.path() + "', " + file.size() + ")");
        }
        String line = expected + "] " + new String(NOTE) + "\n";
        assertEquals(line + line, new Tool("python3", work).text("-c", PYTHON, tarFile, zipFile));
        assertEquals(
                5, new Tool("tar", work).text("--seek", "-tf", tarFile).lines().count());
        String verdict = new Tool("unzip", work).text("-t", zipFile, "root/z");
        assertTrue(verdict.contains("No errors detected"), verdict);
        String listed = new Tool("unzip", work).text("-l", zipFile);
        assertTrue(listed.contains(String.valueOf(9 * GIB)), listed);
    }

    @Test
    void moreThan65535FilesAreAllThere() throws IOException {
        for (int count : new int[] {65_534, 65_535, 65_536, 70_000}) {
            Iterable<ArchiveFile> many = () -> IntStream.range(0, count)
                    .mapToObj(i -> new ArchiveFile(
                            String.format("d%03d/%05d", i / 1000, i), NOTE.length, SampleFiles.crc32(NOTE), "note"))
                    .iterator();
            ArchiveLayout layout = new ZipLayout("root", many, HugeArchiveTest::copy);
            Path archive = work.resolve(count + ".zip");
            try (OutputStream out = Files.newOutputStream(archive)) {
                layout.write(0, layout.length(), out);
            }
            assertEquals(layout.length(), Files.size(archive));
            String verdict = new Tool("unzip", work).text("-tq", archive.toString());
            assertTrue(verdict.contains("No errors detected"), verdict);
            String python = "import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))";
            assertEquals(count + "\n", new Tool("python3", work).text("-c", python, archive.toString()));
            try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
                ZipArchiveEntry last = zip.getEntry(String.format("root/d%03d/%05d", (count - 1) / 1000, count - 1));
                assertArrayEquals(NOTE, zip.getInputStream(last).readAllBytes());
            }
        }
    }

    private static void copy(String sha256, long offset, long count, OutputStream out) throws IOException {
        if (sha256.equals("note")) {
            out.write(NOTE, (int) offset, (int) count);
        } else if (out instanceof Sparse sparse) {
            sparse.leap(count);
        } else {
            assertTrue(count < 1 << 20, "a reader asked for " + count + " zeros");
            out.write(new byte[(int) count]);
        }
    }

    private String sparse(String name, ArchiveLayout layout) throws IOException {
        Path file = work.resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Sparse sparse = new Sparse(channel)) {
            layout.write(0, layout.length(), sparse);
        }
        assertEquals(layout.length(), Files.size(file));
        return file.toString();
    }

    /** Leaves holes in a file instead of zeros. */
    private static final class Sparse extends OutputStream {
        private final FileChannel channel;

        Sparse(FileChannel channel) {
            this.channel = channel;
        }

        void leap(long count) throws IOException {
            channel.position(channel.position() + count);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(source, offset, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Reads an archive that is nowhere, range by range. */
    private static final class LayoutChannel implements SeekableByteChannel {
        private final ArchiveLayout layout;
        private final long size;
        private long position;

        LayoutChannel(ArchiveLayout layout) {
            this.layout = layout;
            this.size = layout.length();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int count = (int) Math.min(target.remaining(), size - position);
            if (count <= 0) {
                return -1;
            }
            target.put(ArchiveLayoutTest.range(layout, position, position + count));
            position += count;
            return count;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long target) {
            position = target;
            return this;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeekableByteChannel truncate(long length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
