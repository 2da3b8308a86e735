package dev.modeldock.webhooks;

import java.time.Instant;
import java.util.Optional;

/**
 * One event on its way to one webhook.
 *
 * @param id the same for each attempt, so that who hears it twice knows
 * @param type of the event, such as {@code job.ended}
 * @param body what is sent
 * @param attempts that have ended
 * @param next when it is tried next; empty once it is over
 * @param status of the last answer, or 0 when there was none
 * @param error why the last attempt failed, or empty
 */
public record Delivery(
        String id,
        String webhookId,
        String type,
        String body,
        State state,
        int attempts,
        Optional<Instant> next,
        int status,
        String error,
        Instant created,
        Optional<Instant> ended) {
    /** How far it is. */
    public enum State {
        PENDING,
        DELIVERED,
        FAILED
    }
}
