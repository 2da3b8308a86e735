package dev.modeldock.server.routes.modeldock;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.actions.process.LogReader;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobFilter;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobPage;
import dev.modeldock.jobs.JobState;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.FileContent;
import dev.modeldock.server.http.FileResponse;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.Paging;
import dev.modeldock.server.http.Paths;
import dev.modeldock.server.http.Shown;
import dev.modeldock.training.ActionJob;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /v1/jobs}: work of every kind, how far it is, and what can be done to it. */
public final class JobRoutes {
    private static final String JOBS = "/v1/jobs";
    private static final String JOB = JOBS + "/{id}";
    private static final int MOST_LINES = 10_000;
    private static final int BUFFER = 64 * 1024;

    private final Dock dock;
    private final Guard<Caller> guard;
    private final JobViews views;

    public JobRoutes(Dock dock, Guard<Caller> guard) {
        this.dock = dock;
        this.guard = guard;
        this.views = new JobViews(dock);
    }

    public void register(RoutesConfig routes) {
        routes.get(JOBS, this::list);
        routes.get(JOB, ctx -> ctx.json(views.whole(job(ctx))));
        routes.get(JOB + "/logs", this::log);
        routes.post(
                JOB + "/pause",
                ctx -> act(ctx, JobViews.PAUSE, id -> dock.jobs().pause(id)));
        routes.post(
                JOB + "/resume",
                ctx -> act(ctx, JobViews.RESUME, id -> dock.jobs().resume(id)));
        routes.post(
                JOB + "/retry",
                ctx -> act(ctx, JobViews.RETRY, id -> dock.jobs().retry(id)));
        routes.post(JOB + "/cancel", ctx -> {
            String user = guard.caller(ctx).user();
            act(ctx, JobViews.CANCEL, id -> dock.jobs().cancel(id, user));
        });
    }

    private Job job(Context ctx) {
        return dock.jobs().get(Paths.jobId(ctx, "id"), guard.caller(ctx));
    }

    private void act(Context ctx, String word, Function<String, Job> action) {
        Job job = job(ctx);
        guard.caller(ctx).require(job.kind() == JobKind.IMPORT ? Scope.IMPORT_MODEL : Scope.WRITE);
        if (!views.can(job).contains(word)) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The job is " + job.state() + " and cannot be told to " + word + "; what it can be told stands in"
                            + " its field \"can\": " + views.can(job) + ".");
        }
        ctx.json(views.whole(action.apply(job.id())));
    }

    private void list(Context ctx) {
        Caller caller = guard.caller(ctx);
        Paging paging = Paging.of(ctx);
        JobPage page = dock.jobs()
                .list(
                        new JobFilter(
                                caller.may(Scope.ADMIN) ? Optional.empty() : Optional.of(caller.user()),
                                query(ctx, "kind").map(word -> one(JobKind.values(), "kind", word)),
                                query(ctx, "state").map(word -> one(JobState.values(), "state", word)),
                                query(ctx, "source").map(source -> source.toUpperCase(Locale.ROOT)),
                                Optional.empty()),
                        paging.size(),
                        paging.offset());
        ctx.json(paging.answer(page.items().stream().map(views::listed).toList(), page.total()));
    }

    private static Optional<String> query(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isBlank());
    }

    private static <E extends Enum<E>> E one(E[] values, String parameter, String word) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"" + parameter + "\" is " + Shown.text(word) + "; expected is one of "
                                + Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", ")) + "."));
    }

    private void log(Context ctx) throws IOException {
        Job job = job(ctx);
        ActionJob action = dock.workshop()
                .jobs()
                .find(job.id())
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "A job of the kind " + job.kind() + " runs no command, so nothing was logged. Its phase and its"
                                + " error tell how it stands."));
        CommandLog log = dock.workshop().jobs().log(action);
        try (LogReader reader = log.read(log.tail(lines(ctx)))) {
            FileResponse.send(
                    ctx,
                    new FileContent(
                            FileContent.UNKNOWN,
                            null,
                            null,
                            "text/plain; charset=utf-8",
                            null,
                            (from, to, out) -> copy(reader, out)));
        }
    }

    private static int lines(Context ctx) {
        String text = query(ctx, "tail").orElse("200");
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > MOST_LINES) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"tail\" is " + Shown.text(text) + "; expected is how many of the last lines to show, from 0 to "
                            + MOST_LINES + ".");
        }
        return Integer.parseInt(text);
    }

    private static void copy(LogReader reader, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (reader.read(buffer.clear()) > 0) {
            out.write(buffer.array(), 0, buffer.position());
        }
    }
}
