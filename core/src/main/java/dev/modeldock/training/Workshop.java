package dev.modeldock.training;

import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.specs.SpecStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.models.Models;
import java.util.List;

/** All that training takes: datasets, models, and specs of what is to be done with them. */
public final class Workshop {
    private final ActionSpecs specs;
    private final Datasets datasets;
    private final TrainableModels models;

    public Workshop(Database database, Blobs blobs, Models models, Datasets.Means means) {
        Catalogue catalogue = means.catalogue();
        this.specs = new ActionSpecs(new Schemas(catalogue, List.of()), new SpecStore(database));
        this.datasets = new Datasets(database, blobs, specs, means);
        this.models = new TrainableModels(
                database,
                models,
                new References(database, datasets, catalogue),
                specs,
                new TrainableModels.Means(catalogue, means.clock()));
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
