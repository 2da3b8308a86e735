package dev.modeldock.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    @TempDir
    private Path data;

    private OpenDock dock;

    @BeforeEach
    void open() throws Exception {
        dock = OpenDock.over(data);
        dock.done(dock.bringIn("bert.tar", PackedModel.of("tiny-bert").tar()));
    }

    @AfterEach
    void close() {
        dock.close();
    }

    private Storage storage() {
        return dock.dock().storage();
    }

    @Test
    void equalFilesAreCountedOnce() throws Exception {
        Use one = storage().use();
        assertEquals(1, one.versions());
        assertEquals(one.versionBytes(), one.blobBytes());
        assertEquals(one.blobBytes(), one.used());
        assertEquals(0, one.saved());
        dock.done(dock.bringIn("copy.tar", PackedModel.of("tiny-bert").tar()));
        Use two = storage().use();
        assertEquals(one.blobBytes(), two.blobBytes());
        assertEquals(one.blobs(), two.blobs());
        assertEquals(one.versionBytes(), two.saved());
    }

    @Test
    void whatIsNeededStays() throws Exception {
        assertEquals(List.of(), storage().waste());
        assertEquals(List.of(), storage().take());
        dock.assertFiles(PackedModel.files("tiny-bert"), "local/bert");
        dock.assertSettled();
    }

    @Test
    void filesThatNoRowKnowsGo() throws Exception {
        Path stray = file("ab" + "0".repeat(62), 1000);
        Path elsewhere = Files.write(data.resolve("blobs/ab/notes.txt"), new byte[10]);
        List<Waste> expected = List.of(new Waste(Waste.Kind.STRAYS, 1, 1000));
        assertEquals(expected, storage().waste());
        assertTrue(Files.exists(stray), "to look takes nothing");
        assertEquals(expected, storage().take());
        assertFalse(Files.exists(stray));
        assertTrue(Files.exists(elsewhere), "what is called otherwise is not ours");
        dock.assertFiles(PackedModel.files("tiny-bert"), "local/bert");
    }

    @Test
    void blobsThatNothingNeedsGo() throws Exception {
        String hash = "cd" + "0".repeat(62);
        dock.close();
        try (Database database = Database.open(data.resolve("modeldock.db"))) {
            database.write(handle -> handle.execute(
                    "insert into blobs(sha256, size, crc32, git_sha1, created_at) values (?, 2000, 0, '', 0)", hash));
        }
        Path blob = file(hash, 2000);
        dock = OpenDock.over(data);
        List<Waste> expected = List.of(new Waste(Waste.Kind.UNNEEDED, 1, 2000));
        assertEquals(expected, storage().waste());
        assertTrue(Files.exists(blob));
        assertEquals(expected, storage().take());
        assertFalse(Files.exists(blob));
        assertEquals(List.of(), storage().waste());
        dock.assertSettled();
    }

    @Test
    void damagedBlobsThatWereSetAsideGo() throws Exception {
        Path aside = Files.createDirectories(data.resolve("blobs/damaged"));
        Files.write(aside.resolve("ef" + "0".repeat(62)), new byte[300]);
        List<Waste> expected = List.of(new Waste(Waste.Kind.DAMAGED, 1, 300));
        assertEquals(expected, storage().waste());
        assertEquals(expected, storage().take());
        assertEquals(List.of(), storage().waste());
        dock.assertSettled();
    }

    private Path file(String hash, int bytes) throws IOException {
        Path folder = Files.createDirectories(data.resolve("blobs").resolve(hash.substring(0, 2)));
        return Files.write(folder.resolve(hash), new byte[bytes]);
    }
}
