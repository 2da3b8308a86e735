package dev.modeldock.training;

import dev.modeldock.actions.process.LogWriter;
import dev.modeldock.actions.status.Result;
import dev.modeldock.actions.status.StatusReader;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.spi.ActionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What is lent to a runner while it does one action: now and then the host looks at what was written so far. */
final class RunContext implements ActionContext {
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int LOOKS_FOR_SIZE = 20;
    private static final long LOG_BYTES = 16 << 20;

    private final JobContext job;
    private final StatusReader status;
    private final LogWriter log;
    private final Bound bound;
    private final Consumer<Result> told;
    private Result last = Result.EMPTY;
    private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;
    private long toldAt = System.nanoTime() - TELL_EVERY_NANOS;
    private int looks;

    /** How much a job may write. */
    record Bound(ResultRoom room, String job) {
        void require() throws IOException {
            room.require(job);
        }

        void requireRoom() {
            room.requireAny();
        }
    }

    RunContext(JobContext job, StatusReader status, Path work, Bound bound, Consumer<Result> told) {
        this.job = job;
        this.status = status;
        this.log = new LogWriter(work, LOG_BYTES);
        this.bound = bound;
        this.told = told;
    }

    @Override
    public synchronized void check() {
        job.check();
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_EVERY_NANOS) {
            lookedAt = now;
            look(now);
        }
    }

    private void look(long now) {
        try {
            Result found = status.read();
            // Each is a write to the database: not each time, for a trainer may tell very often.
            if (!found.equals(last) && now - toldAt >= TELL_EVERY_NANOS) {
                toldAt = now;
                last = found;
                told.accept(found);
            }
            bound.requireRoom();
            if (++looks % LOOKS_FOR_SIZE == 0) {
                bound.require();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void log(String line) {
        try {
            log.say(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isHostStopping() {
        return job.isShuttingDown();
    }
}
