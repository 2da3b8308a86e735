package dev.modeldock.server.routes.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.models.Branch;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Addresses;
import dev.modeldock.server.http.Paths;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** Commits: newline-delimited JSON, read as it comes. */
final class CommitRoutes {
    private final Asked asked;
    private final Addresses addresses;

    CommitRoutes(Asked asked, Addresses addresses) {
        this.asked = asked;
        this.addresses = addresses;
    }

    void register(RoutesConfig routes) {
        for (String path : Asked.below("/api/models", "/commit/{revision}")) {
            routes.post(path, asked.change(this::commit));
        }
    }

    private void commit(Context ctx, Model model, Caller caller) throws IOException, InterruptedException {
        refusePullRequest(ctx);
        Branch branch = asked.dock().pushes().branch(model, ctx.pathParam("revision"));
        Version version = asked.dock().pushes().commit(branch, ctx.req().getInputStream(), caller);
        String page = "/" + Paths.encoded(model.name().toString()) + "/commit/" + version.commit();
        ctx.json(HubViews.object()
                .put("success", true)
                .put("commitOid", version.commit())
                .put("commitUrl", addresses.absolute(ctx, page))
                .put("hookOutput", ""));
    }

    static void refusePullRequest(Context ctx) {
        String asPullRequest = Optional.ofNullable(ctx.queryParam("create_pr")).orElse("");
        if (!asPullRequest.isEmpty() && !asPullRequest.equals("0") && !asPullRequest.equals("false")) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "This server has no pull requests. Commit to a branch instead, and move main to it when it is good.");
        }
    }
}
