package dev.modeldock.server.routes.hub;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.hub.Deadline;
import dev.modeldock.hub.PullWish;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.KnownAnswers;
import dev.modeldock.server.http.Paths;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Finds the model and the version that a path names, and sends those who used another name to the present one. */
record Asked(Dock dock, Guard<Caller> guard) {
    private static final String NAMESPACE = "namespace";
    private static final String NAME = "name";
    private static final Duration HEAD_WAITS = Duration.ofSeconds(8);
    private static final Duration OTHERS_WAIT = Duration.ofSeconds(30);
    private static final String GIT = ".git";

    /** Answers what was asked of a model. */
    @FunctionalInterface
    interface OfModel {
        void answer(Context ctx, Model model, Caller caller) throws IOException, InterruptedException;
    }

    /** Answers what was asked of a version. */
    @FunctionalInterface
    interface OfVersion {
        void answer(Context ctx, Model model, Version version) throws IOException;
    }

    /** Both forms of a route, below the names of one and of two parts. */
    static List<String> below(String root, String rest) {
        return Stream.of("/{" + NAME + "}", "/{" + NAMESPACE + "}/{" + NAME + "}")
                .map(name -> root + name + rest)
                .toList();
    }

    /** A route that reads of a model, which may be brought here for that. */
    Handler model(OfModel route) {
        return route(this::found, route);
    }

    /** A route for a model that is here. */
    Handler stored(OfModel route) {
        return route(
                (ctx, caller) -> dock.hub().find(name(ctx), caller).orElseThrow(() -> HubRefusals.noModel(name(ctx))),
                route);
    }

    private Handler route(BiFunction<Context, Caller, FoundModel> finding, OfModel route) {
        return ctx -> {
            Caller caller = guard.caller(ctx);
            caller.require(Scope.READ);
            FoundModel found = finding.apply(ctx, caller);
            if (found.byEarlierName()) {
                redirect(ctx, found.model());
            } else {
                route.answer(ctx, found.model(), caller);
            }
        };
    }

    /** The model of the path's name; one that is not here may be brought here for this. */
    private FoundModel found(Context ctx, Caller caller) {
        String name = name(ctx);
        Optional<FoundModel> here = dock.hub().find(name, caller);
        if (here.isPresent()) {
            return here.get();
        }
        KnownAnswers.withhold(ctx);
        String revision = ctx.pathParamMap().getOrDefault("revision", Aliases.MAIN);
        try {
            return dock.hub()
                    .pulls()
                    .model(new PullWish(name, revision, caller, until(ctx)))
                    .orElseThrow(() -> HubRefusals.noModel(name));
        } catch (DockException e) {
            throw HubRefusals.upstream(e, name);
        }
    }

    /** A route that changes a model, for its owner and for administrators. */
    Handler change(OfModel route) {
        return stored((ctx, model, caller) -> {
            requireOwner(model, caller);
            route.answer(ctx, model, caller);
        });
    }

    void requireOwner(Model model, Caller caller) {
        caller.require(Scope.WRITE);
        dock.models().owned(model.name().toString(), caller);
    }

    /** Until when a request waits for a place upstream: clients give up on a HEAD after ten seconds. */
    static Deadline until(Context ctx) {
        return Deadline.in(ctx.req().getMethod().equals("HEAD") ? HEAD_WAITS : OTHERS_WAIT);
    }

    /** A route that reads of the version of the path's revision. */
    Handler version(OfVersion route) {
        return model((ctx, model, caller) -> route.answer(ctx, model, version(ctx, model, ctx.pathParam("revision"))));
    }

    /** The version of a revision; one that is not here may be brought here for this. */
    Version version(Context ctx, Model model, String revision) {
        return find(ctx, model, revision).orElseThrow(() -> HubRefusals.noRevision(model, revision));
    }

    /** As {@link #version(Context, Model, String)}, where it may be that there is none. */
    Optional<Version> find(Context ctx, Model model, String revision) {
        Optional<Version> here = dock.hub().version(model, revision);
        if (here.isPresent()) {
            return here;
        }
        KnownAnswers.withhold(ctx);
        String name = model.name().toString();
        try {
            return dock.hub().pulls().version(model, new PullWish(name, revision, guard.caller(ctx), until(ctx)));
        } catch (DockException e) {
            throw HubRefusals.upstream(e, name);
        }
    }

    /** The version of a revision, of those that are here. */
    Version version(Model model, String revision) {
        return dock.hub().version(model, revision).orElseThrow(() -> HubRefusals.noRevision(model, revision));
    }

    static String name(Context ctx) {
        String name = ctx.pathParam(NAME);
        return Optional.ofNullable(ctx.pathParamMap().get(NAMESPACE))
                .map(namespace -> namespace + "/" + name)
                .orElse(name);
    }

    /** Relative, as an absolute one is taken for another server's; 307 keeps a POST what it is. */
    private static void redirect(Context ctx, Model model) {
        String raw = ctx.req().getRequestURI().replaceAll("/+", "/");
        int parts = ctx.pathParamMap().containsKey(NAMESPACE) ? 2 : 1;
        int root = Stream.of("/api/models/", "/v2/")
                .filter(raw::startsWith)
                .mapToInt(String::length)
                .findFirst()
                .orElse(1);
        String suffix = "";
        int end = root;
        for (int part = 0; part < parts; part++) {
            int slash = raw.indexOf('/', end + (part == 0 ? 0 : 1));
            end = slash < 0 ? raw.length() : slash;
        }
        if (raw.substring(0, end).endsWith(GIT)) {
            suffix = GIT;
        }
        String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        ctx.status(307)
                .header(
                        "Location",
                        raw.substring(0, root)
                                + Paths.encoded(model.name().toString())
                                + suffix
                                + raw.substring(end)
                                + query);
    }
}
