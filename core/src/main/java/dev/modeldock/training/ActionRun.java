package dev.modeldock.training;

import dev.modeldock.actions.status.Result;
import dev.modeldock.actions.status.StatusReader;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionException;
import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.ActionTask;
import dev.modeldock.spi.ActionTask.Start;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * One run of an action by its runner, judged by what it told.
 *
 * @param bound on what is written
 */
record ActionRun(ActionRunner runner, RunContext.Bound bound) {
    /** Its commands tell no status. */
    private static final String SILENT = "trtexec";

    /** Makes the task ready for a run that begins in such a way. */
    @FunctionalInterface
    interface Preparation {
        ActionTask task(Start start) throws IOException;
    }

    /**
     * Do it, or go on with it.
     *
     * @param told hears what has come of it so far
     * @throws DockException {@code CONFLICT} with a reason for people when it cannot be done
     */
    Result run(RunMarks marks, Preparation preparation, JobContext context, Consumer<Result> told)
            throws IOException, InterruptedException {
        try {
            ActionTask task = preparation.task(marks.isWell() ? Start.CUT_OFF : marks.begin());
            Result result = marks.isWell() ? finished(status(task), told) : run(task, context, told);
            marks.well();
            return result;
        } finally {
            if (!marks.isWell() && !context.isShuttingDown()) {
                marks.stopped();
            }
        }
    }

    private static StatusReader status(ActionTask task) {
        return new StatusReader(task.results(), task.subject().kind());
    }

    private Result run(ActionTask task, JobContext context, Consumer<Result> told)
            throws IOException, InterruptedException {
        StatusReader status = status(task);
        long before = status.size();
        bound.requireRoom();
        try {
            runner.run(task, new RunContext(context, status, task.work(), bound, told));
        } catch (ActionException e) {
            Result result = finished(status, told);
            throw failed(e.getMessage(), result.detailedStatus().message(), e);
        }
        Result result = finished(status, told);
        boolean silent = task.start() == Start.STOPPED && status.size() == before;
        if ((silent || !result.isSuccess()) && !task.subject().action().equals(SILENT)) {
            throw failed(
                    silent
                            ? "The action ended well, but it told no status when it went on; expected is SUCCESS."
                            : "The action ended well, but the last status that it told is \""
                                    + result.detailedStatus().status() + "\"; expected is SUCCESS.",
                    result.detailedStatus().message(),
                    null);
        }
        return result;
    }

    private static Result finished(StatusReader status, Consumer<Result> told)
            throws IOException, InterruptedException {
        Result result = status.finish();
        told.accept(result);
        return result;
    }

    private static DockException failed(String what, String said, Throwable cause) {
        return new DockException(
                Problem.CONFLICT, said.isEmpty() || said.equals(what) ? what : what + " It said: " + said, cause);
    }
}
