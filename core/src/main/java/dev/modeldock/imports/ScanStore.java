package dev.modeldock.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.database.Database;
import dev.modeldock.formats.PickleScan;
import java.util.Map;
import java.util.Optional;

/** The rows of pickle scans, by content: the same bytes are scanned once. */
public final class ScanStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    public ScanStore(Database database) {
        this.database = database;
    }

    /** The verdict on these bytes, if they were ever looked at. */
    public Optional<PickleScan> find(String sha256) {
        return database.read(handle -> handle.createQuery("select scan from pickle_scans where sha256 = :sha256")
                .bind("sha256", sha256)
                .mapTo(String.class)
                .findOne()
                .map(ScanStore::read));
    }

    void save(Map<String, PickleScan> scans, long now) {
        scans.forEach((sha256, scan) -> database.write(handle -> handle.execute(
                "insert or ignore into pickle_scans(sha256, scan, scanned_at) values (?, ?, ?)",
                sha256,
                write(scan),
                now)));
    }

    private static PickleScan read(String json) {
        try {
            return JSON.readValue(json, PickleScan.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored pickle scan is broken", e);
        }
    }

    private static String write(PickleScan scan) {
        try {
            return JSON.writeValueAsString(scan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A pickle scan cannot be written", e);
        }
    }
}
