package dev.modeldock.jobs;

import dev.modeldock.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Finds the rows of jobs by what is asked of them. */
final class JobListStore {
    private final Database database;

    JobListStore(Database database) {
        this.database = database;
    }

    List<Job> list(JobFilter filter, int limit, long offset) {
        return database.read(handle -> bind(
                        handle.createQuery("select * from jobs" + where(filter) + " order by seq desc limit :limit"
                                + " offset :offset"),
                        filter)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(JobStore.MAPPER)
                .list());
    }

    List<Job> unfinished(JobKind kind) {
        return database.read(handle -> handle.createQuery(
                        "select * from jobs where kind = :kind and state in ('PENDING', 'RUNNING', 'PAUSED') order by seq")
                .bind("kind", kind.name())
                .map(JobStore.MAPPER)
                .list());
    }

    /** A job that does the same work and has not ended. */
    Optional<Job> findSame(String sameAs) {
        return database.read(handle -> handle.createQuery(
                        "select * from jobs where same_as = :same and same_as <> '' and state in ('PENDING', 'RUNNING')"
                                + " limit 1")
                .bind("same", sameAs)
                .map(JobStore.MAPPER)
                .findOne());
    }

    /** Failed jobs that ended before an instant and still have on disk what they could go on with. */
    List<KeptStaging> keptSince(long instant) {
        return database.read(handle -> handle.createQuery(
                        "select * from jobs where ended_at < :instant and state = 'FAILED' and staging <> '' and problem in"
                                + " (<passing>)")
                .bind("instant", instant)
                .bindList("passing", JobStore.PASSING)
                .map((row, context) -> new KeptStaging(JobStore.map(row), row.getString("staging")))
                .list());
    }

    long count(JobFilter filter) {
        return database.read(handle -> bind(handle.createQuery("select count(*) from jobs" + where(filter)), filter)
                .mapTo(Long.class)
                .one());
    }

    private static String where(JobFilter filter) {
        List<String> conditions = new ArrayList<>();
        filter.user().ifPresent(user -> conditions.add("user_name = :user"));
        filter.kind().ifPresent(kind -> conditions.add("kind = :kind"));
        filter.state().ifPresent(state -> conditions.add("state = :state"));
        filter.source().ifPresent(source -> conditions.add("source = :source"));
        filter.since().ifPresent(since -> conditions.add("created_at >= :since"));
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private static Query bind(Query query, JobFilter filter) {
        filter.user().ifPresent(user -> query.bind("user", user));
        filter.kind().ifPresent(kind -> query.bind("kind", kind.name()));
        filter.state().ifPresent(state -> query.bind("state", state.name()));
        filter.source().ifPresent(source -> query.bind("source", source));
        filter.since().ifPresent(since -> query.bind("since", since.toEpochMilli()));
        return query;
    }

    /** Forget what ended long ago. */
    int forgetEndedBefore(long instant) {
        return database.write(handle -> handle.execute(
                "delete from jobs where ended_at < ? and kind not in ('ACTION', 'GPU_ACTION')", instant));
    }

    /** Note that a failed job has nothing on disk any more; false when it is no failed one. */
    boolean emptied(String id) {
        return database.write(
                handle -> handle.execute("update jobs set staging = '' where id = ? and state = 'FAILED'", id) == 1);
    }
}
