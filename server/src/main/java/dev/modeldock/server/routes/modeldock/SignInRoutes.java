package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.access.SignIns;
import dev.modeldock.server.http.DeleteQuery;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.SignInCookie;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code /v1/sign-in}, where a browser gives a key and gets a cookie for it; and {@code /v1/me}. */
public final class SignInRoutes {
    /** Needs no key, for it takes one. */
    public static final String PATH = "/v1/sign-in";

    private final SignIns signIns;
    private final Guard<Caller> guard;
    private final SignInCookie cookie;

    public SignInRoutes(SignIns signIns, Guard<Caller> guard, SignInCookie cookie) {
        this.signIns = signIns;
        this.guard = guard;
        this.cookie = cookie;
    }

    public void register(RoutesConfig routes) {
        routes.post(PATH, this::signIn);
        routes.delete(PATH, this::signOut);
        routes.get("/v1/me", ctx -> ctx.json(shown(guard.caller(ctx), guard.isSignedIn(ctx))));
    }

    private void signIn(Context ctx) throws IOException {
        cookie.refuseOtherPages(ctx);
        SignIns.SignedIn signedIn = signIns.signIn(JsonBody.of(ctx).text("key"));
        cookie.set(ctx, signedIn.token(), SignIns.LIFETIME);
        ctx.json(shown(signedIn.caller(), true));
    }

    private void signOut(Context ctx) {
        cookie.refuseOtherPages(ctx);
        DeleteQuery.none(ctx);
        cookie.token(ctx).ifPresent(signIns::signOut);
        cookie.clear(ctx);
        ctx.status(204);
    }

    private ObjectNode shown(Caller caller, boolean signedIn) {
        ObjectNode me = JsonNodeFactory.instance.objectNode().put("user", caller.user());
        ArrayNode scopes = me.putArray("scopes");
        Scope.labels(caller.scopes()).forEach(scopes::add);
        return me.put("signedIn", signedIn).put("open", guard.isOpen());
    }
}
