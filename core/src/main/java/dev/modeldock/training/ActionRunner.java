package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.actions.process.CommandProcess;
import dev.modeldock.actions.process.CommandState;
import dev.modeldock.actions.process.DirectorySize;
import dev.modeldock.actions.status.Result;
import dev.modeldock.actions.status.StatusReader;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.jobs.JobRunner;
import dev.modeldock.jobs.JobState;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does actions by the commands of packs. A command outlives the dock; the next one follows it again, or starts it anew from
 * what it has written if its pack says that this can be done.
 */
final class ActionRunner implements JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ActionRunner.class);
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final int LOOKS_FOR_SIZE = 20;
    /** Its commands tell no status. */
    private static final String SILENT = "trtexec";

    private final ActionJobStore store;
    private final ActionPacks packs;
    private final RunPreparation preparation;
    private final RunPlaces places;
    private final TrainedVersions versions;
    private final ActionQueue queue;
    private final long mostBytes;

    ActionRunner(
            ActionJobStore store, ActionPacks packs, RunPreparation preparation, RunPlaces places, Endings endings) {
        this.store = store;
        this.packs = packs;
        this.preparation = preparation;
        this.places = places;
        this.versions = endings.versions();
        this.queue = endings.queue();
        this.mostBytes = endings.mostBytes();
    }

    /**
     * What becomes of jobs.
     *
     * @param versions of models, made of what was trained
     * @param queue of those that wait
     * @param mostBytes of the results of one job
     */
    record Endings(TrainedVersions versions, ActionQueue queue, long mostBytes) {}

    @Override
    public ObjectNode run(Job job, JobContext context) throws IOException, InterruptedException {
        ActionJob action = store.find(job.id())
                .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "The job's dataset or model was deleted."));
        context.phase("running");
        CommandProcess process = process(action, job);
        StatusReader status =
                new StatusReader(places.results(job.id()), ActionPlan.of(job).kind());
        try {
            ObjectNode result = judge(action, follow(process, status, job, context), process, status, context);
            publish(action, context);
            return result;
        } catch (InterruptedException | DockException e) {
            if (!context.isShuttingDown()) {
                stop(process, job);
            }
            throw e;
        }
    }

    private CommandProcess process(ActionJob action, Job job) throws IOException {
        ActionPlan plan = ActionPlan.of(job);
        ActionPack pack = packs.named(plan.pack())
                .orElseThrow(() -> new DockException(
                        Problem.CONFLICT,
                        "The action pack " + plan.pack() + " that was to do this is no longer installed."));
        CommandProcess earlier = CommandProcess.attach(places.run(job.id()));
        boolean begun = earlier.identity().isPresent();
        boolean stopped = Files.deleteIfExists(places.stopped(job.id()));
        boolean vanished = begun && earlier.poll().kind() == CommandState.Kind.VANISHED;
        if (begun && !stopped && !vanished) {
            return earlier;
        }
        if (vanished && !stopped && !pack.pausable()) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The command was gone when the dock came back, and its pack does not say that it can go on.");
        }
        return CommandProcess.start(preparation.command(action, plan, pack, begun), places.run(job.id()));
    }

    private CommandState follow(CommandProcess process, StatusReader status, Job job, JobContext context)
            throws IOException, InterruptedException {
        Result told = Result.EMPTY;
        CommandState state;
        for (int looks = 1; (state = process.poll()).isRunning(); looks++) {
            context.check();
            Result now = status.read();
            if (!now.equals(told)) {
                told = now;
                context.result(now.toJson());
            }
            if (looks % LOOKS_FOR_SIZE == 0) {
                requireSize(job);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return state;
    }

    private void publish(ActionJob action, JobContext context) throws IOException, InterruptedException {
        context.phase("publishing");
        versions.publish(action, places.results(action.job().id()))
                .ifPresent(made -> LOG.info(
                        "Version {} of {} was trained",
                        made.number(),
                        made.model().name()));
    }

    private void requireSize(Job job) throws IOException {
        DirectorySize size = DirectorySize.upTo(mostBytes, places.results(job.id()));
        if (size.isCut()) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The command was stopped: it has written more than " + mostBytes
                            + " bytes, or very many files. Raise actions.maxBytes, or let it write less.");
        }
    }

    private ObjectNode judge(
            ActionJob action, CommandState state, CommandProcess process, StatusReader status, JobContext context)
            throws IOException, InterruptedException {
        process.stop(CommandProcess.GRACE);
        Result result = status.finish();
        context.result(result.toJson());
        String said = result.detailedStatus().message();
        if (state.kind() == CommandState.Kind.VANISHED) {
            throw failed("The command was killed, or the machine was started anew, before it had ended.", said);
        }
        if (state.exitCode() != 0) {
            throw failed("The command ended with exit code " + state.exitCode() + ".", said);
        }
        if (!result.isSuccess() && !action.action().equals(SILENT)) {
            throw failed(
                    "The command ended well, but the last status that it told is \""
                            + result.detailedStatus().status() + "\"; expected is SUCCESS.",
                    said);
        }
        return result.toJson();
    }

    private static DockException failed(String what, String said) {
        return new DockException(Problem.CONFLICT, said.isEmpty() ? what : what + " It said: " + said);
    }

    /** What the thread was interrupted for is being done here, so it is not to be interrupted in it. */
    private void stop(CommandProcess process, Job job) throws IOException, InterruptedException {
        boolean asked = Thread.interrupted();
        process.stop(CommandProcess.GRACE);
        Files.write(places.stopped(job.id()), new byte[0]);
        if (asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it has written is here, so it can go on from that. */
    @Override
    public boolean repeatable(Job job) {
        return true;
    }

    @Override
    public void discard(Job job) throws IOException {
        DirectoryTree.delete(places.inputs(job.id()));
        if (job.state() != JobState.DONE && Files.isDirectory(places.run(job.id()))) {
            // Tried again, it does not take the run that has ended for its own.
            Files.write(places.stopped(job.id()), new byte[0]);
        }
        queue.settle(job);
    }

    /** What is left of a job that is forgotten. */
    static void remove(RunPlaces places, String jobId) throws IOException {
        for (Path each : new Path[] {places.results(jobId), places.run(jobId)}) {
            DirectoryTree.delete(each);
        }
    }
}
