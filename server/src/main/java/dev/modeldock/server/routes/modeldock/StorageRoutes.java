package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.server.http.DeleteQuery;
import dev.modeldock.server.http.Guard;
import dev.modeldock.storage.Storage;
import dev.modeldock.storage.Use;
import dev.modeldock.storage.Waste;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code /v1/storage}: how the room is used, and taking away what nothing needs. */
public final class StorageRoutes {
    private static final String STORAGE = "/v1/storage";

    private final Storage storage;
    private final Guard<Caller> guard;

    public StorageRoutes(Storage storage, Guard<Caller> guard) {
        this.storage = storage;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get(STORAGE, this::show);
        routes.post(STORAGE + "/gc", this::collect);
    }

    private void show(Context ctx) {
        guard.caller(ctx).require(Scope.READ);
        Use use = storage.use();
        ctx.json(JsonNodeFactory.instance
                .objectNode()
                .put("quotaBytes", use.quota())
                .put("usedBytes", use.used())
                .put("reservedBytes", use.reserved())
                .put("freeBytes", use.free())
                .put("availableBytes", use.available())
                .put("blobs", use.blobs())
                .put("blobBytes", use.blobBytes())
                .put("versions", use.versions())
                .put("versionBytes", use.versionBytes())
                .put("savedBytes", use.saved()));
    }

    /** Whose the waste is, nobody can tell any more, so it is for administrators. */
    private void collect(Context ctx) throws IOException {
        guard.caller(ctx).require(Scope.ADMIN);
        boolean dryRun = DeleteQuery.dryRun(ctx);
        List<Waste> waste = dryRun ? storage.waste() : storage.take();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        ArrayNode items = answer.putArray("items");
        for (Waste each : waste) {
            items.addObject()
                    .put("what", each.kind().name().toLowerCase(Locale.ROOT))
                    .put("count", each.count())
                    .put("bytes", each.bytes());
        }
        ctx.json(answer.put("bytes", waste.stream().mapToLong(Waste::bytes).sum()));
    }
}
