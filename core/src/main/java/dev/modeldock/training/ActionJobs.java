package dev.modeldock.training;

import dev.modeldock.actions.catalogue.Link;
import dev.modeldock.actions.packs.PackOffers;
import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.actions.runners.ActionRunners;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.ListPart;
import dev.modeldock.datasets.ListWalk;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ActionRunner;
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

    /** A request for this alone is one for a search, where the model wants that. */
    private static final List<String> SEARCHED = List.of("train");

    private static final int MOST_ACTIONS = 1_000;

    private final Database database;
    private final Jobs jobs;
    private final ActionJobStore store;
    private final ActionRunners runners;
    private final PackOffers offers;
    private final Cards cards;
    private final RunPlaces places;
    private final JobRemoval removal;
    private final ActionQueue queue;

    ActionJobs(Database database, Jobs jobs, Means means) {
        this.database = database;
        this.jobs = jobs;
        this.store = new ActionJobStore(database);
        this.runners = means.runners();
        this.offers = means.offers();
        this.cards = means.cards();
        this.places = means.places();
        this.removal = means.removal();
        this.queue = new ActionQueue(jobs, store);
    }

    /** What jobs are done with. */
    record Means(ActionRunners runners, PackOffers offers, Cards cards, RunPlaces places, JobRemoval removal) {}

    /**
     * Make a job for each action, all or none.
     *
     * @return their ids, in order
     * @throws DockException {@code NOT_FOUND} for a parent or an action that is none
     */
    public List<String> submit(Workpiece piece, List<ActionWish> wishes) {
        int actions = wishes.stream().mapToInt(wish -> wish.actions().size()).sum();
        if (actions > MOST_ACTIONS) {
            throw new DockException(
                    Problem.TOO_LARGE, actions + " actions were asked for; expected are at most " + MOST_ACTIONS + ".");
        }
        return database.together(() -> {
            if (!store.isThere(piece.id())) {
                throw new DockException(Problem.NOT_FOUND, "It was deleted meanwhile.");
            }
            return wishes.stream().flatMap(wish -> submit(piece, wish).stream()).toList();
        });
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
            ids.add(make(piece, link, before, piece.automl() && wish.actions().equals(SEARCHED)));
        }
        return ids;
    }

    private String make(Workpiece piece, Link link, Optional<String> parent, boolean automl) {
        Optional<ActionRunner> runner = runners.find(piece.kind(), link.action());
        boolean gpu = runner.filter(ActionRunner::wantsGpu).isPresent();
        ActionPlan plan = new ActionPlan(
                piece.kind(), piece.format(), runner.map(ActionRunner::id).orElse(""), automl);
        NewJob wanted = new NewJob(
                gpu ? JobKind.GPU_ACTION : JobKind.ACTION, piece.owner(), SOURCE, link.action(), "", "", plan.toJson());
        Optional<String> against = against(piece, link, runner);
        Job job = against.map(reason -> jobs.recordFailure(wanted, new Job.JobFailure(Problem.CONFLICT, reason)))
                .orElseGet(() -> jobs.submitWaiting(wanted));
        store.insert(job.id(), piece.id(), link.action(), parent);
        if (against.isEmpty()) {
            // The parent as its row has it: to ask for a live job here would wait for workers that wait for us.
            queue.begin(job.id(), parent.flatMap(store::find).map(ActionJob::job));
        }
        return job.id();
    }

    /** Why it can never be done, if it cannot. */
    private Optional<String> against(Workpiece piece, Link link, Optional<ActionRunner> runner) {
        if (link.to() == Link.To.LACKING) {
            return Optional.of("The action " + link.action()
                    + " works on the results of another job. Name one of those as \"job\", or put its action before"
                    + " this one.");
        }
        if (runner.isEmpty()) {
            return Optional.of("No action pack that is installed here can do the action " + link.action() + " of "
                    + piece.kind() + ". "
                    + offers.of(piece.kind(), link.action()).orElse("Install one whose action.json names both."));
        }
        if (runner.get().wantsGpu() && cards.count() == 0) {
            return Optional.of("The action pack " + runner.get().id() + " that does the action " + link.action()
                    + " of "
                    + piece.kind() + " needs an NVIDIA graphics card, and this machine shows none. Give it one, or set"
                    + " actions.gpus.");
        }
        return Optional.empty();
    }

    private ActionJob get(Workpiece piece, String id, String absent) {
        return store.find(piece.id(), id).orElseThrow(() -> new DockException(Problem.NOT_FOUND, absent));
    }

    /** A job of a dataset or a model. */
    public Optional<ActionJob> find(Workpiece piece, String id) {
        return store.find(piece.id(), id);
    }

    /** The job with an id, whatever it works on. */
    public Optional<ActionJob> find(String id) {
        return store.find(id);
    }

    /** Part of the list of the jobs of a dataset or a model; walks the store page by page. */
    public Iterable<ActionJob> list(Workpiece piece, ListPart part) {
        return new ListWalk<>(part, (place, limit) -> store.list(piece.id(), place, limit));
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
        try {
            jobs.cancel(id, by);
        } catch (DockException e) {
            // It has ended by itself meanwhile.
            throw new DockException(Problem.NOT_FOUND, "incomplete job not found", e);
        }
    }

    /** What a job has written so far. */
    public ResultArchive results(ActionJob job) throws IOException {
        String id = job.job().id();
        return new ResultArchive(
                id, places.results(id), log(job), job.job().times().updated());
    }

    /** What the job has said so far. */
    public CommandLog log(ActionJob job) throws IOException {
        return new CommandLog(places.run(job.job().id()));
    }

    /** Stop a running job for now; {@code VALIDATION_ERROR} when it does not run, or could not go on later. */
    public void pause(Workpiece piece, String id) {
        ActionJob found = get(piece, id, "job not found");
        if (found.job().state() != JobState.RUNNING || !goesOn(found)) {
            throw new DockException(Problem.VALIDATION_ERROR, "Action cannot be paused");
        }
        jobs.pause(id);
    }

    /** Whether it could go on later if it were stopped for now. */
    public boolean goesOn(ActionJob job) {
        return runners.named(ActionPlan.of(job.job()).runner())
                .filter(ActionRunner::pausable)
                .isPresent();
    }

    /**
     * Go on with a job that was paused, or with a training that was stopped or has failed, from what it has written.
     *
     * @throws DockException {@code VALIDATION_ERROR} for what is no training, or cannot go on
     */
    public void resume(Workpiece piece, String id) throws IOException {
        Optional<ActionJob> known = store.find(piece.id(), id);
        if (known.filter(job -> job.job().state() == JobState.PAUSED).isPresent()) {
            jobs.resume(id);
            return;
        }
        ActionJob found = known.filter(job -> RESUMABLE.contains(job.action()))
                .orElseThrow(() -> new DockException(Problem.VALIDATION_ERROR, "Action not train"));
        boolean over =
                List.of(JobState.FAILED, JobState.CANCELED).contains(found.job().state());
        if (!over || !goesOn(found) || !found.parent().map(this::isDone).orElse(true)) {
            throw new DockException(Problem.VALIDATION_ERROR, "Action cannot be resumed");
        }
        jobs.retry(id);
    }

    /** One that was deleted may have been done: its results are gone, and what worked on them may have taken what it needs. */
    private boolean isDone(String parent) {
        return store.find(parent)
                .map(found -> found.job().state() == JobState.DONE)
                .orElse(true);
    }

    /** Forget a job that has ended. */
    public void delete(Workpiece piece, String id) throws IOException {
        ActionJob found = get(piece, id, "job not found");
        if (!found.job().state().isFinal() || !store.deleteEnded(piece.id(), id)) {
            throw new DockException(Problem.VALIDATION_ERROR, "job cannot be deleted");
        }
        removal.remove(id);
    }
}
