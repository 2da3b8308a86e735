package dev.modeldock.jobs;

import dev.modeldock.database.Database;
import dev.modeldock.jobs.Job.JobFailure;
import java.util.Optional;

/** The rows of jobs that wait for others, or never begin. */
final class WaitingJobStore {
    private final Database database;
    private final JobEvents events;

    WaitingJobStore(Database database, JobEvents events) {
        this.database = database;
        this.events = events;
    }

    /** After a restart: what was running waits again, in its former place. */
    int requeueRunning(JobKind kind, long now) {
        return database.write(handle -> {
            handle.execute(
                    "update jobs set state = 'FAILED', updated_at = ?, ended_at = ? where state = 'RUNNING' and kind = ?"
                            + " and problem <> ''",
                    now,
                    now,
                    kind.name());
            return handle.execute(
                    "update jobs set state = 'PENDING', not_before = min(not_before, ?) where state = 'RUNNING' and kind = ?",
                    now,
                    kind.name());
        });
    }

    /** Let a waiting job not begin before an instant. */
    void postpone(String id, long notBefore) {
        database.write(handle ->
                handle.execute("update jobs set not_before = ? where id = ? and state = 'PENDING'", notBefore, id));
    }

    /** Let a waiting job fail; false when it waits no more. */
    boolean refuse(String id, JobFailure failure, long now) {
        return events.changed(database.write(handle -> handle.createQuery(
                                "update jobs set state = 'FAILED', problem = :problem, message = :message, updated_at = :now,"
                                        + " ended_at = :now where id = :id and state = 'PENDING' returning *")
                        .bind("problem", failure.problem().name())
                        .bind("message", failure.message())
                        .bind("now", now)
                        .bind("id", id)
                        .map(JobStore.MAPPER)
                        .findOne()))
                .isPresent();
    }

    /** Note why one that never ran has failed. */
    Job failed(Job job, JobFailure failure) {
        explain(job.id(), failure);
        Job failed = job.failedFor(failure);
        events.changed(Optional.of(failed));
        return failed;
    }

    /** Note why one ended as it did. */
    void explain(String id, JobFailure failure) {
        database.write(handle -> handle.execute(
                "update jobs set problem = ?, message = ? where id = ?",
                failure.problem().name(),
                failure.message(),
                id));
    }
}
