package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.plugins.SourceInfo;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code GET /health}: open to everybody, tells nothing that must stay inside. */
public final class HealthRoute {
    /** The path, which needs no key. */
    public static final String PATH = "/health";

    private final Dock dock;

    public HealthRoute(Dock dock) {
        this.dock = dock;
    }

    public void register(RoutesConfig routes) {
        routes.get(PATH, this::health);
    }

    private void health(Context ctx) {
        ObjectNode health =
                JsonNodeFactory.instance.objectNode().put("status", "ok").put("version", Dock.version());
        health.putObject("data")
                .put("freeBytes", dock.space().free())
                .put("availableBytes", dock.space().available())
                .put("usedBytes", dock.space().used());
        var sources = health.putArray("sources");
        for (SourceInfo source : dock.sources().all()) {
            ObjectNode each = sources.addObject()
                    .put("id", source.id())
                    .put("state", source.state().word());
            if (!source.reason().isEmpty()) {
                each.put("reason", source.reason());
            }
        }
        ctx.json(health);
    }
}
