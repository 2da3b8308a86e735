package dev.modeldock.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of tools' versions, their files and their sealed secrets. */
public final class ToolVersionStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    public ToolVersionStore(Database database) {
        this.database = database;
    }

    /** Add the next version of a tool. */
    ToolVersion insert(NewToolVersion version, ObjectNode origin, String user, long now) {
        return database.write(handle -> {
            long id = handle.createQuery(
                            "insert into tool_versions(tool_id, number, digest, flow_id, secrets, origin, created_by, created_at)"
                                    + " values (:tool, (select coalesce(max(number), 0) + 1 from tool_versions where tool_id = :tool),"
                                    + " :digest, :flow, :secrets, :origin, :by, :now) returning id")
                    .bind("tool", version.toolId())
                    .bind("digest", version.digest())
                    .bind("flow", version.flowId())
                    .bind("secrets", version.secrets())
                    .bind("origin", origin.toString())
                    .bind("by", user)
                    .bind("now", now)
                    .mapTo(Long.class)
                    .one();
            for (ToolFile file : version.files()) {
                handle.execute(
                        "insert into tool_files(version_id, name, sha256) values (?, ?, ?)",
                        id,
                        file.file().name(),
                        file.sha256());
            }
            return one(
                            handle,
                            handle.createQuery("select * from tool_versions where id = :id")
                                    .bind("id", id))
                    .orElseThrow();
        });
    }

    Optional<ToolVersion> find(String toolId, long number) {
        return database.read(handle -> one(
                handle,
                handle.createQuery("select * from tool_versions where tool_id = :tool and number = :number")
                        .bind("tool", toolId)
                        .bind("number", number)));
    }

    /** The newest version whose flow has this id. */
    Optional<ToolVersion> byFlow(String toolId, String flowId) {
        return database.read(handle -> one(
                handle,
                handle.createQuery(
                                "select * from tool_versions where tool_id = :tool and flow_id = :flow order by number desc limit 1")
                        .bind("tool", toolId)
                        .bind("flow", flowId)));
    }

    /** The version that this job made. */
    Optional<ToolVersion> byJob(String toolId, String jobId) {
        return database.read(handle -> one(
                handle,
                handle.createQuery(
                                "select * from tool_versions where tool_id = :tool and json_extract(origin, '$.job') = :job")
                        .bind("tool", toolId)
                        .bind("job", jobId)));
    }

    private static Optional<ToolVersion> one(Handle handle, Query query) {
        return query.map((row, context) -> map(row, handle)).findOne();
    }

    List<ToolVersion> list(String toolId, int limit, long offset) {
        return database.read(handle -> handle.createQuery(
                        "select * from tool_versions where tool_id = :tool order by number desc limit :limit offset :offset")
                .bind("tool", toolId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> map(row, handle))
                .list());
    }

    long count(String toolId) {
        return database.read(handle -> handle.createQuery("select count(*) from tool_versions where tool_id = :tool")
                .bind("tool", toolId)
                .mapTo(Long.class)
                .one());
    }

    byte[] secrets(long versionId) {
        return database.read(handle -> handle.createQuery("select secrets from tool_versions where id = :id")
                .bind("id", versionId)
                .mapTo(byte[].class)
                .one());
    }

    /** All contents of a tool's versions. */
    List<String> hashes(String toolId) {
        return database.read(
                handle -> handle.createQuery("select distinct f.sha256 from tool_files f join tool_versions v"
                                + " on v.id = f.version_id where v.tool_id = :tool")
                        .bind("tool", toolId)
                        .mapTo(String.class)
                        .list());
    }

    /** Bytes that only this tool's versions need. */
    long exclusiveBytes(String toolId) {
        return database.read(handle -> handle.createQuery(
                        "select coalesce(sum(b.size), 0) from blobs b where b.sha256 in (select f.sha256 from tool_files f"
                                + " join tool_versions v on v.id = f.version_id where v.tool_id = :tool) and (select count(*)"
                                + " from blob_uses u where u.sha256 = b.sha256) = (select count(*) from tool_files o"
                                + " join tool_versions w on w.id = o.version_id where o.sha256 = b.sha256 and w.tool_id = :tool)")
                .bind("tool", toolId)
                .mapTo(Long.class)
                .one());
    }

    private static ToolVersion map(ResultSet row, Handle handle) throws SQLException {
        long id = row.getLong("id");
        return new ToolVersion(
                id,
                row.getString("tool_id"),
                row.getInt("number"),
                row.getString("digest"),
                row.getString("flow_id"),
                json(row.getString("origin")),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                files(handle, id));
    }

    private static List<ToolFile> files(Handle handle, long versionId) {
        return handle
                .createQuery("select f.name, b.sha256, b.size, b.crc32 from tool_files f join blobs b on"
                        + " b.sha256 = f.sha256 where f.version_id = :version")
                .bind("version", versionId)
                .map((row, context) -> new ToolFile(
                        DefinitionFile.valueOf(row.getString("name")),
                        row.getString("sha256"),
                        row.getLong("size"),
                        row.getLong("crc32")))
                .stream()
                .sorted(java.util.Comparator.comparing(ToolFile::file))
                .toList();
    }

    private static ObjectNode json(String text) throws SQLException {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("A tool version's JSON column is broken", e);
        }
    }
}
