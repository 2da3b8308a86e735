package dev.modeldock.server.routes.upload;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.imports.ImportDraft;
import dev.modeldock.imports.PreparedImport;
import dev.modeldock.imports.SourceRequests;
import dev.modeldock.imports.StagedUpload;
import dev.modeldock.jobs.Job;
import dev.modeldock.server.http.FormParts;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.MultipartReader;
import dev.modeldock.server.http.PartHeaders;
import dev.modeldock.server.http.PartSink;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** {@code POST /v1/upload/{source}}, the same for every source: its fields tell what a request holds. */
public final class UploadRoutes {
    private final SourceRequests requests;
    private final Guard<Caller> guard;

    public UploadRoutes(SourceRequests requests, Guard<Caller> guard) {
        this.requests = requests;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.post("/v1/upload/{source}", this::upload);
    }

    private void upload(Context ctx) throws IOException, InterruptedException {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.IMPORT_MODEL);
        String source = ctx.pathParam("source");
        requests.require(source);
        boolean form = String.valueOf(ctx.header("Content-Type")).startsWith("multipart/");
        try (ImportDraft draft = requests.draft(form ? Math.max(0, ctx.req().getContentLengthLong()) : 0)) {
            ctx.queryParamMap().forEach((name, values) -> draft.values(name, values));
            if (form) {
                readForm(ctx, draft);
            } else {
                DraftJson.read(ctx, draft);
            }
            answer(ctx, requests.prepare(source, draft, caller));
        }
    }

    /** Start it and tell where its task is, or show its plan when only that is asked for. */
    public static void answer(Context ctx, PreparedImport prepared) throws IOException {
        if (prepared.options().dryRun()) {
            ForecastView.send(ctx, prepared.forecast());
        } else {
            Job job = prepared.start();
            ctx.status(201).header("Location", "/v1/upload/tasks/" + job.id());
        }
    }

    private static void readForm(Context ctx, ImportDraft draft) throws IOException {
        FormParts parts = new FormParts(headers -> file(headers, draft));
        MultipartReader.read(ctx.req().getInputStream(), ctx.header("Content-Type"), parts);
        parts.texts().forEach(draft::value);
    }

    private static PartSink file(PartHeaders headers, ImportDraft draft) throws IOException {
        StagedUpload upload = draft.upload(
                headers.name(), Optional.ofNullable(headers.filename()).orElse("upload"));
        // The draft makes all of its files durable at once, and closes them.
        return upload::write;
    }
}
