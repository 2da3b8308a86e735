package dev.modeldock.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.events.Audience;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Events;
import dev.modeldock.events.NewEvent;

/** Tells what happens to models, to those who see them. */
record ModelEvents(Events events) {
    /** A model has a new version; one that was here already is no news. */
    Published published(Published published) {
        if (published.isNew()) {
            ObjectNode body = body(published.model())
                    .put("version", published.number())
                    .put("commit", published.version().commit());
            tell(EventType.MODEL_PUBLISHED, published.model(), body);
        }
        return published;
    }

    Model deleted(Model model) {
        tell(EventType.MODEL_DELETED, model, body(model));
        return model;
    }

    private void tell(EventType type, Model model, ObjectNode body) {
        events.publish(NewEvent.of(type, new Audience(model.owner(), model.access() != Access.PRIVATE, true), body));
    }

    private static ObjectNode body(Model model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("model", model.id())
                .put("name", model.name().toString())
                .put("owner", model.owner())
                .put("source", model.source())
                .put("access", model.access().name());
    }
}
