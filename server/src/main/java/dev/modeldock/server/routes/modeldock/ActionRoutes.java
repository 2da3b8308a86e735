package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.server.http.Guard;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code /v1/actions}: which action packs are installed, and what keeps others out. */
public final class ActionRoutes {
    private static final String ACTIONS = "/v1/actions";

    private final ActionPacks packs;
    private final Guard<Caller> guard;

    public ActionRoutes(ActionPacks packs, Guard<Caller> guard) {
        this.packs = packs;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get(ACTIONS, ctx -> show(ctx, Scope.READ, packs.all()));
        routes.post(ACTIONS + "/reload", this::reload);
    }

    private void reload(Context ctx) throws IOException {
        guard.caller(ctx).require(Scope.ADMIN);
        show(ctx, Scope.ADMIN, packs.reload());
    }

    private void show(Context ctx, Scope scope, List<ActionPacks.Installed> installed) {
        guard.caller(ctx).require(scope);
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        installed.forEach(each -> shown.add(shown(each)));
        ctx.json(JsonNodeFactory.instance.objectNode().set("packs", shown));
    }

    /** Without its command and environment, in which secrets may stand. */
    private static ObjectNode shown(ActionPacks.Installed installed) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("name", installed.name());
        if (installed.pack().isEmpty()) {
            return shown.put("fault", installed.fault());
        }
        ActionPack pack = installed.pack().get();
        pack.architectures().forEach(shown.putArray("architectures")::add);
        pack.actions().forEach(shown.putArray("actions")::add);
        return shown.put("spec", pack.spec().name().toLowerCase(Locale.ROOT))
                .put("gpu", pack.gpu())
                .put("pausable", pack.pausable());
    }
}
