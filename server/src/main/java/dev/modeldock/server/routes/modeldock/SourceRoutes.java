package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.plugins.SourceFailures;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.plugins.Sources;
import dev.modeldock.problems.DockException;
import dev.modeldock.server.http.Guard;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.SourceException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** {@code /v1/sources}: the kinds of places that models come from, and whether they can be reached. */
public final class SourceRoutes {
    private static final String SOURCES = "/v1/sources";

    private final Sources sources;
    private final Guard<Caller> guard;

    public SourceRoutes(Sources sources, Guard<Caller> guard) {
        this.sources = sources;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get(SOURCES, this::list);
        routes.get(SOURCES + "/{id}", this::show);
        routes.post(SOURCES + "/{id}/check", this::check);
    }

    private void list(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.READ);
        ctx.json(Map.of(
                "items",
                sources.all().stream()
                        .map(source -> SourceViews.source(source, sources.settings(source.id()), caller))
                        .toList()));
    }

    private void show(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.READ);
        SourceInfo source = require(ctx.pathParam("id"));
        ctx.json(SourceViews.source(source, sources.settings(source.id()), caller));
    }

    private SourceInfo require(String id) {
        return sources.info(id).orElseGet(() -> {
            // Says which there are.
            sources.source(id);
            throw new IllegalStateException("A source that has no description was opened: " + id);
        });
    }

    /** The answer to the question, whatever it is, is a success; only a source that is not there is none. */
    private void check(Context ctx) throws InterruptedException {
        guard.caller(ctx).require(Scope.IMPORT_MODEL);
        String id = ctx.pathParam("id");
        ModelSource source = sources.source(id);
        long begin = System.nanoTime();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", id);
        try {
            source.check();
            answer.put("ok", true).put("message", "Nothing is wrong, as far as this source can tell.");
        } catch (SourceException no) {
            DockException told = SourceFailures.toDock(id, no);
            answer.put("ok", false).put("code", told.problem().name()).put("message", told.getMessage());
            no.retryAfter().ifPresent(wait -> answer.put("retryAfterSeconds", wait.toSeconds()));
        }
        ctx.json(answer.put("seconds", (System.nanoTime() - begin) / 1_000_000 / 1000.0));
    }
}
