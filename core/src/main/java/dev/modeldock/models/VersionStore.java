package dev.modeldock.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.database.Batches;
import dev.modeldock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of versions and their files. */
public final class VersionStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final RowMapper<Version> MAPPER = (row, context) -> map(row);
    private static final RowMapper<VersionFile> FILE_MAPPER = (row, context) ->
            new VersionFile(row.getString("path"), row.getString("sha256"), row.getLong("size"), row.getLong("crc32"));
    private static final String FILES =
            "select f.path, f.sha256, f.size, b.crc32 from version_files f join blobs b on b.sha256 = f.sha256";

    private final Database database;

    public VersionStore(Database database) {
        this.database = database;
    }

    Version insert(String modelId, String commit, NewVersion version, long now) {
        return database.write(handle -> {
            Version inserted = handle.createQuery(
                            "insert into versions(model_id, commit_id, profile, facts, origin, bytes, file_count, created_by,"
                                    + " created_at) values (:model, :commit, :profile, :facts, :origin, :bytes, :count, :by, :now)"
                                    + " returning *")
                    .bind("model", modelId)
                    .bind("commit", commit)
                    .bind("profile", version.profile())
                    .bind("facts", version.facts().toString())
                    .bind("origin", version.origin().toString())
                    .bind(
                            "bytes",
                            version.files().stream()
                                    .mapToLong(VersionFile::size)
                                    .sum())
                    .bind("count", version.files().size())
                    .bind("by", version.user())
                    .bind("now", now)
                    .map(MAPPER)
                    .one();
            insertFiles(handle, inserted.id(), version.files());
            return inserted;
        });
    }

    private static void insertFiles(Handle handle, long version, List<VersionFile> files) {
        Batches.each(
                handle,
                "insert into version_files(version_id, path, sha256, size) values (:version, :path, :sha256, :size)",
                files,
                (row, file) -> row.bind("version", version)
                        .bind("path", file.path())
                        .bind("sha256", file.sha256())
                        .bind("size", file.size()));
    }

    /** Exchange what a version holds; its commit and its number stay. */
    Version replace(Version old, NewVersion version) {
        return database.write(handle -> {
            handle.execute("delete from version_files where version_id = ?", old.id());
            handle.execute("delete from archive_lengths where version_id = ?", old.id());
            insertFiles(handle, old.id(), version.files());
            return handle.createQuery("update versions set profile = :profile, facts = :facts, origin = :origin,"
                            + " bytes = :bytes, file_count = :count where id = :id returning *")
                    .bind("id", old.id())
                    .bind("profile", version.profile())
                    .bind("facts", version.facts().toString())
                    .bind("origin", version.origin().toString())
                    .bind(
                            "bytes",
                            version.files().stream()
                                    .mapToLong(VersionFile::size)
                                    .sum())
                    .bind("count", version.files().size())
                    .map(MAPPER)
                    .one();
        });
    }

    /** The contents of one version. */
    List<String> hashesOf(long versionId) {
        return database.read(
                handle -> handle.createQuery("select distinct sha256 from version_files where version_id = :version")
                        .bind("version", versionId)
                        .mapTo(String.class)
                        .list());
    }

    /** A version's place among those of its model, from 1. */
    int number(Version version) {
        return database.read(
                handle -> handle.createQuery("select count(*) from versions where model_id = :model and id <= :id")
                        .bind("model", version.modelId())
                        .bind("id", version.id())
                        .mapTo(Integer.class)
                        .one());
    }

    Optional<Version> byCommit(String modelId, String commit) {
        return one("select * from versions where model_id = :model and commit_id = :name", modelId, commit);
    }

    /** The only version whose commit begins so, with 7 digits or more, or none. */
    Optional<Version> byPrefix(String modelId, String prefix) {
        if (!prefix.matches("[0-9a-f]{7,40}")) {
            return Optional.empty();
        }
        List<Version> found = database.read(handle -> handle.createQuery(
                        "select * from versions where model_id = :model and commit_id >= :from and commit_id < :to limit 2")
                .bind("model", modelId)
                .bind("from", prefix)
                .bind("to", prefix + "g")
                .map(MAPPER)
                .list());
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Optional<Version> one(String sql, String modelId, String name) {
        return database.read(handle -> handle.createQuery(sql)
                .bind("model", modelId)
                .bind("name", name)
                .map(MAPPER)
                .findOne());
    }

    Optional<Version> find(long id) {
        return database.read(handle -> handle.createQuery("select * from versions where id = :id")
                .bind("id", id)
                .map(MAPPER)
                .findOne());
    }

    List<Version> list(String modelId, int limit, long offset) {
        return database.read(handle -> handle.createQuery(
                        "select * from versions where model_id = :model order by id desc limit :limit offset :offset")
                .bind("model", modelId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(MAPPER)
                .list());
    }

    long count(String modelId) {
        return database.read(handle -> handle.createQuery("select count(*) from versions where model_id = :model")
                .bind("model", modelId)
                .mapTo(Long.class)
                .one());
    }

    /** Files in the order of their paths, from after {@code after} on. */
    List<VersionFile> files(long versionId, String after, int limit) {
        return database.read(handle -> handle.createQuery(
                        FILES + " where f.version_id = :version and f.path > :after order by f.path limit :limit")
                .bind("version", versionId)
                .bind("after", after)
                .bind("limit", limit)
                .map(FILE_MAPPER)
                .list());
    }

    /** A part of the list of files in the order of their paths. */
    List<VersionFile> filePart(long versionId, int limit, long offset) {
        return database.read(handle -> handle.createQuery(
                        FILES + " where f.version_id = :version order by f.path limit :limit offset :offset")
                .bind("version", versionId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(FILE_MAPPER)
                .list());
    }

    Optional<VersionFile> file(long versionId, String path) {
        return database.read(handle -> handle.createQuery(FILES + " where f.version_id = :version and f.path = :path")
                .bind("version", versionId)
                .bind("path", path)
                .map(FILE_MAPPER)
                .findOne());
    }

    /** All contents of a model's versions. */
    List<String> hashes(String modelId) {
        return database.read(
                handle -> handle.createQuery("select distinct f.sha256 from version_files f join versions v"
                                + " on v.id = f.version_id where v.model_id = :model")
                        .bind("model", modelId)
                        .mapTo(String.class)
                        .list());
    }

    /** Bytes that nothing but this model's versions needs. */
    long exclusiveBytes(String modelId) {
        return database.read(
                handle -> handle.createQuery("select coalesce(sum(b.size), 0) from blobs b where b.sha256 in"
                                + " (select f.sha256 from version_files f join versions v on v.id = f.version_id where v.model_id = :model)"
                                + " and (select count(*) from blob_uses u where u.sha256 = b.sha256)"
                                + " = (select count(*) from version_files o join versions w on w.id = o.version_id"
                                + " where o.sha256 = b.sha256 and w.model_id = :model)")
                        .bind("model", modelId)
                        .mapTo(Long.class)
                        .one());
    }

    /** The version of a row. */
    public static Version map(ResultSet row) throws SQLException {
        return new Version(
                row.getLong("id"),
                row.getString("model_id"),
                row.getString("commit_id"),
                row.getString("profile"),
                json(row.getString("facts")),
                json(row.getString("origin")),
                row.getLong("bytes"),
                row.getInt("file_count"),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static ObjectNode json(String text) throws SQLException {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("A version's JSON column is broken", e);
        }
    }
}
