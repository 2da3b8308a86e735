package dev.modeldock.training;

import dev.modeldock.actions.catalogue.Link;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.actions.process.CommandProcess;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.ListOrder;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs that do actions on datasets and models, as the TAO Toolkit API 5.0.0 has them. One that no installed pack can do is
 * an error at once that says so.
 */
public final class ActionJobs {
    private static final String SOURCE = "ACTION";
    private static final Set<String> RESUMABLE = Set.of("train", "retrain");

    private final Database database;
    private final Jobs jobs;
    private final ActionJobStore store;
    private final ActionPacks packs;
    private final RunPlaces places;

    ActionJobs(Database database, Jobs jobs, ActionPacks packs, RunPlaces places) {
        this.database = database;
        this.jobs = jobs;
        this.store = new ActionJobStore(database);
        this.packs = packs;
        this.places = places;
    }

    /**
     * Make a job for each action, all or none.
     *
     * @return their ids, in order
     * @throws DockException {@code NOT_FOUND} for a parent or an action that is none
     */
    public List<String> submit(Workpiece piece, List<ActionWish> wishes) {
        return database.together(() ->
                wishes.stream().flatMap(wish -> submit(piece, wish).stream()).toList());
    }

    private List<String> submit(Workpiece piece, ActionWish wish) {
        Optional<ActionJob> given = wish.parent().map(id -> get(piece, id, "job not found"));
        if (!piece.actions().containsAll(wish.actions())) {
            throw new DockException(Problem.NOT_FOUND, "action not found");
        }
        List<String> ids = new ArrayList<>();
        for (Link link : piece.chaining().link(given.map(ActionJob::action), wish.actions())) {
            Optional<String> before = switch (link.to()) {
                case NOTHING, LACKING -> Optional.empty();
                case GIVEN -> wish.parent();
                case STEP -> Optional.of(ids.get(link.step()));
            };
            ids.add(make(piece, link, before));
        }
        return ids;
    }

    private String make(Workpiece piece, Link link, Optional<String> parent) {
        Optional<ActionPack> pack = packs.find(piece.kind(), link.action());
        ActionPlan plan = new ActionPlan(
                piece.kind(), piece.format(), pack.map(ActionPack::name).orElse(""));
        NewJob wanted = new NewJob(JobKind.ACTION, piece.owner(), SOURCE, link.action(), "", "", plan.toJson());
        boolean possible = pack.isPresent() && link.to() != Link.To.LACKING;
        Job job = possible
                ? jobs.submitWaiting(wanted)
                : jobs.recordFailure(wanted, new Job.JobFailure(Problem.CONFLICT, reason(piece, link)));
        store.insert(job.id(), piece.id(), link.action(), parent);
        if (possible) {
            begin(job, parent);
        }
        return job.id();
    }

    /** At once, or when its parent is done, which may have ended already. */
    private void begin(Job job, Optional<String> parent) {
        // From its row: to ask for a live job inside a transaction would wait for workers that wait for the
        // transaction.
        Optional<Job> before = parent.flatMap(store::find).map(ActionJob::job);
        if (before.isEmpty()) {
            jobs.release(job.id());
        } else {
            new ActionQueue(jobs, store).settle(before.get());
        }
    }

    private static String reason(Workpiece piece, Link link) {
        return link.to() == Link.To.LACKING
                ? "The action " + link.action()
                        + " works on the results of another job. Name one of those as \"job\", or put"
                        + " its action before this one."
                : "No action pack that is installed here can do the action " + link.action() + " of " + piece.kind()
                        + ". Install one whose action.json names both.";
    }

    private ActionJob get(Workpiece piece, String id, String absent) {
        return store.find(piece.id(), id).orElseThrow(() -> new DockException(Problem.NOT_FOUND, absent));
    }

    /** A job of a dataset or a model. */
    public Optional<ActionJob> find(Workpiece piece, String id) {
        return store.find(piece.id(), id);
    }

    /** Jobs of a dataset or a model, from {@code offset} on. */
    public List<ActionJob> list(Workpiece piece, ListOrder order, long offset, long limit) {
        return store.list(piece.id(), order, offset, limit);
    }

    public long count(Workpiece piece) {
        return store.count(piece.id());
    }

    /** Stop a job; {@code NOT_FOUND} when there is none or it has ended. */
    public void cancel(Workpiece piece, String id, String by) {
        ActionJob found = get(piece, id, "job not found");
        if (found.job().state().isFinal()) {
            throw new DockException(Problem.NOT_FOUND, "incomplete job not found");
        }
        jobs.cancel(id);
        jobs.explain(id, new Job.JobFailure(Problem.CANCELED, "The job was cancelled by " + by + "."));
    }

    /** What a job has written so far. */
    public ResultArchive results(ActionJob job) throws IOException {
        String id = job.job().id();
        return new ResultArchive(
                id, places.results(id), log(job), job.job().times().updated());
    }

    /** What the job's command has said so far. */
    public CommandLog log(ActionJob job) throws IOException {
        return CommandProcess.attach(places.run(job.job().id())).log();
    }

    /**
     * Go on with a training that was stopped or has failed, from what it has written.
     *
     * @throws DockException {@code VALIDATION_ERROR} for what is no training, or cannot go on
     */
    public void resume(Workpiece piece, String id) throws IOException {
        ActionJob found = store.find(piece.id(), id)
                .filter(job -> RESUMABLE.contains(job.action()))
                .orElseThrow(() -> new DockException(Problem.VALIDATION_ERROR, "Action not train"));
        boolean possible =
                List.of(JobState.FAILED, JobState.CANCELED).contains(found.job().state())
                        && packs.named(ActionPlan.of(found.job()).pack()).isPresent();
        if (!possible) {
            throw new DockException(Problem.VALIDATION_ERROR, "Action cannot be resumed");
        }
        jobs.retry(id);
    }

    /** Forget a job that has ended. */
    public void delete(Workpiece piece, String id) throws IOException {
        ActionJob found = get(piece, id, "job not found");
        if (!found.job().state().isFinal()) {
            throw new DockException(Problem.VALIDATION_ERROR, "job cannot be deleted");
        }
        store.delete(piece.id(), Optional.of(id));
        ActionRunner.remove(places, id);
    }

    /** Stop all jobs of a dataset or a model that goes, and forget them. */
    void forget(String handler) throws IOException {
        List<String> ids = store.ids(handler);
        for (String id : ids) {
            if (jobs.find(id).filter(job -> !job.state().isFinal()).isPresent()) {
                jobs.cancel(id);
            }
        }
        store.delete(handler, Optional.empty());
        for (String id : ids) {
            ActionRunner.remove(places, id);
        }
    }
}
