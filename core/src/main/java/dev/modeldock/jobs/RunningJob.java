package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.jobs.Job.JobProgress;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A job on its worker's thread: its live progress, and the way to stop it. */
final class RunningJob implements JobContext {
    private static final long SAVE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Why it was told to stop. */
    enum Stop {
        CANCEL,
        PAUSE,
        SHUTDOWN
    }

    private final Job job;
    private final Thread worker;
    private final Consumer<JobProgress> save;
    private final Consumer<ObjectNode> saveResult;
    private final Consumer<Job> tell;
    private final CountDownLatch ended = new CountDownLatch(1);
    private JobProgress progress;
    private volatile Stop stop;
    private boolean over;
    private boolean saved = true;
    private long savedAt = System.nanoTime();
    private final Speed speed = new Speed();

    /** Run on the calling thread. */
    RunningJob(Job job, Consumer<JobProgress> save, Consumer<ObjectNode> saveResult, Consumer<Job> tell) {
        this.job = job;
        this.worker = Thread.currentThread();
        this.save = save;
        this.saveResult = saveResult;
        this.tell = tell;
        this.progress = new JobProgress(
                job.progress().phase(),
                0,
                job.progress().bytesTotal(),
                0,
                job.progress().attempts());
    }

    @Override
    public synchronized void phase(String name) {
        check();
        change(name, progress.bytesDone(), progress.bytesTotal());
    }

    @Override
    public synchronized void total(long bytes) {
        change(progress.phase(), progress.bytesDone(), bytes);
    }

    @Override
    public synchronized void done(long bytes) {
        check();
        change(progress.phase(), bytes, progress.bytesTotal());
    }

    @Override
    public synchronized void moved(long bytes) {
        speed.add(bytes);
    }

    @Override
    public void result(ObjectNode soFar) {
        saveResult.accept(soFar);
    }

    @Override
    public boolean isShuttingDown() {
        return stop == Stop.SHUTDOWN;
    }

    @Override
    public void check() {
        if (stop != null) {
            throw new DockException(Problem.CANCELED, "The job was asked to stop.");
        }
    }

    private void change(String phase, long done, long total) {
        progress = new JobProgress(phase, done, total, 0, progress.attempts());
        saved = false;
        if (System.nanoTime() - savedAt > SAVE_EVERY_NANOS) {
            flush();
            tell.accept(live(job));
        }
    }

    /** Write what the table does not know yet; called at the end of each attempt. */
    synchronized void flush() {
        if (!saved) {
            savedAt = System.nanoTime();
            saved = true;
            save.accept(progress);
        }
    }

    private synchronized JobProgress now() {
        return new JobProgress(
                progress.phase(), progress.bytesDone(), progress.bytesTotal(), speed.perSecond(), progress.attempts());
    }

    /** Tell it to stop; does nothing when it is over already. */
    synchronized void stop(Stop reason) {
        if (!over && stop == null) {
            stop = reason;
            worker.interrupt();
        }
    }

    /** Say that the runner has returned: from now on nothing interrupts the thread on account of this job. */
    synchronized Stop end() {
        over = true;
        return stop;
    }

    /** Say that its final state is in the table. */
    void settled() {
        ended.countDown();
    }

    /** Wait for that. */
    boolean awaitSettled(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The job with what only this process knows of it yet. */
    Job live(Job row) {
        return row.state() != JobState.RUNNING
                ? row
                : new Job(
                        row.id(),
                        row.kind(),
                        row.state(),
                        row.user(),
                        row.source(),
                        row.tag(),
                        row.modelId(),
                        row.plan(),
                        row.result(),
                        now(),
                        row.failure(),
                        row.times());
    }

    Job job() {
        return job;
    }

    String id() {
        return job.id();
    }
}
