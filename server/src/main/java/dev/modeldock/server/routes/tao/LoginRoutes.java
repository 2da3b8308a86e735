package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Keys;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Guard;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** What clients ask before they work: who they are, whether the server is well, and what there is. */
final class LoginRoutes {
    private final Keys keys;
    private final Guard<Caller> guard;
    private final TaoUsers users;

    LoginRoutes(Keys keys, Guard<Caller> guard, TaoUsers users) {
        this.keys = keys;
        this.guard = guard;
        this.users = users;
    }

    void register(RoutesConfig routes) {
        routes.get(TaoRoutes.LOGIN + "{key}", this::login);
        routes.get("/api/v1/auth", this::auth);
        routes.get("/api/v1/health", ctx -> TaoJson.send(ctx, names("liveness", "readiness")));
        routes.get("/api/v1/health/liveness", LoginRoutes::well);
        routes.get("/api/v1/health/readiness", LoginRoutes::well);
        routes.get("/api/v1", ctx -> TaoJson.send(ctx, names("login", "user", "auth", "health")));
        routes.get("/api/v1/user/{user}", this::kinds);
    }

    /** The key itself is the token: it is what every later request sends. */
    private void login(Context ctx) {
        String key = ctx.pathParam("key");
        Caller caller = keys.authenticate(key)
                .orElseThrow(() -> new DockException(
                        Problem.UNAUTHORIZED,
                        "The key is unknown, revoked or expired; ask the operator for another one."));
        TaoJson.send(
                ctx,
                JsonNodeFactory.instance.objectNode().put("token", key).put("user_id", TaoUsers.id(caller.user())));
    }

    private void auth(Context ctx) {
        TaoJson.send(
                ctx,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("user_id", TaoUsers.id(guard.caller(ctx).user())));
    }

    /** 201, as the real server says it. */
    private static void well(Context ctx) {
        ctx.status(201);
        TaoJson.send(ctx, TextNode.valueOf("OK"));
    }

    private void kinds(Context ctx) {
        users.owner(ctx);
        TaoJson.send(ctx, names("dataset", "model"));
    }

    private static JsonNode names(String... names) {
        var array = JsonNodeFactory.instance.arrayNode();
        List.of(names).forEach(array::add);
        return array;
    }
}
