package dev.modeldock.models;

import dev.modeldock.database.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of aliases: names that lead to versions. */
final class AliasStore {
    private static final String ALL =
            "select a.alias, v.commit_id, a.tag from aliases a join versions v on v.id = a.version_id"
                    + " where a.model_id = :model";
    private static final RowMapper<Alias> MAPPER =
            (row, context) -> new Alias(row.getString("alias"), row.getString("commit_id"), row.getBoolean("tag"));

    private final Database database;

    AliasStore(Database database) {
        this.database = database;
    }

    /** The version that an alias of a model leads to. */
    Optional<Version> version(String modelId, String alias) {
        return database.read(handle -> handle.createQuery(
                        "select v.* from aliases a join versions v on v.id = a.version_id where a.model_id = :model and"
                                + " a.alias = :name")
                .bind("model", modelId)
                .bind("name", alias)
                .map(VersionStore.MAPPER)
                .findOne());
    }

    void set(String modelId, String alias, long versionId, long now) {
        database.write(handle -> handle.execute(
                "insert into aliases(model_id, alias, version_id, updated_at) values (?, ?, ?, ?) on conflict (model_id, alias)"
                        + " do update set version_id = excluded.version_id, updated_at = excluded.updated_at",
                modelId,
                alias,
                versionId,
                now));
    }

    /** Make one, unless another stands there, above or below: that is told. */
    Optional<Alias> create(String modelId, Alias alias, long versionId, long now) {
        return database.write(handle -> {
            Optional<Alias> other = handle.createQuery(ALL
                            + " and (a.alias = :name or substr(a.alias, 1, length(:name) + 1) = :name || '/'"
                            + " or substr(:name, 1, length(a.alias) + 1) = a.alias || '/') order by a.alias limit 1")
                    .bind("model", modelId)
                    .bind("name", alias.name())
                    .map(MAPPER)
                    .findOne();
            if (other.isEmpty()) {
                handle.execute(
                        "insert into aliases(model_id, alias, version_id, updated_at, tag) values (?, ?, ?, ?, ?)",
                        modelId,
                        alias.name(),
                        versionId,
                        now,
                        alias.isTag());
            }
            return other;
        });
    }

    Optional<Alias> find(String modelId, String alias) {
        return database.read(handle -> handle.createQuery(ALL + " and a.alias = :name")
                .bind("model", modelId)
                .bind("name", alias)
                .map(MAPPER)
                .findOne());
    }

    boolean delete(String modelId, String alias) {
        return database.write(
                handle -> handle.execute("delete from aliases where model_id = ? and alias = ?", modelId, alias) > 0);
    }

    /** All of a model, by name. */
    List<Alias> list(String modelId) {
        return database.read(handle -> handle.createQuery(ALL + " order by a.alias")
                .bind("model", modelId)
                .map(MAPPER)
                .list());
    }

    /** Alias to commit. */
    Map<String, String> all(String modelId) {
        return database.read(handle -> handle.createQuery("select a.alias, v.commit_id from aliases a join versions v"
                        + " on v.id = a.version_id where a.model_id = :model order by a.alias")
                .bind("model", modelId)
                .reduceRows(new TreeMap<String, String>(), (all, row) -> {
                    all.put(row.getColumn("alias", String.class), row.getColumn("commit_id", String.class));
                    return all;
                }));
    }
}
