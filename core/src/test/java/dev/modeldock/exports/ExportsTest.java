package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
    private static final String MODEL = "local/tiny";

    @TempDir
    private Path data;

    private OpenDock dock;

    @BeforeEach
    void open() throws Exception {
        dock = OpenDock.over(data);
        dock.done(dock.bringIn("tiny.tar", PackedModel.of("tiny-bert").tar()));
    }

    @AfterEach
    void close() throws Exception {
        dock.assertSettled();
        dock.close();
    }

    @Test
    void theTarHoldsTheModel() throws Exception {
        Job job = export(ExportFormat.of("tar"));
        assertEquals(JobState.DONE, job.state());
        assertEquals(JobKind.EXPORT, job.kind());
        byte[] tar = bytes(job);
        assertModel(new TarArchiveInputStream(new ByteArrayInputStream(tar)));
        assertArrayEquals(Arrays.copyOfRange(tar, 700, 5_000), bytes(job, 700, 5_000));
    }

    @Test
    void theZipHoldsTheModel() throws Exception {
        assertModel(new ZipArchiveInputStream(new ByteArrayInputStream(bytes(export(ExportFormat.of("zip"))))));
    }

    @Test
    void theCompressedTarStreams() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        dock.dock().exports().stream(dock.dock().exports().of(export(ExportFormat.of("tar.gz"))), bytes);
        InputStream tar = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertModel(new TarArchiveInputStream(tar));
    }

    @Test
    void theLengthIsComputedOnceAndKept() throws Exception {
        Job job = export(ExportFormat.of("tar"));
        long length = dock.dock().exports().length(dock.dock().exports().of(job));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("modeldock.db"));
                ResultSet rows = other.createStatement().executeQuery("select length from archive_lengths")) {
            assertTrue(rows.next());
            assertEquals(length, rows.getLong(1));
            assertFalse(rows.next());
        }
    }

    @Test
    void anExportOutlivesARestart() throws Exception {
        Job job = export(ExportFormat.of("tar"));
        byte[] before = bytes(job);
        dock.restart();
        assertArrayEquals(before, bytes(dock.dock().jobs().get(job.id())));
    }

    @Test
    void anExportOfADeletedModelIsGone() throws Exception {
        Job job = export(ExportFormat.of("tar"));
        dock.dock().models().delete(dock.model(MODEL));
        assertEquals(
                Problem.NOT_FOUND,
                assertThrows(DockException.class, () -> dock.dock().exports().of(job))
                        .problem());
    }

    private Job export(ExportFormat format) {
        return dock.dock().exports().export(dock.model(MODEL), dock.main(MODEL), format, OpenDock.LOCAL);
    }

    private byte[] bytes(Job job) throws IOException {
        byte[] all =
                bytes(job, 0, dock.dock().exports().length(dock.dock().exports().of(job)));
        assertEquals(dock.dock().exports().length(dock.dock().exports().of(job)), all.length);
        return all;
    }

    private byte[] bytes(Job job, long from, long to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        dock.dock().exports().write(dock.dock().exports().of(job), from, to, out);
        return out.toByteArray();
    }

    private static void assertModel(ArchiveInputStream<?> archive) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            if (!entry.isDirectory()) {
                found.put(entry.getName(), archive.readAllBytes());
            }
        }
        Map<String, byte[]> expected = PackedModel.files("tiny-bert");
        assertEquals(expected.size(), found.size());
        expected.forEach((path, bytes) -> assertArrayEquals(bytes, found.get("tiny/" + path), path));
    }
}
