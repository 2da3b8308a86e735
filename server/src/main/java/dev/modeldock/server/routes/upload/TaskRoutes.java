package dev.modeldock.server.routes.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobFilter;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobPage;
import dev.modeldock.jobs.JobState;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.Paging;
import dev.modeldock.server.http.Paths;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v1/upload/tasks}: the jobs that bring models in, and what can be done to them. */
public final class TaskRoutes {
    private static final String TASKS = "/v1/upload/tasks";

    private final Jobs jobs;
    private final Guard<Caller> guard;

    public TaskRoutes(Jobs jobs, Guard<Caller> guard) {
        this.jobs = jobs;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get(TASKS, this::list);
        routes.get(TASKS + "/{id}", this::show);
        routes.get("/v1/upload/{id}", this::show);
        routes.post(TASKS + "/{id}/cancel", ctx -> act(ctx, jobs::cancel));
        routes.post(TASKS + "/{id}/pause", ctx -> act(ctx, jobs::pause));
        routes.post(TASKS + "/{id}/resume", ctx -> act(ctx, jobs::resume));
        routes.post(TASKS + "/{id}/retry", ctx -> act(ctx, jobs::retry));
    }

    private void show(Context ctx) {
        ctx.json(task(importJob(ctx)));
    }

    private Job importJob(Context ctx) {
        String id = Paths.jobId(ctx, "id");
        Job job = jobs.get(id, guard.caller(ctx));
        if (job.kind() != JobKind.IMPORT) {
            throw new DockException(Problem.NOT_FOUND, "There is no upload task " + id + ".");
        }
        return job;
    }

    private void act(Context ctx, Function<String, Job> action) {
        guard.caller(ctx).require(Scope.IMPORT_MODEL);
        ctx.json(task(action.apply(importJob(ctx).id())));
    }

    private void list(Context ctx) {
        Caller caller = guard.caller(ctx);
        Paging paging = Paging.of(ctx);
        JobPage page = jobs.list(
                new JobFilter(
                        caller.may(Scope.ADMIN) ? Optional.empty() : Optional.of(caller.user()),
                        Optional.of(JobKind.IMPORT),
                        query(ctx, "status").map(TaskRoutes::state),
                        query(ctx, "source").map(source -> source.toUpperCase(Locale.ROOT)),
                        query(ctx, "since").map(TaskRoutes::instant)),
                paging.size(),
                paging.offset());
        ctx.json(paging.answer(page.items().stream().map(TaskRoutes::task).toList(), page.total()));
    }

    private static Optional<String> query(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isBlank());
    }

    private static JobState state(String word) {
        return Arrays.stream(JobState.values())
                .filter(state -> state.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"status\" is no status of a task; expected one of " + Arrays.toString(JobState.values())
                                + "."));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"since\" is no instant; expected something like 2025-06-22T12:00:00Z.",
                    e);
        }
    }

    /** As the document's example, and what helps beside it. */
    private static ObjectNode task(Job job) {
        ObjectNode task = JsonNodeFactory.instance
                .objectNode()
                .put("id", job.id())
                .put("model_tag", job.tag())
                .put("task_status", job.state().name())
                .put("source", job.source())
                .put("created_at", job.times().created().toString())
                .put("updated_at", job.times().updated().toString());
        job.failure()
                .ifPresent(failure -> task.put("error_msg", failure.message())
                        .put("error_code", failure.problem().name()));
        if (job.times().ended() != null) {
            task.put("ended_at", job.times().ended().toString());
        }
        task.put("phase", job.progress().phase())
                .put("bytes_done", job.progress().bytesDone())
                .put("bytes_total", job.progress().bytesTotal())
                .put("percent", job.progress().percent(job.state()))
                .put("speed", job.progress().bytesPerSecond())
                .put("attempts", job.progress().attempts())
                .put("model_id", job.modelId())
                .put("user", job.user());
        job.progress().left().ifPresent(left -> task.put("eta_seconds", left.toSeconds()));
        task.set("models", job.result().withArray("/models"));
        result(task, job.result());
        return task;
    }

    /** What came of it: the first model's, where there is one only, stand in the task itself too. */
    private static void result(ObjectNode task, ObjectNode result) {
        if (result.path("models").size() == 1) {
            JsonNode only = result.path("models").get(0);
            task.put("model_id", only.path("id").asText());
            if (only.has("commit")) {
                task.set("version", only.path("version"));
                task.set("commit", only.path("commit"));
            }
        }
        if (result.has("seconds")) {
            task.set("bytes_moved", result.path("bytesMoved"));
            task.set("bytes_saved", result.path("bytesSaved"));
            task.set("seconds", result.path("seconds"));
        }
        if (result.has("notes")) {
            task.set("notes", result.path("notes"));
        }
    }
}
