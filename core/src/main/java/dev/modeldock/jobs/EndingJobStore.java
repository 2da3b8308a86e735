package dev.modeldock.jobs;

import dev.modeldock.database.Database;
import java.util.List;

/** The rows of jobs that are about to end, and of those that a stop of the dock cut off. */
final class EndingJobStore {
    private final Database database;

    EndingJobStore(Database database) {
        this.database = database;
    }

    /** After a restart: what was running waits again, in its former place. */
    int requeueRunning(JobKind kind, long now) {
        return database.write(handle -> handle.execute(
                "update jobs set state = 'PENDING', not_before = min(not_before, ?) where state = 'RUNNING' and kind = ?"
                        + " and problem = '' and canceled_by = ''",
                now,
                kind.name()));
    }

    /** After a restart: those that were about to fail for good, or to be cancelled. */
    List<Job> ending(JobKind kind) {
        return database.read(handle -> handle.createQuery(
                        "select * from jobs where state = 'RUNNING' and kind = ? and (problem <> '' or canceled_by <> '')")
                .bind(0, kind.name())
                .map((row, context) -> JobStore.map(row))
                .list());
    }

    /** Note who wants an unfinished one to be cancelled: a stop in between must not hide it. */
    void wishCancel(String id, String by) {
        database.write(handle -> handle.execute(
                "update jobs set canceled_by = ? where id = ? and state in ('PENDING', 'PAUSED', 'RUNNING')", by, id));
    }
}
