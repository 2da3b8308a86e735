package dev.modeldock.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.database.Database;
import dev.modeldock.formats.Level;
import dev.modeldock.formats.PickleImport;
import dev.modeldock.formats.PickleScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanStoreTest {
    private static final int MORE_THAN_A_PAGE = 1203;

    @TempDir
    private Path data;

    @Test
    void manyScansAreKeptAndFoundAtOnce() {
        try (Database database = Database.open(data.resolve("modeldock.db"))) {
            ScanStore scans = new ScanStore(database);
            Map<String, PickleScan> kept = new HashMap<>();
            List<String> asked = new ArrayList<>();
            for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
                String known = "%064x".formatted(i);
                kept.put(known, scan("name" + i));
                asked.add(known);
                asked.add("%064x".formatted(-1L - i));
            }
            scans.save(kept, 1);
            assertEquals(kept, scans.among(asked));
            assertEquals(Optional.of(scan("name7")), scans.find("%064x".formatted(7)));
            assertTrue(scans.among(List.of()).isEmpty());
        }
    }

    @Test
    void theFirstVerdictOnSomeBytesStays() {
        try (Database database = Database.open(data.resolve("modeldock.db"))) {
            ScanStore scans = new ScanStore(database);
            String sha256 = "a".repeat(64);
            scans.save(Map.of(sha256, scan("first")), 1);
            scans.save(Map.of(sha256, scan("second")), 2);
            assertEquals(Map.of(sha256, scan("first")), scans.among(List.of(sha256)));
        }
    }

    private static PickleScan scan(String name) {
        return new PickleScan(
                Level.SUSPICIOUS, List.of(new PickleImport("module", name, Level.SUSPICIOUS)), List.of("problem"));
    }
}
