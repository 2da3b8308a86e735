package dev.modeldock.jobs;

import dev.modeldock.jobs.Job.JobFailure;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The threads that do one kind of job, one job each. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final long FIRST_BACK_OFF_MILLIS = 2_000;
    private static final long LONGEST_NAP_MILLIS = 60_000;

    private final JobKind kind;
    private final JobRunner runner;
    private final JobStore store;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, RunningJob> running = new ConcurrentHashMap<>();
    private final Object bell = new Object();
    private long rings;
    private volatile boolean closed;

    Workers(JobKind kind, JobRunner runner, JobStore store, Clock clock) {
        this.kind = kind;
        this.runner = runner;
        this.store = store;
        this.clock = clock;
    }

    JobRunner runner() {
        return runner;
    }

    void start(int count) {
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(this::work, kind.name().toLowerCase(java.util.Locale.ROOT) + "-worker-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Say that there may be work. */
    void ring() {
        synchronized (bell) {
            rings++;
            bell.notifyAll();
        }
    }

    private long rings() {
        synchronized (bell) {
            return rings;
        }
    }

    Optional<RunningJob> running(String id) {
        synchronized (running) {
            return Optional.ofNullable(running.get(id));
        }
    }

    private void work() {
        while (!closed) {
            try {
                // Heard before looking: a ring in between is not missed, whoever else hears it too.
                long heard = rings();
                Optional<RunningJob> next = claim();
                if (next.isPresent()) {
                    run(next.get());
                } else {
                    waitForWork(heard);
                }
            } catch (InterruptedException e) {
                // Only closing interrupts a worker that runs no job; the loop's condition sees it.
                LOG.debug("A worker was woken to end", e);
            } catch (RuntimeException e) {
                LOG.error("A worker could not take its next job; it goes on after a while", e);
                waitQuietly();
            }
        }
    }

    private Optional<RunningJob> claim() {
        synchronized (running) {
            if (closed) {
                return Optional.empty();
            }
            Optional<Job> job = store.claim(kind, clock.millis());
            Optional<RunningJob> next = job.map(claimed -> new RunningJob(
                    claimed,
                    progress -> store.progress(claimed.id(), progress, clock.millis()),
                    result -> store.result(claimed.id(), result),
                    store.events()::progressed));
            next.ifPresent(mine -> running.put(mine.id(), mine));
            return next;
        }
    }

    private void waitForWork(long heard) throws InterruptedException {
        long nap = store.nextStart(kind)
                .map(start -> Math.min(LONGEST_NAP_MILLIS, Math.max(1, start - clock.millis())))
                .orElse(LONGEST_NAP_MILLIS);
        synchronized (bell) {
            if (rings == heard && !closed) {
                bell.wait(nap);
            }
        }
    }

    private void waitQuietly() {
        try {
            synchronized (bell) {
                bell.wait(FIRST_BACK_OFF_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("A worker was woken to end", e);
        }
    }

    private void run(RunningJob mine) {
        Job job = mine.job();
        MDC.put("job", job.id());
        try {
            LOG.info(
                    "{} of {} begins, attempt {}",
                    kind,
                    job.tag(),
                    job.progress().attempts());
            var result = runner.run(job, mine);
            mine.end();
            Thread.interrupted();
            mine.flush();
            Optional<Job> done = store.finish(job.id(), result, clock.millis());
            LOG.info("{} of {} is done", kind, job.tag());
            done.ifPresent(this::discard);
        } catch (Exception | LinkageError | VirtualMachineError | AssertionError e) {
            RunningJob.Stop stop = mine.end();
            Thread.interrupted();
            mine.flush();
            settle(job, stop, e);
        } finally {
            // Resumed at once, it may run on another thread by now.
            running.remove(job.id(), mine);
            mine.settled();
            MDC.remove("job");
        }
    }

    private void settle(Job job, RunningJob.Stop stop, Throwable failure) {
        long now = clock.millis();
        if (stop == null) {
            fail(job, failure, now);
            return;
        }
        JobState next = switch (stop) {
            case CANCEL -> JobState.CANCELED;
            case PAUSE -> JobState.PAUSED;
            case SHUTDOWN -> JobState.PENDING;
        };
        LOG.info("{} of {} stopped: {}", kind, job.tag(), next);
        Optional<Job> stopped = store.move(job.id(), List.of(JobState.RUNNING), next, now);
        stopped.filter(moved -> next == JobState.CANCELED).ifPresent(this::discard);
    }

    private void fail(Job job, Throwable cause, long now) {
        JobFailure failure = Failures.of(cause);
        boolean again = failure.problem().canPass() && job.progress().attempts() < MAX_ATTEMPTS;
        if (again) {
            long wait = Failures.retryAfter(cause).orElse(backOff(job.progress().attempts()));
            LOG.warn("{} of {} failed and is tried again in {} ms", kind, job.tag(), wait, cause);
            store.fail(job.id(), failure, Optional.of(now + wait), now);
            ring();
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
        store.fail(job.id(), failure, Optional.empty(), now);
    }

    private static long backOff(int attempts) {
        long longest = FIRST_BACK_OFF_MILLIS << Math.min(10, attempts);
        return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2);
    }

    void discard(Job job) {
        try {
            runner.discard(job);
        } catch (IOException | DockException e) {
            // The start's sweep of staging takes what stays here.
            LOG.error("What {} of {} left in staging could not be removed", kind, job.tag(), e);
        }
    }

    /** Stop all; what was running waits for the next start. */
    void close(long millis) throws InterruptedException {
        synchronized (running) {
            closed = true;
            running.values().forEach(job -> job.stop(RunningJob.Stop.SHUTDOWN));
        }
        ring();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left > 0) {
                thread.join(left);
            }
        }
    }

    static DockException tooLate(Job job, String wish) {
        return new DockException(
                Problem.CONFLICT,
                "This job is " + job.state() + " and cannot be " + wish + ".",
                Map.of("state", job.state().name()));
    }
}
