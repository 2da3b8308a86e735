package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.models.Access;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Gate;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelChange;
import dev.modeldock.models.ModelFilter;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.ModelPage;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.server.http.DeleteQuery;
import dev.modeldock.server.http.Exchange;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.JsonStream;
import dev.modeldock.server.http.Paging;
import dev.modeldock.training.Workshop;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/models}: the list, one model, its files, changing and deleting it. */
public final class ModelRoutes {
    private static final String MODELS = "/v1/models";
    private static final String BY_ID = MODELS + "/{id}";
    private static final String BY_NAME = MODELS + "/{namespace}/{name}";

    private final Dock dock;
    private final Models models;
    private final Workshop workshop;
    private final Guard<Caller> guard;

    public ModelRoutes(Dock dock, Guard<Caller> guard) {
        this.dock = dock;
        this.models = dock.models();
        this.workshop = dock.workshop();
        this.guard = guard;
    }

    /** A longer way wins over a name that looks like it, so those stand first. */
    public void register(RoutesConfig routes) {
        routes.get(MODELS, this::list);
        for (String model : List.of(BY_ID, BY_NAME)) {
            routes.get(model + "/versions", reading("/versions", this::versions));
            routes.put(model + "/aliases/{alias}", this::setAlias);
            routes.delete(model + "/aliases/{alias}", this::deleteAlias);
            routes.get(model + "/files/<path>", reading("/files/", this::file));
        }
        for (String model : List.of(BY_ID, BY_NAME)) {
            routes.get(model, reading("", this::show));
            routes.patch(model, this::change);
            routes.delete(model, this::delete);
        }
        routes.get("/v1/upload/local/{id}", reading("", this::show));
    }

    private interface ModelHandler {
        void handle(Context ctx, Model model, Caller caller) throws IOException;
    }

    private Handler reading(String part, ModelHandler handler) {
        return ctx -> {
            Caller caller = guard.caller(ctx);
            caller.require(Scope.READ);
            Optional<Model> model = ModelReference.shown(ctx, models, caller, part);
            if (model.isPresent()) {
                handler.handle(ctx, model.get(), caller);
            }
        };
    }

    private Model changing(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.WRITE);
        return models.owned(ModelReference.text(ctx), caller);
    }

    private static Optional<String> query(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isBlank());
    }

    private void list(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.READ);
        Paging paging = Paging.of(ctx);
        ModelFilter filter = new ModelFilter(
                query(ctx, "search"),
                query(ctx, "namespace"),
                query(ctx, "source").map(source -> source.toUpperCase(java.util.Locale.ROOT)),
                query(ctx, "profile"),
                query(ctx, "access").map(Access::of));
        ModelPage page = models.list(filter, caller, paging.size(), paging.offset());
        ctx.json(paging.answer(
                page.items().stream()
                        .map(item -> {
                            ObjectNode view = ModelViews.model(item.model());
                            item.main().ifPresent(version -> ModelViews.version(view, version));
                            return view;
                        })
                        .toList(),
                page.total()));
    }

    private Version version(Context ctx, Model model) {
        return models.version(model, query(ctx, "revision").orElse(Aliases.MAIN));
    }

    /** Streamed, since a version may have very many files. */
    private void show(Context ctx, Model model, Caller caller) throws IOException {
        if (query(ctx, "revision").isEmpty() && models.versionCount(model) == 0) {
            // It is still to be trained.
            ObjectNode empty = ModelViews.model(model);
            empty.putArray("files");
            ctx.json(empty);
            return;
        }
        Version version = version(ctx, model);
        ObjectNode head = ModelViews.version(ModelViews.model(model), version);
        ObjectNode aliases = head.putObject("aliases");
        models.aliasesOf(model).forEach(aliases::put);
        JsonStream.send(ctx, json -> {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : head.properties()) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
            json.writeArrayFieldStart("files");
            for (VersionFile file : models.files(version)) {
                writeFile(json, file);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void writeFile(JsonGenerator json, VersionFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.path());
        json.writeNumberField("size", file.size());
        json.writeStringField("sha256", file.sha256());
        var scan = dock.imports().scans().find(file.sha256());
        if (scan.isPresent()) {
            json.writePOJOField("pickleScan", scan.get());
        }
        json.writeEndObject();
    }

    private void file(Context ctx, Model model, Caller caller) throws IOException {
        Gate.requireBytes(model, caller);
        Exchange.handsOut(ctx, model.source());
        VersionFile file = models.file(version(ctx, model), ctx.pathParam("path"));
        String path = file.path();
        FileResponse.send(
                ctx,
                new FileContent(
                        file.size(),
                        file.sha256(),
                        null,
                        "application/octet-stream",
                        path.substring(path.lastIndexOf('/') + 1),
                        (from, to, out) -> models.copy(file, from, to, out)));
    }

    private void change(Context ctx) throws IOException {
        Model model = changing(ctx);
        JsonBody body = JsonBody.of(ctx);
        ModelChange change = new ModelChange(
                body.optionalText("name")
                        .map(name -> name.contains("/")
                                ? ModelName.of(name)
                                : new ModelName(model.name().namespace(), name)),
                body.optionalText("access").map(Access::of),
                body.optionalText("description").map(Descriptions::checked));
        ctx.json(ModelViews.model(models.change(model, change, guard.caller(ctx))));
    }

    private void delete(Context ctx) throws IOException {
        Model model = changing(ctx);
        boolean dryRun = DeleteQuery.dryRun(ctx);
        long freed = dryRun ? models.freedBy(model) : workshop.delete(model);
        ctx.json(Map.of("id", model.id(), "name", model.name().toString(), "dryRun", dryRun, "freedBytes", freed));
    }

    private void versions(Context ctx, Model model, Caller caller) {
        Paging paging = Paging.of(ctx);
        Map<String, String> aliases = models.aliasesOf(model);
        ctx.json(paging.answer(
                models.versions(model, paging.size(), paging.offset()).stream()
                        .map(version -> ModelViews.listed(version, aliases))
                        .toList(),
                models.versionCount(model)));
    }

    private void setAlias(Context ctx) throws IOException {
        Model model = changing(ctx);
        JsonBody body = JsonBody.of(ctx);
        String revision = body.optionalText("version")
                .or(() -> body.optionalText("commit"))
                .orElse(Aliases.MAIN);
        Version version = models.version(model, revision);
        models.aliases().set(model, ctx.pathParam("alias"), version);
        ctx.json(Map.of("alias", ctx.pathParam("alias"), "commit", version.commit()));
    }

    private void deleteAlias(Context ctx) {
        Model model = changing(ctx);
        DeleteQuery.none(ctx);
        models.aliases().delete(model, ctx.pathParam("alias"));
        ctx.status(204);
    }
}
