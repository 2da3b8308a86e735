package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that outlives the request, and the process: {@code PENDING → RUNNING → DONE | FAILED | CANCELED}, with
 * {@code PAUSED} between. After a restart what was running goes on.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final long CLOSE_WAIT_MILLIS = 1_500;

    private final JobStore store;
    private final JobListStore lists;
    private final WaitingJobStore waiting;
    private final EndingJobStore ended;
    private final Clock clock;
    private final Map<JobKind, Workers> workers = new EnumMap<>(JobKind.class);
    private final JobStops stops;
    private final Object emptying = new Object();

    public Jobs(JobStore store, Clock clock) {
        this.store = store;
        this.lists = store.lists();
        this.waiting = store.waiting();
        this.ended = store.ending();
        this.stops = new JobStops(store, workers, this::get, clock);
        this.clock = clock;
    }

    /** Begin to work on a kind of job; what a former process left running is taken up again. */
    public void start(JobKind kind, int threads, JobRunner runner) {
        int left = ended.requeueRunning(kind, clock.millis());
        if (left > 0) {
            LOG.info("{} jobs were cut off by the last stop and go on now", left);
        }
        Workers mine = new Workers(kind, runner, store, clock);
        workers.put(kind, mine);
        mine.start(threads, ended.ending(kind));
    }

    /** Put work into the queue. Inside a transaction it becomes true with it; call {@link #wake} after that. */
    public Job submit(NewJob job) {
        Job submitted = insert(job, JobState.PENDING);
        wake();
        return submitted;
    }

    /** Put work into the queue that waits until it is {@linkplain #release released}. */
    public Job submitWaiting(NewJob job) {
        Job submitted = insert(job, JobState.PENDING);
        waiting.postpone(submitted.id(), Long.MAX_VALUE);
        return submitted;
    }

    /** Let waiting work begin. */
    public void release(String id) {
        waiting.postpone(id, clock.millis());
        wake();
    }

    /** Let work fail that has not begun; false when it has. */
    public boolean refuse(String id, Job.JobFailure failure) {
        return waiting.refuse(id, failure, clock.millis());
    }

    /** A job that does the same work and has not ended: whoever asks for it again joins that. */
    public Optional<Job> joined(String sameAs) {
        return lists.findSame(sameAs);
    }

    /** Jobs of a kind that have not ended, as a former process left them. */
    public List<Job> unfinished(JobKind kind) {
        return lists.unfinished(kind);
    }

    /** Note work that needs no doing any more. */
    public Job record(NewJob job, ObjectNode result) {
        return insert(job, JobState.DONE, result);
    }

    private Job insert(NewJob job, JobState state) {
        return insert(job, state, JsonNodeFactory.instance.objectNode());
    }

    private Job insert(NewJob job, JobState state, ObjectNode result) {
        return store.insert(UUID.randomUUID().toString(), job, state, result, clock.millis());
    }

    /** Note work that can never be done. */
    public Job recordFailure(NewJob job, Job.JobFailure failure) {
        return waiting.failed(insert(job, JobState.FAILED), failure);
    }

    /** Tell the workers to look for work. */
    public void wake() {
        workers.values().forEach(Workers::ring);
    }

    /** The job as it stands, with live progress. */
    public Optional<Job> find(String id) {
        return store.find(id).map(this::live);
    }

    /** As {@link #find}, or {@code NOT_FOUND}. */
    public Job get(String id) {
        return find(id).orElseThrow(() -> notFound(id));
    }

    /** As {@link #get(String)}; the job of another user is not there, but for administrators. */
    public Job get(String id, Caller caller) {
        return find(id).filter(job -> job.user().equals(caller.user()) || caller.may(Scope.ADMIN))
                .orElseThrow(() -> notFound(id));
    }

    private static DockException notFound(String id) {
        return new DockException(Problem.NOT_FOUND, "There is no job " + id + ". Check its id, or list the jobs.");
    }

    /** Jobs, newest first. */
    public JobPage list(JobFilter filter, int limit, long offset) {
        return new JobPage(
                lists.list(filter, limit, offset).stream().map(this::live).toList(), lists.count(filter));
    }

    /** Forget jobs that ended more than 30 days ago, and free what failed ones have kept for more than 7. */
    public void sweep() {
        lists.keptSince(clock.instant().minus(KEPT).toEpochMilli()).forEach(this::empty);
        lists.forgetEndedBefore(clock.instant().minus(REMEMBERED).toEpochMilli());
    }

    /** Failed jobs that keep bytes for another try. */
    public List<KeptStaging> kept() {
        return lists.keptSince(clock.millis());
    }

    /** Free what a failed job has kept, so that another try begins anew; false when it is being tried again. */
    public boolean empty(KeptStaging kept) {
        Job job = kept.job();
        synchronized (emptying) {
            if (!lists.emptied(job.id())) {
                return false;
            }
            workers.get(job.kind()).ends().discard(job.givenUp());
            return true;
        }
    }

    /** As {@link #cancel(String, String)}, for somebody who need not be named. */
    public Job cancel(String id) {
        return cancel(id, "a request");
    }

    /**
     * Stop it for good and free what it has; waits up to two seconds for it to end.
     *
     * @param by who wants that
     */
    public Job cancel(String id, String by) {
        return stops.cancel(id, by);
    }

    /** Wait until it has ended, at most so long; false when it has not. */
    public boolean awaitEnd(String id, Duration most) throws InterruptedException {
        return stops.awaitEnd(id, most);
    }

    /** Stop it for now and keep what it has. */
    public Job pause(String id) {
        return stops.pause(id);
    }

    /** Go on with a paused one. */
    public Job resume(String id) {
        Job resumed = store.move(id, List.of(JobState.PAUSED), JobState.PENDING, clock.millis())
                .orElseThrow(() -> Workers.tooLate(get(id), "resumed"));
        wake();
        return resumed;
    }

    /** Try a failed or cancelled one again. */
    public Job retry(String id) {
        // Not while what it would go on with is being taken away.
        synchronized (emptying) {
            return again(id);
        }
    }

    private Job again(String id) {
        Job job = get(id);
        List<JobState> from = List.of(JobState.FAILED, JobState.CANCELED);
        if (!from.contains(job.state())) {
            throw Workers.tooLate(job, "tried again");
        }
        if (!workers.get(job.kind()).runner().repeatable(job)) {
            throw new DockException(
                    Problem.CONFLICT,
                    "This job cannot be tried again: what it was given is gone since it ended. Upload it again.");
        }
        Job retried = store.retry(id, clock.millis()).orElseThrow(() -> Workers.tooLate(get(id), "tried again"));
        wake();
        return retried;
    }

    private Job live(Job row) {
        Workers mine = workers.get(row.kind());
        return mine == null
                ? row
                : mine.running(row.id()).map(running -> running.live(row)).orElse(row);
    }

    @Override
    public void close() {
        try {
            for (Workers each : workers.values()) {
                each.close(CLOSE_WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
