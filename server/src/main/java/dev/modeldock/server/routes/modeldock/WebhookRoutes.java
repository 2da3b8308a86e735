package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.events.EventType;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.DeleteQuery;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.server.http.Paging;
import dev.modeldock.server.http.Paths;
import dev.modeldock.webhooks.Webhook;
import dev.modeldock.webhooks.Webhooks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/webhooks}, for administrators. */
public final class WebhookRoutes {
    private static final String WEBHOOKS = "/v1/webhooks";
    private static final String WEBHOOK = WEBHOOKS + "/{id}";
    private static final String DELIVERIES = WEBHOOK + "/deliveries";

    private final Webhooks webhooks;
    private final Guard<Caller> guard;

    public WebhookRoutes(Webhooks webhooks, Guard<Caller> guard) {
        this.webhooks = webhooks;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.post(WEBHOOKS, this::create);
        routes.get(WEBHOOKS, this::list);
        routes.get(WEBHOOK, this::show);
        routes.patch(WEBHOOK, this::change);
        routes.delete(WEBHOOK, this::delete);
        routes.post(WEBHOOK + "/test", this::test);
        routes.get(DELIVERIES, this::deliveries);
        routes.post(DELIVERIES + "/{delivery}/retry", this::again);
    }

    private Caller admin(Context ctx) {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.ADMIN);
        return caller;
    }

    private void create(Context ctx) throws IOException {
        Caller caller = admin(ctx);
        JsonBody body = JsonBody.of(ctx);
        Webhook.Wish wish = new Webhook.Wish(
                body.text("url"),
                types(body).orElse(Set.of()),
                body.optionalText("description").orElse(""));
        ctx.status(201).json(WebhookViews.created(webhooks.create(wish, caller.user())));
    }

    private void list(Context ctx) {
        admin(ctx);
        Paging paging = Paging.of(ctx);
        List<Webhook> all = webhooks.all();
        ctx.json(paging.answer(
                all.stream()
                        .skip(paging.offset())
                        .limit(paging.size())
                        .map(WebhookViews::shown)
                        .toList(),
                all.size()));
    }

    private void show(Context ctx) {
        admin(ctx);
        ctx.json(WebhookViews.shown(webhooks.get(Paths.id(ctx, "id"))));
    }

    private void change(Context ctx) throws IOException {
        admin(ctx);
        JsonBody body = JsonBody.of(ctx);
        Webhooks.Change change = new Webhooks.Change(
                body.optionalText("url"),
                types(body),
                body.optionalText("description"),
                body.has("active") ? Optional.of(body.flag("active", true)) : Optional.empty());
        ctx.json(WebhookViews.shown(webhooks.change(Paths.id(ctx, "id"), change)));
    }

    private void delete(Context ctx) {
        admin(ctx);
        DeleteQuery.none(ctx);
        String id = Paths.id(ctx, "id");
        webhooks.get(id);
        webhooks.delete(id);
        ctx.status(204);
    }

    private void test(Context ctx) {
        admin(ctx);
        ctx.status(202).json(WebhookViews.shown(webhooks.test(Paths.id(ctx, "id"))));
    }

    private void deliveries(Context ctx) {
        admin(ctx);
        Paging paging = Paging.of(ctx);
        String id = Paths.id(ctx, "id");
        ctx.json(paging.answer(
                webhooks.deliveries(id, paging.size(), paging.offset()).stream()
                        .map(WebhookViews::shown)
                        .toList(),
                webhooks.deliveryCount(id)));
    }

    private void again(Context ctx) {
        admin(ctx);
        ctx.status(202).json(WebhookViews.shown(webhooks.again(Paths.id(ctx, "id"), Paths.id(ctx, "delivery"))));
    }

    /** A list of types or groups of them; empty when nothing is said. */
    private static Optional<Set<EventType>> types(JsonBody body) {
        JsonNode given = body.object().path("types");
        if (given.isMissingNode() || given.isNull()) {
            return Optional.empty();
        }
        if (!given.isArray()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"types\" is no list; expected is one of types of events, such as [\"job.ended\", \"model\"].");
        }
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        given.forEach(each -> types.addAll(EventType.of(each.asText())));
        return Optional.of(types);
    }
}
