package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.actions.packs.ActionPack;
import dev.modeldock.actions.packs.ActionPacks;
import dev.modeldock.actions.runners.ActionRunners;
import dev.modeldock.server.http.Guard;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code /v1/actions}: which action packs are installed, what keeps others out, and which other runners there are and
 * what they do. */
public final class ActionRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACTIONS = "/v1/actions";

    private final ActionRunners runners;
    private final Guard<Caller> guard;

    public ActionRoutes(ActionRunners runners, Guard<Caller> guard) {
        this.runners = runners;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get(ACTIONS, ctx -> show(ctx, Scope.READ, runners.packs().all()));
        routes.post(ACTIONS + "/reload", this::reload);
    }

    private void reload(Context ctx) throws IOException {
        guard.caller(ctx).require(Scope.ADMIN);
        show(ctx, Scope.ADMIN, runners.packs().reload());
    }

    private void show(Context ctx, Scope scope, List<ActionPacks.Installed> installed) {
        guard.caller(ctx).require(scope);
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        installed.forEach(each -> shown.add(shown(each)));
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        runners.others()
                .forEach(each -> others.addObject()
                        .put("id", each.id())
                        .put("gpu", each.wantsGpu())
                        .put("pausable", each.pausable())
                        .putArray("does")
                        .addAll(runners.abilities(each).stream()
                                .map(able -> JSON.<ObjectNode>valueToTree(able.shown()))
                                .toList()));
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("packs", shown);
        all.set("runners", others);
        ctx.json(all);
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
