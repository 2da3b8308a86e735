package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.datasets.Dataset;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code …/dataset/{dataset}/specs/{action}}: what an action on a dataset is to do. */
final class DatasetSpecRoutes {
    private static final String SPEC = DatasetRoutes.DATASET + "/specs/{action}";

    private final DatasetRoutes handlers;
    private final Datasets datasets;
    private final ActionSpecs specs;

    DatasetSpecRoutes(DatasetRoutes handlers, Datasets datasets, ActionSpecs specs) {
        this.handlers = handlers;
        this.datasets = datasets;
        this.specs = specs;
    }

    void register(RoutesConfig routes) {
        routes.get(SPEC + "/schema", this::schema);
        routes.get(SPEC, this::show);
        routes.post(SPEC, this::save);
        routes.put(SPEC, this::update);
    }

    private void schema(Context ctx) {
        TaoJson.send(ctx, specs.schema(topic(ctx, handlers.dataset(ctx, "Spec schema not found"))));
    }

    /** The action of the path, which the dataset must have. */
    private Topic topic(Context ctx, Dataset dataset) {
        String action = ctx.pathParam("action");
        if (!datasets.actions(dataset).contains(action)) {
            throw new DockException(Problem.NOT_FOUND, "Action not found");
        }
        return Topic.dataset(dataset.type(), dataset.format(), action);
    }

    private void show(Context ctx) {
        Dataset dataset = handlers.dataset(ctx, "Spec not found");
        Topic topic = topic(ctx, dataset);
        TaoJson.send(
                ctx,
                specs.find(dataset.id(), topic.action())
                        .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "Spec not found")));
    }

    private void save(Context ctx) throws IOException {
        Dataset dataset = handlers.dataset(ctx, "Not found");
        Topic topic = topic(ctx, dataset);
        JsonNode spec = JsonBody.any(ctx);
        ObjectNode saved = datasets.noting(dataset, () -> specs.save(dataset.id(), topic, spec));
        ctx.status(201);
        TaoJson.send(ctx, saved);
    }

    private void update(Context ctx) throws IOException {
        Dataset dataset = handlers.dataset(ctx, "Not found");
        Topic topic = topic(ctx, dataset);
        JsonNode change = JsonBody.any(ctx);
        ObjectNode updated = datasets.noting(dataset, () -> specs.update(dataset.id(), topic, change));
        TaoJson.send(ctx, updated);
    }
}
