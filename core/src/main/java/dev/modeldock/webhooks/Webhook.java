package dev.modeldock.webhooks;

import dev.modeldock.events.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An address that is told of events.
 *
 * @param types of which it is told
 * @param offBecause why it is told of nothing any more; empty while it is
 * @param createdBy the user who made it
 */
public record Webhook(
        String id,
        URI url,
        Set<EventType> types,
        String description,
        Optional<String> offBecause,
        String createdBy,
        Instant created) {
    public boolean isOn() {
        return offBecause.isEmpty();
    }

    /**
     * What somebody wants of one.
     *
     * @param types none for all but those that come many times a second
     */
    public record Wish(String url, Set<EventType> types, String description) {}

    /**
     * One that was just made.
     *
     * @param secret by which its owner knows our signature; told this once
     */
    public record Created(Webhook webhook, String secret) {}
}
