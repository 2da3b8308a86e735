package dev.modeldock.server.routes.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.imports.ImportDraft;
import dev.modeldock.imports.SourceRequests;
import dev.modeldock.imports.StagedUpload;
import dev.modeldock.jobs.Job;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FormParts;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.MultipartReader;
import dev.modeldock.server.http.PartHeaders;
import dev.modeldock.server.http.PartSink;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** {@code POST /v1/upload/{source}}, the same for every source: its fields tell what a request holds. */
public final class UploadRoutes {
    private static final String ALLOW_UNSAFE = "allow_unsafe";

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
        boolean json = String.valueOf(ctx.header("Content-Type")).startsWith("application/json");
        try (ImportDraft draft = requests.draft(Math.max(0, json ? 0 : ctx.req().getContentLengthLong()))) {
            ctx.queryParamMap().forEach((name, values) -> draft.value(name, values.get(values.size() - 1)));
            String allowUnsafe = json ? readJson(ctx, draft) : readForm(ctx, draft);
            Job job = requests.start(source, draft, isTrue(allowUnsafe), caller);
            ctx.status(201).header("Location", "/v1/upload/tasks/" + job.id());
        }
    }

    private static String readJson(Context ctx, ImportDraft draft) throws IOException {
        JsonNode object = JsonBody.of(ctx).object();
        object.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                draft.value(field.getKey(), field.getValue().asText());
            }
        });
        return object.path(ALLOW_UNSAFE).asText(ctx.queryParam(ALLOW_UNSAFE));
    }

    private static String readForm(Context ctx, ImportDraft draft) throws IOException {
        FormParts parts = new FormParts(headers -> file(headers, draft));
        MultipartReader.read(ctx.req().getInputStream(), ctx.header("Content-Type"), parts);
        parts.texts().forEach(draft::value);
        return parts.text(ALLOW_UNSAFE).orElse(ctx.queryParam(ALLOW_UNSAFE));
    }

    private static PartSink file(PartHeaders headers, ImportDraft draft) throws IOException {
        StagedUpload upload = draft.upload(
                headers.name(), Optional.ofNullable(headers.filename()).orElse("upload"));
        // The draft makes all of its files durable at once, and closes them.
        return upload::write;
    }

    private static boolean isTrue(String text) {
        String word = text == null ? "" : text.strip();
        if (word.isEmpty() || word.equalsIgnoreCase("false")) {
            return false;
        }
        if (word.equalsIgnoreCase("true")) {
            return true;
        }
        throw new DockException(
                Problem.VALIDATION_ERROR, "\"" + ALLOW_UNSAFE + "\" is neither true nor false; send one of the two.");
    }
}
