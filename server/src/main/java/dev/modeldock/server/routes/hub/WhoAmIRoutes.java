package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.hub.Hub;
import dev.modeldock.hub.HubQuery;
import dev.modeldock.models.Access;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Version;
import dev.modeldock.server.http.Addresses;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Who asks, what is theirs, and whether they may. */
final class WhoAmIRoutes {
    private static final int MOST = 1_000;

    private final Asked asked;
    private final Addresses addresses;

    WhoAmIRoutes(Asked asked, Addresses addresses) {
        this.asked = asked;
        this.addresses = addresses;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/whoami-v2", this::whoAmI);
        routes.get("/api/settings/repositories", this::mine);
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

    /** The models of the caller's own namespace, with what their main versions take. */
    private void mine(Context ctx) {
        Caller caller = asked.guard().caller(ctx);
        caller.require(Scope.READ);
        HubQuery query = new HubQuery(
                Optional.empty(),
                Optional.of(ModelName.part(caller.user())),
                List.of(),
                HubQuery.Order.CHANGED,
                false,
                NextPage.limit(ctx, MOST));
        Hub.Page page = asked.dock().hub().list(query, caller, NextPage.place(ctx));
        page.next().ifPresent(place -> NextPage.tell(ctx, addresses, NextPage.CURSOR, place.toString()));
        boolean isWhole = page.next().isEmpty() && NextPage.place(ctx).isEmpty();
        long total = page.items().stream().mapToLong(WhoAmIRoutes::bytes).sum();
        ctx.json(page.items().stream()
                .map(item -> isWhole && total > 0
                        ? repository(item).put("storagePercent", 100.0 * bytes(item) / total)
                        : repository(item))
                .toList());
    }

    private static long bytes(Hub.Item item) {
        return item.main().map(Version::bytes).orElse(0L);
    }

    private static ObjectNode repository(Hub.Item item) {
        boolean isPrivate = item.model().access() == Access.PRIVATE;
        return HubViews.object()
                .put("id", item.model().name().toString())
                .put("type", "model")
                .put("updatedAt", HubViews.date(item.model().updated()))
                .put("visibility", isPrivate ? "private" : "public")
                .put("storage", bytes(item));
    }
}
