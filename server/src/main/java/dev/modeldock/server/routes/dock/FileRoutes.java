package dev.modeldock.server.routes.dock;

import dev.modeldock.access.Caller;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.FormParts;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.MultipartReader;
import dev.modeldock.server.http.PartHandler;
import dev.modeldock.server.http.PartHeaders;
import dev.modeldock.server.http.PartSink;
import dev.modeldock.storedfiles.FileContext;
import dev.modeldock.storedfiles.FileUpload;
import dev.modeldock.storedfiles.NewFile;
import dev.modeldock.storedfiles.StoredFile;
import dev.modeldock.storedfiles.StoredFiles;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code POST /api/public/files}, and the signed URLs that files are read at. Any valid key may send files. */
public final class FileRoutes {
    /** Below this, the signature in the query stands for a key. */
    public static final String FILES = FileViews.FILES;

    private static final String OTHER = "application/octet-stream";
    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("m4a", "audio/mp4"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mpga", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("webm", "video/webm"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mpeg", "video/mpeg"),
            Map.entry("png", "image/png"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("json", "application/json"),
            Map.entry("jsonl", "application/jsonl"),
            Map.entry("csv", "text/csv"),
            Map.entry("zip", "application/zip"));

    private final StoredFiles files;
    private final Guard<Caller> guard;
    private final FileViews views;

    public FileRoutes(StoredFiles files, Guard<Caller> guard, FileViews views) {
        this.files = files;
        this.guard = guard;
        this.views = views;
    }

    public void register(RoutesConfig routes) {
        routes.post("/api/public/files", this::upload);
        routes.get(FILES + "{place}", this::download);
    }

    private void upload(Context ctx) throws IOException, InterruptedException {
        Caller caller = guard.caller(ctx);
        long announced = Math.max(0, ctx.req().getContentLengthLong());
        try (FileUpload upload = files.receive(announced)) {
            FilePart part = new FilePart(upload);
            FormParts parts = new FormParts(part);
            MultipartReader.read(ctx.req().getInputStream(), ctx.header("Content-Type"), parts);
            FileContext context = FileContext.of(parts.text("fileContext").orElseThrow(FileRoutes::noContext));
            if (context == FileContext.MODEL) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "A model does not come this way. Start a session at /api/public/files/session/start with the"
                                + " fileContext model.");
            }
            ctx.json(views.shown(ctx, upload.finish(NewFile.named(caller.user(), context, part.fileName()))));
        }
    }

    private static DockException noContext() {
        return new DockException(
                Problem.VALIDATION_ERROR,
                "The part \"fileContext\" is missing; expected is what the file is for, such as bulkImport.");
    }

    /** The one file of the form, written as it comes. */
    private static final class FilePart implements PartHandler {
        private final FileUpload upload;
        private String fileName;

        FilePart(FileUpload upload) {
            this.upload = upload;
        }

        @Override
        public PartSink open(PartHeaders headers) {
            if (fileName != null) {
                throw new DockException(
                        Problem.VALIDATION_ERROR, "The form has more than one file. Send one in each request.");
            }
            fileName = Optional.ofNullable(headers.filename()).orElse("");
            return upload::write;
        }

        String fileName() {
            if (fileName == null) {
                throw new DockException(
                        Problem.VALIDATION_ERROR, "The part \"file\" is missing; it holds the file's bytes and name.");
            }
            return fileName;
        }
    }

    private void download(Context ctx) throws IOException {
        String place = ctx.pathParam("place");
        views.verify(ctx, place);
        StoredFile file = files.at(place);
        FileResponse.send(
                ctx,
                new FileContent(
                        file.size(),
                        file.id(),
                        file.created(),
                        MEDIA_TYPES.getOrDefault(file.extension(), OTHER),
                        file.name(),
                        (from, to, out) -> files.copy(file, from, to, out)));
    }
}
