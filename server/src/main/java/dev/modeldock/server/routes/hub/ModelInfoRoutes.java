package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.hub.Hub;
import dev.modeldock.hub.HubEntry;
import dev.modeldock.hub.HubQuery;
import dev.modeldock.hub.IncomingBytes;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.JsonStream;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/models}: the list, and what is known of one. */
final class ModelInfoRoutes {
    private static final int MOST = 1_000;
    /** Of models whose files are told too. */
    private static final int MOST_WITH_FILES = 100;

    private static final int MOST_ISSUES = 1_000;

    private final Asked asked;
    private final Addresses addresses;

    ModelInfoRoutes(Asked asked, Addresses addresses) {
        this.asked = asked;
        this.addresses = addresses;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/models", this::list);
        for (String path : Asked.below("/api/models", "/revision/{revision}")) {
            routes.get(
                    path, fieldsFirst(asked.version((ctx, model, version) -> info(ctx, model, Optional.of(version)))));
        }
    }

    /** After all that begins so: {@code refs} behind a short name looks like the second part of a long one. */
    void registerModels(RoutesConfig routes) {
        for (String path : Asked.below("/api/models", "")) {
            routes.get(
                    path,
                    fieldsFirst(asked.model(
                            (ctx, model, caller) -> info(ctx, model, asked.find(ctx, model, Aliases.MAIN)))));
        }
    }

    /** A question that cannot be answered brings no model here. */
    private static Handler fieldsFirst(Handler route) {
        return ctx -> {
            ModelFields.ofOne(ctx);
            route.handle(ctx);
        };
    }

    /** Streamed, as a version may have very many files. */
    private void info(Context ctx, Model model, Optional<Version> version) throws IOException {
        ModelFields fields = ModelFields.ofOne(ctx);
        JsonStream.send(ctx, json -> write(json, new Hub.Item(model, version), fields));
    }

    private void write(JsonGenerator json, Hub.Item item, ModelFields fields) throws IOException {
        ObjectNode view = fields.of(HubViews.model(item.model(), item.main()));
        if (fields.has(ModelFields.SECURITY) && item.main().isPresent()) {
            view.set(ModelFields.SECURITY, security(item.main().get()));
        }
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : view.properties()) {
            json.writeFieldName(field.getKey());
            json.writeTree(field.getValue());
        }
        if (fields.has(ModelFields.SIBLINGS)) {
            json.writeArrayFieldStart(ModelFields.SIBLINGS);
            if (item.main().isPresent()) {
                siblings(json, item.main().get(), fields.blobs());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** What the scans of pickles found in the files of a version. One that is on its way is not looked at yet. */
    private ObjectNode security(Version version) {
        ObjectNode view = HubViews.object().put("scansDone", !IncomingBytes.isComing(version));
        ArrayNode issues = view.putArray("filesWithIssues");
        asked.dock()
                .imports()
                .scans()
                .issues(version.id(), MOST_ISSUES)
                .forEach((path, level) -> issues.addObject().put("path", path).put("level", HubViews.status(level)));
        return view;
    }

    private void siblings(JsonGenerator json, Version version, boolean blobs) throws IOException {
        asked.dock().hub().files().each(version, file -> json.writeTree(sibling(file, blobs)));
    }

    private static ObjectNode sibling(HubEntry.File file, boolean blobs) {
        ObjectNode view = HubViews.object().put("rfilename", file.path());
        if (blobs) {
            view.put("size", file.size()).put("blobId", file.oid());
            if (file.isLarge()) {
                HubViews.lfs(view, file, "sha256");
            }
        }
        return view;
    }

    private void list(Context ctx) throws IOException {
        Caller caller = asked.guard().caller(ctx);
        caller.require(Scope.READ);
        ModelFields fields = ModelFields.ofList(ctx);
        HubQuery query = query(ctx, NextPage.limit(ctx, fields.needFiles() ? MOST_WITH_FILES : MOST));
        Hub.Page page = asked.dock().hub().list(query, caller, NextPage.place(ctx));
        page.next().ifPresent(place -> NextPage.tell(ctx, addresses, NextPage.CURSOR, place.toString()));
        JsonStream.send(ctx, json -> {
            json.writeStartArray();
            for (Hub.Item item : page.items()) {
                write(json, item, fields);
            }
            json.writeEndArray();
        });
    }

    private static HubQuery query(Context ctx, int limit) {
        String sort = ctx.queryParam("sort");
        boolean ascending = "1".equals(ctx.queryParam("direction"));
        return new HubQuery(
                text(ctx, "search"),
                text(ctx, "author"),
                tags(ctx),
                "lastModified".equals(sort) || "last_modified".equals(sort)
                        ? HubQuery.Order.CHANGED
                        : HubQuery.Order.CREATED,
                ascending,
                limit);
    }

    private static List<String> tags(Context ctx) {
        List<String> tags = new ArrayList<>();
        for (String name : List.of("filter", "pipeline_tag", "library")) {
            ctx.queryParams(name).stream()
                    .flatMap(value -> Arrays.stream(value.split(",")))
                    .filter(tag -> !tag.isBlank())
                    .forEach(tags::add);
        }
        return tags.subList(0, Math.min(tags.size(), 20));
    }

    private static Optional<String> text(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isBlank());
    }
}
