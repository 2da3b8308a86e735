package dev.modeldock.training;

import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.catalogue.Chaining;
import dev.modeldock.actions.catalogue.DatasetType;
import dev.modeldock.actions.packs.PackOffers;
import dev.modeldock.actions.runners.ActionRunners;
import dev.modeldock.actions.runners.RunnerSchemas;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.specs.SpecStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.Dataset;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** All that training takes: datasets, models, and specs of what is to be done with them. */
public final class Workshop {
    private final Catalogue catalogue;
    private final ActionSpecs specs;
    private final Datasets datasets;
    private final Models stored;
    private final TrainableModels models;
    private final ActionJobs jobs;
    private final ActionRunners runners;
    private final ActionQueue queue;
    private final Jobs all;
    private final Bounds bounds;
    private final ResultRoom room;
    private final RunSweep sweep;
    private final JobRemoval removal;
    private final ActionRuns runner;

    public Workshop(Database database, Blobs blobs, Models models, Jobs jobs, Means means) {
        this.catalogue = means.datasets().catalogue();
        this.stored = models;
        this.all = jobs;
        this.bounds = means.bounds();
        this.runners = means.runners();
        ClassStore classes = new ClassStore(database);
        this.specs = new ActionSpecs(
                new Schemas(catalogue, List.of(new RunnerSchemas(runners))), new SpecStore(database), classes::ofModel);
        this.datasets = new Datasets(database, blobs, specs, means.datasets());
        this.models = new TrainableModels(
                database,
                models,
                new References(database, datasets, catalogue),
                specs,
                new TrainableModels.Means(catalogue, means.datasets().clock()));
        Cards cards = new Cards(bounds.cards(), means.places());
        ActionJobStore store = new ActionJobStore(database);
        this.room = new ResultRoom(means.places(), blobs.space(), bounds.mostResultBytes());
        this.removal = new JobRemoval(jobs, store, means.places(), room);
        this.jobs = new ActionJobs(
                database, jobs, new ActionJobs.Means(runners, means.offers(), cards, means.places(), removal));
        this.queue = new ActionQueue(jobs, store);
        this.runner = new ActionRuns(
                store,
                runners,
                new RunPreparation(
                        means.places(),
                        new RunInputs(blobs, datasets, models, store, means.places()),
                        this.models,
                        specs),
                means.places(),
                new ActionRuns.Endings(
                        new TrainedVersions(
                                database,
                                blobs,
                                models,
                                this.models,
                                means.datasets().staging()),
                        classes,
                        queue,
                        cards,
                        room,
                        new InputCheck(blobs, datasets, models, this.models, means.places())));
        this.sweep = new RunSweep(store, means.places());
    }

    /**
     * What the workshop uses beside the stores.
     *
     * @param runners that do the actions
     * @param offers what could be installed to do others
     */
    public record Means(
            Datasets.Means datasets, ActionRunners runners, RunPlaces places, Bounds bounds, PackOffers offers) {}

    /**
     * How much is done at once, and how much of it.
     *
     * @param workers actions that run at once, beside those with a graphics card
     * @param cards graphics cards, each of which one action at a time has to itself
     * @param mostResultBytes that one job may write
     */
    public record Bounds(int workers, int cards, long mostResultBytes) {
        /** @param cards as many as the machine shows, where it is empty */
        public static Bounds of(int workers, OptionalInt cards, long mostResultBytes) throws IOException {
            return new Bounds(workers, cards.isPresent() ? cards.getAsInt() : Cards.found(), mostResultBytes);
        }
    }

    /** Begin to do what is asked for, and go on with what an earlier dock has left. */
    public void start() throws IOException {
        sweep.run();
        room.reopen();
        queue.reopen();
        runner.reopen(all.unfinished(JobKind.GPU_ACTION));
        all.start(JobKind.ACTION, bounds.workers(), runner);
        // One at least, to tell those that wait for a card that has gone.
        all.start(JobKind.GPU_ACTION, Math.max(1, bounds.cards()), runner);
    }

    /** Who does the actions. */
    public ActionRunners runners() {
        return runners;
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
                false,
                type.chaining());
    }

    /** A model, as what is done on it; nothing can be, while its architecture is not known. */
    public Workpiece piece(TrainableModel model) {
        return models.architecture(model)
                .map(known -> new Workpiece(
                        model.uuid(),
                        model.model().owner(),
                        known.name(),
                        "",
                        known.actions(),
                        Automl.isOn(model.settings().automl()),
                        known.chaining()))
                .orElseGet(() -> new Workpiece(
                        model.uuid(),
                        model.model().owner(),
                        "",
                        "",
                        List.of(),
                        false,
                        new Chaining(Map.of(), Set.of())));
    }

    /** Delete a dataset with its files, specs and jobs; {@code VALIDATION_ERROR} while it must not go. */
    public void delete(Dataset dataset) throws IOException {
        datasets.requireUnused(dataset);
        delete(dataset.id(), () -> datasets.delete(dataset));
    }

    /** Delete a model with its versions, specs and jobs; {@code VALIDATION_ERROR} while it must not go. */
    public void delete(TrainableModel model) throws IOException {
        models.requireDeletable(model);
        delete(model.uuid(), () -> models.delete(model));
    }

    /** Delete a model, whatever it is for, with what is done with it; tells the bytes that this frees. */
    public long delete(Model model) throws IOException {
        AtomicLong freed = new AtomicLong();
        delete(TrainableModel.uuid(model), () -> freed.set(stored.delete(model)));
        return freed.get();
    }

    /** Takes away a dataset or a model, or refuses to. */
    private interface Removal {
        void run() throws IOException;
    }

    /** The rows of its jobs go with its own. */
    private void delete(String id, Removal piece) throws IOException {
        try {
            List<String> stopped = removal.stop(id);
            piece.run();
            for (String job : stopped) {
                removal.remove(job);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DockException(Problem.CONFLICT, "The dock is stopping. Try again when it is back.", e);
        }
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
