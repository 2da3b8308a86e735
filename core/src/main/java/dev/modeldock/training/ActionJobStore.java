package dev.modeldock.training;

import dev.modeldock.database.Conditions;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.ListPlace;
import dev.modeldock.datasets.Listed;
import dev.modeldock.jobs.JobStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows that tell what jobs do actions on. */
public final class ActionJobStore {
    private static final String SELECT =
            "select j.*, a.seq place, a.handler, a.action, a.parent_id from action_jobs a join jobs j on j.id = a.id";

    private final Database database;

    public ActionJobStore(Database database) {
        this.database = database;
    }

    void insert(String id, String handler, String action, Optional<String> parent) {
        database.write(handle -> handle.execute(
                "insert into action_jobs(id, handler, action, parent_id, updated_at) values (?, ?, ?, ?, (select updated_at"
                        + " from jobs where id = ?))",
                id,
                handler,
                action,
                parent.orElse(null),
                id));
    }

    Optional<ActionJob> find(String handler, String id) {
        return database.read(handle -> handle.createQuery(SELECT + " where a.id = :id and a.handler = :handler")
                .bind("id", id)
                .bind("handler", handler)
                .map((row, context) -> map(row))
                .findOne());
    }

    Optional<ActionJob> find(String id) {
        return database.read(handle -> handle.createQuery(SELECT + " where a.id = :id")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne());
    }

    /** Jobs that wait for another one. */
    List<String> children(String parent) {
        return database.read(handle -> handle.createQuery(
                        "select a.id from action_jobs a join jobs j on j.id = a.id where a.parent_id = :parent and j.state ="
                                + " 'PENDING'")
                .bind("parent", parent)
                .mapTo(String.class)
                .list());
    }

    /** What jobs that have not begun go on from. */
    List<String> parentsOfWaiting() {
        return database.read(handle -> handle.createQuery(
                        "select distinct a.parent_id from jobs j join action_jobs a on a.id = j.id where j.state = 'PENDING'"
                                + " and j.kind in ('ACTION', 'GPU_ACTION') and a.parent_id is not null")
                .mapTo(String.class)
                .list());
    }

    /** All jobs of a dataset or a model. */
    List<String> ids(String handler) {
        return database.read(
                handle -> handle.createQuery("select id from action_jobs where handler = :handler order by seq")
                        .bind("handler", handler)
                        .mapTo(String.class)
                        .list());
    }

    /** Jobs of a handler that are done, the newest first; {@code action} is a pattern of LIKE. */
    List<String> done(String handler, String action) {
        return database.read(handle -> handle.createQuery(
                        "select a.id from action_jobs a join jobs j on j.id = a.id where a.handler = :handler and a.action like"
                                + " :action and j.state = 'DONE' order by j.ended_at desc, a.seq desc")
                .bind("handler", handler)
                .bind("action", action)
                .mapTo(String.class)
                .list());
    }

    /** Whether a dataset or a model is still there. */
    boolean isThere(String handler) {
        return database.read(
                handle -> handle.createQuery("select exists (select 1 from datasets where id = :handler) or"
                                + " exists (select 1 from models where id = :model)")
                        .bind("handler", handler)
                        .bind("model", TrainableModel.modelId(handler))
                        .mapTo(Boolean.class)
                        .one());
    }

    /** The places come from an index alone, and only then the rows: what is passed over costs no look at its job. */
    List<Listed<ActionJob>> list(String handler, ListPlace place, long limit) {
        // Jobs have no name but that of their action.
        String key = place.order().isByName() ? "action" : "updated_at";
        Conditions meant = place.narrow(new Conditions().equal("handler", handler), key);
        String sql = "with page as (select seq, " + key + " as sorted from action_jobs" + meant.where() + " order by "
                + place.order().by(key, "seq")
                + " limit :limit offset :skipped) select j.*, p.sorted, a.seq place, a.handler,"
                + " a.action, a.parent_id from page p cross join action_jobs a on a.seq = p.seq cross join jobs j on"
                + " j.id = a.id order by " + place.order().by("p.sorted", "p.seq");
        return database.read(handle -> meant.bind(handle.createQuery(sql))
                .bind("limit", limit)
                .bind("skipped", place.skipped())
                .map((row, context) -> new Listed<>(map(row), row.getObject("sorted"), row.getLong("place")))
                .list());
    }

    long count(String handler) {
        return database.read(handle -> handle.createQuery("select count(*) from action_jobs where handler = :handler")
                .bind("handler", handler)
                .mapTo(Long.class)
                .one());
    }

    /** Forget a job of a handler; false when it has not ended, or is not there. Those of one that goes, go with it. */
    boolean deleteEnded(String handler, String id) {
        return database.write(handle -> handle.createUpdate(
                                "delete from jobs where id in (select id from action_jobs where handler ="
                                        + " :handler and id = :id) and state in ('DONE', 'FAILED', 'CANCELED')")
                        .bind("handler", handler)
                        .bind("id", id)
                        .execute())
                == 1;
    }

    boolean isKnown(String id) {
        return database.read(handle -> handle.createQuery("select exists (select 1 from action_jobs where id = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    /** Jobs that have not ended. */
    Set<String> unfinished() {
        return database.read(
                handle -> handle.createQuery("select id from jobs where kind in ('ACTION', 'GPU_ACTION') and"
                                + " state in ('PENDING', 'RUNNING', 'PAUSED')")
                        .mapTo(String.class)
                        .set());
    }

    private static ActionJob map(ResultSet row) throws SQLException {
        return new ActionJob(
                JobStore.map(row),
                row.getString("handler"),
                row.getString("action"),
                Optional.ofNullable(row.getString("parent_id")),
                row.getString("canceled_by"));
    }
}
