package dev.modeldock.exports;

import dev.modeldock.database.Database;
import java.util.Optional;

/** The rows of archive lengths: computed once from all of a version's files, true for ever. */
final class ArchiveLengthStore {
    private final Database database;

    ArchiveLengthStore(Database database) {
        this.database = database;
    }

    Optional<Long> find(long versionId, ExportFormat format, String root) {
        return database.read(handle -> handle.createQuery(
                        "select length from archive_lengths where version_id = :version and format = :format and root = :root")
                .bind("version", versionId)
                .bind("format", format.extension())
                .bind("root", root)
                .mapTo(Long.class)
                .findOne());
    }

    void save(long versionId, ExportFormat format, String root, long length) {
        database.write(handle -> handle.execute(
                "insert or ignore into archive_lengths(version_id, format, root, length) values (?, ?, ?, ?)",
                versionId,
                format.extension(),
                root,
                length));
    }
}
