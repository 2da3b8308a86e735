package dev.modeldock.server.routes.dock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.exports.Export;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Exchange;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.tools.ToolExport;
import dev.modeldock.tools.ToolJobs;
import io.javalin.http.Context;
import java.util.Optional;

/** Jobs as {@code /api/public} shows them, those of exports with the URL that they lead to, and what is found there. */
public final class ExportViews {
    /** Below this, the signature in the query stands for a key. */
    static final String DOWNLOADS = "/api/v1/account/exports/";

    private static final String ZIP = "application/zip";

    private final Dock dock;
    private final Links links;

    public ExportViews(Dock dock, Links links) {
        this.dock = dock;
        this.links = links;
    }

    /** How a job stands, and its URL if it is an export. */
    ObjectNode status(Context ctx, Job job) {
        ObjectNode status = DockStatus.of(job);
        return switch (job.kind()) {
            case IMPORT, TOOL_IMPORT, ACTION, GPU_ACTION -> status;
            case EXPORT -> withUrl(ctx, job, dock.exports().find(job).map(Export::fileName), status);
            case TOOL_EXPORT ->
                withUrl(
                        ctx,
                        job,
                        dock.toolbox().exports().find(job).map(ToolExport::fileName),
                        status.put("exportJobId", ToolJobs.family(job).noun() + "-ej-" + job.id()));
        };
    }

    private ObjectNode withUrl(Context ctx, Job job, Optional<String> fileName, ObjectNode status) {
        if (fileName.isEmpty()) {
            return status.put("message", "What was exported was deleted since; there is nothing to download.");
        }
        String url = links.to(ctx, path(job.id(), fileName.get()));
        status.put("downloadUrl", url).put("downloadURL", url);
        status.putObject("response").put("downloadUrl", url);
        return status;
    }

    private static String path(String job, String fileName) {
        return DOWNLOADS + job + "/" + fileName;
    }

    /** What a signed URL leads to. */
    FileContent content(Context ctx, String jobId, String fileName) {
        links.verify(ctx, path(jobId, fileName));
        Job job = dock.jobs().get(jobId);
        if (job.kind() == JobKind.EXPORT) {
            Exchange.handsOut(ctx, job.source());
            return model(dock.exports().of(job));
        }
        return dock.toolbox().exports().find(job).map(ExportViews::tool).orElseThrow(ExportViews::gone);
    }

    private static DockException gone() {
        return new DockException(Problem.NOT_FOUND, "The tool of this export was deleted. Export another one.");
    }

    private FileContent model(Export export) {
        boolean seekable = export.format().seekable();
        return new FileContent(
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
                });
    }

    private static FileContent tool(ToolExport export) {
        return new FileContent(
                export.archive().length(),
                export.version().digest(),
                export.version().created(),
                ZIP,
                export.fileName(),
                export.archive()::write);
    }
}
