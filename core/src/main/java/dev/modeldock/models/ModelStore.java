package dev.modeldock.models;

import dev.modeldock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The rows of models: their names, other ids and earlier names. */
public final class ModelStore {
    private static final RowMapper<Model> MAPPER = (row, context) -> map(row);
    private static final int SHORTEST_INDEXED_SEARCH = 3;

    private final Database database;

    public ModelStore(Database database) {
        this.database = database;
    }

    Model insert(Model model) {
        database.write(handle -> {
            // A name that is taken anew no longer leads to the model that had it before.
            handle.execute(
                    "delete from model_names where namespace = ? and name = ?",
                    model.name().namespace(),
                    model.name().name());
            return handle.createUpdate(
                            "insert into models(id, namespace, name, owner, access, description, source, created_at, updated_at)"
                                    + " values (:id, :namespace, :name, :owner, :access, :description, :source, :now, :now)")
                    .bind("id", model.id())
                    .bind("namespace", model.name().namespace())
                    .bind("name", model.name().name())
                    .bind("owner", model.owner())
                    .bind("access", model.access().label())
                    .bind("description", model.description())
                    .bind("source", model.source())
                    .bind("now", model.created().toEpochMilli())
                    .execute();
        });
        return model;
    }

    Optional<Model> byId(String id) {
        return one("select m.* from models m where m.id = :a", id, "")
                .or(() ->
                        one("select m.* from model_ids i join models m on m.id = i.model_id where i.id = :a", id, ""));
    }

    Optional<Model> byName(ModelName name) {
        return one("select * from models where namespace = :a and name = :b", name.namespace(), name.name());
    }

    Optional<Model> byEarlierName(ModelName name) {
        return one(
                "select m.* from model_names n join models m on m.id = n.model_id where n.namespace = :a and n.name = :b",
                name.namespace(),
                name.name());
    }

    private Optional<Model> one(String sql, String first, String second) {
        return database.read(handle -> {
            Query query = handle.createQuery(sql).bind("a", first);
            return (second.isEmpty() ? query : query.bind("b", second))
                    .map(MAPPER)
                    .findOne();
        });
    }

    void addId(String id, String modelId) {
        database.write(
                handle -> handle.execute("insert or ignore into model_ids(id, model_id) values (?, ?)", id, modelId));
    }

    /** Give it another name; the old one leads here from now on. */
    void rename(Model model, ModelName next) {
        database.write(handle -> {
            handle.execute("delete from model_names where namespace = ? and name = ?", next.namespace(), next.name());
            handle.execute(
                    "insert or replace into model_names(namespace, name, model_id) values (?, ?, ?)",
                    model.name().namespace(),
                    model.name().name(),
                    model.id());
            return handle.execute(
                    "update models set namespace = ?, name = ? where id = ?",
                    next.namespace(),
                    next.name(),
                    model.id());
        });
    }

    void change(String id, Access access, String description, long now) {
        database.write(handle -> handle.execute(
                "update models set access = ?, description = ?, updated_at = ? where id = ?",
                access.label(),
                description,
                now,
                id));
    }

    void touch(String id, long now) {
        database.write(handle -> handle.execute("update models set updated_at = ? where id = ?", now, id));
    }

    void delete(String id) {
        database.write(handle -> handle.execute("delete from models where id = ?", id));
    }

    /** Models that one may see, newest first; {@code viewer} empty sees all. */
    List<Model> list(ModelFilter filter, Optional<String> viewer, int limit, long offset) {
        return database.read(
                handle -> query(handle, "m.*", filter, viewer, " order by m.seq desc limit :limit offset :offset")
                        .bind("limit", limit)
                        .bind("offset", offset)
                        .map(MAPPER)
                        .list());
    }

    long count(ModelFilter filter, Optional<String> viewer) {
        return database.read(handle ->
                query(handle, "count(*)", filter, viewer, "").mapTo(Long.class).one());
    }

    private static Query query(
            Handle handle, String columns, ModelFilter filter, Optional<String> viewer, String order) {
        List<String> conditions = new ArrayList<>();
        viewer.ifPresent(user -> conditions.add("(m.access <> 'private' or m.owner = :viewer)"));
        filter.search().ifPresent(text -> conditions.add(search(text)));
        filter.namespace().ifPresent(value -> conditions.add("m.namespace = :namespace"));
        filter.source().ifPresent(value -> conditions.add("m.source = :source"));
        filter.access().ifPresent(value -> conditions.add("m.access = :access"));
        filter.profile()
                .ifPresent(
                        value -> conditions.add(
                                "exists (select 1 from aliases a join versions v on"
                                        + " v.id = a.version_id where a.model_id = m.id and a.alias = 'main' and v.profile = :profile)"));
        Query query = handle.createQuery("select " + columns + " from models m"
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions)) + order);
        viewer.ifPresent(user -> query.bind("viewer", user));
        filter.search().ifPresent(text -> query.bind("search", searchValue(text)));
        filter.namespace().ifPresent(value -> query.bind("namespace", value));
        filter.source().ifPresent(value -> query.bind("source", value));
        filter.access().ifPresent(value -> query.bind("access", value.label()));
        filter.profile().ifPresent(value -> query.bind("profile", value));
        return query;
    }

    /** The trigram index knows nothing shorter than three letters. */
    private static String search(String text) {
        return text.codePointCount(0, text.length()) < SHORTEST_INDEXED_SEARCH
                ? "(m.namespace || '/' || m.name like :search escape '!' or m.description like :search escape '!')"
                : "m.seq in (select rowid from model_search where model_search match :search)";
    }

    private static String searchValue(String wish) {
        // SQLite's search language ends at a NUL; no name has one, nor this in its place.
        String text = wish.replace('\0', '\uFFFD');
        return text.codePointCount(0, text.length()) < SHORTEST_INDEXED_SEARCH
                ? "%" + text.replaceAll("([!%_])", "!$1") + "%"
                : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** The model of a row that has all columns of its table. */
    public static Model map(ResultSet row) throws SQLException {
        return new Model(
                row.getString("id"),
                new ModelName(row.getString("namespace"), row.getString("name")),
                row.getString("owner"),
                Access.of(row.getString("access")),
                row.getString("description"),
                row.getString("source"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
