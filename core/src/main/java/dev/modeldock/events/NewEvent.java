package dev.modeldock.events;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that has happened, or will have once the transaction is true.
 *
 * @param job the id of the job that it happened to, or empty
 * @param kind of that job, in capitals, or empty
 * @param body what is told; not to be changed any more
 */
public record NewEvent(EventType type, String job, String kind, Audience audience, ObjectNode body) {
    /** Something that happened to no job. */
    public static NewEvent of(EventType type, Audience audience, ObjectNode body) {
        return new NewEvent(type, "", "", audience, body);
    }
}
