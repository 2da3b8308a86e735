package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.datasets.Dataset;
import dev.modeldock.datasets.DatasetFilter;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.datasets.LabelChange;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.training.Workshop;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** {@code /api/v1/user/{user}/dataset}: datasets themselves. */
public final class DatasetRoutes {
    static final String DATASETS = "/api/v1/user/{user}/dataset";
    static final String DATASET = DATASETS + "/{dataset}";

    private final Workshop workshop;
    private final Datasets datasets;
    private final JobLists jobs;
    private final TaoUsers users;

    DatasetRoutes(Workshop workshop, TaoUsers users) {
        this.workshop = workshop;
        this.datasets = workshop.datasets();
        this.jobs = new JobLists(workshop.jobs());
        this.users = users;
    }

    void register(RoutesConfig routes) {
        routes.get(DATASETS, this::list);
        routes.post(DATASETS, this::create);
        routes.get(DATASET, this::show);
        routes.put(DATASET, this::change);
        routes.patch(DATASET, this::change);
        routes.delete(DATASET, this::delete);
    }

    /** The dataset of the path, of the path's user. */
    Dataset dataset(Context ctx, String absent) {
        String owner = users.owner(ctx);
        return datasets.find(TaoUsers.uuid(ctx, "dataset", "Dataset"), owner)
                .orElseThrow(() -> new DockException(Problem.NOT_FOUND, absent));
    }

    /** The same, as what datasets share with models sees it. */
    Handler handler(Context ctx, String absent) {
        Dataset dataset = dataset(ctx, absent);
        return new Handler(
                workshop.piece(dataset),
                action -> Topic.dataset(dataset.type(), dataset.format(), action),
                change -> datasets.noting(dataset, change));
    }

    private Dataset dataset(Context ctx) {
        return dataset(ctx, "Dataset not found");
    }

    private void create(Context ctx) throws IOException {
        String owner = users.owner(ctx);
        JsonBody body = JsonBody.of(ctx);
        Dataset made = datasets.create(owner, text(body, "type"), text(body, "format"), labels(body));
        ctx.status(201);
        answer(ctx, made);
    }

    /** What is no text is no type either. */
    private static String text(JsonBody body, String field) {
        return body.object().path(field).asText("");
    }

    static LabelChange labels(JsonBody body) {
        return new LabelChange(
                body.optionalText("name"),
                body.optionalText("description"),
                body.optionalText("version"),
                body.optionalText("logo"));
    }

    private void answer(Context ctx, Dataset dataset) {
        TaoJson.send(ctx, jobs.with(DatasetViews.listed(dataset, datasets.actions(dataset)), workshop.piece(dataset)));
    }

    private void show(Context ctx) {
        answer(ctx, dataset(ctx));
    }

    private void change(Context ctx) throws IOException {
        Dataset dataset = dataset(ctx);
        JsonBody body = JsonBody.of(ctx);
        answer(ctx, datasets.change(dataset, body.optionalText("type"), body.optionalText("format"), labels(body)));
    }

    private void delete(Context ctx) throws IOException {
        Dataset dataset = dataset(ctx);
        ObjectNode told = jobs.with(DatasetViews.listed(dataset, datasets.actions(dataset)), workshop.piece(dataset));
        workshop.delete(dataset);
        TaoJson.send(ctx, told);
    }

    private void list(Context ctx) throws IOException {
        DatasetFilter filter = new DatasetFilter(
                users.owner(ctx),
                Optional.ofNullable(ctx.queryParam("name")),
                Optional.ofNullable(ctx.queryParam("type")));
        // Datasets have neither, so none is equal in it.
        boolean none = ctx.queryParam("read_only") != null || ctx.queryParam("network_arch") != null;
        new ListAnswer(ctx, none ? 0 : datasets.count(filter))
                .send(part -> datasets.list(filter, part), each -> DatasetViews.listed(each, datasets.actions(each)));
    }
}
