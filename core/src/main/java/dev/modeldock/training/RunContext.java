package dev.modeldock.training;

import dev.modeldock.actions.process.DirectorySize;
import dev.modeldock.actions.process.LogWriter;
import dev.modeldock.actions.status.Result;
import dev.modeldock.actions.status.StatusReader;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What is lent to a runner while it does one action: now and then the host looks at what was written so far. */
final class RunContext implements ActionContext {
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int LOOKS_FOR_SIZE = 20;
    private static final long LOG_BYTES = 16 << 20;

    private final JobContext job;
    private final StatusReader status;
    private final LogWriter log;
    private final Bound bound;
    private final Consumer<Result> told;
    private Result last = Result.EMPTY;
    private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;
    private int looks;

    /**
     * How much may be written.
     *
     * @param directory what is counted
     */
    record Bound(Path directory, long mostBytes) {}

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
            look();
        }
    }

    private void look() {
        try {
            Result found = status.read();
            if (!found.equals(last)) {
                last = found;
                told.accept(found);
            }
            if (++looks % LOOKS_FOR_SIZE == 0) {
                requireSize();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireSize() throws IOException {
        DirectorySize size = DirectorySize.upTo(bound.mostBytes(), bound.directory());
        if (size.isCut()) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The action was stopped: it has written more than " + bound.mostBytes()
                            + " bytes, or very many files. Raise actions.maxBytes, or let it write less.");
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
