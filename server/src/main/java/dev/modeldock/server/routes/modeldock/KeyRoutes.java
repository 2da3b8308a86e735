package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.KeyPage;
import dev.modeldock.access.Keys;
import dev.modeldock.access.NewKey;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.DeleteQuery;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.Paging;
import dev.modeldock.server.http.Paths;
import dev.modeldock.server.http.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /v1/keys}, for administrators. */
public final class KeyRoutes {
    private final Keys keys;
    private final Guard<Caller> guard;

    public KeyRoutes(Keys keys, Guard<Caller> guard) {
        this.keys = keys;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.post("/v1/keys", this::create);
        routes.get("/v1/keys", this::list);
        routes.delete("/v1/keys/{id}", this::revoke);
    }

    private void admin(Context ctx) {
        guard.caller(ctx).require(Scope.ADMIN);
    }

    private void create(Context ctx) throws IOException {
        admin(ctx);
        JsonBody body = JsonBody.of(ctx);
        NewKey wanted = new NewKey(
                body.text("name"),
                body.optionalText("user").orElse(Caller.local().user()),
                Scope.setOf(scopes(body)),
                body.optionalText("expiresAt").map(KeyRoutes::instant),
                kind(body.optionalText("kind").orElse("dock")));
        ctx.status(201).json(KeyViews.created(keys.create(wanted)));
    }

    /** A list of labels, or one text with commas; read and write when nothing is said. */
    private static List<String> scopes(JsonBody body) {
        JsonNode scopes = body.object().path("scopes");
        if (scopes.isArray()) {
            List<String> labels = new ArrayList<>();
            scopes.forEach(label -> labels.add(label.asText()));
            return labels;
        }
        return List.of(body.optionalText("scopes").orElse("read,write"));
    }

    private static NewKey.Kind kind(String text) {
        return switch (text) {
            case "dock" -> NewKey.Kind.DOCK;
            case "hub" -> NewKey.Kind.HUB;
            default ->
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"kind\" is \"" + Shown.text(text)
                                + "\"; expected is dock, or hub for clients of Hugging Face.");
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"expiresAt\" is no instant; expected something like 2030-01-01T00:00:00Z.",
                    e);
        }
    }

    private void list(Context ctx) {
        admin(ctx);
        Paging paging = Paging.of(ctx);
        KeyPage page = keys.list(Optional.empty(), paging.page(), paging.size());
        ctx.json(paging.answer(page.items().stream().map(KeyViews::shown).toList(), page.total()));
    }

    private void revoke(Context ctx) {
        admin(ctx);
        DeleteQuery.none(ctx);
        KeyViews.revoke(keys, Paths.id(ctx, "id"));
        ctx.status(204);
    }
}
