package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.runners.ActionRunners;
import dev.modeldock.actions.status.Result;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.jobs.JobRunner;
import dev.modeldock.jobs.JobState;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionRunner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the actions that jobs ask for, each by the runner that it was planned for. */
final class ActionRuns implements JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ActionRuns.class);
    /** Their first metric by category tells what is in the data. */
    private static final String CONVERSION = "convert";

    private final ActionJobStore store;
    private final ActionRunners runners;
    private final RunPreparation preparation;
    private final RunPlaces places;
    private final Endings endings;

    ActionRuns(
            ActionJobStore store,
            ActionRunners runners,
            RunPreparation preparation,
            RunPlaces places,
            Endings endings) {
        this.store = store;
        this.runners = runners;
        this.preparation = preparation;
        this.places = places;
        this.endings = endings;
    }

    /**
     * What becomes of jobs.
     *
     * @param versions of models, made of what was trained
     * @param classes of datasets, as their conversion told them
     * @param queue of those that wait
     * @param cards that go back
     * @param room that results take
     * @param inputs which are to be as they were
     */
    record Endings(
            TrainedVersions versions,
            ClassStore classes,
            ActionQueue queue,
            Cards cards,
            ResultRoom room,
            InputCheck inputs) {}

    /** After a restart: what these had is theirs still. */
    void reopen(List<Job> unfinished) throws IOException {
        endings.cards().reopen(unfinished.stream().map(Job::id).toList());
    }

    @Override
    public ObjectNode run(Job job, JobContext context) throws IOException, InterruptedException {
        ActionJob action = store.find(job.id())
                .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "The job's dataset or model was deleted."));
        ActionPlan plan = ActionPlan.of(job);
        ActionRunner runner = runners.named(plan.runner())
                .orElseThrow(() -> new DockException(
                        Problem.CONFLICT,
                        "The action pack " + plan.runner() + " that was to do this is no longer installed."));
        context.phase("running");
        try {
            OptionalInt card = card(runner, job);
            ActionRun run = new ActionRun(runner, new RunContext.Bound(endings.room(), job.id()));
            RunMarks marks = new RunMarks(places.run(job.id()));
            Result result = plan.automl()
                    ? new AutomlRun(run, preparation.search(action, plan))
                            .run(
                                    preparation.task(
                                            action, plan, new RunPreparation.Beginning(marks.begin(), card, context)),
                                    context)
                    : run.run(
                            marks,
                            start -> preparation.task(action, plan, new RunPreparation.Beginning(start, card, context)),
                            context,
                            soFar -> context.result(soFar.toJson()));
            endings.room().count(job.id());
            requireUntouched(job, marks);
            take(action, plan, result, context);
            return result.toJson();
        } finally {
            if (!context.isShuttingDown()) {
                endings.cards().release(job.id());
            }
        }
    }

    /** What has read other data than it was given is not to be published, and is done anew when it is tried again. */
    private void requireUntouched(Job job, RunMarks marks) throws IOException {
        try {
            endings.inputs().require(job.id());
        } catch (DockException e) {
            marks.more();
            throw e;
        }
    }

    private OptionalInt card(ActionRunner runner, Job job) throws IOException {
        return runner.wantsGpu() ? OptionalInt.of(endings.cards().take(job.id())) : OptionalInt.empty();
    }

    /** What was found out about a dataset, and what was trained of a model. */
    private void take(ActionJob action, ActionPlan plan, Result result, JobContext context)
            throws IOException, InterruptedException {
        context.phase("publishing");
        if (plan.isDataset() && action.action().startsWith(CONVERSION)) {
            endings.classes().save(action.handler(), result.classes());
        }
        Path results = places.results(action.job().id());
        endings.versions()
                .publish(action, plan.automl() ? results.resolve(AutomlRun.BEST) : results)
                .ifPresent(made -> LOG.info(
                        "Version {} of {} was trained",
                        made.number(),
                        made.model().name()));
    }

    /** What it has written is here, so it can go on from that. */
    @Override
    public boolean repeatable(Job job) {
        return true;
    }

    @Override
    public void discard(Job job) throws IOException {
        RunMarks marks = new RunMarks(places.run(job.id()));
        if (job.state() != JobState.DONE) {
            abandon(job);
            if (!marks.isWell()) {
                // Tried again, it does not take the run that has ended for its own.
                marks.stopped();
            }
            warnOfChanges(job);
        }
        endings.room().count(job.id());
        Files.deleteIfExists(places.ready(job.id()));
        DirectoryTree.delete(places.inputs(job.id()));
    }

    /** A command may run still, as when the dock was stopped while it waited for the command's end. */
    private void abandon(Job job) throws IOException {
        Optional<ActionRunner> runner = runners.named(ActionPlan.of(job).runner());
        if (runner.isEmpty() || !Files.isDirectory(places.run(job.id()))) {
            return;
        }
        try {
            runner.get().abandon(places.run(job.id()));
            Path children = places.run(job.id()).resolve(AutomlRun.WORK);
            if (Files.isDirectory(children)) {
                try (DirectoryStream<Path> each = Files.newDirectoryStream(children)) {
                    for (Path child : each) {
                        runner.get().abandon(child);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void warnOfChanges(Job job) {
        try {
            endings.inputs().require(job.id());
        } catch (IOException | DockException e) {
            LOG.warn("After the job {}: {}", job.id(), e.getMessage(), e);
        }
    }

    @Override
    public void settled(Job job) {
        endings.queue().settle(job);
    }
}
