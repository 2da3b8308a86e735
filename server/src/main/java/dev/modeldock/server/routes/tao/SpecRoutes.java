package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code …/specs/{action}} of datasets and models: what an action is to do. */
final class SpecRoutes {
    private static final String ABSENT = "Spec not found";

    private final String path;
    private final Handler.Finder handlers;
    private final ActionSpecs specs;

    SpecRoutes(String handler, Handler.Finder handlers, ActionSpecs specs) {
        this.path = handler + "/specs/{action}";
        this.handlers = handlers;
        this.specs = specs;
    }

    void register(RoutesConfig routes) {
        routes.get(path + "/schema", this::schema);
        routes.get(path, this::show);
        routes.post(path, this::save);
        routes.put(path, this::update);
    }

    private void schema(Context ctx) {
        Handler handler = handlers.find(ctx, "Spec schema not found");
        TaoJson.send(ctx, specs.schema(handler.piece().id(), handler.topic(ctx)));
    }

    private void show(Context ctx) {
        Handler handler = handlers.find(ctx, ABSENT);
        Topic topic = handler.topic(ctx);
        TaoJson.send(
                ctx,
                specs.find(handler.piece().id(), topic.action())
                        .orElseThrow(() -> new DockException(Problem.NOT_FOUND, ABSENT)));
    }

    private void save(Context ctx) throws IOException {
        Handler handler = handlers.find(ctx, "Not found");
        Topic topic = handler.topic(ctx);
        JsonNode spec = JsonBody.any(ctx);
        ObjectNode saved =
                handler.noting().apply(() -> specs.save(handler.piece().id(), topic, spec));
        ctx.status(201);
        TaoJson.send(ctx, saved);
    }

    private void update(Context ctx) throws IOException {
        Handler handler = handlers.find(ctx, "Not found");
        Topic topic = handler.topic(ctx);
        JsonNode change = JsonBody.any(ctx);
        ObjectNode updated =
                handler.noting().apply(() -> specs.update(handler.piece().id(), topic, change));
        TaoJson.send(ctx, updated);
    }
}
