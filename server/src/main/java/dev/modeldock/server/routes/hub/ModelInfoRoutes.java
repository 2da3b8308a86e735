package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.hub.Hub;
import dev.modeldock.hub.HubEntry;
import dev.modeldock.hub.HubQuery;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.JsonStream;
import dev.modeldock.server.http.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/models}: the list, and what is known of one. */
final class ModelInfoRoutes {
    private static final int MOST = 1_000;

    private final Asked asked;
    private final Addresses addresses;

    ModelInfoRoutes(Asked asked, Addresses addresses) {
        this.asked = asked;
        this.addresses = addresses;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/models", this::list);
        for (String path : Asked.below("/api/models", "/revision/{revision}")) {
            routes.get(path, asked.version((ctx, model, version) -> info(ctx, model, Optional.of(version))));
        }
    }

    /** After all that begins so: {@code refs} behind a short name looks like the second part of a long one. */
    void registerModels(RoutesConfig routes) {
        for (String path : Asked.below("/api/models", "")) {
            routes.get(
                    path, asked.model((ctx, model, caller) -> info(ctx, model, asked.find(ctx, model, Aliases.MAIN))));
        }
    }

    /** Streamed, as a version may have very many files. */
    private void info(Context ctx, Model model, Optional<Version> version) throws IOException {
        ObjectNode view = HubViews.model(model, version);
        boolean blobs = Boolean.parseBoolean(ctx.queryParam("blobs"));
        JsonStream.send(ctx, json -> {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : view.properties()) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
            json.writeArrayFieldStart("siblings");
            if (version.isPresent()) {
                siblings(json, version.get(), blobs);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
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

    private void list(Context ctx) {
        Caller caller = asked.guard().caller(ctx);
        caller.require(Scope.READ);
        HubQuery query = query(ctx);
        Hub.Page page = asked.dock().hub().list(query, caller, place(ctx));
        page.next().ifPresent(place -> NextPage.tell(ctx, addresses, place.toString()));
        ctx.json(page.items().stream()
                .map(item -> HubViews.model(item.model(), item.main()))
                .toList());
    }

    private static HubQuery query(Context ctx) {
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
                NextPage.limit(ctx, MOST));
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

    private static Optional<HubQuery.Place> place(Context ctx) {
        return text(ctx, "cursor")
                .map(cursor -> HubQuery.Place.of(cursor)
                        .orElseThrow(() -> new DockException(
                                Problem.VALIDATION_ERROR,
                                "\"cursor\" is " + Shown.text(cursor) + "; expected is that of a Link header.")));
    }
}
