package dev.modeldock.server.routes.dock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.exports.Export;
import dev.modeldock.exports.ExportFormat;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Gate;
import dev.modeldock.models.Model;
import dev.modeldock.server.http.FileContent;
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
    public static final String DOWNLOADS = "/api/v1/account/exports/";

    private final Dock dock;
    private final Guard<Caller> guard;
    private final Links links;

    public ExportRoutes(Dock dock, Guard<Caller> guard, Links links) {
        this.dock = dock;
        this.guard = guard;
        this.links = links;
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
        ctx.json(withUrl(ctx, job).put("modelId", id));
    }

    private void dockStatus(Context ctx) {
        Job job = dock.jobs().get(Paths.jobId(ctx, "id"), guard.caller(ctx));
        ctx.json(job.kind() == JobKind.EXPORT ? withUrl(ctx, job) : DockStatus.of(job));
    }

    private ObjectNode withUrl(Context ctx, Job job) {
        ObjectNode status = DockStatus.of(job);
        Optional<Export> export = dock.exports().find(job);
        if (export.isEmpty()) {
            return status.put("message", "The model was deleted since; there is nothing to download.");
        }
        String url = links.to(ctx, DOWNLOADS + job.id() + "/" + export.get().fileName());
        status.put("downloadUrl", url).put("downloadURL", url);
        status.putObject("response").put("downloadUrl", url);
        return status;
    }

    private void download(Context ctx) throws IOException {
        links.verify(ctx, DOWNLOADS + ctx.pathParam("job") + "/" + ctx.pathParam("file"));
        Export export = dock.exports().of(dock.jobs().get(ctx.pathParam("job")));
        boolean seekable = export.format().seekable();
        FileResponse.send(
                ctx,
                new FileContent(
                        seekable ? dock.exports().length(export) : FileContent.UNKNOWN,
                        export.tag(),
                        export.version().created(),
                        export.format().mediaType(),
                        export.fileName(),
                        (from, to, out) -> {
                            if (seekable) {
                                dock.exports().write(export, from, to, out);
                            } else {
                                dock.exports().stream(export, out);
                            }
                        }));
    }
}
