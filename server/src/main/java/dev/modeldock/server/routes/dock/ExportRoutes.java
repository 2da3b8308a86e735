package dev.modeldock.server.routes.dock;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.exports.ExportFormat;
import dev.modeldock.jobs.Job;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Gate;
import dev.modeldock.models.Model;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.Paths;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** Export calls, dock status, and the signed downloads that they lead to. */
public final class ExportRoutes {
    /** Below this, the signature in the query stands for a key. */
    public static final String DOWNLOADS = ExportViews.DOWNLOADS;

    private final Dock dock;
    private final Guard<Caller> guard;
    private final ExportViews views;

    public ExportRoutes(Dock dock, Guard<Caller> guard, ExportViews views) {
        this.dock = dock;
        this.guard = guard;
        this.views = views;
    }

    public void register(RoutesConfig routes) {
        routes.post("/api/public/models/{modelId}/export", this::export);
        routes.get("/api/public/dock-status/{id}", this::dockStatus);
        routes.get(DOWNLOADS + "{job}/{file}", this::download);
    }

    private void export(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.EXPORT_MODEL);
        ExportFormat format =
                ExportFormat.of(Optional.ofNullable(ctx.queryParam("format")).orElse("tar"));
        String id = Paths.id(ctx, "modelId");
        Model model = dock.models()
                .find(id, caller)
                .orElseThrow(() -> dock.sessions().notPublished(id, caller))
                .model();
        Gate.requireBytes(model, caller);
        String revision = Optional.ofNullable(ctx.queryParam("revision")).orElse(Aliases.MAIN);
        Job job = dock.exports().export(model, dock.models().version(model, revision), format, caller);
        ctx.json(views.status(ctx, job).put("modelId", id));
    }

    private void dockStatus(Context ctx) {
        Job job = dock.jobs().get(Paths.jobId(ctx, "id"), guard.caller(ctx));
        if (job.kind().isAction()) {
            throw new DockException(Problem.NOT_FOUND, "The job is an action's; ask for it where it was made.");
        }
        ctx.json(views.status(ctx, job));
    }

    private void download(Context ctx) throws IOException {
        FileResponse.send(ctx, views.content(ctx, ctx.pathParam("job"), ctx.pathParam("file")));
    }
}
