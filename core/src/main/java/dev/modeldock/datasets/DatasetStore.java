package dev.modeldock.datasets;

import dev.modeldock.database.Batches;
import dev.modeldock.database.Conditions;
import dev.modeldock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of datasets and their files. */
public final class DatasetStore {
    private static final RowMapper<Dataset> MAPPER = (row, context) -> map(row);

    private final Database database;

    public DatasetStore(Database database) {
        this.database = database;
    }

    void insert(Dataset dataset) {
        database.write(handle -> handle.createUpdate(
                        "insert into datasets(id, owner, type, format, name, description, version, logo, created_at, modified_at)"
                                + " values (:id, :owner, :type, :format, :name, :description, :version, :logo, :created, :modified)")
                .bind("id", dataset.id())
                .bind("owner", dataset.owner())
                .bind("type", dataset.type())
                .bind("format", dataset.format())
                .bind("name", dataset.labels().name())
                .bind("description", dataset.labels().description())
                .bind("version", dataset.labels().version())
                .bind("logo", dataset.labels().logo())
                .bind("created", dataset.created().toEpochMilli())
                .bind("modified", dataset.modified().toEpochMilli())
                .execute());
    }

    Optional<Dataset> find(String id) {
        return database.read(handle -> handle.createQuery("select * from datasets where id = :id")
                .bind("id", id)
                .map(MAPPER)
                .findOne());
    }

    /** Set what is given and leave the rest; false when there is no such dataset. */
    boolean update(String id, LabelChange change, long now) {
        return database.write(handle -> handle.createUpdate(
                                "update datasets set name = coalesce(:name, name), description = coalesce(:description,"
                                        + " description), version = coalesce(:version, version), logo = coalesce(:logo, logo),"
                                        + " modified_at = :now where id = :id")
                        .bind("name", change.name().orElse(null))
                        .bind("description", change.description().orElse(null))
                        .bind("version", change.version().orElse(null))
                        .bind("logo", change.logo().orElse(null))
                        .bind("now", now)
                        .bind("id", id)
                        .execute())
                == 1;
    }

    /** False when there is no such dataset. */
    boolean touch(String id, long now) {
        return database.write(handle -> handle.execute("update datasets set modified_at = ? where id = ?", now, id))
                == 1;
    }

    /** Whether a model is made with it. */
    boolean isUsed(String id) {
        return database.read(
                handle -> handle.createQuery("select exists (select 1 from model_references where target = :id)")
                        .bind("id", id)
                        .mapTo(Boolean.class)
                        .one());
    }

    void delete(String id) {
        database.write(handle -> handle.execute("delete from datasets where id = ?", id));
    }

    List<Listed<Dataset>> list(DatasetFilter filter, ListPlace place, long limit) {
        String key = place.order().isByName() ? "label" : "modified_at";
        Conditions meant = place.narrow(conditions(filter), key);
        return database.read(handle -> meant.bind(handle.createQuery("select * from datasets" + meant.where()
                        + " order by " + place.order().by(key, "seq") + " limit :limit offset :skipped"))
                .bind("limit", limit)
                .bind("skipped", place.skipped())
                .map((row, context) -> new Listed<>(map(row), row.getObject(key), row.getLong("seq")))
                .list());
    }

    long count(DatasetFilter filter) {
        Conditions meant = conditions(filter);
        return database.read(handle -> meant.bind(handle.createQuery("select count(*) from datasets" + meant.where()))
                .mapTo(Long.class)
                .one());
    }

    private static Conditions conditions(DatasetFilter filter) {
        return new Conditions()
                .equal("owner", filter.owner())
                .equal("name", filter.name())
                .equal("type", filter.type());
    }

    /** Let files be at their paths, in place of what was there; tells the contents that were. */
    List<String> put(String id, Collection<DatasetFile> files) {
        return database.write(handle -> {
            List<String> former = handle.createQuery("select distinct sha256 from dataset_files where dataset_id = :id")
                    .bind("id", id)
                    .mapTo(String.class)
                    .list();
            Batches.each(
                    handle,
                    "insert into dataset_files(dataset_id, path, sha256, size) values (:id, :path, :sha256, :size)"
                            + " on conflict (dataset_id, path) do update set sha256 = excluded.sha256, size = excluded.size",
                    files,
                    (row, file) -> row.bind("id", id)
                            .bind("path", file.path())
                            .bind("sha256", file.sha256())
                            .bind("size", file.size()));
            return former;
        });
    }

    /** In the order of their paths. */
    List<DatasetFile> files(String id, String after, int limit) {
        return database.read(handle -> handle.createQuery(
                        "select path, sha256, size from dataset_files where dataset_id = :id and path > :after order by path"
                                + " limit :limit")
                .bind("id", id)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) ->
                        new DatasetFile(row.getString("path"), row.getString("sha256"), row.getLong("size")))
                .list());
    }

    List<String> hashes(String id) {
        return database.read(
                handle -> handle.createQuery("select distinct sha256 from dataset_files where dataset_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    private static Dataset map(ResultSet row) throws SQLException {
        return new Dataset(
                row.getString("id"),
                row.getString("owner"),
                row.getString("type"),
                row.getString("format"),
                new Dataset.Labels(
                        row.getString("name"),
                        row.getString("description"),
                        row.getString("version"),
                        row.getString("logo")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("modified_at")));
    }
}
