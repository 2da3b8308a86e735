package dev.modeldock.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.database.Conditions;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.ListPlace;
import dev.modeldock.datasets.Listed;
import dev.modeldock.models.ModelStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of models' settings and of what they use. */
public final class TrainableModelStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "m.*, s.title, s.version, s.logo, s.network_arch, s.ngc_path, s.encryption_key, s.read_only, s.automl,"
                    + " coalesce(s.modified_at, m.updated_at) modified_at";
    private static final String FROM = " from models m left join model_settings s on s.model_id = m.id";
    private final Database database;

    public TrainableModelStore(Database database) {
        this.database = database;
    }

    void save(String modelId, ModelSettings settings, long modified) {
        database.write(handle -> {
            handle.createUpdate(
                            "insert or replace into model_settings(model_id, title, version, logo, network_arch, ngc_path,"
                                    + " encryption_key, read_only, automl, modified_at) values (:model, :title, :version, :logo, :arch,"
                                    + " :path, :key, :readOnly, :automl, :modified)")
                    .bind("model", modelId)
                    .bind("title", settings.title())
                    .bind("version", settings.version())
                    .bind("logo", settings.logo())
                    .bind("arch", settings.networkArch())
                    .bind("path", settings.ngcPath())
                    .bind("key", settings.encryptionKey())
                    .bind("readOnly", settings.readOnly())
                    .bind("automl", settings.automl().toString())
                    .bind("modified", modified)
                    .execute();
            handle.execute("delete from model_references where model_id = ?", modelId);
            settings.references().forEach((role, targets) -> {
                for (int i = 0; i < targets.size(); i++) {
                    handle.execute(
                            "insert into model_references(model_id, role, position, target) values (?, ?, ?, ?)",
                            modelId,
                            role.name(),
                            i,
                            targets.get(i));
                }
            });
            return null;
        });
    }

    Optional<TrainableModel> find(String modelId) {
        return database.read(handle -> handle.createQuery("select " + COLUMNS + FROM + " where m.id = :id")
                .bind("id", modelId)
                .map((row, context) -> row(row, handle))
                .findFirst());
    }

    /** Of each scope that somebody sees an index tells the places in their order; merged, they tell which rows to read. */
    List<Listed<TrainableModel>> list(TrainableFilter filter, ListPlace place, long limit) {
        String key = place.order().isByName() ? "label" : "modified_at";
        Conditions meant = place.narrow(conditions(filter), key);
        List<String> scopes = filter.trainer().scopes();
        String merged = IntStream.range(0, scopes.size())
                .mapToObj(i -> "select seq, " + key + " as sorted from model_listings" + meant.where()
                        + " and scope = :scope" + i)
                .collect(Collectors.joining(" union all "));
        String sql = "with page as (" + merged + " order by " + place.order().by("sorted", "seq")
                + " limit :limit offset :skipped) select " + COLUMNS + ", p.sorted from page p cross join models m on"
                + " m.seq = p.seq left join model_settings s on s.model_id = m.id order by "
                + place.order().by("p.sorted", "p.seq");
        return database.read(handle -> {
            Query query =
                    meant.bind(handle.createQuery(sql)).bind("limit", limit).bind("skipped", place.skipped());
            IntStream.range(0, scopes.size()).forEach(i -> query.bind("scope" + i, scopes.get(i)));
            return query.map((row, context) ->
                            new Listed<>(row(row, handle), row.getObject("sorted"), row.getLong("seq")))
                    .list();
        });
    }

    long count(TrainableFilter filter) {
        Conditions meant = conditions(filter);
        return database.read(handle -> meant.bind(handle.createQuery(
                                "select count(*) from model_listings" + meant.where() + " and scope in (<scopes>)")
                        .bindList("scopes", filter.trainer().scopes()))
                .mapTo(Long.class)
                .one());
    }

    private static Conditions conditions(TrainableFilter filter) {
        return new Conditions()
                .equal("title", filter.name())
                .equal("network_arch", filter.networkArch())
                .equal("read_only", filter.readOnly());
    }

    /** Whether any model, but for one, uses this dataset or model. */
    boolean isUsed(String target, String butBy) {
        return database.read(handle -> handle.createQuery(
                        "select exists (select 1 from model_references where target = :target and model_id <> :model)")
                .bind("target", target)
                .bind("model", butBy)
                .mapTo(Boolean.class)
                .one());
    }

    private static TrainableModel row(ResultSet row, Handle handle) throws SQLException {
        var model = ModelStore.map(row);
        boolean set = row.getString("title") != null;
        ModelSettings settings = set
                ? new ModelSettings(
                        row.getString("title"),
                        row.getString("version"),
                        row.getString("logo"),
                        row.getString("network_arch"),
                        row.getString("ngc_path"),
                        row.getString("encryption_key"),
                        row.getBoolean("read_only"),
                        json(row.getString("automl")),
                        references(handle, model.id()))
                : TrainableModels.usual(model.name().name());
        return new TrainableModel(model, settings, Instant.ofEpochMilli(row.getLong("modified_at")));
    }

    private static Map<Role, List<String>> references(Handle handle, String modelId) {
        Map<Role, List<String>> references = new EnumMap<>(Role.class);
        handle.createQuery("select role, target from model_references where model_id = :model order by role, position")
                .bind("model", modelId)
                .map((row, context) -> Map.entry(Role.valueOf(row.getString("role")), row.getString("target")))
                .forEach(each -> references
                        .computeIfAbsent(each.getKey(), role -> new ArrayList<>())
                        .add(each.getValue()));
        return references;
    }

    private static ObjectNode json(String text) throws SQLException {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("A model's JSON column is broken", e);
        }
    }
}
