package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.jobs.Job.JobFailure;
import dev.modeldock.problems.DockException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of jobs of one kind that end, or are to be tried again: what they have is freed, and their rows tell it. */
final class JobEnds {
    private static final Logger LOG = LoggerFactory.getLogger(JobEnds.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final long FIRST_BACK_OFF_MILLIS = 2_000;

    private final JobKind kind;
    private final JobRunner runner;
    private final JobStore store;
    private final Clock clock;

    JobEnds(JobKind kind, JobRunner runner, JobStore store, Clock clock) {
        this.kind = kind;
        this.runner = runner;
        this.store = store;
        this.clock = clock;
    }

    /** What an attempt came to: a result, or why it ended without one. */
    record Outcome(ObjectNode result, RunningJob.Stop stop, Throwable failure) {}

    /** A former process was about to end it, and did not come to it. */
    void end(Job job) {
        try {
            JobState state = job.failure().isPresent() ? JobState.FAILED : JobState.CANCELED;
            discard(job.failure().map(job::failedFor).orElseGet(job::givenUp));
            store.move(job.id(), List.of(JobState.RUNNING), state, clock.millis())
                    .ifPresent(this::tell);
        } catch (RuntimeException e) {
            LOG.error("{} of {} could not be ended; the next start tries again", kind, job.tag(), e);
        }
    }

    void settle(RunningJob mine, Outcome outcome) {
        Job job = mine.job();
        long now = clock.millis();
        mine.flush();
        if (outcome.failure() == null) {
            store.finish(job.id(), outcome.result(), now).ifPresent(this::free);
            LOG.info("{} of {} is done", kind, job.tag());
        } else if (outcome.stop() == null) {
            fail(job, outcome.failure(), now);
        } else {
            stopped(job, outcome.stop(), now);
        }
    }

    private void stopped(Job job, RunningJob.Stop stop, long now) {
        JobState next = switch (stop) {
            case CANCEL -> JobState.CANCELED;
            case PAUSE -> JobState.PAUSED;
            case SHUTDOWN -> JobState.PENDING;
        };
        LOG.info("{} of {} stopped: {}", kind, job.tag(), next);
        Optional<Job> moved = store.move(job.id(), List.of(JobState.RUNNING), next, now);
        moved.filter(canceled -> next == JobState.CANCELED).ifPresent(this::free);
    }

    private void fail(Job job, Throwable cause, long now) {
        JobFailure failure = Failures.of(cause);
        boolean again = failure.problem().canPass() && job.progress().attempts() < MAX_ATTEMPTS;
        if (again) {
            long wait = Failures.retryAfter(cause).orElse(backOff(job.progress().attempts()));
            LOG.warn("{} of {} failed and is tried again in {} ms", kind, job.tag(), wait, cause);
            store.fail(job.id(), failure, Optional.of(now + wait), now);
            return;
        }
        if (cause instanceof DockException) {
            LOG.warn("{} of {} failed", kind, job.tag(), cause);
        } else {
            LOG.error("{} of {} failed", kind, job.tag(), cause);
        }
        store.failing(job.id(), failure);
        // Before the state: who sees FAILED finds the room free again.
        discard(job.failedFor(failure));
        store.fail(job.id(), failure, Optional.empty(), now).ifPresent(this::tell);
    }

    private static long backOff(int attempts) {
        long longest = FIRST_BACK_OFF_MILLIS << Math.min(10, attempts);
        return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2);
    }

    /** Free what an ended one has, and tell of its end. */
    void free(Job job) {
        discard(job);
        tell(job);
    }

    void discard(Job job) {
        try {
            runner.discard(job);
        } catch (IOException | RuntimeException e) {
            // The next start's sweep takes what stays here.
            LOG.error("What {} of {} left behind could not be removed", kind, job.tag(), e);
        }
    }

    private void tell(Job job) {
        try {
            runner.settled(job);
        } catch (RuntimeException e) {
            // The next start tells it again.
            LOG.error("The end of {} of {} could not be told", kind, job.tag(), e);
        }
    }
}
