package dev.modeldock.server.routes.modeldock;

import dev.modeldock.access.Caller;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.server.http.Paths;
import io.javalin.http.Context;
import java.util.Optional;

/** The model that a path names: {@code /v1/models/{id}/…} or {@code /v1/models/{namespace}/{name}/…}. */
final class ModelReference {
    private ModelReference() {}

    /** The text of the reference. */
    static String text(Context ctx) {
        return ctx.pathParamMap().containsKey("id")
                ? Paths.id(ctx, "id")
                : Paths.id(ctx, "namespace") + "/" + Paths.id(ctx, "name");
    }

    /**
     * The model to show; empty when the request was answered with the way to its present name.
     *
     * @param part what of the model is asked for, such as {@code /versions}; in front of the parameter {@code path}, if
     *     the route has one
     */
    static Optional<Model> shown(Context ctx, Models models, Caller caller, String part) {
        FoundModel found = models.get(text(ctx), caller);
        if (!found.byEarlierName()) {
            return Optional.of(found.model());
        }
        String rest = ctx.pathParamMap().getOrDefault("path", "");
        String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        ctx.status(307)
                .header("Location", "/v1/models/" + Paths.encoded(found.model().name() + part + rest) + query);
        return Optional.empty();
    }
}
