package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.files.SafePaths;
import dev.modeldock.hub.push.CommitLine;
import dev.modeldock.hub.push.Visibility;
import dev.modeldock.models.Access;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelChange;
import dev.modeldock.models.ModelName;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.Paths;
import dev.modeldock.server.http.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Models are made, renamed, shown or hidden, and deleted; a hub calls them repositories. */
final class RepositoryRoutes {
    private static final int MOST_BYTES = 8 << 20;
    private static final String MODEL = "model";

    private final Asked asked;
    private final Addresses addresses;

    RepositoryRoutes(Asked asked, Addresses addresses) {
        this.asked = asked;
        this.addresses = addresses;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/repos/create", this::create);
        routes.delete("/api/repos/delete", this::delete);
        routes.post("/api/repos/move", this::move);
        for (String path : Asked.below("/api/models", "/settings")) {
            routes.put(path, asked.change(this::settings));
        }
    }

    private Caller writer(Context ctx) {
        Caller caller = asked.guard().caller(ctx);
        caller.require(Scope.WRITE);
        return caller;
    }

    private void create(Context ctx) throws IOException, InterruptedException {
        Caller caller = writer(ctx);
        JsonBody body = JsonBody.of(ctx, MOST_BYTES);
        ModelName name = name(body, caller);
        if (name.name().endsWith(".git")) {
            throw refused("The name " + name + " ends with .git, which no model's may. Choose another one.");
        }
        Access access = isPrivate(body).orElse(false) ? Access.PRIVATE : Access.PUBLIC;
        try {
            Model model = asked.dock().pushes().create(name, access, files(body), caller);
            ctx.json(view(ctx, name).put("id", HubViews.id(model)));
        } catch (DockException e) {
            if (e.problem() != Problem.CONFLICT) {
                throw e;
            }
            // Clients that take what is there go on with the address in the body.
            String sentence = "You already created this model repo, or somebody else did: " + name + ".";
            ctx.status(409).header("X-Error-Message", sentence);
            ctx.json(view(ctx, name).put("error", sentence));
        }
    }

    private ObjectNode view(Context ctx, ModelName name) {
        return HubViews.object()
                .put("url", addresses.absolute(ctx, "/" + Paths.encoded(name.toString())))
                .put("name", name.toString());
    }

    /** The name in two fields, or in one. */
    private static ModelName name(JsonBody body, Caller caller) {
        requireModel(body);
        String name = body.text("name");
        String namespace = body.optionalText("organization").orElse(caller.user());
        return name.contains("/") ? ModelName.of(name) : new ModelName(namespace, name);
    }

    private static void requireModel(JsonBody body) {
        String type = body.optionalText("type").orElse(MODEL);
        if (!type.equals(MODEL)) {
            throw refused("This server keeps models as repositories, and none of the type " + Shown.text(type) + ".");
        }
    }

    private static Optional<Boolean> isPrivate(JsonBody body) {
        Optional<String> visibility = body.optionalText("visibility");
        if (visibility.isPresent()) {
            return Optional.of(
                    switch (visibility.get()) {
                        case "private" -> true;
                        case "public" -> false;
                        default ->
                            throw refused("The visibility is \"" + Shown.text(visibility.get())
                                    + "\"; expected is public or private.");
                    });
        }
        return body.has("private") ? Optional.of(body.flag("private", false)) : Optional.empty();
    }

    /** Some clients send a few small files along, or the licence, which becomes a model card. */
    private static List<CommitLine.SmallFile> files(JsonBody body) {
        List<CommitLine.SmallFile> files = new ArrayList<>();
        for (JsonNode file : body.object().path("files")) {
            try {
                String path = SafePaths.check(file.path("path").asText());
                files.add(new CommitLine.SmallFile(
                        path, Base64.getDecoder().decode(file.path("content").asText())));
            } catch (DockException e) {
                throw refused(e.getMessage());
            } catch (IllegalArgumentException e) {
                throw refused("The content of a file is no base64.");
            }
        }
        body.optionalText("license")
                .filter(license -> license.matches("[a-z0-9.-]{1,60}"))
                .filter(license -> files.stream().noneMatch(file -> file.path().equals("README.md")))
                .map(license -> ("---\nlicense: " + license + "\n---\n").getBytes(StandardCharsets.UTF_8))
                .ifPresent(card -> files.add(new CommitLine.SmallFile("README.md", card)));
        return files;
    }

    private void delete(Context ctx) throws IOException {
        Caller caller = writer(ctx);
        Model model = owned(name(JsonBody.of(ctx), caller), caller);
        asked.dock().models().delete(model);
    }

    /** By its present name only: who deletes or renames by an earlier one may mean another model. */
    private Model owned(ModelName name, Caller caller) {
        asked.dock()
                .models()
                .find(name.toString(), caller)
                .filter(found -> !found.byEarlierName())
                .map(FoundModel::model)
                .orElseThrow(() -> HubRefusals.noModel(name.toString()));
        return asked.dock().models().owned(name.toString(), caller);
    }

    private void move(Context ctx) throws IOException {
        Caller caller = writer(ctx);
        JsonBody body = JsonBody.of(ctx);
        requireModel(body);
        Model model = owned(ModelName.of(body.text("fromRepo")), caller);
        ModelName next = ModelName.of(body.text("toRepo"));
        asked.dock()
                .models()
                .change(model, new ModelChange(Optional.of(next), Optional.empty(), Optional.empty()), caller);
        ctx.json(view(ctx, next));
    }

    private void settings(Context ctx, Model model, Caller caller) throws IOException {
        JsonBody body = JsonBody.of(ctx);
        Access access = new Visibility(isPrivate(body), isGated(body)).of(model.access());
        asked.dock()
                .models()
                .change(model, new ModelChange(Optional.empty(), Optional.of(access), Optional.empty()), caller);
        ObjectNode view = HubViews.object().put("private", access == Access.PRIVATE);
        if (access == Access.GATED) {
            view.put("gated", "manual");
        } else {
            view.put("gated", false);
        }
        ctx.json(view);
    }

    /** {@code false}, or how people are let in: here by hand, whatever was said. */
    private static Optional<Boolean> isGated(JsonBody body) {
        JsonNode gated = body.object().path("gated");
        if (gated.isMissingNode() || gated.isNull()) {
            return Optional.empty();
        }
        if (gated.isBoolean()) {
            return Optional.of(gated.booleanValue());
        }
        if (gated.asText().equals("manual") || gated.asText().equals("auto")) {
            return Optional.of(true);
        }
        throw refused("\"gated\" is " + Shown.text(gated.toString()) + "; expected is auto, manual or false.");
    }

    private static DockException refused(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }
}
