package dev.modeldock.jobs;

import dev.modeldock.database.Database;
import dev.modeldock.jobs.Job.JobFailure;

/** The rows of jobs that wait for others, or never begin. */
final class WaitingJobStore {
    private final Database database;

    WaitingJobStore(Database database) {
        this.database = database;
    }

    /** Let a waiting job not begin before an instant. */
    void postpone(String id, long notBefore) {
        database.write(handle ->
                handle.execute("update jobs set not_before = ? where id = ? and state = 'PENDING'", notBefore, id));
    }

    /** Let a waiting job fail; false when it waits no more. */
    boolean refuse(String id, JobFailure failure, long now) {
        return database.write(handle -> handle.execute(
                        "update jobs set state = 'FAILED', problem = ?, message = ?, updated_at = ?, ended_at = ? where id = ?"
                                + " and state = 'PENDING'",
                        failure.problem().name(),
                        failure.message(),
                        now,
                        now,
                        id)
                == 1);
    }

    /** Note why one that never ran has failed. */
    Job failed(Job job, JobFailure failure) {
        database.write(handle -> handle.execute(
                "update jobs set problem = ?, message = ? where id = ?",
                failure.problem().name(),
                failure.message(),
                job.id()));
        return job.failedFor(failure);
    }
}
