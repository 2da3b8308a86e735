package dev.modeldock.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Link;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.ListOrder;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs that do actions on datasets and models, as the TAO Toolkit API 5.0.0 has them. This dock has no runner for any
 * action yet, so each job is an error at once that says so.
 */
public final class ActionJobs {
    private static final String SOURCE = "ACTION";
    private static final Set<String> RESUMABLE = Set.of("train", "retrain");

    private final Database database;
    private final Jobs jobs;
    private final ActionJobStore store;

    ActionJobs(Database database, Jobs jobs) {
        this.database = database;
        this.jobs = jobs;
        this.store = new ActionJobStore(database);
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
        ObjectNode plan = JsonNodeFactory.instance.objectNode().put("handler", piece.id());
        NewJob wanted = new NewJob(JobKind.ACTION, piece.owner(), SOURCE, link.action(), "", "", plan);
        Job job = jobs.recordFailure(wanted, new Job.JobFailure(Problem.CONFLICT, reason(piece, link)));
        store.insert(job.id(), piece.id(), link.action(), parent);
        return job.id();
    }

    private static String reason(Workpiece piece, Link link) {
        return link.to() == Link.To.LACKING
                ? "The action " + link.action()
                        + " works on the results of another job. Name one of those as \"job\", or put"
                        + " its action before this one."
                : "No action pack that is installed here can do the action " + link.action() + " of " + piece.kind()
                        + ". Install one that names both.";
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
    public void cancel(Workpiece piece, String id) {
        ActionJob found = get(piece, id, "job not found");
        if (found.job().state().isFinal()) {
            throw new DockException(Problem.NOT_FOUND, "incomplete job not found");
        }
        jobs.cancel(id);
    }

    /** Go on with a training that was stopped; {@code VALIDATION_ERROR} for what cannot go on. */
    public void resume(Workpiece piece, String id) {
        boolean training = store.find(piece.id(), id)
                .filter(found -> RESUMABLE.contains(found.action()))
                .isPresent();
        throw new DockException(Problem.VALIDATION_ERROR, training ? "Action cannot be resumed" : "Action not train");
    }

    /** Forget a job that has ended. */
    public void delete(Workpiece piece, String id) {
        ActionJob found = get(piece, id, "job not found");
        if (!found.job().state().isFinal()) {
            throw new DockException(Problem.VALIDATION_ERROR, "job cannot be deleted");
        }
        store.delete(piece.id(), Optional.of(id));
    }

    /** Forget all jobs of a dataset or a model that goes. */
    void forget(String handler) {
        store.delete(handler, Optional.empty());
    }
}
