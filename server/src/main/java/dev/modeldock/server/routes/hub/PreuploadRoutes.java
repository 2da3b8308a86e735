package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.files.SafePaths;
import dev.modeldock.formats.Malformed;
import dev.modeldock.formats.ModelCard;
import dev.modeldock.hub.push.Preupload;
import dev.modeldock.models.Model;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** What clients ask before they send anything: whether the model card can be read, and how each file is to be sent. */
final class PreuploadRoutes {
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_FILES = 1_000;

    private final Asked asked;

    PreuploadRoutes(Asked asked) {
        this.asked = asked;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/validate-yaml", this::validate);
        for (String path : Asked.below("/api/models", "/preupload/{revision}")) {
            routes.post(path, asked.change(this::preupload));
        }
        for (String kind : new String[] {"read", "write"}) {
            for (String path : Asked.below("/api/models", "/xet-" + kind + "-token/{revision}")) {
                routes.get(path, asked.stored((ctx, model, caller) -> refuseXet()));
            }
        }
    }

    private static void refuseXet() {
        throw new DockException(
                Problem.NOT_FOUND, "This server has no Xet storage. Set HF_HUB_DISABLE_XET=1 and upload again.");
    }

    private void validate(Context ctx) throws IOException {
        asked.guard().caller(ctx);
        ObjectNode view = HubViews.object();
        ArrayNode errors = view.putArray("errors");
        ArrayNode warnings = view.putArray("warnings");
        try {
            if (ModelCard.read(
                            JsonBody.of(ctx, MOST_BYTES).optionalText("content").orElse(""))
                    .isEmpty()) {
                warnings.addObject().put("message", "The model card says nothing in its front matter.");
            }
        } catch (Malformed e) {
            errors.addObject().put("message", "The model card cannot be read: " + e.getMessage() + ".");
            ctx.status(400);
        }
        ctx.json(view);
    }

    private void preupload(Context ctx, Model model, Caller caller) throws IOException {
        CommitRoutes.refusePullRequest(ctx);
        JsonBody body = JsonBody.of(ctx, MOST_BYTES);
        Preupload preupload = asked.dock()
                .pushes()
                .preupload(
                        asked.dock().pushes().branch(model, ctx.pathParam("revision")), body.optionalText("gitIgnore"));
        JsonNode files = body.object().path("files");
        if (files.size() > MOST_FILES) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    files.size() + " files are asked about; expected are " + MOST_FILES + " at most.");
        }
        ObjectNode view = HubViews.object();
        ArrayNode answers = view.putArray("files");
        files.forEach(file -> answers.add(answer(preupload, file)));
        ctx.json(view);
    }

    private static ObjectNode answer(Preupload preupload, JsonNode file) {
        String path = file.path("path").asText();
        try {
            SafePaths.check(path);
        } catch (DockException e) {
            throw new DockException(Problem.VALIDATION_ERROR, e.getMessage(), e);
        }
        Preupload.Answer answer = preupload.of(path, file.path("size").asLong());
        ObjectNode view = HubViews.object()
                .put("path", path)
                .put("uploadMode", answer.isLarge() ? "lfs" : "regular")
                .put("shouldIgnore", answer.ignored());
        answer.etag().ifPresent(etag -> view.put("oid", etag));
        return view;
    }
}
