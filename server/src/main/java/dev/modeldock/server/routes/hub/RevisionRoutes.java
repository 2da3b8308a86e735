package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.hub.History;
import dev.modeldock.models.Alias;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.server.http.Addresses;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.stream.Stream;

/** The revisions of a model: its branches and tags, and its versions as commits. */
final class RevisionRoutes {
    private static final int MOST = 1_000;

    private final Asked asked;
    private final Addresses addresses;

    RevisionRoutes(Asked asked, Addresses addresses) {
        this.asked = asked;
        this.addresses = addresses;
    }

    void register(RoutesConfig routes) {
        Asked.below("/api/models", "/refs").forEach(path -> routes.get(path, asked.model(this::refs)));
        Asked.below("/api/models", "/commits/{revision}")
                .forEach(path -> routes.get(path, asked.version(this::commits)));
    }

    private void refs(Context ctx, Model model, Caller caller) {
        ObjectNode view = HubViews.object();
        ArrayNode branches = view.putArray("branches");
        view.putArray("converts");
        ArrayNode tags = view.putArray("tags");
        if (ctx.queryParam("include_prs") != null) {
            view.putArray("pullRequests");
        }
        for (Alias alias : asked.dock().hub().aliases(model)) {
            (alias.isTag() ? tags : branches)
                    .addObject()
                    .put("name", alias.name())
                    .put("ref", (alias.isTag() ? "refs/tags/" : "refs/heads/") + alias.name())
                    .put("targetCommit", alias.commit());
        }
        ctx.json(view);
    }

    /** The versions up to this one, the newest first, page by page. */
    private void commits(Context ctx, Model model, Version upTo) {
        History.Page page = new History.Page(NextPage.number(ctx), NextPage.limit(ctx, MOST));
        History line = asked.dock().hub().history(upTo, page);
        ctx.header("X-Total-Count", Long.toString(line.length()));
        page.next(line).ifPresent(next -> NextPage.tell(ctx, addresses, NextPage.NUMBER, "" + next.number()));
        boolean formatted = Stream.of("expand", "expand[]")
                .anyMatch(name -> ctx.queryParams(name).contains("formatted"));
        ctx.json(line.versions().stream()
                .map(version -> commit(version, formatted))
                .toList());
    }

    private static ObjectNode commit(Version version, boolean formatted) {
        ObjectNode view = HubViews.lastCommit(version);
        String message = version.origin().path("message").asText("");
        view.put("message", message);
        view.putArray("authors").addObject().put("user", version.createdBy());
        if (formatted) {
            view.putObject("formatted")
                    .put("title", html(HubViews.title(version)))
                    .put("message", html(message));
        }
        return view;
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
