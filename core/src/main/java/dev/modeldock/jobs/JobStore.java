package dev.modeldock.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.jobs.Job.JobFailure;
import dev.modeldock.jobs.Job.JobProgress;
import dev.modeldock.jobs.Job.JobTimes;
import dev.modeldock.problems.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of jobs. */
public final class JobStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final RowMapper<Job> MAPPER = (row, context) -> map(row);

    static final List<String> PASSING = Arrays.stream(Problem.values())
            .filter(Problem::canPass)
            .map(Enum::name)
            .toList();

    private final Database database;
    private final JobEvents events;

    public JobStore(Database database, Events events) {
        this.database = database;
        this.events = new JobEvents(events);
    }

    /** Told of each change of a row here. */
    JobEvents events() {
        return events;
    }

    /** The same rows, to be listed. */
    JobListStore lists() {
        return new JobListStore(database);
    }

    /** The same rows, of jobs that wait for others. */
    WaitingJobStore waiting() {
        return new WaitingJobStore(database, events);
    }

    /** The rows of jobs that are about to end. */
    EndingJobStore ending() {
        return new EndingJobStore(database);
    }

    Job insert(String id, NewJob job, JobState state, ObjectNode result, long now) {
        return database.write(handle -> events.created(handle.createQuery(
                        "insert into jobs(id, kind, state, user_name, source, tag, model_id, staging, same_as, plan, result,"
                                + " not_before, created_at, updated_at, ended_at) values (:id, :kind, :state, :user, :source,"
                                + " :tag, :model, :staging, :same, :plan, :result, :now, :now, :now, :ended) returning *")
                .bind("id", id)
                .bind("kind", job.kind().name())
                .bind("state", state.name())
                .bind("user", job.user())
                .bind("source", job.source())
                .bind("tag", job.tag())
                .bind("model", job.modelId())
                .bind("staging", job.staging())
                .bind("same", job.sameAs())
                .bind("plan", job.plan().toString())
                .bind("result", result.toString())
                .bind("now", now)
                .bind("ended", state.isFinal() ? Long.valueOf(now) : null)
                .map(MAPPER)
                .one()));
    }

    Optional<Job> find(String id) {
        return database.read(handle -> handle.createQuery("select * from jobs where id = :id")
                .bind("id", id)
                .map(MAPPER)
                .findOne());
    }

    /** Take the longest waiting job of a kind; two callers never get the same. */
    Optional<Job> claim(JobKind kind, long now) {
        return database.write(handle -> events.changed(
                handle.createQuery("update jobs set state = 'RUNNING', attempts = attempts + 1, updated_at = :now,"
                                + " started_at = coalesce(started_at, :now), problem = '', message = '' where seq = (select seq from"
                                + " jobs where kind = :kind and state = 'PENDING' and not_before <= :now order by not_before, seq"
                                + " limit 1) returning *")
                        .bind("kind", kind.name())
                        .bind("now", now)
                        .map(MAPPER)
                        .findOne()));
    }

    /** When the next waiting job of a kind may start. */
    Optional<Long> nextStart(JobKind kind) {
        return database.read(handle -> handle.createQuery(
                        "select not_before from jobs where kind = :kind and state = 'PENDING' order by not_before limit 1")
                .bind("kind", kind.name())
                .mapTo(Long.class)
                .findOne());
    }

    /**
     * Move on from one of some states, if it is in one. An attempt cut off on request is not one that failed. What waits
     * again keeps its place before what came after it.
     */
    Optional<Job> move(String id, List<JobState> from, JobState to, long now) {
        return database.write(handle -> events.changed(handle.createQuery(
                        "update jobs set state = :to, updated_at = :now, not_before = min(not_before, :now), attempts = attempts -"
                                + " (state = 'RUNNING' and not :final), ended_at = case when :final then :now end where id = :id and state in (<from>) returning *")
                .bindList("from", from.stream().map(Enum::name).toList())
                .bind("id", id)
                .bind("to", to.name())
                .bind("final", to.isFinal())
                .bind("now", now)
                .map(MAPPER)
                .findOne()));
    }

    /** Begin a failed or cancelled one anew. */
    Optional<Job> retry(String id, long now) {
        return database.write(handle -> events.changed(handle.createQuery(
                        "update jobs set state = 'PENDING', attempts = 0, problem = '', message = '', canceled_by = '',"
                                // What was emptied begins anew in the same place.
                                + " staging = case staging when '' then coalesce(json_extract(plan, '$.staging'), '') else staging end,"
                                + " bytes_done = 0, result = '{}',"
                                + " started_at = null, ended_at = null, updated_at = :now, not_before = :now where id = :id"
                                + " and state in ('FAILED', 'CANCELED') returning *")
                .bind("id", id)
                .bind("now", now)
                .map(MAPPER)
                .findOne()));
    }

    Optional<Job> finish(String id, ObjectNode result, long now) {
        return database.write(handle -> events.changed(handle.createQuery(
                        "update jobs set state = 'DONE', result = :result, phase = 'done', updated_at = :now,"
                                + " canceled_by = '', ended_at = :now where id = :id and state = 'RUNNING' returning *")
                .bind("id", id)
                .bind("result", result.toString())
                .bind("now", now)
                .map(MAPPER)
                .findOne()));
    }

    /** Note why a job is about to fail for good, before what it has is freed: a stop in between must not hide it. */
    void failing(String id, JobFailure failure) {
        database.write(handle -> handle.execute(
                "update jobs set problem = ?, message = ? where id = ? and state = 'RUNNING'",
                failure.problem().name(),
                failure.message(),
                id));
    }

    /** Note a failed attempt: the job waits until {@code notBefore}, or has failed for good. */
    Optional<Job> fail(String id, JobFailure failure, Optional<Long> notBefore, long now) {
        return database.write(handle -> events.changed(handle.createQuery(
                        "update jobs set state = :state, problem = :problem, message = :message, updated_at = :now,"
                                + " not_before = :notBefore, ended_at = :ended where id = :id and state = 'RUNNING' returning *")
                .bind("id", id)
                .bind("state", (notBefore.isPresent() ? JobState.PENDING : JobState.FAILED).name())
                .bind("problem", failure.problem().name())
                .bind("message", failure.message())
                .bind("now", now)
                .bind("notBefore", notBefore.orElse(now))
                .bind("ended", notBefore.isPresent() ? null : Long.valueOf(now))
                .map(MAPPER)
                .findOne()));
    }

    void progress(String id, JobProgress progress, long now) {
        database.write(handle -> handle.createUpdate("update jobs set phase = :phase, bytes_done = :done,"
                        + " bytes_total = :total, updated_at = :now where id = :id and state = 'RUNNING'")
                .bind("id", id)
                .bind("phase", progress.phase())
                .bind("done", progress.bytesDone())
                .bind("total", progress.bytesTotal())
                .bind("now", now)
                .execute());
    }

    void result(String id, ObjectNode result) {
        database.write(handle ->
                events.result(handle.createQuery("update jobs set result = :result where id = :id returning *")
                        .bind("result", result.toString())
                        .bind("id", id)
                        .map(MAPPER)
                        .findOne()));
    }

    /** The staging directories of jobs that may still run, or be tried again from what they have. */
    public List<String> stagingInUse() {
        return database.read(handle -> handle.createQuery(
                        "select staging from jobs where staging <> '' and (state in ('PENDING', 'PAUSED') or state = 'RUNNING'"
                                + " and (problem = '' or problem in (<passing>)) or state = 'FAILED' and problem in (<passing>))")
                .bindList("passing", PASSING)
                .mapTo(String.class)
                .list());
    }

    /** The job of a row that has all columns of its table. */
    public static Job map(ResultSet row) throws SQLException {
        String problem = row.getString("problem");
        return new Job(
                row.getString("id"),
                JobKind.valueOf(row.getString("kind")),
                JobState.valueOf(row.getString("state")),
                row.getString("user_name"),
                row.getString("source"),
                row.getString("tag"),
                row.getString("model_id"),
                json(row.getString("plan")),
                json(row.getString("result")),
                new JobProgress(
                        row.getString("phase"),
                        row.getLong("bytes_done"),
                        row.getLong("bytes_total"),
                        0,
                        row.getInt("attempts")),
                problem.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new JobFailure(Problem.valueOf(problem), row.getString("message"))),
                new JobTimes(
                        instant(row, "created_at"),
                        instant(row, "updated_at"),
                        instant(row, "started_at"),
                        instant(row, "ended_at")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static ObjectNode json(String text) throws SQLException {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("A job's JSON column is broken", e);
        }
    }
}
