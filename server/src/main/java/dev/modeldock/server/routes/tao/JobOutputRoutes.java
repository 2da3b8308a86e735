package dev.modeldock.server.routes.tao;

import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.actions.process.LogPlace;
import dev.modeldock.actions.process.LogReader;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.LiveAnswers;
import dev.modeldock.server.http.Shown;
import dev.modeldock.training.ActionJob;
import dev.modeldock.training.ActionJobs;
import dev.modeldock.training.ResultArchive;
import dev.modeldock.training.ResultTar;
import dev.modeldock.training.Workpiece;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** {@code …/job/{job}/download} and {@code …/logs}: what a job has written, and what its command says. */
final class JobOutputRoutes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String TAR = "application/x-tar";
    private static final int MOST_LINES = 10_000;
    private static final int BUFFER = 64 * 1024;

    private final String noun;
    private final Handler.Finder handlers;
    private final ActionJobs jobs;
    private final LiveAnswers live;

    JobOutputRoutes(String noun, Handler.Finder handlers, ActionJobs jobs, LiveAnswers live) {
        this.noun = noun;
        this.handlers = handlers;
        this.jobs = jobs;
        this.live = live;
    }

    void register(RoutesConfig routes, String handler) {
        String path = handler + "/job/{job}";
        routes.get(path + "/download", this::download);
        routes.get(path + "/logs", this::log);
    }

    private Workpiece piece(Context ctx) {
        return handlers.find(ctx, noun + " not found").piece();
    }

    private ActionJob found(Context ctx, Workpiece piece) {
        return jobs.find(piece, TaoUsers.uuid(ctx, "job", "Job"))
                .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "job not found"));
    }

    /** As the document has it a tar.gz; ours, on request, a tar, of which any range can be asked once the job has ended. */
    private void download(Context ctx) throws IOException {
        ActionJob job = found(ctx, piece(ctx));
        boolean packed = packed(ctx);
        ResultArchive results = jobs.results(job);
        if (results.isEmpty()) {
            throw new DockException(Problem.NOT_FOUND, "job output not found");
        }
        String name = job.job().id();
        if (packed) {
            FileResponse.send(ctx, streamed(name + ".tar.gz", results::streamPacked));
        } else if (job.job().state().isFinal()) {
            ResultTar tar = results.settled();
            FileResponse.send(
                    ctx, new FileContent(tar.length(), tar.tag(), tar.modified(), TAR, name + ".tar", tar::write));
        } else {
            FileResponse.send(ctx, streamed(name + ".tar", results::stream));
        }
    }

    /** Writes the whole of something. */
    @FunctionalInterface
    private interface Stream {
        void to(OutputStream out) throws IOException;
    }

    private static FileContent streamed(String name, Stream stream) {
        return new FileContent(FileContent.UNKNOWN, null, null, TAR, name, (from, to, out) -> stream.to(out));
    }

    private static boolean packed(Context ctx) {
        String format = Optional.ofNullable(ctx.queryParam("format")).orElse("");
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "", "tar.gz" -> true;
            case "tar" -> false;
            default ->
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"format\" is " + Shown.text(format) + "; expected is tar.gz, which is usual, or tar.");
        };
    }

    /** Ours: what the command has said; of a long one, the beginning and the end. */
    private void log(Context ctx) throws IOException {
        Workpiece piece = piece(ctx);
        ActionJob job = found(ctx, piece);
        Optional<Integer> lines = lines(ctx);
        boolean follow = follow(ctx);
        CommandLog log = jobs.log(job);
        LogReader reader = log.read(lines.isPresent() ? log.tail(lines.get()) : LogPlace.START);
        if (follow) {
            live.send(ctx, piece.owner(), TEXT, new LogFeed(reader, () -> isOver(piece, job)));
            return;
        }
        try (reader) {
            FileResponse.send(
                    ctx,
                    new FileContent(FileContent.UNKNOWN, null, null, TEXT, null, (from, to, out) -> copy(reader, out)));
        }
    }

    private boolean isOver(Workpiece piece, ActionJob job) {
        return jobs.find(piece, job.job().id())
                .map(now -> now.job().state().isFinal())
                .orElse(true);
    }

    private static void copy(LogReader reader, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (reader.read(buffer.clear()) > 0) {
            out.write(buffer.array(), 0, buffer.position());
        }
    }

    private static Optional<Integer> lines(Context ctx) {
        String text = ctx.queryParam("tail");
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > MOST_LINES) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"tail\" is " + Shown.text(text) + "; expected is how many of the last lines to show, from 0 to "
                            + MOST_LINES + ".");
        }
        return Optional.of(Integer.valueOf(text));
    }

    private static boolean follow(Context ctx) {
        String text = Optional.ofNullable(ctx.queryParam("follow")).orElse("false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"follow\" is " + Shown.text(text) + "; expected is true, to be told what comes, or false.");
        };
    }
}
