package dev.modeldock.webhooks;

import dev.modeldock.webhooks.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How often, and after how long, it is tried again. */
final class Attempts {
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofHours(24));
    /** The first, and one after each wait. */
    static final int MOST = WAITS.size() + 1;

    private Attempts() {}

    /** The delivery as it stands after an attempt. */
    static Delivery after(Delivery before, WebhookSender.Outcome outcome, Instant now) {
        int made = before.attempts() + 1;
        boolean over = outcome.isWell() || made >= MOST;
        return new Delivery(
                before.id(),
                before.webhookId(),
                before.type(),
                before.body(),
                outcome.isWell() ? State.DELIVERED : over ? State.FAILED : State.PENDING,
                made,
                over ? Optional.empty() : Optional.of(now.plus(WAITS.get(made - 1))),
                outcome.status(),
                outcome.error(),
                before.created(),
                over ? Optional.of(now) : Optional.empty());
    }

    /** The same, to be tried anew from now on. */
    static Delivery again(Delivery before, Instant now) {
        return new Delivery(
                before.id(),
                before.webhookId(),
                before.type(),
                before.body(),
                State.PENDING,
                0,
                Optional.of(now),
                before.status(),
                before.error(),
                before.created(),
                Optional.empty());
    }
}
