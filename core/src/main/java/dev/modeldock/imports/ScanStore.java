package dev.modeldock.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.database.Batches;
import dev.modeldock.database.Database;
import dev.modeldock.formats.Level;
import dev.modeldock.formats.PickleScan;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    /** The verdicts on those of these bytes that were ever looked at, by SHA-256. */
    Map<String, PickleScan> among(Collection<String> sha256s) {
        Map<String, PickleScan> known = new HashMap<>();
        Batches.arrays(
                sha256s,
                array -> database.read(handle -> {
                    handle.createQuery("select p.sha256, p.scan from json_each(:hashes) hash"
                                    + " cross join pickle_scans p on p.sha256 = hash.value")
                            .bind("hashes", array)
                            .map((row, context) -> known.put(row.getString("sha256"), read(row.getString("scan"))))
                            .list();
                    return known;
                }));
        return known;
    }

    /** The files of a version in which something was found, by path, so many at most. */
    public Map<String, Level> issues(long versionId, int most) {
        return database.read(handle -> handle.createQuery("select f.path, p.scan from version_files f"
                        + " join pickle_scans p on p.sha256 = f.sha256 where f.version_id = :version"
                        + " and json_extract(p.scan, '$.level') <> :harmless order by f.path limit :most")
                .bind("version", versionId)
                .bind("harmless", Level.INNOCUOUS.label())
                .bind("most", most)
                .reduceRows(new TreeMap<String, Level>(), (found, row) -> {
                    found.put(
                            row.getColumn("path", String.class),
                            read(row.getColumn("scan", String.class)).level());
                    return found;
                }));
    }

    void save(Map<String, PickleScan> scans, long now) {
        database.write(handle -> {
            Batches.each(
                    handle,
                    "insert or ignore into pickle_scans(sha256, scan, scanned_at) values (:sha256, :scan, :now)",
                    scans.entrySet(),
                    (row, scan) -> row.bind("sha256", scan.getKey())
                            .bind("scan", write(scan.getValue()))
                            .bind("now", now));
            return null;
        });
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
