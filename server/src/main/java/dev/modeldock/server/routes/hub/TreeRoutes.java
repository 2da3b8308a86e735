package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.hub.HubEntry;
import dev.modeldock.hub.HubFiles;
import dev.modeldock.hub.HubTree;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a version: its tree, page by page, and what is known of some paths. */
final class TreeRoutes {
    /** As many as some clients ever read: they look at the first page only. */
    private static final int PAGE = 1_000;

    private static final int MOST_PATHS = 1_000;
    private static final int MOST_ASKED = 3;

    private final Asked asked;
    private final Addresses addresses;

    TreeRoutes(Asked asked, Addresses addresses) {
        this.asked = asked;
        this.addresses = addresses;
    }

    void register(RoutesConfig routes) {
        for (String path : Asked.below("/api/models", "/tree/{revision}")) {
            routes.get(path, asked.version((ctx, model, version) -> tree(ctx, version, "")));
            routes.get(path + "/<path>", asked.model((ctx, model, caller) -> {
                Below below = below(ctx, model);
                tree(ctx, below.version(), below.path());
            }));
        }
        for (String path : Asked.below("/api/models", "/paths-info/{revision}")) {
            routes.post(path, asked.version(this::pathsInfo));
        }
    }

    private record Below(Version version, String path) {}

    /** Some clients leave the slashes in a revision as they are, so that it may go on in what looks like the path. */
    private Below below(Context ctx, Model model) {
        String first = ctx.pathParam("revision");
        String revision = first;
        String path = ctx.pathParam("path");
        for (int parts = 1; ; parts++) {
            // A place upstream is not asked for whatever the path may hold.
            Optional<Version> version = parts <= MOST_ASKED
                    ? asked.find(ctx, model, revision)
                    : asked.dock().hub().version(model, revision);
            if (version.isPresent()) {
                return new Below(version.get(), path);
            }
            if (path.isEmpty()) {
                throw HubRefusals.noRevision(model, first);
            }
            int slash = path.indexOf('/');
            revision += "/" + (slash < 0 ? path : path.substring(0, slash));
            path = slash < 0 ? "" : path.substring(slash + 1);
        }
    }

    private void tree(Context ctx, Version version, String asPath) {
        String path = asPath.replaceAll("/+$", "");
        HubFiles files = asked.dock().hub().files();
        if (!path.isEmpty() && files.directory(version, path).isEmpty()) {
            throw HubRefusals.noEntry(version, path);
        }
        boolean expand = Boolean.parseBoolean(ctx.queryParam("expand"));
        String cursor = ctx.queryParam("cursor");
        HubTree.Page page = new HubTree(files, version)
                .page(new HubTree.Part(
                        path,
                        Boolean.parseBoolean(ctx.queryParam("recursive")),
                        cursor == null ? "" : cursor,
                        NextPage.limit(ctx, PAGE)));
        page.next().ifPresent(next -> NextPage.tell(ctx, addresses, NextPage.CURSOR, next));
        ctx.json(page.entries().stream()
                .map(entry -> view(entry, version, expand))
                .toList());
    }

    private ObjectNode view(HubEntry entry, Version version, boolean expand) {
        ObjectNode view = HubViews.entry(entry);
        if (expand) {
            view.set("lastCommit", HubViews.lastCommit(version));
            if (entry instanceof HubEntry.File file) {
                asked.dock()
                        .imports()
                        .scans()
                        .find(file.sha256())
                        .ifPresent(scan -> view.set("securityFileStatus", HubViews.security(scan)));
            }
        }
        return view;
    }

    private void pathsInfo(Context ctx, Model model, Version version) throws IOException {
        HubFiles files = asked.dock().hub().files();
        Wanted wanted = wanted(ctx);
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        for (String path : wanted.paths()) {
            Optional<HubEntry> entry =
                    files.file(version, path).map(HubEntry.class::cast).or(() -> files.directory(version, path));
            entry.ifPresent(here -> found.add(view(here, version, wanted.expand())));
        }
        ctx.json(found);
    }

    private record Wanted(List<String> paths, boolean expand) {}

    /** As a form or as JSON. */
    private static Wanted wanted(Context ctx) throws IOException {
        String type = ctx.contentType();
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            return new Wanted(bounded(ctx.formParams("paths")), Boolean.parseBoolean(ctx.formParam("expand")));
        }
        JsonNode body = JsonBody.of(ctx).object();
        List<String> paths = new ArrayList<>();
        JsonNode given = body.path("paths");
        for (JsonNode path : given.isTextual() ? List.of(given) : given) {
            paths.add(path.asText());
        }
        return new Wanted(bounded(paths), body.path("expand").asBoolean());
    }

    private static List<String> bounded(List<String> paths) {
        if (paths.size() > MOST_PATHS) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    paths.size() + " paths are asked for; expected are " + MOST_PATHS + " at most.");
        }
        return paths;
    }
}
