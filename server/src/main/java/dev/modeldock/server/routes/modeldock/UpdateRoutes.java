package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.imports.ImportDraft;
import dev.modeldock.imports.Updates.Update;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.routes.upload.DraftJson;
import dev.modeldock.server.routes.upload.UploadRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /v1/models/{id}/updates}: whether the place that a model came from has a newer version, and bringing it. */
public final class UpdateRoutes {
    private final Dock dock;
    private final Guard<Caller> guard;

    public UpdateRoutes(Dock dock, Guard<Caller> guard) {
        this.dock = dock;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        for (String model : List.of("/v1/models/{id}", "/v1/models/{namespace}/{name}")) {
            routes.get(model + "/updates", this::look);
            routes.post(model + "/updates", this::bring);
        }
    }

    private Model model(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.IMPORT_MODEL);
        return dock.models().owned(ModelReference.text(ctx), caller);
    }

    private Version version(Context ctx, Model model) {
        String revision = Optional.ofNullable(ctx.queryParam("revision")).orElse(Aliases.MAIN);
        return dock.models().version(model, revision);
    }

    private void look(Context ctx) throws IOException, InterruptedException {
        Model model = model(ctx);
        try (ImportDraft draft = dock.imports().requests().draft(0)) {
            Update update = dock.imports().updates().look(model, version(ctx, model), draft, guard.caller(ctx));
            ctx.json(view(model, update));
        }
    }

    private static ObjectNode view(Model model, Update update) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", model.id())
                .put("name", model.name().toString())
                .put("updateAvailable", update.available())
                .put("revision", update.upstream().revision());
        view.putObject("current")
                .put("commit", update.current().commit())
                .put("createdAt", update.current().created().toString());
        view.putObject("upstream").put("commit", update.upstream().commit());
        if (update.listed()) {
            view.putObject("files")
                    .put("added", update.changes().added())
                    .put("changed", update.changes().changed())
                    .put("removed", update.changes().removed())
                    .put("unchanged", update.changes().unchanged());
            view.put("bytesToMove", update.bytesToMove());
        }
        return view;
    }

    /** The body may hold what a request to the source may, such as a token; it may be empty. */
    private void bring(Context ctx) throws IOException, InterruptedException {
        Model model = model(ctx);
        Version version = version(ctx, model);
        try (ImportDraft draft = dock.imports().requests().draft(0)) {
            if (ctx.req().getContentLengthLong() > 0 || ctx.header("Transfer-Encoding") != null) {
                DraftJson.read(ctx, draft);
            }
            String source = dock.imports().updates().ask(model, version, draft);
            UploadRoutes.answer(ctx, dock.imports().requests().prepare(source, draft, guard.caller(ctx)));
        }
    }
}
