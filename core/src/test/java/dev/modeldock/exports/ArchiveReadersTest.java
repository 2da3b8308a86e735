package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs and libraries that people unpack with read every file back, with equal bytes and no complaint. */
class ArchiveReadersTest {
    private static final String PYTHON_TAR = """
            import sys, tarfile, hashlib
            for entry in (archive := tarfile.open(sys.argv[1])):
                assert entry.mode == 0o644 and entry.isreg(), entry
                print(entry.name, hashlib.sha256(archive.extractfile(entry).read()).hexdigest())
            """;
    private static final String PYTHON_ZIP = """
            import sys, zipfile, hashlib
            archive = zipfile.ZipFile(sys.argv[1])
            assert archive.testzip() is None
            for entry in archive.infolist():
                assert entry.external_attr >> 16 == 0o100644 and entry.date_time == (1980, 1, 1, 0, 0, 0), entry
                print(entry.filename, hashlib.sha256(archive.read(entry)).hexdigest())
            """;

    @TempDir
    private Path work;

    private final SampleFiles files = SampleFiles.tricky();
    private final SampleFiles none = new SampleFiles();

    @Test
    void gnuTar() throws IOException {
        readByTar("tar");
    }

    @Test
    void bsdTar() throws IOException {
        readByTar("bsdtar");
    }

    private void readByTar(String program) throws IOException {
        Tool tar = new Tool(program, work);
        for (ExportFormat format : new ExportFormat[] {ExportFormat.TAR, ExportFormat.TAR_GZ}) {
            String archive = archive(format, files);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            StringBuilder names = new StringBuilder();
            files.byPath().forEach((path, bytes) -> {
                expected.writeBytes(bytes);
                names.append("my model/").append(path).append('\n');
            });
            assertArrayEquals(expected.toByteArray(), tar.output("-xOf", archive));
            assertEquals(names.toString(), tar.text("-tf", archive).replace("\\360\\237\\244\\227", "🤗"));
        }
        assertEquals("", tar.text("-tf", archive(ExportFormat.TAR, none)));
    }

    @Test
    void gnuTarPutsTheFilesOnDisk() throws IOException {
        Path target = Files.createDirectory(work.resolve("unpacked"));
        String archive = archive(ExportFormat.TAR, files);
        new Tool("tar", work).output("-xf", archive, "-C", target.toString(), "--no-same-owner");
        for (Map.Entry<String, byte[]> file : files.byPath().entrySet()) {
            Path unpacked = target.resolve("my model").resolve(file.getKey());
            assertArrayEquals(file.getValue(), Files.readAllBytes(unpacked), file.getKey());
            assertEquals(
                    "1980-01-01T00:00:00Z", Files.getLastModifiedTime(unpacked).toString());
        }
    }

    @Test
    void unzip() throws IOException {
        Tool unzip = new Tool("unzip", work);
        String verdict = unzip.text("-t", archive(ExportFormat.ZIP, files));
        assertTrue(verdict.contains("No errors detected in compressed data"), verdict);
        Path target = Files.createDirectory(work.resolve("unpacked"));
        unzip.output("-q", archive(ExportFormat.ZIP, files), "-d", target.toString());
        for (Map.Entry<String, byte[]> file : files.byPath().entrySet()) {
            Path unpacked = target.resolve("my model").resolve(file.getKey());
            assertArrayEquals(file.getValue(), Files.readAllBytes(unpacked), file.getKey());
        }
    }

    @Test
    void python() throws IOException {
        Tool python = new Tool("python3", work);
        StringBuilder expected = new StringBuilder();
        files.byPath()
                .forEach((path, bytes) -> expected.append("my model/")
                        .append(path)
                        .append(' ')
                        .append(SampleFiles.sha256(bytes))
                        .append('\n'));
        assertEquals(expected.toString(), python.text("-c", PYTHON_TAR, archive(ExportFormat.TAR, files)));
        assertEquals(expected.toString(), python.text("-c", PYTHON_TAR, archive(ExportFormat.TAR_GZ, files)));
        assertEquals(expected.toString(), python.text("-c", PYTHON_ZIP, archive(ExportFormat.ZIP, files)));
        assertEquals("", python.text("-c", PYTHON_TAR, archive(ExportFormat.TAR, none)));
        assertEquals("", python.text("-c", PYTHON_ZIP, archive(ExportFormat.ZIP, none)));
    }

    @Test
    void zstdThenGnuTar() throws IOException {
        new Tool("zstd", work).output("-q", "-t", archive(ExportFormat.TAR_ZST, files));
        String listed = new Tool("tar", work).text("--zstd", "-tf", archive(ExportFormat.TAR_ZST, files));
        assertEquals(files.byPath().size(), listed.lines().count());
    }

    @Test
    void commonsCompress() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(archive(ExportFormat.TAR, files)))) {
            assertHoldsAll(new TarArchiveInputStream(in, "UTF-8"));
        }
        try (InputStream in = Files.newInputStream(Path.of(archive(ExportFormat.ZIP, files)))) {
            assertHoldsAll(new ZipArchiveInputStream(in));
        }
        try (ZipFile zip =
                ZipFile.builder().setFile(archive(ExportFormat.ZIP, files)).get()) {
            for (Map.Entry<String, byte[]> file : files.byPath().entrySet()) {
                var entry = zip.getEntry("my model/" + file.getKey());
                assertArrayEquals(file.getValue(), zip.getInputStream(entry).readAllBytes(), file.getKey());
            }
        }
    }

    @Test
    void theJdkReadsTheZipAsAStreamToo() throws IOException {
        int count = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Path.of(archive(ExportFormat.ZIP, files))))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] expected = files.byPath().get(entry.getName().substring("my model/".length()));
                assertArrayEquals(expected, zip.readAllBytes(), entry.getName());
                count++;
            }
        }
        assertEquals(files.byPath().size(), count);
    }

    private void assertHoldsAll(ArchiveInputStream<? extends ArchiveEntry> archive) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            found.put(entry.getName(), SampleFiles.sha256(archive.readAllBytes()));
        }
        Map<String, String> expected = new TreeMap<>();
        files.byPath().forEach((path, bytes) -> expected.put("my model/" + path, SampleFiles.sha256(bytes)));
        assertEquals(expected, found);
    }

    private String archive(ExportFormat format, SampleFiles held) throws IOException {
        Path archive = Files.createTempFile(work, "archive", "." + format.extension());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
            if (format.seekable()) {
                ArchiveLayout layout = ArchiveLayouts.seekable(format, "my model", held, held);
                layout.write(0, layout.length(), out);
            } else {
                ArchiveLayout tar = ArchiveLayouts.seekable(ExportFormat.TAR, "my model", held, held);
                ArchiveLayouts.stream(format, tar, tar.length(), out);
            }
        }
        return archive.toString();
    }
}
