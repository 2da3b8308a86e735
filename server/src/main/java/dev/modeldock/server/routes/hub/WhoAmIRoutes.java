package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.models.ModelName;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Who asks, and whether they may. */
final class WhoAmIRoutes {
    private final Asked asked;

    WhoAmIRoutes(Asked asked) {
        this.asked = asked;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/whoami-v2", this::whoAmI);
        for (String path : Asked.below("/api/models", "/auth-check")) {
            routes.get(path, asked.model((ctx, model, caller) -> ResolveRoutes.gate(model, caller)));
            routes.get(path + "/write", asked.stored((ctx, model, caller) -> asked.requireOwner(model, caller)));
        }
    }

    private void whoAmI(Context ctx) {
        Caller caller = asked.guard().caller(ctx);
        ObjectNode view = HubViews.object()
                .put("type", "user")
                .put("id", ModelName.part(caller.user()))
                .put("name", caller.user())
                .put("fullname", caller.user())
                .putNull("email");
        view.put("canPay", false).put("isPro", false);
        view.putArray("orgs");
        view.putObject("auth")
                .put("type", "access_token")
                .putObject("accessToken")
                .put("displayName", caller.keyId().orElse("local"))
                .put("role", caller.may(Scope.WRITE) ? "write" : "read");
        ctx.json(view);
    }
}
