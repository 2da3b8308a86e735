package dev.modeldock.hub;

import dev.modeldock.database.Database;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelStore;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of models in the order in which hubs list them. */
public final class HubStore {
    /**
     * The versions that were pushed after one another, and where that began those that were imported before. A parent is always
     * the older one, whatever was replaced since, so that the line ends.
     */
    private static final String LINE = "with recursive pushed(id, model, parent) as ("
            + " select id, model_id, coalesce(json_extract(origin, '$.parent'), '') from versions where id = :newest"
            + " union all select v.id, v.model_id, coalesce(json_extract(v.origin, '$.parent'), '') from pushed p"
            + " join versions v on v.model_id = p.model and v.commit_id = p.parent and v.id < p.id where p.parent <> ''),"
            + " line(id) as (select id from pushed union all select v.id from pushed p join versions v"
            + " on v.model_id = p.model and v.id < p.id where p.parent = ''"
            + " and coalesce(json_extract(v.origin, '$.parent'), '') = '') ";

    private final Database database;

    public HubStore(Database database) {
        this.database = database;
    }

    /** A model and its place in the list. */
    record Row(Model model, HubQuery.Place place) {}

    /** Models behind a place that one may see; {@code viewer} empty sees all. */
    List<Row> list(HubQuery query, Optional<String> viewer, Optional<HubQuery.Place> behind) {
        return database.read(handle -> bound(handle, query, viewer, behind)
                .map((row, context) ->
                        new Row(ModelStore.map(row), new HubQuery.Place(row.getLong("place"), row.getLong("seq"))))
                .list());
    }

    private static Query bound(
            Handle handle, HubQuery query, Optional<String> viewer, Optional<HubQuery.Place> behind) {
        Query bound = handle.createQuery(sql(query, viewer.isPresent(), behind.isPresent()));
        bound.bind("limit", query.limit());
        viewer.ifPresent(user -> bound.bind("viewer", user));
        query.search().ifPresent(text -> bound.bind("search", "%" + text.replaceAll("([!%_])", "!$1") + "%"));
        query.author().ifPresent(author -> bound.bind("author", author));
        behind.ifPresent(place -> bound.bind("key", place.key()).bind("seq", place.seq()));
        for (int i = 0; i < query.tags().size(); i++) {
            bound.bind("tag" + i, query.tags().get(i));
        }
        return bound;
    }

    private static String sql(HubQuery query, boolean isOneViewer, boolean isBehind) {
        String column = query.order().column();
        List<String> conditions = new ArrayList<>(List.of("true"));
        if (isOneViewer) {
            conditions.add("(m.access <> 'private' or m.owner = :viewer)");
        }
        query.search().ifPresent(text -> conditions.add("m.namespace || '/' || m.name like :search escape '!'"));
        query.author().ifPresent(author -> conditions.add("m.namespace = :author"));
        if (isBehind) {
            conditions.add("(" + column + ", m.seq) " + (query.ascending() ? ">" : "<") + " (:key, :seq)");
        }
        for (int i = 0; i < query.tags().size(); i++) {
            conditions.add("exists (select 1 from aliases a join versions v on v.id = a.version_id,"
                    + " json_each(v.facts, '$.tags') t where a.model_id = m.id and a.alias = 'main' and t.value = :tag"
                    + i
                    + ")");
        }
        String direction = query.ascending() ? " asc" : " desc";
        return "select m.*, " + column + " as place from models m where " + String.join(" and ", conditions)
                + " order by " + column + direction + ", m.seq" + direction + " limit :limit";
    }

    /** A part of the versions that lead to one, it included, the newest first. */
    public List<Version> line(Version newest, History.Page page) {
        return database.read(handle -> handle.createQuery(LINE + "select v.* from line l join versions v on v.id = l.id"
                        + " order by l.id desc limit :limit offset :offset")
                .bind("newest", newest.id())
                .bind("limit", page.size())
                .bind("offset", (long) page.number() * page.size())
                .map((row, context) -> VersionStore.map(row))
                .list());
    }

    /** How many lead to one, it included. */
    public long lineLength(Version newest) {
        return database.read(handle -> handle.createQuery(LINE + "select count(*) from line")
                .bind("newest", newest.id())
                .mapTo(Long.class)
                .one());
    }

    /** Models that one may see whose name ends so, whatever their namespace; two at most. */
    List<Model> byShortName(String name, Optional<String> viewer) {
        return database.read(handle -> {
            Query query = handle.createQuery("select m.* from models m where m.name = :name"
                            + (viewer.isPresent() ? " and (m.access <> 'private' or m.owner = :viewer)" : "")
                            + " limit 2")
                    .bind("name", name);
            viewer.ifPresent(user -> query.bind("viewer", user));
            return query.map((row, context) -> ModelStore.map(row)).list();
        });
    }
}
