package dev.modeldock.server.routes.modeldock;

import dev.modeldock.access.Caller;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import io.javalin.http.Context;
import java.util.Optional;

/** The model that a path names: {@code /v1/models/{id}/…} or {@code /v1/models/{namespace}/{name}/…}. */
final class ModelReference {
    private ModelReference() {}

    /** The text of the reference. */
    static String text(Context ctx) {
        return ctx.pathParamMap().containsKey("id")
                ? ctx.pathParam("id")
                : ctx.pathParam("namespace") + "/" + ctx.pathParam("name");
    }

    /**
     * The model to show; empty when the request was answered with the way to its present name.
     */
    static Optional<Model> shown(Context ctx, Models models, Caller caller) {
        FoundModel found = models.get(text(ctx), caller);
        if (!found.byEarlierName()) {
            return Optional.of(found.model());
        }
        String former = "/v1/models/" + text(ctx);
        String rest = ctx.path().length() > former.length() ? ctx.path().substring(former.length()) : "";
        String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        ctx.status(307).header("Location", "/v1/models/" + found.model().name() + rest + query);
        return Optional.empty();
    }
}
