package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.models.Alias;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** The revisions of a model: its branches and tags, and its versions as commits. */
final class RevisionRoutes {
    private final Asked asked;

    RevisionRoutes(Asked asked) {
        this.asked = asked;
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

    /** The versions up to this one, the newest first. */
    private void commits(Context ctx, Model model, Version upTo) {
        List<ObjectNode> commits = asked.dock().hub().upTo(model, upTo).stream()
                .map(RevisionRoutes::commit)
                .toList();
        ctx.json(commits);
    }

    private static ObjectNode commit(Version version) {
        ObjectNode view = HubViews.lastCommit(version);
        view.put("message", version.origin().path("message").asText(""));
        view.putArray("authors").addObject().put("user", version.createdBy());
        return view;
    }
}
