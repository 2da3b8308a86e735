package dev.modeldock.jobs;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stops jobs on request, those that run and those that wait.
 *
 * @param live finds a job as it stands, or fails
 */
record JobStops(JobStore store, Map<JobKind, Workers> workers, Function<String, Job> live, Clock clock) {
    private static final long STOP_WAIT_MILLIS = 2_000;

    Job cancel(String id, String by) {
        store.ending().wishCancel(id, by);
        // Asked again at the end: a running one may have failed meanwhile, and wait for another attempt.
        return cancelIdle(id)
                .or(() -> stop(id, RunningJob.Stop.CANCEL, JobState.CANCELED))
                .or(() -> cancelIdle(id))
                .orElseThrow(() -> Workers.tooLate(live.apply(id), "cancelled"));
    }

    private Optional<Job> cancelIdle(String id) {
        Optional<Job> idle =
                store.move(id, List.of(JobState.PENDING, JobState.PAUSED), JobState.CANCELED, clock.millis());
        idle.ifPresent(job -> workers.get(job.kind()).ends().free(job));
        return idle;
    }

    Job pause(String id) {
        Supplier<Optional<Job>> idle = () -> store.move(id, List.of(JobState.PENDING), JobState.PAUSED, clock.millis());
        return idle.get()
                .or(() -> stop(id, RunningJob.Stop.PAUSE, JobState.PAUSED))
                .or(idle)
                .orElseThrow(() -> Workers.tooLate(live.apply(id), "paused"));
    }

    /** Empty when it is not running, or ended by itself before it could be stopped. */
    private Optional<Job> stop(String id, RunningJob.Stop reason, JobState wanted) {
        Job job = live.apply(id);
        Optional<RunningJob> running =
                job.state() == JobState.RUNNING ? workers.get(job.kind()).running(id) : Optional.empty();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        running.get().stop(reason);
        try {
            running.get().awaitSettled(STOP_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(live.apply(id)).filter(now -> now.state() == wanted || now.state() == JobState.RUNNING);
    }

    boolean awaitEnd(String id, Duration most) throws InterruptedException {
        Optional<RunningJob> running = workers.values().stream()
                .flatMap(mine -> mine.running(id).stream())
                .findFirst();
        if (running.isPresent()) {
            running.get().awaitSettled(most.toMillis());
        }
        return store.find(id).map(found -> found.state().isFinal()).orElse(true);
    }
}
