package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.training.ActionJobs;
import dev.modeldock.training.ActionWish;
import dev.modeldock.training.Workpiece;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code …/job} of datasets and models: what is done with them. */
final class JobRoutes {
    static final String DATASET = "dataset";
    static final String MODEL = "model";
    private static final int MOST_REQUESTS = 100;

    private final String path;
    /** DATASET or MODEL: refusals of jobs write it in small letters. */
    private final String noun;

    private final Handler.Finder handlers;
    private final ActionJobs jobs;

    JobRoutes(String handler, String noun, Handler.Finder handlers, ActionJobs jobs) {
        this.path = handler + "/job";
        this.noun = noun;
        this.handlers = handlers;
        this.jobs = jobs;
    }

    void register(RoutesConfig routes) {
        routes.post(path, this::submit);
        routes.get(path, this::list);
        routes.get(path + "/{job}", this::show);
        routes.delete(path + "/{job}", this::delete);
        routes.post(path + "/{job}/cancel", this::cancel);
        routes.post(path + "/{job}/pause", this::pause);
        routes.post(path + "/{job}/resume", this::resume);
        if (noun.equals(MODEL)) {
            // The document cancels the jobs of models this way too.
            routes.post(path + "/{job}", this::cancel);
        }
    }

    private Workpiece piece(Context ctx) {
        return handlers.find(ctx, noun + " not found").piece();
    }

    private static String job(Context ctx) {
        return TaoUsers.uuid(ctx, "job", "Job");
    }

    /** One request, as clients send it, or a list of them, as the document has it. */
    private void submit(Context ctx) throws IOException {
        Workpiece piece = piece(ctx);
        JsonNode body = JsonBody.any(ctx);
        List<ActionWish> wishes = new ArrayList<>();
        if (body.isArray() && body.size() <= MOST_REQUESTS) {
            body.forEach(each -> wishes.add(wish(each)));
        } else {
            wishes.add(wish(body));
        }
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        jobs.submit(piece, wishes).forEach(ids::add);
        ctx.status(201);
        TaoJson.send(ctx, ids);
    }

    private static ActionWish wish(JsonNode body) {
        JsonNode parent = body.path("job");
        JsonNode actions = body.path("actions");
        boolean wellFormed = body.isObject()
                && (parent.isMissingNode() || parent.isNull() || parent.isTextual())
                && (actions.isMissingNode() || actions.isArray());
        if (!wellFormed) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The body is no request for jobs; expected is {\"job\": null or a job's id, \"actions\": [names]},"
                            + " or a list of at most " + MOST_REQUESTS + " of these");
        }
        List<String> names = new ArrayList<>();
        actions.forEach(action -> names.add(action.asText("")));
        return new ActionWish(Optional.ofNullable(parent.textValue()), names);
    }

    private void list(Context ctx) throws IOException {
        Workpiece piece = piece(ctx);
        new ListAnswer(ctx, jobs.count(piece)).send(part -> jobs.list(piece, part), JobLists::shown);
    }

    /** Of a model, too, the document says "Dataset not found" here. */
    private void show(Context ctx) {
        Workpiece piece = handlers.find(ctx, "Dataset not found").piece();
        TaoJson.send(
                ctx,
                JobLists.shown(jobs.find(piece, job(ctx))
                        .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "Job not found"))));
    }

    private void cancel(Context ctx) {
        Workpiece piece = piece(ctx);
        jobs.cancel(piece, job(ctx), piece.owner());
        TaoJson.send(ctx, JsonNodeFactory.instance.objectNode());
    }

    /** Ours: to go on later. */
    private void pause(Context ctx) {
        jobs.pause(piece(ctx), job(ctx));
        TaoJson.send(ctx, JsonNodeFactory.instance.objectNode());
    }

    private void resume(Context ctx) throws IOException {
        String absent = noun.equals(MODEL) ? "Model not found" : "Dataset not found";
        jobs.resume(handlers.find(ctx, absent).piece(), job(ctx));
        TaoJson.send(ctx, JsonNodeFactory.instance.objectNode());
    }

    private void delete(Context ctx) throws IOException {
        jobs.delete(piece(ctx), job(ctx));
        TaoJson.send(ctx, JsonNodeFactory.instance.objectNode());
    }
}
