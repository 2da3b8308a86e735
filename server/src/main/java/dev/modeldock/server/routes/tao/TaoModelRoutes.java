package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.training.TrainableFilter;
import dev.modeldock.training.TrainableModel;
import dev.modeldock.training.TrainableModels;
import dev.modeldock.training.Trainer;
import dev.modeldock.training.Workshop;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/v1/user/{user}/model}: models themselves. */
final class TaoModelRoutes {
    static final String MODELS = "/api/v1/user/{user}/model";
    static final String MODEL = MODELS + "/{model}";

    private final Workshop workshop;
    private final TrainableModels models;
    private final JobLists jobs;
    private final TaoUsers users;

    TaoModelRoutes(Workshop workshop, TaoUsers users) {
        this.workshop = workshop;
        this.models = workshop.models();
        this.jobs = new JobLists(workshop.jobs());
        this.users = users;
    }

    void register(RoutesConfig routes) {
        routes.get(MODELS, this::list);
        routes.post(MODELS, this::create);
        routes.get(MODEL, this::show);
        routes.put(MODEL, this::change);
        routes.patch(MODEL, this::change);
        routes.delete(MODEL, this::delete);
    }

    private TrainableModel model(Context ctx, String absent) {
        Trainer trainer = users.trainer(ctx);
        return models.find(TaoUsers.uuid(ctx, "model", "Model"), trainer)
                .orElseThrow(() -> new DockException(Problem.NOT_FOUND, absent));
    }

    private TrainableModel model(Context ctx) {
        return model(ctx, "Model not found");
    }

    /** The model of the path, as what models share with datasets sees it. */
    Handler handler(Context ctx, String absent) {
        TrainableModel model = model(ctx, absent);
        String arch = model.settings().networkArch();
        return new Handler(
                workshop.piece(model), action -> Topic.model(arch, action), change -> models.noting(model, change));
    }

    private void create(Context ctx) throws IOException {
        Trainer trainer = users.trainer(ctx);
        TrainableModel made = models.create(trainer, SettingsBody.of(JsonBody.of(ctx)));
        ctx.status(201);
        answer(ctx, made);
    }

    private void answer(Context ctx, TrainableModel model) {
        TaoJson.send(ctx, whole(ctx, model));
    }

    private ObjectNode whole(Context ctx, TrainableModel model) {
        return jobs.with(
                TaoModelViews.listed(model, models.architecture(model), users.owner(ctx)), workshop.piece(model));
    }

    private void show(Context ctx) {
        answer(ctx, model(ctx));
    }

    private void change(Context ctx) throws IOException {
        TrainableModel model = model(ctx);
        answer(ctx, models.change(model, SettingsBody.of(JsonBody.of(ctx)), users.trainer(ctx)));
    }

    private void delete(Context ctx) throws IOException {
        TrainableModel model = model(ctx);
        ObjectNode told = whole(ctx, model);
        workshop.delete(model);
        TaoJson.send(ctx, told);
    }

    private static Optional<String> query(Context ctx, String... names) {
        return Stream.of(names)
                .flatMap(name -> Optional.ofNullable(ctx.queryParam(name)).stream())
                .findFirst();
    }

    private void list(Context ctx) throws IOException {
        TrainableFilter filter = new TrainableFilter(
                users.trainer(ctx),
                query(ctx, "name"),
                query(ctx, "network_arch", "arch"),
                query(ctx, "read_only").map("true"::equals));
        // Models have no type, so none is equal in it.
        long total = query(ctx, "type").isPresent() ? 0 : models.count(filter);
        String owner = users.owner(ctx);
        new ListAnswer(ctx, total)
                .send(
                        part -> models.list(filter, part),
                        each -> TaoModelViews.listed(each, models.architecture(each), owner));
    }
}
