package dev.modeldock.server.routes.dock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.datasets.DatasetSessions;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FormParts;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.MultipartReader;
import dev.modeldock.server.http.Paths;
import dev.modeldock.sessions.ChunkUpload;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.sessions.NewSession;
import dev.modeldock.sessions.SessionStatus;
import dev.modeldock.sessions.Sessions;
import dev.modeldock.storedfiles.FileContext;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /api/public/files/session}: the documents' start, chunk and complete, and our status, raw PUT and give-up. */
public final class SessionRoutes {
    private static final String SESSION = "/api/public/files/session/{sessionId}";
    private static final String CHUNK_HASH = "X-Chunk-Sha256";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int BUFFER = 256 * 1024;
    private final Sessions sessions;
    private final DatasetSessions datasets;
    private final Guard<Caller> guard;
    private final FileViews files;

    public SessionRoutes(Sessions sessions, DatasetSessions datasets, Guard<Caller> guard, FileViews files) {
        this.sessions = sessions;
        this.datasets = datasets;
        this.guard = guard;
        this.files = files;
    }

    public void register(RoutesConfig routes) {
        routes.post("/api/public/files/session/start", this::start);
        routes.post(SESSION, this::chunk);
        routes.put(SESSION + "/{chunkNumber}", this::rawChunk);
        routes.get(SESSION, this::status);
        routes.delete(SESSION, this::abort);
        routes.post(SESSION + "/complete", this::complete);
    }

    /** The session that is asked for, of a caller who may bring in what it brings. */
    private ImportSession session(Context ctx) {
        Caller caller = guard.caller(ctx);
        ImportSession session = sessions.get(Paths.id(ctx, "sessionId"), caller);
        requireScope(caller, session.wish());
        return session;
    }

    /** What is no model needs no scope, as the documents know none for files. */
    private static void requireScope(Caller caller, NewSession wish) {
        if (wish.context() == FileContext.MODEL) {
            caller.require(Scope.IMPORT_MODEL);
        }
    }

    private void start(Context ctx) throws IOException {
        Caller caller = guard.caller(ctx);
        JsonBody body = JsonBody.of(ctx);
        NewSession wish = new NewSession(
                body.text("fileContext"),
                body.text("fileName"),
                body.text("fileExtension"),
                body.wholeNumber("fileSize"),
                chunks(body.wholeNumber("totalChunks")),
                body.flag("isAdapter", false),
                body.flag("allow_unsafe", body.flag("allowUnsafe", false)),
                body.optionalText("baseModelId").orElse(""),
                body.optionalText("sha256").orElse(""));
        requireScope(caller, wish);
        ImportSession session = start(wish, body, caller);
        ctx.json(announced(session).put("expirationDate", Dates.iso(session.expires())));
    }

    /** What is sent for a dataset may say for which: one that is here, or a new one of a type and a format. */
    private ImportSession start(NewSession wish, JsonBody body, Caller caller) {
        if (wish.context() != FileContext.DATASET) {
            return sessions.start(wish, caller);
        }
        Optional<String> dataset = body.optionalText("datasetId");
        Optional<String> type = body.optionalText("type");
        Optional<String> format = body.optionalText("format");
        boolean isNew = type.isPresent() || format.isPresent();
        if (dataset.isEmpty() && !isNew) {
            return sessions.start(wish, caller);
        }
        caller.require(Scope.WRITE);
        if (dataset.isPresent() && isNew) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The fields \"datasetId\", \"type\" and \"format\" were sent; expected is \"datasetId\" for a dataset"
                            + " that is here, or \"type\" and \"format\" for a new one.",
                    Map.of("field", "datasetId"));
        }
        return isNew
                ? datasets.start(wish, type.orElse(""), format.orElse(""), caller)
                : datasets.start(wish, dataset.get(), caller);
    }

    private ObjectNode announced(ImportSession session) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sessionId", session.id());
        if (session.bringsModel()) {
            return answer.put("modelId", session.modelId());
        }
        datasets.dataset(session).ifPresent(id -> answer.put("datasetId", id));
        return answer;
    }

    /** A number that no session could have is left to the session's own check. */
    private static int chunks(long total) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, total));
    }

    private void chunk(Context ctx) throws IOException {
        String id = session(ctx).id();
        Caller caller = guard.caller(ctx);
        ChunkPart file = new ChunkPart(() -> sessions.receive(id, caller, Optional.empty(), hash(ctx)));
        try (file) {
            FormParts parts = new FormParts(file);
            MultipartReader.read(ctx.req().getInputStream(), ctx.header("Content-Type"), parts);
            int number = number(parts.text("chunkNumber").orElse(""));
            file.upload().finish(number);
            ctx.json(answer(id, number));
        }
    }

    private void rawChunk(Context ctx) throws IOException {
        String id = session(ctx).id();
        Caller caller = guard.caller(ctx);
        int number = number(ctx.pathParam("chunkNumber"));
        try (ChunkUpload upload = sessions.receive(id, caller, Optional.of(number), hash(ctx))) {
            InputStream body = ctx.req().getInputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = body.read(buffer)) >= 0; ) {
                upload.write(ByteBuffer.wrap(buffer, 0, count));
            }
            upload.finish(number);
            ctx.json(answer(id, number));
        }
    }

    private static Optional<String> hash(Context ctx) {
        Optional<String> hash = Optional.ofNullable(ctx.header(CHUNK_HASH)).map(String::strip);
        hash.filter(text -> !SHA256.matcher(text).matches()).ifPresent(text -> {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    CHUNK_HASH + " has " + text.length() + " characters; expected are 64 hexadecimal digits.");
        });
        return hash;
    }

    /** A decimal number, perhaps in quotes or blanks, as form fields carry it. */
    private static int number(String text) {
        String bare = text.strip().replaceAll("^\"|\"$", "").strip();
        if (!bare.matches("\\d{1,9}")) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    bare.isEmpty()
                            ? "The part \"chunkNumber\" is missing or empty; expected is the chunk's number, such as 0."
                            : "\"chunkNumber\" is not a whole number of 0 or more; expected is the chunk's number, such as"
                                    + " 0.");
        }
        return Integer.parseInt(bare);
    }

    private static ObjectNode answer(String id, int number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("chunkNumber", Integer.toString(number))
                .put("sessionId", id);
    }

    private void status(Context ctx) throws IOException {
        SessionStatus status = sessions.status(session(ctx).id(), guard.caller(ctx));
        ImportSession session = status.session();
        ObjectNode answer = announced(session);
        answer.put("status", session.state().name())
                .put("totalChunks", session.wish().totalChunks());
        status.receivedChunks().forEach(answer.putArray("receivedChunks")::add);
        status.missingChunks().forEach(answer.putArray("missingChunks")::add);
        answer.put("receivedBytes", status.receivedBytes())
                .put("fileSize", session.wish().fileSize())
                .put("expirationDate", Dates.iso(session.expires()));
        if (!session.jobId().isEmpty()) {
            answer.put("dockStatusId", DockStatus.id(session.jobId()));
        }
        if (!session.fileId().isEmpty()) {
            answer.put("fileId", session.fileId());
        }
        ctx.json(answer);
    }

    private void abort(Context ctx) throws IOException {
        sessions.abort(session(ctx).id(), guard.caller(ctx));
        ctx.status(204);
    }

    private void complete(Context ctx) throws IOException {
        ImportSession session = session(ctx);
        Caller caller = guard.caller(ctx);
        if (session.bringsModel()) {
            ctx.json(DockStatus.accepted(sessions.complete(session.id(), caller)));
            return;
        }
        Optional<String> dataset = datasets.dataset(session);
        if (dataset.isPresent()) {
            caller.require(Scope.WRITE);
        }
        ObjectNode answer = files.shown(ctx, datasets.complete(session, caller));
        dataset.ifPresent(id -> answer.put("datasetId", id));
        ctx.json(answer);
    }
}
