package dev.modeldock.training;

import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.catalogue.Chaining;
import dev.modeldock.actions.catalogue.DatasetType;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.specs.SpecStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.Dataset;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.jobs.JobRunner;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.models.Models;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that training takes: datasets, models, and specs of what is to be done with them. */
public final class Workshop {
    private final Catalogue catalogue;
    private final ActionSpecs specs;
    private final Datasets datasets;
    private final TrainableModels models;
    private final ActionJobs jobs;
    private final ActionPacks packs;
    private final ActionQueue queue;
    private final ActionRunner runner;

    public Workshop(Database database, Blobs blobs, Models models, Jobs jobs, Means means) {
        this.catalogue = means.datasets().catalogue();
        this.packs = means.packs();
        this.specs = new ActionSpecs(new Schemas(catalogue, List.of()), new SpecStore(database));
        this.datasets = new Datasets(database, blobs, specs, means.datasets());
        this.models = new TrainableModels(
                database,
                models,
                new References(database, datasets, catalogue),
                specs,
                new TrainableModels.Means(catalogue, means.datasets().clock()));
        this.jobs = new ActionJobs(database, jobs, packs, means.places());
        ActionJobStore store = new ActionJobStore(database);
        this.queue = new ActionQueue(jobs, store);
        this.runner = new ActionRunner(
                store,
                packs,
                new RunPreparation(means.places(), new RunInputs(blobs, datasets, models), this.models, specs),
                means.places(),
                new ActionRunner.Endings(
                        new TrainedVersions(
                                database,
                                blobs,
                                models,
                                this.models,
                                means.datasets().staging()),
                        queue,
                        means.mostResultBytes()));
    }

    /**
     * What the workshop uses beside the stores.
     *
     * @param mostResultBytes that one job may write
     */
    public record Means(Datasets.Means datasets, ActionPacks packs, RunPlaces places, long mostResultBytes) {}

    /** Does the actions. */
    public JobRunner runner() {
        return runner;
    }

    /** After a restart, before the jobs go on. */
    public void reopen() {
        queue.reopen();
    }

    /** The action packs that are installed. */
    public ActionPacks packs() {
        return packs;
    }

    /** A dataset, as what is done on it. */
    public Workpiece piece(Dataset dataset) {
        DatasetType type = catalogue.type(dataset.type()).orElseThrow();
        return new Workpiece(
                dataset.id(),
                dataset.owner(),
                dataset.type(),
                dataset.format(),
                datasets.actions(dataset),
                type.chaining());
    }

    /** A model, as what is done on it; nothing can be, while its architecture is not known. */
    public Workpiece piece(TrainableModel model) {
        return models.architecture(model)
                .map(known -> new Workpiece(
                        model.uuid(), model.model().owner(), known.name(), "", known.actions(), known.chaining()))
                .orElseGet(() -> new Workpiece(
                        model.uuid(), model.model().owner(), "", "", List.of(), new Chaining(Map.of(), Set.of())));
    }

    /** Delete a dataset with its files, specs and jobs; {@code VALIDATION_ERROR} while it must not go. */
    public void delete(Dataset dataset) throws IOException {
        datasets.requireUnused(dataset);
        jobs.forget(dataset.id());
        datasets.delete(dataset);
    }

    /** Delete a model with its versions, specs and jobs; {@code VALIDATION_ERROR} while it must not go. */
    public void delete(TrainableModel model) throws IOException {
        models.requireDeletable(model);
        jobs.forget(model.uuid());
        models.delete(model);
    }

    /** What is done on datasets and models. */
    public ActionJobs jobs() {
        return jobs;
    }

    public ActionSpecs specs() {
        return specs;
    }

    public Datasets datasets() {
        return datasets;
    }

    public TrainableModels models() {
        return models;
    }
}
