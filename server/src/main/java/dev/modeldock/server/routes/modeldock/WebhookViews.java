package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.events.EventType;
import dev.modeldock.webhooks.Delivery;
import dev.modeldock.webhooks.Webhook;
import java.util.Locale;

/** How webhooks and their deliveries are shown. */
final class WebhookViews {
    private WebhookViews() {}

    /** The only view that holds the secret. */
    static ObjectNode created(Webhook.Created created) {
        return shown(created.webhook()).put("secret", created.secret());
    }

    static ObjectNode shown(Webhook webhook) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", webhook.id())
                .put("url", webhook.url().toString());
        ArrayNode types = view.putArray("types");
        webhook.types().stream().sorted().map(EventType::label).forEach(types::add);
        view.put("description", webhook.description()).put("active", webhook.isOn());
        webhook.offBecause().ifPresent(why -> view.put("inactiveBecause", why));
        return view.put("createdBy", webhook.createdBy())
                .put("createdAt", webhook.created().toString());
    }

    static ObjectNode shown(Delivery delivery) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("id", delivery.id())
                .put("type", delivery.type())
                .put("state", delivery.state().name().toLowerCase(Locale.ROOT))
                .put("attempts", delivery.attempts())
                .put("createdAt", delivery.created().toString());
        delivery.next().ifPresent(at -> view.put("nextAttemptAt", at.toString()));
        delivery.ended().ifPresent(at -> view.put("endedAt", at.toString()));
        if (delivery.status() > 0) {
            view.put("status", delivery.status());
        }
        if (!delivery.error().isEmpty()) {
            view.put("error", delivery.error());
        }
        return view.put("body", delivery.body());
    }
}
