package dev.modeldock.server.routes.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.models.Alias;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Model;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** Branches and tags are made and deleted. */
final class RefRoutes {
    private final Asked asked;

    RefRoutes(Asked asked) {
        this.asked = asked;
    }

    void register(RoutesConfig routes) {
        for (String path : Asked.below("/api/models", "/branch/{revision}")) {
            routes.post(path, asked.change(this::branch));
            routes.delete(path, asked.change((ctx, model, caller) -> delete(ctx, model, false)));
        }
        for (String path : Asked.below("/api/models", "/tag/{revision}")) {
            routes.post(path, asked.change(this::tag));
            routes.delete(path, asked.change((ctx, model, caller) -> delete(ctx, model, true)));
        }
    }

    private void branch(Context ctx, Model model, Caller caller) throws IOException {
        String name = ctx.pathParam("revision");
        boolean isSent = ctx.req().getContentLengthLong() > 0 || ctx.header("Transfer-Encoding") != null;
        Optional<JsonBody> body = isSent ? Optional.of(JsonBody.of(ctx)) : Optional.empty();
        if (body.isPresent() && body.get().flag("emptyBranch", false)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR, "A branch without files is not taken. Begin it at another one.");
        }
        Optional<String> from = body.flatMap(each -> each.optionalText("startingPoint"));
        Optional<Alias> there =
                asked.dock().models().aliases().find(model, name).filter(alias -> !alias.isTag());
        if (there.isPresent() && body.isPresent() && body.get().flag("overwrite", false)) {
            from.ifPresent(
                    revision -> asked.dock().models().aliases().set(model, name, asked.version(model, revision)));
        } else {
            asked.dock().models().aliases().create(model, name, asked.version(model, from.orElse(Aliases.MAIN)), false);
        }
        ctx.json(HubViews.object());
    }

    private void tag(Context ctx, Model model, Caller caller) throws IOException {
        String name = JsonBody.of(ctx).text("tag");
        asked.dock().models().aliases().create(model, name, asked.version(model, ctx.pathParam("revision")), true);
        ctx.json(HubViews.object());
    }

    private void delete(Context ctx, Model model, boolean isTag) {
        String name = ctx.pathParam("revision");
        Aliases aliases = asked.dock().models().aliases();
        if (aliases.find(model, name).filter(alias -> alias.isTag() == isTag).isEmpty()) {
            throw HubRefusals.noRevision(model, name);
        }
        aliases.delete(model, name);
    }
}
