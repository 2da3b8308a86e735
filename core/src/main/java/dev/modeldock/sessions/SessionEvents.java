package dev.modeldock.sessions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.events.Audience;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Events;
import dev.modeldock.events.NewEvent;

/** Tells how sessions begin and end. The chunks between are told by asking: there may be very many. */
record SessionEvents(Events events) {
    /** A session has this state now. */
    void tell(ImportSession session) {
        EventType type = switch (session.state()) {
            case OPEN -> EventType.SESSION_STARTED;
            case COMPLETED -> EventType.SESSION_COMPLETED;
            case ABORTED -> EventType.SESSION_ABORTED;
            case EXPIRED -> EventType.SESSION_EXPIRED;
        };
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("session", session.id())
                .put("state", session.state().name())
                .put("user", session.user())
                .put("context", session.wish().fileContext())
                .put("fileName", session.wish().fileName())
                .put("fileSize", session.wish().fileSize())
                .put("totalChunks", session.wish().totalChunks());
        if (session.bringsModel()) {
            body.put("modelId", session.modelId());
        }
        if (!session.jobId().isEmpty()) {
            body.put("job", session.jobId());
        }
        events.publish(NewEvent.of(type, Audience.ownerOnly(session.user()), body));
    }
}
