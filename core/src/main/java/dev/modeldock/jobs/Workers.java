package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The threads that do one kind of job, one job each. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long PAUSE_MILLIS = 2_000;
    private static final long LONGEST_NAP_MILLIS = 60_000;

    private final JobKind kind;
    private final JobRunner runner;
    private final JobStore store;
    private final JobEnds ends;
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
        this.ends = new JobEnds(kind, runner, store, clock);
        this.clock = clock;
    }

    JobRunner runner() {
        return runner;
    }

    /** What becomes of jobs that end. */
    JobEnds ends() {
        return ends;
    }

    /** @param ending what a former process was about to end */
    void start(int count, List<Job> ending) {
        for (int i = 1; i <= count; i++) {
            Runnable work = i > 1
                    ? this::work
                    : () -> {
                        ending.forEach(ends::end);
                        work();
                    };
            Thread thread = new Thread(work, kind.name().toLowerCase(java.util.Locale.ROOT) + "-worker-" + i);
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
                bell.wait(PAUSE_MILLIS);
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
            JobEnds.Outcome outcome = attempt(mine);
            insist(job, () -> ends.settle(mine, outcome));
            ring();
        } finally {
            // Resumed at once, it may run on another thread by now.
            running.remove(job.id(), mine);
            mine.settled();
            MDC.remove("job");
        }
    }

    private JobEnds.Outcome attempt(RunningJob mine) {
        try {
            ObjectNode result = runner.run(mine.job(), mine);
            mine.end();
            return new JobEnds.Outcome(result, null, null);
        } catch (Exception | LinkageError | VirtualMachineError | AssertionError e) {
            return new JobEnds.Outcome(null, mine.end(), e);
        } finally {
            Thread.interrupted();
        }
    }

    /** A row that cannot be written now, as on a full disk, is written later; until then the job runs on as before. */
    private void insist(Job job, Runnable settling) {
        boolean settled = false;
        while (!settled) {
            try {
                settling.run();
                settled = true;
            } catch (RuntimeException e) {
                LOG.error("The end of {} of {} could not be noted", kind, job.tag(), e);
                settled = closed;
                waitQuietly();
            }
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
