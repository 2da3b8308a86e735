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

    /** Let a waiting job not begin before an instant. */
    void postpone(String id, long notBefore) {
        database.write(handle ->
                handle.execute("update jobs set not_before = ? where id = ? and state = 'PENDING'", notBefore, id));
    }

    /** Let a waiting job fail; false when it waits no more. */
    boolean refuse(String id, JobFailure failure, long now) {
        return database.write(handle -> events.changed(handle.createQuery(
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
        Job failed = job.failedFor(failure);
        database.write(handle -> {
            events.changed(Optional.of(failed));
            return handle.execute(
                    "update jobs set problem = ?, message = ? where id = ?",
                    failure.problem().name(),
                    failure.message(),
                    job.id());
        });
        return failed;
    }
}
