package dev.modeldock.server.routes.hub;

import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.Paths;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the model and the version that a path names, and sends those who used another name to the present one. */
record Asked(Dock dock, Guard<Caller> guard) {
    private static final String NAMESPACE = "namespace";
    private static final String NAME = "name";
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

    /** A route that reads of a model. */
    Handler model(OfModel route) {
        return ctx -> {
            Caller caller = guard.caller(ctx);
            caller.require(Scope.READ);
            String name = name(ctx);
            FoundModel found = dock.hub().find(name, caller).orElseThrow(() -> HubRefusals.noModel(name));
            if (found.byEarlierName()) {
                redirect(ctx, found.model());
            } else {
                route.answer(ctx, found.model(), caller);
            }
        };
    }

    /** A route that changes a model, for its owner and for administrators. */
    Handler change(OfModel route) {
        return model((ctx, model, caller) -> {
            requireOwner(model, caller);
            route.answer(ctx, model, caller);
        });
    }

    void requireOwner(Model model, Caller caller) {
        caller.require(Scope.WRITE);
        dock.models().owned(model.name().toString(), caller);
    }

    /** A route that reads of the version of the path's revision. */
    Handler version(OfVersion route) {
        return model((ctx, model, caller) -> route.answer(ctx, model, version(model, ctx.pathParam("revision"))));
    }

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
        int root = raw.startsWith("/api/") ? "/api/models/".length() : 1;
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
